"""Taking a diary in from a file: read as a whole, shown first, then added as a whole or not at all.

Nothing that stands in the diary is changed or deleted by a file. Where no diary was begun, a whole
one begins with the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from popliteal.answers import read_answers
from popliteal.diary import Diary, Entry, read_csv, read_entries, read_json
from popliteal.diary.reading import MOST_ACTIVITIES
from popliteal.diary.worry import worse_of
from popliteal.errors import DiaryError
from popliteal.knowledge.content import Question
from popliteal.knowledge.load import Knowledge
from popliteal.web import diaries
from popliteal.web.diaries import Book, Owner

# Where the day comes first: nobody's today is refused as a day to come.
_EARLIEST_ZONE = "Pacific/Kiritimati"


_NO_TEXT = "this is no text. Take the .json or .csv file. Save a spreadsheet as CSV UTF-8."
_NO_ANSWERS = "no diary can begin with a table. Take the .json file, or begin a diary first."


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file holds, beside what stands in the diary.

    Attributes
    ----------
    fresh : the entries that are new
    known : how many stand in the diary already
    begun : the diary that begins with the file; None: the entries go into the one that is there
    graver : answers of the file's check that worry more than what the diary knows; they go in as
        one entry of today
    """

    fresh: Sequence[Entry]
    known: int
    begun: Diary | None
    graver: Mapping[str, str] = field(default_factory=dict)


def decode(data: bytes) -> str:
    """The text of a file.

    Raises
    ------
    DiaryError
        It is no text that a diary could be.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise DiaryError([f"the file: {_NO_TEXT}"])
    if not text.strip():
        raise DiaryError(["the file: it is empty. Take the file as it was exported."])
    return text


def read_file(text: str, book: Book | None, kb: Knowledge) -> Intake:
    """Read a file, and lay it beside the diary.

    Raises
    ------
    DiaryError
        Every problem with its line or entry; or it is a table, and there is no diary for it.
    """
    today = book.today if book else diaries.local_day(_EARLIEST_ZONE)
    if text.lstrip().startswith(("{", "[")):
        found = read_json(text, kb, today=today)
        entries = found.entries
        if book:
            # What lies too far before this plan is as odd here as at a check-in.
            raws = [entry.to_dict() for entry in entries]
            entries = read_entries(raws, kb, today=today, started=book.row.started)
    elif book is None:
        read_csv(text, kb, today=today)
        raise DiaryError([f"the file: {_NO_ANSWERS}"])
    else:
        found = None
        entries = read_csv(text, kb, today=today, started=book.row.started)
    if book is None:
        return Intake(entries, 0, found)
    fresh = diaries.new_of(book, entries)
    graver = _graver(found.answers if found else {}, book, fresh)
    return Intake(fresh, len(entries) - len(fresh), None, graver)


def _graver(answers: Mapping[str, Any], book: Book, fresh: Sequence[Entry]) -> dict[str, str]:
    """The answers of a check that the diary does not know, or knows milder, as it will stand."""
    kb, told = book.kb, dict(read_answers(book.answers, book.kb).given)
    for entry in (*book.diary.entries, *fresh):
        for key, answer in entry.answers.items():
            told[key] = worse_of(kb.questions[key], told.get(key), answer)
    return {
        key: answer
        for key, answer in read_answers(answers, kb).given.items()
        if _is_graver(kb.questions[key], told.get(key), answer)
    }


def _is_graver(question: Question, old: str | None, new: str) -> bool:
    """Whether an answer worries more; one that raises nothing adds nothing to no answer."""
    if old is None:
        return new != question.absent
    return old != new and worse_of(question, old, new) == new == worse_of(question, new, old)


def take_in(owner: Owner, intake: Intake, kb: Knowledge, *, time_zone: str) -> int:
    """Put what a file holds into the diary of an account or of this device, or begin one with it.

    Returns
    -------
    how many entries are new

    Raises
    ------
    DiaryError
        There are too many entries; nothing was taken in.
    """
    with transaction.atomic():
        book = diaries.find(owner, kb)
        begun = intake.begun
        if book is None and begun is not None:
            book = diaries.begin(
                owner,
                begun.answers,
                kb,
                time_zone=time_zone,
                keep_days=diaries.KEPT_DAYS if owner else None,
            )
            names = _activities(begun)
            diaries.settle(book, started=begun.started, began=begun.began, activities=names)
        assert book is not None  # noqa: S101  # a table was read beside a diary
        told = [Entry(book.today, signs=intake.graver)] if intake.graver else []
        return diaries.take_in(book, [*intake.fresh, *told])


def _activities(diary: Diary) -> list[str]:
    """The activities of the last entry with any: those that the person still scores."""
    scored = (entry for entry in reversed(diary.entries) if entry.activities)
    return [*next(scored, Entry(diary.started)).activities][:MOST_ACTIVITIES]
