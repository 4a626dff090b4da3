"""Entries laid out by day: the worst of each day counts, in whatever order it was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from popliteal.diary.entries import Entry
from popliteal.diary.trend import Point

_FURTHER = ("no", "to_knee", "calf", "foot")


# Without slots: each value is worked out once, and asked for on every later day.
@dataclass(frozen=True)
class Daily:
    """Everything that was written for one day."""

    day: date
    entries: tuple[Entry, ...]

    @cached_property
    def worst_pain(self) -> int | None:
        """The worst pain of the day."""
        return _highest(entry.worst_pain for entry in self.entries)

    @cached_property
    def stretch_pain(self) -> int | None:
        """The worst pain at the usual stretch."""
        return _highest(entry.stretch_pain for entry in self.entries)

    @cached_property
    def worst_point(self) -> Point | None:
        """The worst pain with the number of the day."""
        return _point(self.day, self.worst_pain)

    @cached_property
    def stretch_point(self) -> Point | None:
        """The worst pain at the usual stretch with the number of the day."""
        return _point(self.day, self.stretch_pain)

    @cached_property
    def spreads(self) -> tuple[int, ...]:
        """How far down the pain travelled, of every entry that says."""
        told = (entry.answers.get("spread") for entry in self.entries)
        return tuple(_FURTHER.index(spread) for spread in told if spread in _FURTHER)

    @cached_property
    def done(self) -> dict[str, int | None]:
        """The worst pain during each exercise of the day."""
        found: dict[str, int | None] = {}
        for entry in self.entries:
            for action, pain in entry.done.items():
                found[action] = _highest((found.get(action), pain))
        return found

    @cached_property
    def after(self) -> frozenset[str]:
        """How the hours after were, of every entry that says."""
        return frozenset(entry.after for entry in self.entries if entry.after is not None)

    @cached_property
    def seen(self) -> bool:
        """Whether a clinician has looked at it."""
        return any(entry.seen for entry in self.entries)

    @cached_property
    def activities(self) -> dict[str, int]:
        """The lowest score of each activity."""
        found: dict[str, int] = {}
        for entry in self.entries:
            for name, score in entry.activities.items():
                found[name] = min(score, found.get(name, score))
        return found


def _point(day: date, pain: int | None) -> Point | None:
    return None if pain is None else (day.toordinal(), pain)


def _highest(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def lay_out(entries: Iterable[Entry]) -> tuple[Daily, ...]:
    """The entries by day, in the order of their dates.

    Examples
    --------
    >>> late, early = Entry(date(2026, 3, 2), worst_pain=2), Entry(date(2026, 3, 1), worst_pain=4)
    >>> again = Entry(date(2026, 3, 2), worst_pain=5)
    >>> [(daily.day.day, daily.worst_pain) for daily in lay_out([late, early, again])]
    [(1, 4), (2, 5)]
    """
    found: dict[date, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.day, []).append(entry)
    return tuple(Daily(day, tuple(found[day])) for day in sorted(found))
