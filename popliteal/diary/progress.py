"""What has changed since the first entry, measure by measure, and whether it is more than error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from popliteal.diary.days import Daily, lay_out
from popliteal.diary.entries import Diary
from popliteal.knowledge.load import Knowledge


@dataclass(frozen=True, slots=True)
class Change:
    """The course of one measure, as a chart shows it.

    Attributes
    ----------
    outcome : id in outcomes.yaml
    values : day and value, in order; the worst of a day
    change : last minus first
    is_real : whether the change reaches the smallest one that counts
    is_better : whether it goes the better way; only told of a real change
    """

    outcome: str
    values: tuple[tuple[date, float], ...]
    change: float
    is_real: bool
    is_better: bool


def changes(diary: Diary, kb: Knowledge, *, today: date) -> tuple[Change, ...]:
    """Every measure that was written down at least once, in the order of the content.

    The score of the person's own activities is the mean of those that were scored on the first day
    with any; on a day without one of them there is no score, since a mean of others is another
    score.

    Examples
    --------
    >>> from popliteal.diary.entries import Entry
    >>> from popliteal.knowledge.load import load
    >>> first, last = date(2026, 3, 1), date(2026, 3, 8)
    >>> angles = (Entry(first, knee_angle_deg=30), Entry(last, knee_angle_deg=24))
    >>> [found] = changes(Diary(first, {}, angles), load(), today=last)
    >>> found.outcome, found.change, found.is_real  # less than ten degrees could be the measuring
    ('ake_home', -6, False)
    """
    days = lay_out(entry for entry in diary.entries if entry.day <= today)
    read = {
        "nprs_stretch": _told((daily.day, daily.stretch_pain) for daily in days),
        "nprs_worst24": _told((daily.day, daily.worst_pain) for daily in days),
        "psfs": list(_function(days)),
        "ake_home": _told((daily.day, _angle(daily)) for daily in days),
    }
    return tuple(_change(key, read[key], kb) for key in kb.outcomes if read.get(key))


def _told(values: Iterable[tuple[date, float | None]]) -> list[tuple[date, float]]:
    return [(day, value) for day, value in values if value is not None]


def _angle(daily: Daily) -> float | None:
    """The angle furthest from straight that was measured on a day."""
    told = [entry.knee_angle_deg for entry in daily.entries if entry.knee_angle_deg is not None]
    return max(told, default=None)


def _function(days: Iterable[Daily]) -> Iterator[tuple[date, float]]:
    chosen: frozenset[str] = frozenset()
    for daily in days:
        scores = daily.activities
        chosen = chosen or frozenset(scores)
        if chosen and chosen <= scores.keys():
            yield daily.day, sum(scores[name] for name in chosen) / len(chosen)


def _change(key: str, values: list[tuple[date, float]], kb: Knowledge) -> Change:
    outcome = kb.outcomes[key]
    change = values[-1][1] - values[0][1]
    is_real = abs(change) >= outcome.worthwhile
    is_better = is_real and (change < 0) == (outcome.better == "lower")
    return Change(key, tuple(values), change, is_real, is_better)
