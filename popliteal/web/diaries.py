"""The store of diaries: found, begun, written in, mended, erased. Both doors use it.

Each function that writes is one transaction: it has happened as a whole and is on the disk when the
function returns, or it has not happened at all.
"""

from __future__ import annotations

import json
import uuid
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from popliteal.diary import Diary, Entry
from popliteal.errors import DiaryError
from popliteal.knowledge.load import Knowledge
from popliteal.web.entry_rows import (
    Kept,
    as_json,
    columns,
    columns_of,
    known,
    read_row,
    with_unknown,
)
from popliteal.web.models import DiaryRow, EntryRow

# An account; None: this device, which has no account.
Owner = User | None
# More is no diary, and would fill the disk.
MOST_ENTRIES, MOST_A_DAY = 4000, 20
# What was answered of danger finds room where nothing else does, up to so many times as much.
ROOM_FOR_SIGNS = 10
# So long an account keeps its diary after the last use, where nobody says otherwise.
KEPT_DAYS = 365
# So long a deleted entry can be brought back.
UNDO_HOURS = 24


class StaleError(Exception):
    """The entry was changed since the form was opened; nothing was written.

    Attributes
    ----------
    now : the entry as it stands; None: it was deleted
    """

    def __init__(self, now: Kept | None) -> None:
        super().__init__("the entry was changed meanwhile")
        self.now = now


