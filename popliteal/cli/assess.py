"""`popliteal assess`: a file of answers in, advice out, as text for people or JSON for programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import IO

from popliteal.assessment import Assessment, assess
from popliteal.cli.cases import Case, Source, open_cases
from popliteal.cli.commands import BAD_INPUT, add_region, checked_region
from popliteal.knowledge.load import Knowledge, load

Write = Callable[[Assessment, Case], None]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `assess`."""
    parser.add_argument(
        "file",
        metavar="FILE",
        help=".json (one case), .jsonl (one case a line) or - (standard input)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line, for programs")
    add_region(parser)


def run(options: argparse.Namespace) -> int:
    """Assess every case, or name every problem and write no result at all."""
    kb = load()
    region = checked_region(options.region, kb)
    with open_cases(options.file) as source:
        if _say_problems(source, kb):
            return BAD_INPUT
        write = _json_writer(sys.stdout) if options.json else _text_writer(source, kb)
        for case in source.cases(kb):
            write(assess(case.answers, kb, id=case.id, region=region), case)
    return 0


def _say_problems(source: Source, kb: Knowledge) -> bool:
    found = False
    for problem in source.problems(kb):
        print(problem, file=sys.stderr)
        found = True
    return found


def _json_writer(out: IO[str]) -> Write:
    import json

    def write(assessment: Assessment, _: Case) -> None:
        out.write(json.dumps(assessment.to_dict(), ensure_ascii=True) + "\n")

    return write


def _text_writer(source: Source, kb: Knowledge) -> Write:
    from popliteal.cli.advice import advice
    from popliteal.cli.screen import new_console, rendered

    console = new_console()

    def write(assessment: Assessment, case: Case) -> None:
        name = case.id or (f"line {case.line}" if source.many else None)
        if name:
            console.rule(name, align="left", characters="=")
        for part in advice(assessment, kb):
            print("\n".join(rendered(console, part)))

    return write
