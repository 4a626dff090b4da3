"""What happened on the way: the days in a diary that a chart marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from popliteal.diary import Day, Diary
from popliteal.knowledge.load import Knowledge

KINDS: Final = ("look", "seen", "flare", "relapse", "stage", "started")
"""What a milestone can be, the weightiest first; the words of each are `chart_` and its name."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that happened on a day, and its words."""

    day: date
    kind: str
    text: str


def find_milestones(diary: Diary, days: Sequence[Day], kb: Knowledge) -> tuple[Milestone, ...]:
    """Everything worth a mark, in the order of its days.

    Parameters
    ----------
    days : what the diary said on each day, as `popliteal.diary.follow` gives it

    Examples
    --------
    >>> from popliteal.diary import Entry, follow
    >>> from popliteal.knowledge.load import load
    >>> kb, first = load(), date(2026, 3, 1)
    >>> diary = Diary(first, {}, (Entry(first, worst_pain=4, signs={"fever": "yes"}),))
    >>> [m.kind for m in find_milestones(diary, follow(diary, kb, today=first), kb)]
    ['look', 'started']
    """
    last = days[-1].day if days else diary.started
    found = (*_of_concerns(days, kb), *_of_entries(diary, last, kb), *_of_days(days, kb))
    plan = Milestone(diary.started, "started", kb.words["chart_started"])
    return tuple(sorted({*found, plan}, key=lambda m: (m.day, KINDS.index(m.kind), m.text)))


def _of_concerns(days: Sequence[Day], kb: Knowledge) -> Iterator[Milestone]:
    """Each reason to be seen, on the day from which it stood."""
    for day in days:
        for concern in day.concerns:
            text = kb.words["chart_looked"].format(why=concern.text)
            yield Milestone(concern.since, "look", text)


def _of_entries(diary: Diary, last: date, kb: Knowledge) -> Iterator[Milestone]:
    for entry in diary.entries:
        if entry.seen and entry.day <= last:
            yield Milestone(entry.day, "seen", kb.words["chart_seen"])


def _of_days(days: Sequence[Day], kb: Knowledge) -> Iterator[Milestone]:
    """Flares, relapses and new stages."""
    stage, was_back = next(iter(kb.diary.stages)), False
    for day in days:
        reasons = {why.id for why in day.reasons}
        if "flare" in reasons:
            yield Milestone(day.day, "flare", kb.words["chart_flare"])
        # A relapse is told for some days; it happened on the first.
        if "relapse" in reasons and not was_back:
            yield Milestone(day.day, "relapse", kb.words["chart_relapse"])
        if day.stage != stage:
            name = kb.diary.stages[day.stage].name
            yield Milestone(day.day, "stage", kb.words["chart_stage_name"].format(stage=name))
        stage, was_back = day.stage, "relapse" in reasons
