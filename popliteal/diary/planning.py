"""The plan as it stands today: for the newest answers, and never milder than the diary's advice."""

from __future__ import annotations

from datetime import date

from popliteal.answers import read_answers
from popliteal.assessment import assess
from popliteal.diary.advice import Day
from popliteal.diary.entries import Diary
from popliteal.diary.reassessment import newest_answers
from popliteal.diary.worry import gravest
from popliteal.knowledge.load import Knowledge
from popliteal.plan import Plan, make_plan


def plan_today(
    diary: Diary, day: Day, kb: Knowledge, *, today: date, region: str | None = None
) -> Plan:
    """What to do and what to leave today.

    A worry that the diary remembers keeps the plan as careful as on the day it was told, also where
    the newest answers alone would allow more.

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
    >>> plan_today(diary, advise(diary, kb, today=later), kb, today=later).exercises
    ()
    """
    answers = newest_answers(diary, today=today)
    found = assess(answers, kb, region=region)
    reached = gravest((found.disposition, day.disposition))
    if reached == found.disposition:
        return found.plan
    causes = {cause.id: cause.probability for cause in found.causes}
    return make_plan(reached, causes, read_answers(answers, kb), kb, region=region)
