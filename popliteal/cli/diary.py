"""`popliteal diary`: the diary of this machine in a terminal, in the same store as the pages."""

from __future__ import annotations

import argparse
import json
import os
import sys
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from popliteal.assessment import assess
from popliteal.cli.cases import open_cases, why_unreadable
from popliteal.cli.diary_entry import OPTIONS, add_entry_options, raw_of
from popliteal.cli.diary_questions import ask_entry
from popliteal.cli.diary_words import told
from popliteal.cli.screen import new_console, rendered
from popliteal.cli.site import with_database
from popliteal.diary import Day, Diary, Entry, advise, plan_today, read_entry, write_csv, write_json
from popliteal.errors import DiaryError, PoplitealError
from popliteal.knowledge.load import Knowledge, load

_NONE = "There is no diary on this machine yet. Begin one with 'popliteal diary add'."
_UNCHECKED = (
    "The diary began without a check, so nothing is known of how it began. Answer the questions "
    "with 'popliteal serve', or begin with --check case.json."
)
_UNASKED = (
    "Danger signs were not asked. If one is new or worse, add it: --sign fever=yes. "
    "'popliteal diary add' without options asks for each."
)
_EMERGENCY = "--check: these answers are an emergency. No diary begins with one: get help first."
_GRAVER = "Answers of its check that worry more than the diary went into one entry of today:"
_OWNER_ONLY = 0o600


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the tasks of `diary` and their options."""
    tasks = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    add = tasks.add_parser("add", help="write down how it is; without options, be asked")
    add_entry_options(add)
    add.set_defaults(task=_add)
    show = tasks.add_parser("show", help="what to do today, why, and the last entries")
    show.add_argument("--all", action="store_true", help="every entry, not the last ten")
    show.add_argument("--json", action="store_true", help="one JSON object, for programs")
    show.set_defaults(task=_show)
    out = tasks.add_parser("export", help="the whole diary as JSON, or its entries as a table")
    kind = out.add_mutually_exclusive_group()
    kind.add_argument("--json", action="store_true", help="all of it (the default)")
    kind.add_argument("--csv", action="store_true", help="the entries, for a spreadsheet")
    out.add_argument("-o", "--output", metavar="FILE", help="write here, not to standard output")
    out.set_defaults(task=_export)
    into = tasks.add_parser("import", help="take in a file that was exported: all of it or nothing")
    into.add_argument("file", metavar="FILE", help=".json or .csv, or - (standard input)")
    into.set_defaults(task=_import)


def run(options: argparse.Namespace) -> int:
    """Do one task."""
    with_database()
    return int(options.task(options, import_module("popliteal.web.diaries")))


def _add(options: argparse.Namespace, store: Any) -> int:
    """Write one entry down, and say what to do now."""
    kb = load()
    raw = raw_of(options)
    asks = not raw and _somebody_is_there()
    book = store.find(None, kb)
    began = book is None
    # Everything is read before anything is written.
    answers = _check(options.check, began=began) if options.check or began else {}
    zone = import_module("popliteal.web.views.diary.settings").zone_here()
    today = store.local_day(zone) if book is None else book.today
    if asks:
        given = _ask(book, answers, kb, today)
        if given is None:
            print("Nothing was written down.")
            return 0
        raw = given
    started = None if book is None else book.row.started
    with _named(OPTIONS):
        entry = read_entry({"date": today.isoformat(), **raw}, kb, today=today, started=started)
    if book is None:
        book = store.begin(None, answers, kb, time_zone=zone)
    _remember(store, book, entry.activities)
    store.add(book, uuid.uuid4(), entry)
    print(f"Written down for {entry.day}.")
    day = _say(store.find(None, kb), last=0)
    notes = {_UNCHECKED: began and not answers, _UNASKED: not asks and not entry.signs}
    for note, holds in notes.items():
        # In an emergency nothing stands below the one action and its reasons.
        if holds and day.disposition != "emergency":
            print(f"\n{note}")
    return 0


def _ask(
    book: Any, answers: Mapping[str, Any], kb: Knowledge, today: date
) -> dict[str, Any] | None:
    """Ask for each part, with the exercises and activities of the diary where one was begun."""
    diary = Diary(today, answers) if book is None else book.diary

    def is_emergency(signs: Mapping[str, str]) -> bool:
        told = replace(diary, entries=(*diary.entries, Entry(today, signs=signs)))
        return advise(told, kb, today=today).disposition == "emergency"

    names, activities = {}, []
    if book is not None:
        plan = plan_today(diary, advise(diary, kb, today=today), kb, today=today)
        names = {offer.id: offer.name for offer in plan.exercises}
        activities = book.row.activities
    return ask_entry(kb, new_console(), today, activities, names, is_emergency=is_emergency)


def _somebody_is_there() -> bool:
    return sys.stdin.isatty()


def _remember(store: Any, book: Any, activities: Iterable[str]) -> None:
    """Let the pages ask for an activity that was scored here for the first time."""
    most = import_module("popliteal.diary.reading").MOST_ACTIVITIES
    names = [*dict.fromkeys([*book.row.activities, *activities])][:most]
    if names != book.row.activities:
        store.settle(book, activities=names)


def _check(file: str | None, *, began: bool) -> dict[str, Any]:
    """The answers that a diary begins with."""
    if file is None:
        return {}
    if not began:
        raise PoplitealError("--check: the diary has begun already. Leave it out.")
    kb = load()
    with open_cases(file) as source:
        if problems := [*source.problems(kb)]:
            raise PoplitealError("\n".join(problems))
        cases = [*source.cases(kb)]
    if len(cases) != 1:
        raise PoplitealError(f"--check: {file} holds {len(cases)} cases. Give one person's.")
    answers = cases[0].answers
    if assess(answers, kb).disposition == "emergency":
        raise PoplitealError(_EMERGENCY)
    return {**answers.given, **answers.measures}


@contextmanager
def _named(options: dict[str, str]) -> Iterator[None]:
    """Name the option in a problem, where one stands for the part of an entry."""
    try:
        yield
    except DiaryError as error:
        raise DiaryError(_with_option(problem, options) for problem in error.problems) from None


def _with_option(problem: str, options: dict[str, str]) -> str:
    part, colon, rest = problem.partition(":")
    name, dot, key = part.partition(".")
    if name not in options:
        return problem
    return f"{options[name]}{' ' if dot else ''}{key}{colon}{rest}"


def _book(store: Any) -> Any:
    book = store.find(None, load())
    if book is None:
        raise PoplitealError(_NONE)
    return book


def _show(options: argparse.Namespace, store: Any) -> int:
    book = _book(store)
    if options.json:
        day = advise(book.diary, book.kb, today=book.today)
        entries = [entry.to_dict() for entry in book.diary.entries]
        print(json.dumps({**day.to_dict(), "entries": entries}))
    else:
        _say(book, last=None if options.all else 10)
    return 0


def _say(book: Any, *, last: int | None) -> Day:
    """Say what to do, and show the last entries."""
    day = advise(book.diary, book.kb, today=book.today)
    console = new_console()
    for part in told(day, book.diary, book.kb, region=book.row.region or None, last=last):
        print("\n".join(rendered(console, part)))
    return day


def _export(options: argparse.Namespace, store: Any) -> int:
    book = _book(store)
    text = write_csv(book.diary.entries) if options.csv else write_json(book.diary)
    if options.output is None:
        sys.stdout.write(text)
        return 0
    _write(Path(options.output), text)
    count = len(book.diary.entries)
    print(f"{count} {'entry' if count == 1 else 'entries'} written to {options.output}.")
    return 0


def _write(path: Path, text: str) -> None:
    """Write a file that its owner alone may read; one that is there is not replaced."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(path, flags, _OWNER_ONLY), "w", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        raise PoplitealError(f"{path}: it is there already. Give another name.") from None
    except OSError as error:
        raise PoplitealError(f"{path}: {error.strerror}. Give another name.") from None


