"""The outlines of a posed body: one closed line round it all, one each for far leg and arm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from popliteal.figure import body
from popliteal.figure.curve import knots_between, knots_evenly, soften, spline
from popliteal.figure.field import Array, Grid, Relief, Shape, blend, carve, cover, melt
from popliteal.figure.pose import Frame, Leg, Placed, Trunk, leg_frames, trunk_frames
from popliteal.figure.stance import Arm, Stance, Support
from popliteal.figure.trace import loops

STEP = 2.0
HOLE_KNOTS = 14
_SMALLEST_LOOP = 40
_SLAB = 18.0
_YIELD = 6.0


@dataclass(frozen=True, slots=True)
class Scene:
    """Spline knots (n, 2) of the outlines, in drawing units."""

    stance: Stance
    body: Array
    holes: tuple[Array, ...]
    far_leg: Array
    arm: Array


@cache
def dense(points: body.Points) -> Array:
    """The smooth outline through measured points."""
    return spline(np.array(points, dtype=float), 3, closed=True)


def compose(stance: Stance) -> Scene:
    """Trace the outlines of a body at rest."""
    near, *holes = _loops(body_shapes(stance), stance.support)
    far_leg = _loops(leg_shapes(stance.other), stance.support)[0]
    arm = _loops(_arm_shapes(stance.arm), None)[0]
    return Scene(
        stance,
        _knots(near, body.BODY_MARKS, {**leg_frames(stance.leg), **trunk_frames(stance.trunk)}),
        tuple(knots_evenly(hole, HOLE_KNOTS) for hole in holes),
        _knots(far_leg, body.LEG_MARKS, leg_frames(stance.other)),
        _knots(arm, body.ARM_MARKS, {"upper": stance.arm.upper, "fore": stance.arm.fore}),
    )


def _knots(outline: Array, marks: body.Landmarks, frames: Mapping[str, Placed]) -> Array:
    placed = np.concatenate([frames[name].place(((x, y),)) for name, x, y, _ in marks])
    return knots_between(outline, placed, [count for *_, count in marks])


def body_shapes(stance: Stance) -> list[Shape]:
    """The parts that melt into one body, each with its softness. [unit]."""
    trunk = stance.trunk
    return [
        _bending(trunk),
        _stiff(trunk.head, body.HEAD, 5),
        *leg_shapes(stance.leg),
    ]


def leg_shapes(leg: Leg) -> list[Shape]:
    """Thigh, shank, kneecap and foot of a leg."""
    return [
        _stiff(leg.thigh, body.THIGH, 16),
        _stiff(leg.shank, body.SHANK, 9),
        _stiff(leg.kneecap, body.KNEECAP, 6),
        _stiff(leg.foot, body.FOOT, 6),
    ]


def _arm_shapes(arm: Arm) -> list[Shape]:
    return [_stiff(arm.upper, body.UPPER_ARM, 0), _stiff(arm.fore, body.FOREARM, 6)]


def _stiff(frame: Frame, outline: body.Points, softness: float) -> Shape:
    """A part that keeps its shape: its distances are known before it is placed."""
    relief = _relief(outline)
    return Shape(frame.place(dense(outline)), softness, lambda at: relief.read(frame.find(at)))


def _bending(trunk: Trunk) -> Shape:
    """The trunk keeps its shape as long as spine and neck are bent alike."""
    relief = _trunk_relief(trunk.trunk_deg, trunk.neck_deg)
    placed = trunk.place(dense(body.TRUNK))
    return Shape(placed, 0, lambda at: relief.read(trunk.pelvis.find(at)))


_FINE, _MARGIN, _MELT = 1.5, 24.0, 18.0


@cache
def _relief(outline: body.Points) -> Relief:
    return carve(dense(outline), _FINE, _MARGIN)


@lru_cache(maxsize=128)
def _trunk_relief(trunk_deg: float, neck_deg: float) -> Relief:
    # Fewer points than for a stiff part, whose distances are sampled only once.
    outline = spline(np.array(body.TRUNK, dtype=float), 2, closed=True)
    upright = Trunk(Frame(0, 0, 0), trunk_deg, neck_deg)
    return carve(upright.bend(outline), STEP, _MELT)


def _loops(shapes: list[Shape], support: Support | None) -> list[Array]:
    grid = cover(shapes, STEP, 24)
    field = blend(grid, shapes)
    if support is not None:
        # Flesh flattens where it rests: what would sink into the surface is taken away.
        field = -melt(-field, _depth(grid, support), _YIELD)
    return [soften(loop, 6) for loop in loops(grid, field) if len(loop) > _SMALLEST_LOOP]


def _depth(grid: Grid, support: Support) -> Array:
    """Signed distance from the slab that carries the body, negative inside the slab."""
    x = grid.left + np.arange(grid.columns) * grid.step
    y = (grid.top + np.arange(grid.rows) * grid.step)[:, None]
    slab = 1e3 if support.y == support.floor_y else _SLAB
    beside = np.maximum(support.left - x, x - support.right)
    return np.asarray(np.maximum(beside, np.maximum(support.y - y, y - support.y - slab)))
