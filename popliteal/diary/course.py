"""How it goes: pain at the stretch and at its worst together, and what self-care has brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from popliteal.diary.days import Daily
from popliteal.diary.entries import Diary
from popliteal.diary.trend import (
    Point,
    Trend,
    baseline,
    judge,
    slope_with_interval,
    within,
)
from popliteal.diary.worry import duration, least_days, severity, worse_of
from popliteal.knowledge.load import Knowledge

STRETCH, WORST = "nprs_stretch", "nprs_worst24"
RISING = ("early_worse", "worse")
# The worst of so many days is what the question of severity asks for.
SEVERITY_DAYS = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """How it stands on one day.

    Attributes
    ----------
    days : with an entry, since the clock began
    clock : the day from which the two weeks count: the first of the plan, or the last time that a
        clinician looked
    told : what the person answered lately to the question how it goes
    """

    today: date
    days: Sequence[Daily]
    trend: Trend
    clock: date
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Care:
    """What the entries say about self-care.

    Attributes
    ----------
    answer : id of the answer to *selfcare_response* that they give; None: they give none
    reasons : ids of reasons in diary.yaml
    ask : whether the person should be asked how it goes
    overdue : whether two weeks have passed and nobody knows how it goes
    """

    answer: str | None
    reasons: tuple[str, ...] = ()
    ask: bool = False
    overdue: bool = False


def course_of(days: Sequence[Daily], kb: Knowledge) -> Trend:
    """One verdict on both pains: the gravest, and *recovered* only where neither objects."""
    at_stretch = judge(stretch_points(days), STRETCH, kb)
    at_worst = judge(worst_points(days), WORST, kb)
    both = (at_stretch, at_worst)
    early = any(trend.verdict == "early_worse" for trend in both)
    if at_stretch.verdict == "recovered" and not early and _calm(days, kb):
        return at_stretch
    rise = _rise(both, days, kb)
    if rise:
        return rise
    if at_stretch.days == 0 or at_stretch.verdict == "too_early":
        return at_worst
    if at_stretch.verdict == "recovered":
        return Trend("no_change" if at_worst.verdict == "too_early" else at_worst.verdict)
    return at_stretch


def _rise(both: tuple[Trend, Trend], days: Sequence[Daily], kb: Knowledge) -> Trend | None:
    """The gravest verdict of a rise, of one pain or of both together."""
    early = sorted((t for t in both if t.verdict == "early_worse"), key=lambda one: not one.sure)
    if rises_at_first(days, kb):
        return replace((early or both)[0], verdict="early_worse", sure=True)
    if early:
        return replace(early[0], sure=early[0].sure and not _stands_alone(early, both, days, kb))
    return next((trend for trend in both if trend.verdict == "worse"), None)


def stretch_points(days: Sequence[Daily]) -> list[Point]:
    """Pain at the usual stretch, day by day."""
    return [point for daily in days if (point := daily.stretch_point) is not None]


def worst_points(days: Sequence[Daily]) -> list[Point]:
    """The worst pain of each day."""
    return [point for daily in days if (point := daily.worst_point) is not None]


def rises_at_first(days: Sequence[Daily], kb: Knowledge) -> bool:
    """Whether the line through both pains of the first days rises; asked once, when they are full.

    The mean of both strays less than either, and the median of the slopes does not follow one bad
    day. How often this is right, and what no rule can reach: docs/reference/diary/cohort.md.
    """
    numbers = kb.diary.numbers
    points = [
        (stretch[0], (stretch[1] + worst[1]) / 2)
        for daily in days
        if (stretch := daily.stretch_point) and (worst := daily.worst_point)
    ]
    if len(points) != numbers["first_days"].value or points != within(points, kb):
        return False
    slope, _, _ = slope_with_interval(points, kb.thresholds["interval_mass"].value)
    rise = slope * (points[-1][0] - points[0][0])
    # Rounded, since a rise of just so much may come out a hair above it.
    clear = round(rise, 9) > numbers["first_rise_above"].value
    return clear and points[-1][1] > points[0][1] and is_high(days, kb)


def _stands_alone(
    early: Sequence[Trend], both: Sequence[Trend], days: Sequence[Daily], kb: Knowledge
) -> bool:
    """Whether one pain rises in the first days and the other, written down as often, does not."""
    numbers = kb.diary.numbers
    told = all(trend.days >= numbers["early_entries"].value for trend in both)
    return told and len(early) < len(both) and len(days) < numbers["first_days"].value


def _calm(days: Sequence[Daily], kb: Knowledge) -> bool:
    """Whether the last entries hurt little at other times too."""
    numbers = kb.diary.numbers
    last = worst_points(days)[-int(numbers["recovered_entries"].value) :]
    return all(pain <= numbers["recovered_worst_most"].value for _, pain in last)


def is_flare(days: Sequence[Daily], kb: Knowledge) -> bool:
    """Whether the last day stands far above the week before it."""
    return any(_stands_out(points, kb) for points in (stretch_points(days), worst_points(days)))


def _stands_out(points: Sequence[Point], kb: Knowledge) -> bool:
    numbers = kb.diary.numbers
    if not points:
        return False
    day, pain = points[-1]
    week = [p for d, p in points[:-1] if day - d <= numbers["slope_span_days"].value]
    enough = len(week) >= numbers["early_entries"].value
    return enough and pain - median(week) >= numbers["flare_points"].value


def is_back(days: Sequence[Daily], kb: Knowledge) -> bool:
    """Whether pain at the height of a relapse stood on the last two days with an entry."""
    least = kb.diary.numbers["relapse_points"].value
    highest = [max(d.worst_pain or 0, d.stretch_pain or 0) for d in days[-2:]]
    return len(highest) > 1 and min(highest) >= least


def is_high(days: Sequence[Daily], kb: Knowledge) -> bool:
    """Whether the middle of the last three days reaches the height of a relapse."""
    least = kb.diary.numbers["relapse_points"].value
    both = (stretch_points(days)[-3:], worst_points(days)[-3:])
    return any(median(pain for _, pain in last) >= least for last in both if last)


def care_of(moment: Moment, kb: Knowledge) -> Care:
    """What the verdict says about self-care, counted from the first day of the plan."""
    numbers, trend = kb.diary.numbers, moment.trend
    passed = (moment.today - moment.clock).days
    if trend.verdict in RISING and trend.sure:
        return Care("worse")
    if trend.verdict in ("recovered", "clearly_better"):
        return Care("better")
    if trend.verdict == "slightly_better":
        over = passed >= numbers["last_review_day"].value
        return Care("two_weeks_no", ("two_weeks",)) if over else Care("too_early")
    return Care(None) if passed < numbers["review_day"].value else _at_review(moment, kb)


def _at_review(moment: Moment, kb: Knowledge) -> Care:
    """Two weeks on and not better: better at first and stuck since, or no better at all.

    Who has not used the plan, or has written too little, is asked.
    """
    silent = moment.told is None
    if moment.trend.verdict == "too_early":
        return Care(None, ("two_weeks",), ask=silent, overdue=silent)
    if moment.trend.verdict != "no_change":
        return Care(None, ask=silent)
    if was_better(moment.days, kb):
        return Care("stuck", ("stuck",))
    used = sum(bool(daily.done) for daily in moment.days)
    if used < kb.diary.numbers["care_share"].value * len(moment.days):
        return Care(None, ("care_little",), ask=silent)
    return Care("two_weeks_no")


def was_better(days: Sequence[Daily], kb: Knowledge) -> bool:
    """Whether the last three days lie clearly below the first three."""
    outcome = kb.outcomes[STRETCH]
    points = stretch_points(days) or worst_points(days)
    if len(points) < 2 * kb.diary.numbers["early_entries"].value:
        return False
    start, now = baseline(points), median(pain for _, pain in points[-3:])
    share = 100 * (start - now) / start if start else 0.0
    return start - now >= (outcome.much or 0) or share >= (outcome.much_percent or 100)


def derived(
    diary: Diary, duration_told: str | None, moment: Moment, care: Care, kb: Knowledge
) -> dict[str, str]:
    """Answers that the entries give by themselves: how long, how bad, and how care goes.

    How long counts from the start of the problem: its date, or else the fewest days that the answer
    in the check stands for and the days since.
    """
    found = {}
    if diary.began:
        found["duration"] = duration((moment.today - diary.began).days)
    elif duration_told:
        since = (moment.today - diary.started).days
        found["duration"] = duration(least_days(duration_told) + max(since, 0))
    recent = [d.worst_pain for d in moment.days[-SEVERITY_DAYS:] if d.worst_pain is not None]
    if recent:
        found["severity"] = severity(max(recent))
    told = [answer for answer in (care.answer, moment.told) if answer is not None]
    if told:
        question = kb.questions["selfcare_response"]
        found["selfcare_response"] = worse_of(question, told[0], told[-1])
    return found
