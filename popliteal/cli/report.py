"""`popliteal report`: one case in, the clinician's report out, as text, HTML, PDF or FHIR."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from popliteal.assessment import assess
from popliteal.cli.cases import Case, open_cases, plain, why_unreadable
from popliteal.cli.commands import BAD_INPUT, add_region, checked_region
from popliteal.errors import DiaryError, PoplitealError
from popliteal.interview import SKIPPED
from popliteal.knowledge.load import Knowledge, load
from popliteal.knowledge.when import nearest

if TYPE_CHECKING:
    from popliteal.diary import Diary
    from popliteal.report.blocks import Report
    from popliteal.report.names import Said

FORMATS = ("text", "html", "pdf", "fhir")
# What the pages save beside the answers; the result is worked out anew.
_SAVED = ("result", "skipped")
_ENDINGS = {".txt": "text", ".html": "html", ".htm": "html", ".pdf": "pdf", ".json": "fhir"}
# Far more than a diary of a year takes.
_LARGEST_DIARY = 5_000_000


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `report`."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help=".json (one case, or what the pages saved) or - (standard input)",
    )
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        help="text, html, pdf or fhir; without it, what the ending of OUT says, else text",
    )
    parser.add_argument("-o", "--out", metavar="OUT", help="file to write; else standard output")
    parser.add_argument("--lang", metavar="XX", default="en", help="language, such as es")
    parser.add_argument("--diary", metavar="DIARY", help="diary as exported, a .json file")
    add_region(parser)


def run(options: argparse.Namespace) -> int:
    """Write the report, or name every problem and write nothing."""
    kb = load()
    region = checked_region(options.region, kb)
    form = _form(options.format, options.out)
    with open_cases(options.file, beside=_SAVED) as source:
        problems = list(source.problems(kb))
        cases = [] if problems else list(source.cases(kb))
    if len(cases) > 1:
        problems = [f"{source.name}: {len(cases)} cases stand here. Name a file with one of them."]
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        return BAD_INPUT
    today = datetime.now(UTC).date()
    diary = _read_diary(options.diary, kb, today) if options.diary else None
    make = _bundle if form == "fhir" else _report(form)
    _write(make(cases[0], kb, options.lang, today=today, diary=diary, region=region), options.out)
    return 0


def _form(named: str | None, out: str | None) -> str:
    """The form that was asked for, or that the ending of the file says; else text."""
    form = named or _ENDINGS.get(Path(out or "").suffix.lower(), "text")
    if form not in FORMATS:
        raise PoplitealError(f"report: --format: no '{plain(form)}'. {nearest(form, [*FORMATS])}")
    if form == "pdf" and out is None and sys.stdout.isatty():
        raise PoplitealError("report: a PDF is not for a screen. Name a file: -o report.pdf.")
    return form


def _read_diary(name: str, kb: Knowledge, today: date) -> Diary:
    """The diary of a file.

    Raises
    ------
    DiaryError
        Every problem, with the file in front.
    """
    from popliteal.diary import read_json

    try:
        with Path(name).open("rb") as stream:
            data = stream.read(_LARGEST_DIARY + 1)
    except OSError as error:
        raise DiaryError([f"{plain(name)}: {why_unreadable(error)}"]) from None
    if len(data) > _LARGEST_DIARY:
        raise DiaryError(
            [f"{plain(name)}: larger than any diary. Name the file that was exported."]
        )
    try:
        return read_json(data.decode("utf-8-sig"), kb, today=today)
    except UnicodeDecodeError as error:
        text = f"{plain(name)}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8."
        raise DiaryError([text]) from None
    except DiaryError as error:
        raise DiaryError(f"{plain(name)}: {plain(problem)}" for problem in error.problems) from None


def _report(form: str) -> Callable[..., bytes]:
    """What turns a case into the report in a form."""

    def made(
        case: Case,
        kb: Knowledge,
        code: str,
        *,
        today: date,
        diary: Diary | None,
        region: str | None,
    ) -> bytes:
        from popliteal.report.content import make_report

        spoken, told = _spoken(kb, code)
        result = assess(case.answers, spoken, id=case.id, region=region)
        report = make_report(
            result, _said(case), spoken, today=today, diary=diary, region=region, **told
        )
        return _written(form)(report)

    return made


def _bundle(
    case: Case, kb: Knowledge, code: str, *, today: date, diary: Diary | None, region: str | None
) -> bytes:
    """The case as a FHIR bundle in a language, for another system."""
    from popliteal.report.fhir import write_bundle

    spoken, _ = _spoken(kb, code)
    result = assess(case.answers, spoken, region=region)
    bundle = write_bundle(case.answers, result, spoken, today=today, diary=diary, region=region)
    return json.dumps(bundle, ensure_ascii=False, indent=1).encode() + b"\n"


def _spoken(kb: Knowledge, code: str) -> tuple[Knowledge, dict[str, str]]:
    """The content in a language, and what is to be said of it."""
    # Reading a translation loads its checker: English does not wait for that.
    if code == kb.language:
        return kb, {}
    from popliteal.knowledge.translation import languages, translated

    spoken = translated(kb, code)
    language = next(each for each in languages(kb) if each.code == code)
    return spoken, {"notice": language.notice, "direction": language.direction}


def _said(case: Case) -> Said:
    skipped = dict.fromkeys(case.skipped, SKIPPED)
    return {**case.answers.given, **case.answers.measures, **skipped}


def _write(data: bytes, out: str | None) -> None:
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    try:
        Path(out).write_bytes(data)
    except OSError as error:
        text = f"{plain(out)}: cannot be written ({error.strerror}). Name another file after -o."
        raise PoplitealError(text) from None


def _written(form: str) -> Callable[[Report], bytes]:
    """What turns a report into the bytes of a form."""
    # Each is loaded when it is asked for: nobody waits for what lays out a PDF to read a text.
    if form == "pdf":
        from popliteal.report.pdf import write_pdf

        return write_pdf
    if form == "html":
        from popliteal.report.html import write_html

        return lambda report: write_html(report).encode()
    from popliteal.report.text import write_text

    return lambda report: write_text(report).encode()
