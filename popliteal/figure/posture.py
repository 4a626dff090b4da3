"""A posture as a person would state it: where they rest, and five angles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, get_args

from popliteal.errors import PostureError
from popliteal.knowledge.content import Position

POSITIONS: Final = get_args(Position)
"""The six positions. Their words stand in `words.yaml`."""

ANGLES: Final = MappingProxyType(
    {
        "hip_flexion_deg": (-20.0, 120.0),
        "knee_flexion_deg": (0.0, 120.0),
        "ankle_dorsiflexion_deg": (-40.0, 30.0),
        "neck_flexion_deg": (-20.0, 40.0),
        "trunk_flexion_deg": (0.0, 40.0),
    }
)
"""What the figure can show: lowest and highest of each angle. [deg]"""


@dataclass(frozen=True, slots=True)
class Posture:
    """Where the body rests and how its joints are bent. [deg].

    Parameters
    ----------
    position : one of `POSITIONS`
    hip_flexion_deg : femur relative to pelvis, -20 to 120
    knee_flexion_deg : 0 = straight, to 120
    ankle_dorsiflexion_deg : toes up positive, -40 to 30
    neck_flexion_deg : chin to chest positive, -20 to 40
    trunk_flexion_deg : slump of the spine, 0 to 40

    Raises
    ------
    PostureError
        An unknown position, or an angle that is no number or out of range.

    Examples
    --------
    >>> Posture("long_sitting", knee_flexion_deg=20).hip_flexion_deg
    80.0
    >>> Posture("long_sitting", knee_flexion_deg=150)
    Traceback (most recent call last):
    popliteal.errors.PostureError: knee_flexion_deg is 150. Use a number from 0 to 120 degrees.
    """

    position: str
    hip_flexion_deg: float = 80.0
    knee_flexion_deg: float = 0.0
    ankle_dorsiflexion_deg: float = 0.0
    neck_flexion_deg: float = 0.0
    trunk_flexion_deg: float = 0.0

    def __post_init__(self) -> None:
        if self.position not in POSITIONS:
            raise PostureError(f"position is {self.position!r}. Use {_listed(POSITIONS)}.")
        for name, (low, high) in ANGLES.items():
            object.__setattr__(self, name, _checked(name, getattr(self, name), low, high))


def _checked(name: str, value: object, low: float, high: float) -> float:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not (number and math.isfinite(value) and low <= value <= high):  # type: ignore[arg-type, operator]
        shown = f"{value:g}" if number else repr(value)
        raise PostureError(f"{name} is {shown}. Use a number from {low:g} to {high:g} degrees.")
    return float(value)  # type: ignore[arg-type]


def _listed(names: object) -> str:
    *first, last = list(names)  # type: ignore[call-overload]
    return ", ".join(first) + f" or {last}"
