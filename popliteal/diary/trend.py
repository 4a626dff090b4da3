"""Which way the pain goes: a slope that one bad day does not tip over, and what it means."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import sqrt
from statistics import NormalDist, median
from typing import Literal

from popliteal.knowledge.content import Outcome
from popliteal.knowledge.load import Knowledge

Verdict = Literal[
    "too_early",
    "early_worse",
    "worse",
    "recovered",
    "clearly_better",
    "slightly_better",
    "no_change",
]
# Day number and pain of that day.
Point = tuple[int, float]


@dataclass(frozen=True, slots=True)
class Trend:
    """What a course of daily values says.

    Attributes
    ----------
    change : projected change in points over two weeks; None where there are too few values
    low, high : the interval of the change
    sure : whether a verdict of worse is more than chance, so that somebody should look
    days : how many daily values went in
    """

    verdict: Verdict
    change: float | None = None
    low: float | None = None
    high: float | None = None
    sure: bool = False
    days: int = 0


def slope_with_interval(points: Sequence[Point], mass: float) -> tuple[float, float, float]:
    """Theil and Sen's slope, the median of all slopes between two points, with its interval.

    Parameters
    ----------
    points : two or more, each on a day of its own
    mass : chance that the interval holds the slope, such as 0.9

    Returns
    -------
    slope, low and high, in points a day

    Notes
    -----
    Sen, Estimates of the regression coefficient based on Kendall's tau, 1968. About three in ten
    values may be wild before the slope is; the interval has no law of errors in it.

    Examples
    --------
    >>> slope_with_interval([(0, 6), (1, 5), (2, 10), (3, 3), (4, 2)], 0.9)[0]
    -1.0
    """
    slopes = [
        (after - before) / (late - early)
        for (early, before), (late, after) in combinations(points, 2)
    ]
    pairs = sorted(slopes)
    count = len(points)
    ties = Counter(pain for _, pain in points).values()
    spread = count * (count - 1) * (2 * count + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)
    reach = _deviations(mass) * sqrt(spread / 18)
    low = max(round((len(pairs) - reach) / 2) - 1, 0)
    high = min(round((len(pairs) + reach) / 2), len(pairs) - 1)
    return median(pairs), pairs[low], pairs[high]


@cache
def _deviations(mass: float) -> float:
    """How many standard deviations to each side hold this share of a normal distribution."""
    return NormalDist().inv_cdf((1 + mass) / 2)


def judge(points: Sequence[Point], outcome: str, kb: Knowledge) -> Trend:
    """What the daily values say; the first verdict that holds, the gravest first.

    Parameters
    ----------
    points : one a day, in order
    outcome : id of what was measured, in outcomes.yaml

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> kb = load()
    >>> judge([(0, 0), (1, 0), (2, 0)], "nprs_stretch", kb).verdict  # never "no change"
    'recovered'
    >>> judge([(0, 3), (1, 5), (2, 6)], "nprs_stretch", kb).verdict
    'early_worse'
    >>> judge([(day, 6 - day / 2) for day in range(8)], "nprs_stretch", kb).verdict
    'clearly_better'
    """
    trend = _sloped(points, kb.outcomes[outcome], kb)
    if rises_early(points, kb):
        return _told(trend, "early_worse", len(points), sure=_rise_is_sure(points, kb))
    if is_recovered(points, kb):
        return _told(trend, "recovered", len(points))
    if trend is None:
        return Trend("too_early", days=len(points))
    return trend


def _told(trend: Trend | None, verdict: Verdict, days: int, *, sure: bool = False) -> Trend:
    """The verdict with the numbers of the slope, where there is one."""
    if trend is None:
        return Trend(verdict, sure=sure, days=days)
    return Trend(verdict, trend.change, trend.low, trend.high, sure, days)


def rises_early(points: Sequence[Point], kb: Knowledge) -> bool:
    """Whether the last entries lie so far above the first, or rise so fast, that it counts at once.

    Either the last two are both far above the first and not on the way down, or the last three rise
    each time and far in all.
    """
    if len(points) < kb.diary.numbers["early_entries"].value:
        return False
    return _stays_above_first(points, kb) or _rises_thrice(points, kb)


def _stays_above_first(points: Sequence[Point], kb: Knowledge) -> bool:
    first, (third, second, last) = points[0][1], (pain for _, pain in points[-3:])
    least = first + kb.diary.numbers["early_points"].value
    return min(second, last) >= least and not third > second > last


def _rises_thrice(points: Sequence[Point], kb: Knowledge) -> bool:
    third, second, last = (pain for _, pain in points[-3:])
    return third < second < last and last - third >= kb.diary.numbers["early_points"].value


def _rise_is_sure(points: Sequence[Point], kb: Knowledge) -> bool:
    """Whether it also ends above where it all began; below that, it is a bad spell."""
    least = baseline(points) + kb.diary.numbers["rise_above_start"].value
    return _stays_above_first(points, kb) or points[-1][1] >= least


def is_recovered(points: Sequence[Point], kb: Knowledge) -> bool:
    """Whether the last entries are all at 0 or 1; needs no slope and no start."""
    numbers = kb.diary.numbers
    wanted = int(numbers["recovered_entries"].value)
    last = [pain for _, pain in points[-wanted:]]
    return len(last) == wanted and max(last) <= numbers["recovered_most"].value


def baseline(points: Sequence[Point]) -> float:
    """Where it began: the middle of the first three days."""
    return median([pain for _, pain in points[:3]])


def within(points: Sequence[Point], kb: Knowledge) -> Sequence[Point]:
    """The points of the last two weeks before the last one."""
    if not points:
        return points
    least = points[-1][0] - kb.diary.numbers["window_days"].value
    return points[bisect_left(points, (least,)) :]


def _sloped(points: Sequence[Point], measured: Outcome, kb: Knowledge) -> Trend | None:
    """What the slope of the last two weeks says; None where there are too few values for one."""
    numbers = kb.diary.numbers
    window = within(points, kb)
    if len(window) < numbers["slope_values"].value:
        return None
    if window[-1][0] - window[0][0] + 1 < numbers["slope_span_days"].value:
        return None
    days = numbers["project_days"].value
    slopes = slope_with_interval(window, kb.thresholds["interval_mass"].value)
    change, low, high = (days * slope for slope in slopes)
    risen = _has_risen(window, kb)
    verdict = "worse" if risen else _by_change(change, baseline(window), measured, kb)
    sure = verdict == "worse" and low > 0
    return Trend(verdict, change, low, high, sure, len(points))


def _has_risen(window: Sequence[Point], kb: Knowledge) -> bool:
    """Whether the last three days lie far above the best three in a row."""
    pains = [pain for _, pain in window]
    # The middle of three by sorting: a general median takes ten times as long.
    threes = [sorted(pains[at : at + 3])[1] for at in range(len(pains) - 2)]
    return threes[-1] - min(threes) >= kb.diary.numbers["early_points"].value


def _by_change(change: float, start: float, measured: Outcome, kb: Knowledge) -> Verdict:
    if change >= measured.worthwhile:
        return "worse"
    # Who began low cannot fall by points; who began at nought has no share to fall by.
    by_points = start >= kb.diary.numbers["low_start"].value
    share = 100 * change / start if start > 0 else 0.0
    if (by_points and change <= -_much(measured)) or share <= -(measured.much_percent or 100):
        return "clearly_better"
    slight = measured.worthwhile_percent or 100
    if (by_points and change <= -measured.worthwhile) or share <= -slight:
        return "slightly_better"
    return "no_change"


def _much(measured: Outcome) -> float:
    return measured.much or measured.worthwhile
