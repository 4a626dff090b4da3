"""How long it could take: what the content says of the cause that comes first. No promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from popliteal.assessment import find_urgency
from popliteal.diary import Diary
from popliteal.diary.reassessment import newest_answers
from popliteal.diary.worry import least_days
from popliteal.differential.ranking import is_undecided
from popliteal.knowledge.content import Cause, Disposition
from popliteal.knowledge.load import Knowledge
from popliteal.report.dates import say_date
from popliteal.triage import LEVEL

# A span of so many years tells nobody when to expect what.
_WIDEST_DAYS = 730


@dataclass(frozen=True, slots=True)
class Recovery:
    """The days on which most people with the leading cause could be better.

    Attributes
    ----------
    text : the whole in words; where no days can be named, why
    first, last : the days; None where none can be named
    grade : how sure, A is best; empty without days
    sources : ids in sources.yaml
    """

    text: str
    first: date | None = None
    last: date | None = None
    grade: str = ""
    sources: tuple[str, ...] = ()


def expect_recovery(
    diary: Diary, disposition: Disposition, kb: Knowledge, *, today: date
) -> Recovery:
    """When most people with the cause that comes first could be better.

    It counts from the day the problem began; where that is not known, from the latest day on which
    it can have begun.

    Parameters
    ----------
    disposition : how soon to be seen, as the diary says today; it knows whether somebody looked

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> told = {"st_other_leg": "same", "mech_pattern": "only_stretch"}
    >>> found = expect_recovery(
    ...     Diary(date(2026, 3, 1), told), "self_care", load(), today=date(2026, 3, 2)
    ... )
    >>> str(found.first), str(found.last), found.grade
    ('2026-03-01', '2026-04-12', 'C')
    """
    now = find_urgency(newest_answers(diary, today=today), kb)
    cause = kb.causes[next(iter(now.probabilities))]
    if LEVEL[disposition] >= LEVEL["urgent"] or cause.seriousness in ("urgent", "emergency"):
        return Recovery(kb.words["chart_band_clinician"])
    if is_undecided(now.probabilities, kb):
        return Recovery(kb.words["chart_band_open"])
    if cause.course.expected_days[1] > _WIDEST_DAYS:
        return Recovery(kb.words["chart_band_years"].format(cause=cause.name))
    return _counted(cause, diary, kb)


def _counted(cause: Cause, diary: Diary, kb: Knowledge) -> Recovery:
    start = diary.began or _latest_start(diary)
    low, high = cause.course.expected_days
    first, last = start + timedelta(low), start + timedelta(high)
    known = "chart_band_start_known" if diary.began else "chart_band_start_plan"
    text = kb.words["chart_band_of"].format(
        cause=cause.name,
        first=say_date(first, kb),
        last=say_date(last, kb),
        low=low,
        high=high,
        start=kb.words[known].format(date=say_date(start, kb)),
    )
    return Recovery(text, first, last, cause.course.grade, cause.course.sources)


def say_grade(recovery: Recovery, kb: Knowledge) -> str:
    """How sure it is and on whose word; empty where no days are named."""
    if not recovery.grade:
        return ""
    titles = "; ".join(kb.sources[source].title for source in recovery.sources)
    return kb.words["chart_band_grade"].format(grade=recovery.grade, sources=titles)


def _latest_start(diary: Diary) -> date:
    told = diary.answers.get("duration")
    days = least_days(told if isinstance(told, str) else None)
    return diary.started - timedelta(days)
