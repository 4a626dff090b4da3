"""A person's size and slack: what turns a reference model into this body.

Scaling a body evenly changes no strain; it changes millimetres. Flexibility does change strain, and
one number carries it: slack added to the hamstring tendons, found from the end of range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite, radians

import numpy as np

from popliteal.errors import PostureError
from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.hamstrings import MUSCLES, TWO_JOINT
from popliteal.mechanics.single import one_posture
from popliteal.mechanics.tissue import stretch_muscle

_HALVINGS = 50
_MOST_BENT_DEG = 90


@dataclass(frozen=True, slots=True)
class Person:
    """Size and slack of one person; without arguments, the reference body.

    Parameters
    ----------
    height_m, thigh_m : standing height; hip centre to knee centre. The thigh wins. [m]
    slack_m : per reference, added to the reference's own slack shift. [m]

    Examples
    --------
    >>> Person(thigh_m=0.406).scale
    1.0
    """

    height_m: float | None = None
    thigh_m: float | None = None
    slack_m: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_size("height_m", self.height_m, 1.2, 2.3)
        _check_size("thigh_m", self.thigh_m, 0.28, 0.58)

    @property
    def scale(self) -> float:
        """Size compared with the reference body."""
        known = load_tissues().person
        if self.thigh_m is not None:
            return float(self.thigh_m / known["thigh_m"])
        if self.height_m is not None:
            return float(self.height_m * known["thigh_of_height"] / known["thigh_m"])
        return 1.0

    def slack_shift_m(self, reference: str) -> float:
        """Slack added to every tendon of this reference, in metres at scale 1."""
        shift = load_tissues().references[reference].slack_shift_m
        return shift + self.slack_m.get(reference, 0.0)


def _check_size(name: str, value: float | None, low: float, high: float) -> None:
    if value is not None and not (isfinite(value) and low <= value <= high):
        raise PostureError(f"{name} is {value}. Allowed: {low} to {high} metres.")


REFERENCE_BODY = Person()


def fit_person(
    end_of_range_knee_deg: float, height_m: float | None = None, thigh_m: float | None = None
) -> Person:
    """A person whose hamstrings are as tight at their own end of range as an average person's.

    Parameters
    ----------
    end_of_range_knee_deg : knee short of straight where passive stretch ends, hip at 90. [deg]

    Notes
    -----
    One number per reference, by halving; tension falls with slack, so there is one answer. It is
    kept inside the limits in tissues.yaml.

    Examples
    --------
    >>> stiff, supple = fit_person(40), fit_person(0)
    >>> stiff.slack_shift_m("gait2392") < supple.slack_shift_m("gait2392")
    True
    """
    if not 0 <= end_of_range_knee_deg <= _MOST_BENT_DEG:
        raise PostureError(
            f"end_of_range_knee_deg is {end_of_range_knee_deg}. Allowed: 0 to {_MOST_BENT_DEG}."
        )
    slack = {name: _find_slack(name, end_of_range_knee_deg) for name in load_tissues().references}
    return Person(height_m, thigh_m, slack)


def _find_slack(reference: str, knee_deg: float) -> float:
    low, high = load_tissues().person["slack_shift_limits_m"]
    target = _usual_tension(reference)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _end_tension(reference, knee_deg, middle) > target:
            low = middle
        else:
            high = middle
    return float((low + high) / 2)


@lru_cache(maxsize=4)
def _usual_tension(reference: str) -> float:
    return _end_tension(reference, load_tissues().person["end_of_range_knee_deg"], 0.0)


def _end_tension(reference: str, knee_deg: float, slack_m: float) -> float:
    """Tension of the three two-joint heads at the end of range, in newtons."""
    hip = radians(load_tissues().person["end_of_range_hip_deg"])
    lengths = one_posture(hip, radians(knee_deg), 0.0, reference)
    shift = load_tissues().references[reference].slack_shift_m + slack_m
    return sum(
        float(stretch_muscle(np.array(row[0]), name, reference, shift).tension_n)
        for name, row in zip(MUSCLES, lengths, strict=True)
        if name in TWO_JOINT
    )
