"""The check as it stands today: the newest answers, and never milder than the diary's advice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """The check on the newest answers, as careful as the diary asks for today.

    It is raised to what the diary remembers. What a clinician has looked at is quiet, as it is in
    the diary, until it is answered anew; it still bars what it barred.

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
    found = assess(answers, kb, region=region)
    if _was_seen(diary, today):
        # Old answers alone would ask again and again for what a clinician has looked at.
        kept = (_looked(kb),) if day.disposition == "self_care" else ()
        return _as_told(found, kept, answers, day, kb, region=region)
    return remembered(found, answers, day, kb, region=region)


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
    if LEVEL[day.disposition] <= LEVEL[result.disposition]:
        worries = _worries(day, {reason.rule for reason in result.reasons})
        return replace(result, reasons=(*worries, *result.reasons))
    # Nobody reads beside a worry that nothing was found.
    kept = tuple(reason for reason in result.reasons if LEVEL[reason.disposition] > 0)
    return _as_told(result, kept, answers, day, kb, region=region)


def _was_seen(diary: Diary, today: date) -> bool:
    """Whether a clinician has looked: then the diary alone knows what still stands."""
    return any(entry.seen for entry in diary.entries if diary.started <= entry.day <= today)


def _looked(kb: Knowledge) -> Reason:
    """Why nothing more is asked for, where a clinician has looked."""
    reason = kb.diary.reasons["looked"]
    return Reason("looked", "self_care", reason.text, reason.sources)


def _worries(day: Day, known: Iterable[str] = ()) -> tuple[Reason, ...]:
    """What stands in the diary, as the reasons of a check."""
    return tuple(
        Reason(c.rule, c.disposition, c.text, c.sources, c.within_days)
        for c in day.concerns
        if c.rule not in known
    )


def _as_told(
    result: Assessment,
    kept: tuple[Reason, ...],
    answers: Mapping[str, Any],
    day: Day,
    kb: Knowledge,
    *,
    region: str | None,
) -> Assessment:
    """The result with the advice of the diary and a plan for it, whatever the check says alone."""
    heading, what = care_words(day.disposition, day.within_days, kb, numbers(kb, region))
    causes = {cause.id: cause.probability for cause in result.causes}
    return replace(
        result,
        disposition=day.disposition,
        heading=heading,
        what_to_do=what,
        within_days=day.within_days,
        reasons=(*_worries(day, {reason.rule for reason in kept}), *kept),
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
    reached = day.disposition if _was_seen(diary, today) else reached
    return make_plan(reached, found.probabilities, answers, kb, region=region)
