"""The way back in stages: what must hold before the next one, and when to go back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from popliteal.diary.days import Daily
from popliteal.diary.steps import Step
from popliteal.knowledge.content import Stage
from popliteal.knowledge.load import Knowledge


@dataclass(frozen=True, slots=True)
class Place:
    """At which stage a person is, and since when.

    Attributes
    ----------
    well_since : the first day of the present spell without pain; None: not well
    """

    stage: str
    since: date
    well_since: date | None = None


def first_place(started: date, kb: Knowledge) -> Place:
    """Everybody starts at the first stage."""
    return Place(next(iter(kb.diary.stages)), started)


def may_move_on(place: Place, days: Sequence[Daily], steps: Iterable[Step], kb: Knowledge) -> bool:
    """Whether all that the stage asks for held on the last days."""
    if not days:
        # Everything that was written is for days before the plan.
        return False
    stage, numbers = kb.diary.stages[place.stage], kb.diary.numbers
    last = days[-int(numbers["good_sessions"].value) :]
    waited = (days[-1].day - place.since).days >= stage.least_days
    enough = len(last) == numbers["good_sessions"].value
    return waited and enough and _inside(last, stage) and _worked(steps, stage)


def _inside(last: Iterable[Daily], stage: Stage) -> bool:
    """Whether neither pain is above the limit of the stage; one of them must have been told."""
    for daily in last:
        pains = (daily.worst_pain, daily.stretch_pain)
        limits = (stage.most_worst_pain, stage.most_stretch_pain)
        told = [(p, most) for p, most in zip(pains, limits, strict=True) if p is not None]
        if not told or any(pain > most for pain, most in told):
            return False
    return True


def _worked(steps: Iterable[Step], stage: Stage) -> bool:
    """Whether the exercises went well; who writes down none is not kept back for it."""
    moves = [step.move for step in steps]
    return not stage.sessions or not moves or ("advance" in moves and "ease" not in moves)


def next_stage(place: Place, day: date, kb: Knowledge) -> Place:
    """One stage further; at the last there is none."""
    stages = list(kb.diary.stages)
    at = stages.index(place.stage)
    return place if at + 1 == len(stages) else Place(stages[at + 1], day, place.well_since)


def stage_before(place: Place, day: date, kb: Knowledge) -> Place:
    """One stage back; at the first there is none."""
    stages = list(kb.diary.stages)
    return Place(stages[max(stages.index(place.stage) - 1, 0)], day)


def is_finished(
    place: Place, days: Sequence[Daily], answers: Mapping[str, Any], kb: Knowledge
) -> bool:
    """Whether a person is back to normal: long enough at the last stage, well, and able."""
    numbers = kb.diary.numbers
    if place.stage != list(kb.diary.stages)[-1] or place.well_since is None:
        return False
    week = numbers["finish_days"].value
    rested = min((days[-1].day - since).days for since in (place.since, place.well_since))
    return rested >= week and _is_able(days, kb) and _is_straight(days, answers, kb)


def _is_able(days: Sequence[Daily], kb: Knowledge) -> bool:
    """Whether the person's own activities are as before; where none was chosen, nothing objects."""
    told = next((daily.activities for daily in reversed(days) if daily.activities), {})
    least = kb.diary.numbers["function_least"].value
    return not told or sum(told.values()) / len(told) >= least


def _is_straight(days: Sequence[Daily], answers: Mapping[str, Any], kb: Knowledge) -> bool:
    """Whether the knee goes nearly as far as the other; where nobody measured, nothing objects."""
    other = answers.get("knee_angle_other_deg")
    told = [e.knee_angle_deg for d in days for e in d.entries if e.knee_angle_deg is not None]
    if other is None or not told:
        return True
    return bool(told[-1] - other < kb.outcomes["ake_home"].worthwhile)
