"""An entry as a row of the database, and a row as an entry of the content that is there now."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from popliteal.answers import read_answers
from popliteal.diary import Entry
from popliteal.errors import AnswerError
from popliteal.knowledge.load import Knowledge
from popliteal.web.models import EntryRow

_PARTS = (
    "worst_pain",
    "stretch_pain",
    "knee_angle_deg",
    "spread",
    "morning_stiff",
    "after",
    "seen",
)
_MAPS = ("done", "activities", "signs")


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry with its place in the store.

    Attributes
    ----------
    undoable : whether a change can be taken back
    unknown : ids that this content does not know any more; they stay stored and count for nothing
    """

    key: uuid.UUID
    revision: int
    entry: Entry
    undoable: bool
    unknown: tuple[str, ...] = ()


def columns(entry: Entry) -> dict[str, Any]:
    """An entry as columns; maps in one order, whatever the database makes of theirs."""
    plain = {name: getattr(entry, name) for name in _PARTS}
    maps = {name: dict(getattr(entry, name)) for name in _MAPS}
    return {"day": entry.day, **plain, **maps}


def columns_of(row: EntryRow) -> dict[str, Any]:
    """What stands in the row, as `columns` gives it."""
    return {name: getattr(row, name) for name in ("day", *_PARTS, *_MAPS)}


def as_json(row: EntryRow) -> dict[str, Any]:
    """The same for a column of JSON."""
    return {**columns_of(row), "day": row.day.isoformat()}


def with_unknown(row: EntryRow, new: dict[str, Any], kb: Knowledge) -> dict[str, Any]:
    """The new columns, with what this content does not know left as it is stored."""
    kept = read_row(row, kb).unknown
    for name in ("done", "signs"):
        old = {key: value for key, value in getattr(row, name).items() if key in kept}
        new[name] = {**old, **new[name]}
    return new


def read_row(row: EntryRow, kb: Knowledge) -> Kept:
    """The row as an entry, without what this content does not know any more."""
    stored = columns_of(row)
    signs = dict(known(row.signs, kb))
    done = {key: pain for key, pain in sorted(row.done.items()) if key in kb.actions}
    named = {name: stored[name] for name in ("spread", "morning_stiff")}
    said = dict(known({k: v for k, v in named.items() if v is not None}, kb))
    after = row.after if row.after in kb.diary.after else None
    unknown = (
        *(key for key in row.signs if key not in signs),
        *(key for key in row.done if key not in done),
        *(key for key, value in named.items() if value is not None and key not in said),
        *(["after"] if row.after is not None and after is None else []),
    )
    entry = Entry(
        day=row.day,
        worst_pain=row.worst_pain,
        stretch_pain=row.stretch_pain,
        knee_angle_deg=row.knee_angle_deg,
        spread=said.get("spread"),
        morning_stiff=said.get("morning_stiff"),
        done=done,
        after=after,
        activities=dict(sorted(row.activities.items())),
        signs=dict(sorted(signs.items())),
        seen=row.seen,
    )
    return Kept(row.key, row.revision, entry, row.before is not None, unknown)


def known(said: Mapping[str, Any], kb: Knowledge) -> Iterator[tuple[str, Any]]:
    """The answers that this content knows; an old one is read as what took its place."""
    for key, value in said.items():
        question = kb.questions.get(key)
        if question is not None and value in question.answers:
            yield key, value
            continue
        try:
            read = read_answers({key: value}, kb)
        except AnswerError:
            continue
        yield from read.given.items()
        yield from read.measures.items()
