"""Where every part of the body lies in a posture, before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from popliteal.figure import body
from popliteal.figure.field import Array


@dataclass(frozen=True, slots=True)
class Frame:
    """A part's own axes in the picture: origin, and rotation with forward positive. [deg]."""

    x: float
    y: float
    angle_deg: float

    def place(self, points: Array | Sequence[tuple[float, float]]) -> Array:
        """Turn points (n, 2) of the part into points of the picture."""
        own = np.asarray(points, dtype=float).reshape(-1, 2)
        turn = np.radians(self.angle_deg)
        cos, sin = np.cos(turn), np.sin(turn)
        x = self.x + own[:, 0] * cos + own[:, 1] * sin
        y = self.y - own[:, 0] * sin + own[:, 1] * cos
        return np.stack([x, y], axis=1)

    def find(self, points: Array) -> Array:
        """Turn points (n, 2) of the picture into points of the part."""
        turn = np.radians(self.angle_deg)
        cos, sin = np.cos(turn), np.sin(turn)
        x, y = points[:, 0] - self.x, points[:, 1] - self.y
        return np.stack([x * cos - y * sin, x * sin + y * cos], axis=1)

    def child(self, at: tuple[float, float], angle_deg: float) -> Frame:
        """Give the frame of a part that hangs from a point of this one."""
        x, y = self.place((at,))[0]
        return Frame(float(x), float(y), angle_deg)


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg from hip to toes, and the angle at its knee."""

    thigh: Frame
    shank: Frame
    foot: Frame
    knee_deg: float

    @property
    def kneecap(self) -> Frame:
        """The kneecap and the hollow behind it turn half as far as the shank."""
        return Frame(self.shank.x, self.shank.y, self.shank.angle_deg + self.knee_deg / 2)


@dataclass(frozen=True, slots=True)
class Trunk:
    """Pelvis, bent spine and head. All flexion forward positive. [deg]."""

    pelvis: Frame
    trunk_deg: float
    neck_deg: float

    def place(self, points: Array | Sequence[tuple[float, float]]) -> Array:
        """Turn points (n, 2) of the resting trunk into points of the picture, spine bent."""
        return self.pelvis.place(self.bend(np.asarray(points, dtype=float)))

    def bend(self, points: Array) -> Array:
        """Turn points (n, 2) of the resting trunk into points of the pelvis, spine bent."""
        return _bent(points, self.trunk_deg, self.neck_deg)

    @property
    def head(self) -> Frame:
        """The skull: it turns with the top of the neck and a little more."""
        x, y = self.place((body.HEAD_PIVOT,))[0]
        angle = self.pelvis.angle_deg - self.trunk_deg - self.neck_deg
        origin = Frame(0, 0, angle).place((body.HEAD_PIVOT,))[0]
        return Frame(float(x - origin[0]), float(y - origin[1]), angle)


class Placed(Protocol):
    """Anything that puts points of a part into the picture."""

    def place(self, points: Array | Sequence[tuple[float, float]]) -> Array:
        """Turn points (n, 2) of the part into points of the picture."""


def leg_frames(leg: Leg) -> dict[str, Placed]:
    """Frames of a leg by name; knee and ankle are turned half as far as their joint."""
    ankle = Frame(leg.foot.x, leg.foot.y, (leg.shank.angle_deg + leg.foot.angle_deg) / 2)
    return {
        "thigh": leg.thigh, "knee": leg.kneecap, "shank": leg.shank,
        "ankle": ankle, "foot": leg.foot,
    }  # fmt: skip


def trunk_frames(trunk: Trunk) -> dict[str, Placed]:
    """Frames of the upper body by name."""
    return {"trunk": trunk, "pelvis": trunk.pelvis, "head": trunk.head}


_LINE = -10.0
"""The bending line runs this far behind the hip: bodies bend about the spine, not the belly."""
_STEP = 2.0
_HEIGHTS = np.arange(60.0, -300.0, -_STEP)
_ROUND = 0.3
"""A slump rounds the chest this much further, and the root of the neck takes it back."""
_BOW = 0.32
"""A slump pushes the small of the back out, this far for each degree. [unit]"""
NECK_SHARE = 0.65
"""Of a nod, this much happens along the neck and the rest below the skull."""


def _bent(points: Array, trunk_deg: float, neck_deg: float) -> Array:
    slump = (1 + _ROUND) * _ramp(0, -190) - _ROUND * _ramp(-190, -235)
    bend = trunk_deg * slump + NECK_SHARE * neck_deg * _ramp(-200, -262)
    turn = np.radians(bend)
    x = _LINE + np.cumsum(np.sin(turn)) * _STEP
    start = np.searchsorted(-_HEIGHTS, 0)
    x = x - x[start] + _LINE
    y = -np.cumsum(np.cos(turn)) * _STEP
    y = y - y[start]
    at = -points[:, 1]
    turn_at = np.interp(at, -_HEIGHTS, turn)
    bow = _BOW * trunk_deg * np.sin(np.pi * np.clip(at / 190, 0, 1)) ** 2
    offset = points[:, 0] - _LINE - bow
    return np.stack(
        [
            np.interp(at, -_HEIGHTS, x) + offset * np.cos(turn_at),
            np.interp(at, -_HEIGHTS, y) + offset * np.sin(turn_at),
        ],
        axis=1,
    )


def _ramp(low: float, high: float) -> Array:
    return np.asarray(np.clip((_HEIGHTS - low) / (high - low), 0, 1))


def make_leg(hip: tuple[float, float], thigh_deg: float, knee_deg: float, ankle_deg: float) -> Leg:
    """Give a leg from the direction of its thigh and the angles below it. [deg]."""
    thigh = Frame(*hip, thigh_deg)
    shank = thigh.child((0, body.THIGH_LENGTH), thigh_deg - knee_deg)
    foot = shank.child((0, body.SHANK_LENGTH), shank.angle_deg + ankle_deg)
    return Leg(thigh, shank, foot, knee_deg)


def reach(
    start: tuple[float, float], target: tuple[float, float], first: float, second: float
) -> tuple[float, float]:
    """Angles of a two-bone limb whose end comes nearest to a target.

    Returns
    -------
    direction of the first bone and the bend between both, both [deg], bend >= 0: the second bone
    turns backward like a shank; mirror both for an elbow.
    """
    dx, dy = target[0] - start[0], target[1] - start[1]
    span = float(np.clip(np.hypot(dx, dy), abs(first - second) + 1e-6, first + second - 1e-6))
    towards = np.degrees(np.arctan2(dx, dy))
    bend = 180 - np.degrees(np.arccos((first**2 + second**2 - span**2) / (2 * first * second)))
    lift = np.degrees(np.arccos((first**2 + span**2 - second**2) / (2 * first * span)))
    return float(towards + lift), float(bend)