@dataclass(frozen=True)
class Book:
    """One stored diary; its entries are read once, when they are first asked for."""

    row: DiaryRow
    kb: Knowledge

    @property
    def today(self) -> date:
        """The date where the person is."""
        return local_day(self.row.time_zone)

    @cached_property
    def kept(self) -> tuple[Kept, ...]:
        """The entries in the order in which they were written."""
        rows = EntryRow.objects.filter(diary=self.row, removed_at=None).order_by("pk")
        return tuple(read_row(row, self.kb) for row in rows)

    @cached_property
    def removed(self) -> tuple[Kept, ...]:
        """The deleted entries that can still be brought back, the last one first."""
        since = timezone.now() - timedelta(hours=UNDO_HOURS)
        rows = EntryRow.objects.filter(diary=self.row, removed_at__gte=since)
        return tuple(read_row(row, self.kb) for row in rows.order_by("-removed_at", "-pk"))

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What was answered in the check, as far as this content knows it."""
        return dict(known(dict(self.row.answers), self.kb))

    @cached_property
    def diary(self) -> Diary:
        """The diary as the rules take it."""
        entries = tuple(kept.entry for kept in self.kept)
        return Diary(self.row.started, self.answers, entries, self.row.began)

    def find(self, key: uuid.UUID) -> Kept | None:
        """One entry; None where there is none of this key in this diary."""
        row = EntryRow.objects.filter(diary=self.row, key=key, removed_at=None).first()
        return read_row(row, self.kb) if row else None

    def find_removed(self, key: uuid.UUID) -> Kept | None:
        """A deleted entry that can still be brought back."""
        return next((kept for kept in self.removed if kept.key == key), None)


def local_day(time_zone: str) -> date:
    """The date where somebody is; where the zone is not known, the one of Greenwich.

    Examples
    --------
    >>> local_day("Pacific/Kiritimati") >= local_day("Pacific/Pago_Pago")
    True
    """
    try:
        zone = zoneinfo.ZoneInfo(time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        # The name of a folder of zones or one that is too long for a file is an OSError.
        zone = zoneinfo.ZoneInfo("UTC")
    return timezone.now().astimezone(zone).date()


def find(owner: Owner, kb: Knowledge) -> Book | None:
    """The diary of an account or of this device; None where none was begun."""
    row = _rows(owner).first()
    return Book(row, kb) if row else None


def _rows(owner: Owner) -> Any:
    if owner is None:
        return DiaryRow.objects.filter(on_device=True)
    return DiaryRow.objects.filter(owner=owner)


def begin(
    owner: Owner,
    answers: Mapping[str, Any],
    kb: Knowledge,
    *,
    time_zone: str,
    region: str | None = None,
    keep_days: int | None = None,
) -> Book:
    """Start a diary today; the one that is there, where there is one.

    Parameters
    ----------
    answers : of the check, in the order of asking
    """
    begun: dict[str, Any] = {
        "on_device": owner is None,
        "started": local_day(time_zone),
        "answers": [*answers.items()],
        "region": region or "",
        "time_zone": time_zone,
        "keep_days": keep_days,
        "used_at": timezone.now(),
    }
    try:
        with transaction.atomic():
            return Book(DiaryRow.objects.create(owner=owner, **begun), kb)
    except IntegrityError:
        return Book(_rows(owner).get(), kb)


def add(book: Book, key: uuid.UUID, entry: Entry) -> bool:
    """Write an entry down.

    Returns
    -------
    False where the form of this key was written before: the same form, sent twice, counts once.

    Raises
    ------
    DiaryError
        There are too many entries.
    """
    written = EntryRow.objects.filter(diary=book.row, key=key)
    # Before the room is looked at: what stands there needs none.
    if written.exists():
        return False
    _check_room(book, [entry])
    try:
        with transaction.atomic():
            _insert(book, [(key, entry)])
    except IntegrityError:
        # The same form came twice at once.
        if not written.exists():
            raise
        return False
    return True


def take_in(book: Book, entries: Iterable[Entry]) -> int:
    """Add entries from a file: all of them, or none.

    Entries that stand in the diary already are passed over.

    Returns
    -------
    how many are new

    Raises
    ------
    DiaryError
        There are too many entries.
    """
    with transaction.atomic():
        # Held until the end, so that the same file sent twice is taken in once.
        DiaryRow.objects.select_for_update().get(pk=book.row.pk)
        fresh = new_of(Book(book.row, book.kb), entries)
        _check_room(book, fresh)
        _insert(book, [(uuid.uuid4(), entry) for entry in fresh])
    return len(fresh)


def new_of(book: Book, entries: Iterable[Entry]) -> list[Entry]:
    """Those that do not stand in the diary yet.

    Raises
    ------
    DiaryError
        They are more than any diary holds.
    """
    given = [*entries]
    if len(given) > MOST_ENTRIES:
        text = f"{len(given)} entries stand here. A diary holds {MOST_ENTRIES}. Leave old ones out."
        raise DiaryError([f"the file: {text}"])
    there = {_canonical(kept.entry) for kept in book.kept}
    return [entry for entry in given if _canonical(entry) not in there]


def _canonical(entry: Entry) -> str:
    """The same text for the same entry: 22 degrees are 22.0, and no order counts."""
    told = entry.to_dict()
    if "knee_angle_deg" in told:
        told["knee_angle_deg"] = float(told["knee_angle_deg"])
    return json.dumps(told, sort_keys=True)


def _insert(book: Book, entries: Iterable[tuple[uuid.UUID, Entry]]) -> None:
    now = timezone.now()
    EntryRow.objects.bulk_create(
        EntryRow(diary=book.row, key=key, written_at=now, **columns(entry))
        for key, entry in entries
    )
    _touch(book)


def _touch(book: Book) -> None:
    """Note that the diary is used, so that it stays."""
    DiaryRow.objects.filter(pk=book.row.pk).update(used_at=timezone.now())


def _check_room(book: Book, entries: Iterable[Entry]) -> None:
    """Refuse more than a diary can hold; a full one still takes in answers of the check."""
    told = [*entries]
    wider = ROOM_FOR_SIGNS if all(_only_answers(entry) for entry in told) else 1
    most, most_a_day = MOST_ENTRIES * wider, MOST_A_DAY * wider
    days = [entry.day for entry in told]
    stored = EntryRow.objects.filter(diary=book.row, removed_at=None)
    if stored.count() + len(days) > most:
        raise DiaryError([f"The diary is full: it holds {most} entries. Delete old ones."])
    taken = [*stored.filter(day__in=set(days)).values_list("day", flat=True), *days]
    for day in sorted(set(days)):
        if taken.count(day) > most_a_day:
            text = f"{day} has {most_a_day} entries already. Change one of them, or delete one."
            raise DiaryError([text])


def _only_answers(entry: Entry) -> bool:
    """Whether it holds signs, and at most the angle that the check measures beside them."""
    return bool(entry.signs) and replace(entry, signs={}, knee_angle_deg=None) == Entry(entry.day)


def change(
    book: Book, key: uuid.UUID, revision: int, entry: Entry, *, undoable: bool = True
) -> None:
    """Put another entry in the place of one.

    Parameters
    ----------
    revision : that of the entry which was changed
    undoable : whether it can be taken back; otherwise only the change before it can

    Raises
    ------
    StaleError
        It was changed or deleted meanwhile.
    """
    with transaction.atomic():
        row = _at(book, key, revision)
        now = with_unknown(row, columns(entry), book.kb)
        if columns_of(row) != now:
            before = as_json(row) if undoable else _with_signs(row, now["signs"])
            _update(row, **now, before=before)


def _with_signs(row: EntryRow, signs: Mapping[str, str]) -> dict[str, Any] | None:
    """What stood before the last change, with the signs that are answered now."""
    if row.before is None:
        return None
    fresh = {key: answer for key, answer in signs.items() if row.signs.get(key) != answer}
    return {**row.before, "signs": {**row.before["signs"], **fresh}}


def undo_change(book: Book, key: uuid.UUID, revision: int) -> None:
    """Bring back what stood there before the last change.

    Raises
    ------
    StaleError
        It was changed or deleted meanwhile.
    """
    with transaction.atomic():
        row = _at(book, key, revision)
        if row.before is not None:
            before = {**row.before, "day": date.fromisoformat(row.before["day"])}
            _update(row, **before, before=None)


def remove(book: Book, key: uuid.UUID, revision: int) -> None:
    """Delete an entry; for a day it can be brought back.

    Raises
    ------
    StaleError
        It was changed or deleted meanwhile.
    """
    with transaction.atomic():
        _update(_at(book, key, revision), removed_at=timezone.now())


def bring_back_as(book: Book, key: uuid.UUID, revision: int, entry: Entry) -> None:
    """Bring a deleted entry back with something else in it.

    Raises
    ------
    StaleError
        It was changed, brought back or deleted for good meanwhile.
    DiaryError
        There are too many entries.
    """
    with transaction.atomic():
        if not bring_back(book, key):
            raise StaleError(book.find(key))
        change(book, key, revision, entry)


def bring_back(book: Book, key: uuid.UUID) -> bool:
    """Bring a deleted entry back; False where it is gone for good.

    Raises
    ------
    DiaryError
        There are too many entries.
    """
    since = timezone.now() - timedelta(hours=UNDO_HOURS)
    rows = EntryRow.objects.filter(diary=book.row, key=key, removed_at__gte=since)
    with transaction.atomic():
        _check_room(book, (read_row(row, book.kb).entry for row in rows))
        came = rows.update(removed_at=None) == 1
        if came:
            _touch(book)
    return came


def _at(book: Book, key: uuid.UUID, revision: int) -> EntryRow:
    """The row, held until the transaction ends, if nobody changed it since."""
    rows = EntryRow.objects.select_for_update().filter(diary=book.row, key=key, removed_at=None)
    row = rows.first()
    if row is None or row.revision != revision:
        raise StaleError(read_row(row, book.kb) if row else None)
    return row


def _update(row: EntryRow, **changes: Any) -> None:
    """Write only where the revision is still the one that was read."""
    rows = EntryRow.objects.filter(pk=row.pk, revision=row.revision)
    if rows.update(revision=row.revision + 1, **changes) != 1:
        raise StaleError(None)
    DiaryRow.objects.filter(pk=row.diary_id).update(used_at=timezone.now())


def settle(book: Book, **settings: Any) -> None:
    """Change what holds for the whole diary: activities, time zone, how long it is kept."""
    # Whoever chooses a shorter time has it from now on, not from when they last wrote.
    changes = {**settings, "used_at": timezone.now()}
    DiaryRow.objects.filter(pk=book.row.pk).update(**changes)
    for name, value in changes.items():
        setattr(book.row, name, value)


def erase(owner: Owner) -> None:
    """Delete the diary with every entry, for good."""
    with transaction.atomic():
        _rows(owner).delete()


def close(owner: User) -> None:
    """Delete an account with its diary, every entry and the list of accesses, for good."""
    with transaction.atomic():
        owner.delete()