def _import(options: argparse.Namespace, store: Any) -> int:
    """Take in a file as a whole, or name every problem."""
    intake = import_module("popliteal.web.intake")
    kb = load()
    zone = import_module("popliteal.web.views.diary.settings").zone_here()
    data = _read(options.file)
    try:
        found = intake.read_file(intake.decode(data), store.find(None, kb), kb)
        count = intake.take_in(None, found, kb, time_zone=zone)
    except DiaryError as error:
        _refuse("stdin" if options.file == "-" else options.file, error.problems)
    was = f" {found.known} stood there already." if found.known else ""
    print(f"{count} {'entry' if count == 1 else 'entries'} taken in.{was}")
    if found.graver:
        print(f"{_GRAVER} {', '.join(f'{key}={said}' for key, said in found.graver.items())}.")
    return 0


def _read(name: str) -> bytes:
    """A file, or standard input for `-`."""
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise PoplitealError(f"{name}: {why_unreadable(error)}") from None


def _refuse(name: str, problems: Sequence[str]) -> NoReturn:
    """Name the file in each problem, and its line as `file:line`."""
    raise DiaryError(_placed(name, problem) for problem in problems) from None


def _placed(name: str, problem: str) -> str:
    if problem.startswith("the file: "):
        return f"{name}: {problem.removeprefix('the file: ')}"
    line, colon, rest = problem.removeprefix("line ").partition(":")
    if problem.startswith("line ") and colon and line.isdecimal():
        return f"{name}:{line}:{rest}"
    return f"{name}: {problem}"
