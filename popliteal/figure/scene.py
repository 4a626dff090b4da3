"""The outlines of a posed body: one closed line round it all, one round the far leg, one for the arm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from popliteal.figure import body
from popliteal.figure.curve import knots_of, soften, spline
from popliteal.figure.field import Array, Grid, Shape, blend, cover, melt
from popliteal.figure.pose import Leg
from popliteal.figure.stance import Arm, Stance, Support
from popliteal.figure.trace import loops

STEP = 2.0
BODY_KNOTS, LEG_KNOTS, ARM_KNOTS, HOLE_KNOTS = 112, 64, 46, 14
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
    near, *holes = _outlines(body_shapes(stance), stance.support, BODY_KNOTS)
    far_leg = _outlines(leg_shapes(stance.other), stance.support, LEG_KNOTS)[0]
    arm = _outlines(_arm_shapes(stance.arm), None, ARM_KNOTS)[0]
    return Scene(stance, near, tuple(holes), far_leg, arm)


def body_shapes(stance: Stance) -> list[Shape]:
    """The parts that melt into one body, each with its softness. [unit]."""
    trunk = stance.trunk
    return [
        Shape(trunk.place(dense(body.TRUNK)), 0),
        Shape(trunk.head.place(dense(body.HEAD)), 5),
        *leg_shapes(stance.leg),
    ]


def leg_shapes(leg: Leg) -> list[Shape]:
    """Thigh, shank, kneecap and foot of a leg."""
    return [
        Shape(leg.thigh.place(dense(body.THIGH)), 16),
        Shape(leg.shank.place(dense(body.SHANK)), 9),
        Shape(leg.kneecap.place(dense(body.KNEECAP)), 6),
        Shape(leg.foot.place(dense(body.FOOT)), 6),
    ]


def _arm_shapes(arm: Arm) -> list[Shape]:
    return [
        Shape(arm.upper.place(dense(body.UPPER_ARM)), 0),
        Shape(arm.fore.place(dense(body.FOREARM)), 6),
    ]


def _outlines(shapes: list[Shape], support: Support | None, count: int) -> list[Array]:
    grid = cover(shapes, STEP, 24)
    field = blend(grid, shapes)
    if support is not None:
        # Flesh flattens where it rests: what would sink into the surface is taken away.
        field = -melt(-field, _depth(grid, support), _YIELD)
    found = [loop for loop in loops(grid, field) if len(loop) > _SMALLEST_LOOP]
    counts = [count] + [HOLE_KNOTS] * (len(found) - 1)
    return [knots_of(soften(loop, 6), n) for loop, n in zip(found, counts, strict=True)]


def _depth(grid: Grid, support: Support) -> Array:
    """Signed distance from the slab that carries the body, negative inside the slab."""
    x = grid.left + np.arange(grid.columns) * grid.step
    y = (grid.top + np.arange(grid.rows) * grid.step)[:, None]
    slab = 1e3 if support.y == support.floor_y else _SLAB
    return np.maximum(
        np.maximum(support.left - x, x - support.right),
        np.maximum(support.y - y, y - support.y - slab),
    )
