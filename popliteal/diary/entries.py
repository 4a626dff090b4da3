"""What a person writes down: one entry, and the diary that holds them all.

An entry carries the date where the person was, and no time: a change of the clock or a flight
changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from popliteal.knowledge.content import NOT_SURE

# From mild to worse; unsure is worse than a no, and no match for anything definite.
_ORDERS = {
    "spread": ("no", NOT_SURE, "stays_calf", "up", "to_knee", "calf", "foot"),
    "morning_stiff": ("none", NOT_SURE, "under_30", "unsure_length", "over_30"),
}


def _worse(key: str, one: str, other: str) -> str:
    order = _ORDERS[key]
    return max(one, other, key=lambda said: order.index(said) if said in order else -1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was written down for one day; several may bear the same date.

    Attributes
    ----------
    day : the date where the person was
    worst_pain, stretch_pain : 0 to 10, the worst of the day and the worst at the usual stretch
    knee_angle_deg : where the pain starts, degrees short of straight
    spread, morning_stiff : answer id of the question of that name
    done : pain during each exercise that was done, by action id; None: not said
    after : how the hours after it were, an id of `after` in diary.yaml
    activities : up to three of the person's own, 0 (cannot) to 10 (as before), by name
    signs : new answers to questions of the check, red flags above all, by question id
    seen : a clinician has looked at it since the last entry
    """

    day: date
    worst_pain: int | None = None
    stretch_pain: int | None = None
    knee_angle_deg: float | None = None
    spread: str | None = None
    morning_stiff: str | None = None
    done: Mapping[str, int | None] = field(default_factory=dict)
    after: str | None = None
    activities: Mapping[str, int] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    seen: bool = False

    @property
    def answers(self) -> dict[str, str]:
        """What the entry says about questions of the check."""
        named = {"spread": self.spread, "morning_stiff": self.morning_stiff}
        told = {k: v for k, v in named.items() if v is not None}
        # Said twice, the worse of both counts.
        twice = {key: _worse(key, told[key], self.signs[key]) for key in told if key in self.signs}
        return {**told, **self.signs, **twice}

    def to_dict(self) -> dict[str, Any]:
        """As plain data; what was not written is left out."""
        data = {name: getattr(self, name) for name in FIELDS if name != "date"}
        kept = {k: dict(v) if isinstance(v, Mapping) else v for k, v in data.items()}
        return {
            "date": self.day.isoformat(),
            # Told apart from nothing by identity: a pain of 0 was written down.
            **{k: v for k, v in kept.items() if v is not None and v is not False and v != {}},
        }


FIELDS = ("date", *(name for name in Entry.__dataclass_fields__ if name != "day"))


@dataclass(frozen=True, slots=True)
class Diary:
    """One person's diary.

    Attributes
    ----------
    started : the first day of the plan
    began : the first day of the problem, where it is known
    answers : what was answered in the check, as `popliteal.assess` takes it
    entries : in the order in which they were written; any date
    """

    started: date
    answers: Mapping[str, Any] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    began: date | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "started": self.started.isoformat(),
            **({} if self.began is None else {"began": self.began.isoformat()}),
            "answers": dict(self.answers),
            "entries": [entry.to_dict() for entry in self.entries],
        }
