"""The check as it stands today: the newest answers, and never milder than the diary's advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from popliteal.answers import read_answers
from popliteal.assessment import Assessment, assess, care_words, find_urgency
from popliteal.diary.advice import Day
from popliteal.diary.entries import Diary
from popliteal.diary.reassessment import newest_answers
from popliteal.knowledge.load import Knowledge
from popliteal.plan import Plan, make_plan, numbers
from popliteal.triage import LEVEL, Reason


def assess_today(
    diary: Diary, day: Day, kb: Knowledge, *, today: date, region: str | None = None
) -> Assessment:
    """The check on the newest answers, raised to what the diary remembers.

    Parameters
    ----------
    day : what the diary says today

    Examples
    --------
    >>> from popliteal.diary.advice import advise
    >>> from popliteal.diary.entries import Entry
    >>> from popliteal.knowledge.load import load
    >>> kb, first, later = load(), date(2026, 3, 1), date(2026, 3, 2)
    >>> told = (Entry(first, signs={"fever": "yes"}), Entry(later, signs={"fever": "no"}))
    >>> diary = Diary(first, {"mech_pattern": "only_stretch"}, told)
    >>> found = assess_today(diary, advise(diary, kb, today=later), kb, today=later)
    >>> found.disposition, found.plan.exercises
    ('urgent', ())
    """
    answers = newest_answers(diary, today=today)
    return remembered(assess(answers, kb, region=region), answers, day, kb, region=region)


def remembered(
    result: Assessment,
    answers: Mapping[str, Any],
    day: Day,
    kb: Knowledge,
    *,
    region: str | None = None,
) -> Assessment:
    """The result of a check, with the worries of the diary, and a plan as careful as they ask for.

    A worry that the diary remembers stands until a clinician has looked, also where the newest
    answers alone would allow more.

    Parameters
    ----------
    answers : what `result` was made from
    """
    known = {reason.rule for reason in result.reasons}
    worries = tuple(
        Reason(c.rule, c.disposition, c.text, c.sources, c.within_days)
        for c in day.concerns
        if c.rule not in known
    )
    if LEVEL[day.disposition] <= LEVEL[result.disposition]:
        return replace(result, reasons=(*worries, *result.reasons))
    heading, what = care_words(day.disposition, day.within_days, kb, numbers(kb, region))
    causes = {cause.id: cause.probability for cause in result.causes}
    # Nobody reads beside a worry that nothing was found.
    kept = tuple(reason for reason in result.reasons if LEVEL[reason.disposition] > 0)
    return replace(
        result,
        disposition=day.disposition,
        heading=heading,
        what_to_do=what,
        within_days=day.within_days,
        reasons=(*worries, *kept),
        plan=make_plan(day.disposition, causes, read_answers(answers, kb), kb, region=region),
    )


def plan_today(
    diary: Diary, day: Day, kb: Knowledge, *, today: date, region: str | None = None
) -> Plan:
    """What to do and what to leave today."""
    answers = read_answers(newest_answers(diary, today=today), kb)
    # Without the wording of a whole visit, of which this takes a fifth of the time.
    found = find_urgency(answers, kb)
    reached = max((found.disposition, day.disposition), key=LEVEL.__getitem__)
    return make_plan(reached, found.probabilities, answers, kb, region=region)
