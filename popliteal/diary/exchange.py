"""A diary as a file, out and back in: JSON holds all of it, CSV the entries for a spreadsheet.

Import is all or nothing: where one line is wrong, every problem is named and nothing is taken in.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from popliteal.diary.entries import FIELDS, Diary, Entry
from popliteal.diary.reading import read_diary, read_entries
from popliteal.errors import DiaryError
from popliteal.knowledge.load import Knowledge

FORMAT = "popliteal-diary"
VERSION = 1
_MAPS = ("done", "activities", "signs")
_WHOLE = ("worst_pain", "stretch_pain")
_YES_NO: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}


def write_json(diary: Diary) -> str:
    """The whole diary: the same text for the same diary."""
    head = {"format": FORMAT, "version": VERSION}
    return json.dumps({**head, **diary.to_dict()}, ensure_ascii=False, indent=1) + "\n"


def read_json(text: str, kb: Knowledge, *, today: date) -> Diary:
    """Read what `write_json` wrote.

    Raises
    ------
    DiaryError
        Every problem, with the line or the entry; nothing was taken in.
    """
    try:
        raw = json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        what = "the file ends too early" if cut else "this is no JSON"
        problem = f"line {error.lineno}: {what}. Take the file as it was exported, in one piece."
        raise DiaryError([problem]) from None
    except RecursionError:
        text = "the file: lists lie too deep in lists. Take the file as it was exported."
        raise DiaryError([text]) from None
    except ValueError as error:
        raise DiaryError([f"the file: {error}."]) from None
    if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
        text = f"the file: this is no diary of Popliteal. It must say format: {FORMAT}."
        raise DiaryError([text])
    if raw.get("version") != VERSION:
        shown = str(raw.get("version"))[:20]
        raise DiaryError([f"the file: version {shown} is not known here. Use version {VERSION}."])
    body = {key: value for key, value in raw.items() if key not in ("format", "version")}
    return read_diary(body, kb, today=today)


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no number of a diary")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A map in which no name stands twice: one of the two would be lost unseen."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"'{twice[:40]}' stands twice in one place. Keep one")
    return found


def write_csv(entries: Iterable[Entry]) -> str:
    """The entries as a table, one a line; a map stands as JSON in its cell."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        writer.writerow({key: _cell(value) for key, value in entry.to_dict().items()})
    return out.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


def read_csv(
    text: str, kb: Knowledge, *, today: date, started: date | None = None
) -> tuple[Entry, ...]:
    r"""Read a table of entries.

    Raises
    ------
    DiaryError
        Every problem with its line; nothing was taken in.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> table = "date,worst_pain\n2026-03-02,11\n"
    >>> read_csv(table, load(), today=date(2026, 3, 3))
    Traceback (most recent call last):
    popliteal.errors.DiaryError: line 2: worst_pain: 11 stands here. Use ...
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        head = next(reader, [])
        _check_head(head)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        problem = f"line {reader.line_num}: a quote is not closed. Is the file whole?"
        raise DiaryError([problem]) from None
    return _read_rows(head, rows, kb, today, started)


def _check_head(head: list[str]) -> None:
    known = ", ".join(FIELDS)
    problems = [
        f"line 1: no column '{name[:40]}'. Use {known}." for name in head if name not in FIELDS
    ]
    problems += [
        f"line 1: {name} stands twice. Keep one." for name in FIELDS if head.count(name) > 1
    ]
    if "date" not in head and not problems:
        problems.append(f"line 1: there is no column date. Use {known}.")
    if problems:
        raise DiaryError(problems)


def _read_rows(
    head: list[str],
    rows: list[tuple[int, list[str]]],
    kb: Knowledge,
    today: date,
    started: date | None,
) -> tuple[Entry, ...]:
    problems: list[str] = []
    raws: list[dict[str, Any]] = []
    places: list[str] = []
    for line, row in rows:
        place = f"line {line}: "
        if len(row) != len(head):
            problems.append(f"{place}{len(row)} cells stand here. There must be {len(head)}.")
            continue
        raw: dict[str, Any] = {}
        for name, cell in zip(head, row, strict=True):
            if cell.strip():
                raw[name] = _value(name, cell.strip())
        raws.append(raw)
        places.append(place)
    try:
        entries = read_entries(raws, kb, today=today, started=started, places=places)
    except DiaryError as error:
        raise DiaryError(sorted([*problems, *error.problems], key=_line)) from None
    if problems:
        raise DiaryError(problems)
    return entries


def _line(problem: str) -> int:
    return int(problem.removeprefix("line ").partition(":")[0])


def _value(name: str, cell: str) -> Any:
    """What a cell holds; what cannot be read stays text, and is refused as such with its line."""
    if name in _MAPS:
        return _json_map(cell)
    if name == "seen":
        return _YES_NO.get(cell.lower(), cell)
    if name in _WHOLE:
        return next(_numbers(cell, int), cell)
    return next(_numbers(cell, float), cell) if name == "knee_angle_deg" else cell


def _json_map(cell: str) -> Any:
    try:
        return json.loads(cell, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return cell


def _numbers(cell: str, kind: type[int | float]) -> Iterator[int | float]:
    try:
        yield kind(cell)
    except ValueError:
        return
