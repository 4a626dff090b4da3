"""Days laid out from left to right: marks, one for each day or spell of days, and dates to read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

from popliteal.knowledge.load import Knowledge
from popliteal.report.dates import say_date

# After so many days without a value nobody knows how it was, so no line leads across.
LONGEST_GAP_DAYS: Final = 7
_MOST_MARKS = 45
_SPELLS: Final = (1, 3, 7, 14, 28, 91, 364)
_STEPS: Final = (1, 2, 3, 7, 14, 28, 56, 91, 182, 364, 728, 1456)
_LEAST_DAYS, _LEAST_REACH_DAYS = 7, 14
# The days with values keep at least this share of the width, however far off the end may be.
_SHARE_OF_VALUES = 0.4
_MOST_TICKS = 4
Values = Sequence[tuple[date, float]]


@dataclass(frozen=True, slots=True)
class Mark:
    """The values of a day, or of a spell of days, as one mark."""

    first: date
    last: date
    low: float
    middle: float
    high: float

    @property
    def day(self) -> float:
        """Where it stands, as the ordinal of a day."""
        return (self.first.toordinal() + self.last.toordinal()) / 2


def spell_of(days: Collection[date]) -> int:
    """How many days one mark stands for, so that the marks can be told apart.

    Examples
    --------
    >>> start = date(2026, 1, 1)
    >>> [spell_of([start + timedelta(at) for at in range(n)]) for n in (1, 45, 46, 400, 4000)]
    [1, 1, 3, 14, 91]
    """
    first = min(days, default=date.min)
    for spell in _SPELLS:
        if len({(day - first).days // spell for day in days}) <= _MOST_MARKS:
            return spell
    return _SPELLS[-1]


def marks_of(values: Values, spell: int, first: date) -> tuple[Mark, ...]:
    """One mark for each spell of days that has a value, counted from a first day."""
    found: dict[int, list[tuple[date, float]]] = {}
    for day, value in values:
        found.setdefault((day - first).days // spell, []).append((day, value))
    return tuple(_mark(found[at]) for at in sorted(found))


def _mark(values: Values) -> Mark:
    days, read = [day for day, _ in values], [value for _, value in values]
    return Mark(min(days), max(days), min(read), median(read), max(read))


def runs(marks: Sequence[Mark]) -> Iterator[tuple[Mark, ...]]:
    """Marks that a line may join: no two neighbours are more than a week apart."""
    run: list[Mark] = []
    for mark in marks:
        if run and (mark.first - run[-1].last).days > LONGEST_GAP_DAYS:
            yield tuple(run)
            run = []
        run.append(mark)
    if run:
        yield tuple(run)


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a chart shows, and where each stands between left and right."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: float | date) -> float:
        """Where a day stands; one that is not shown stands at the nearer end."""
        at = day.toordinal() if isinstance(day, date) else day
        first, last = self.first.toordinal(), self.last.toordinal()
        share = min(max((at - first) / (last - first), 0.0), 1.0)
        return self.left + share * (self.right - self.left)

    def shows(self, day: date) -> bool:
        """Whether the day stands in the chart."""
        return self.first <= day <= self.last

    def ticks(self) -> list[date]:
        """A few days, evenly apart, to read the dates at."""
        whole = (self.last - self.first).days
        step = next((s for s in _STEPS if whole / s < _MOST_TICKS), whole)
        return [self.first + timedelta(at) for at in range(0, whole + 1, step)]


def span_of(
    days: Collection[date], band: tuple[date, date] | None, edges: tuple[float, float]
) -> Span:
    """The days from the first value to the last, and on to the band as far as there is room.

    Parameters
    ----------
    days : with a value or a milestone, and today
    band : first and last day of a time to come
    edges : left and right end in the picture
    """
    first, last = min(days), max(days)
    furthest = first + max((last - first) / _SHARE_OF_VALUES, timedelta(_LEAST_REACH_DAYS))
    # The near end first: where the far one is out of reach, the band runs off the picture.
    for day in band or ():
        if last < day <= furthest:
            last = day
    if band is not None and band[0] <= last < band[1]:
        last = min(band[1], furthest)
    return Span(first, max(last, first + timedelta(_LEAST_DAYS)), *edges)


def date_words(ticks: Sequence[date], kb: Knowledge) -> list[tuple[str, str]]:
    """Day and month of each tick, and the year where it changes."""
    found, year = [], 0
    for tick in ticks:
        found.append((say_date(tick, kb, year=False), "" if tick.year == year else f"{tick.year}"))
        year = tick.year
    return found
