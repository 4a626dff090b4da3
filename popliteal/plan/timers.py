"""Timers for what takes time: ice with its hard stop, and exercises with sets, reps and pace."""

from __future__ import annotations

from dataclasses import dataclass

from popliteal.knowledge.content import Dose
from popliteal.knowledge.load import Knowledge

ICE_MOST_MINUTES = 15
"""The hard stop of the source article, whatever a dose says: cold can stop a nerve working."""


@dataclass(frozen=True, slots=True)
class IceTimer:
    """Minutes to start with, and the most."""

    minutes: int
    most: int


@dataclass(frozen=True, slots=True)
class ExerciseTimer:
    """Rounds of repeats at a pace.

    Attributes
    ----------
    sets, reps : rounds, and repeats in each
    rep_s : seconds for one repeat, or for one hold
    holds : whether a repeat is held still
    rest_s : seconds of rest after a hold, and between rounds
    """

    sets: int
    reps: int
    rep_s: int
    holds: bool
    rest_s: int

    @property
    def total_s(self) -> int:
        """How long all of it takes."""
        rests = self.sets * self.reps - 1 if self.holds else self.sets - 1
        return self.sets * self.reps * self.rep_s + rests * self.rest_s


def ice_timer(dose: Dose | None) -> IceTimer | None:
    """The timer of an ice pack; never more than the hard stop.

    Examples
    --------
    >>> ice_timer(Dose(ice_minutes=(10, 25), ice_minutes_at_most=30))
    IceTimer(minutes=10, most=15)
    """
    if dose is None or dose.ice_minutes is None:
        return None
    most = min(dose.ice_minutes_at_most or ICE_MOST_MINUTES, ICE_MOST_MINUTES)
    return IceTimer(min(dose.ice_minutes[0], most), most)


def exercise_timer(dose: Dose | None, kb: Knowledge) -> ExerciseTimer | None:
    """The timer of an exercise, at the lower end of its dose; None where nothing is counted.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> timer = exercise_timer(Dose(reps=(10, 20), sets=(3,), seconds_per_rep=(3, 4)), load())
    >>> timer.sets, timer.reps, timer.rep_s, timer.holds
    (3, 10, 3, False)
    """
    if dose is None or dose.reps is None:
        return None
    hold = dose.hold_s[0] if dose.hold_s else 0
    pace = dose.seconds_per_rep[0] if dose.seconds_per_rep else _usual("timer_pace_s", kb)
    rest = dose.rest_s[0] if dose.rest_s else _usual("timer_rest_s", kb)
    holds = hold >= pace
    return ExerciseTimer(
        sets=dose.sets[0] if dose.sets else 1,
        reps=dose.reps[0],
        rep_s=hold if holds else pace + hold,
        holds=holds,
        rest_s=rest,
    )


def _usual(name: str, kb: Knowledge) -> int:
    return int(kb.thresholds[name].value)
