"""Passive tension of a muscle and its tendon in series, as in Millard and others 2013.

The resting muscle hangs between fibre and tendon; both curves are quintic Bezier segments. In place
of solving for the balance at each length, the fibre length is stepped through and the path length
that belongs to it written down: path = fibre cos(pennation) + tendon. Reading that table backwards
is exact to 1e-6 and needs no iteration.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from popliteal.knowledge.tissues import MuscleFit, load_tissues

Array = NDArray[Any]
_STEPS = 1500
_LONGEST_FIBRE = 2.4
# Shape of the tendon curve in Millard and others 2013, the same in all three models.
_TENDON_LINEAR_FROM = 2 / 3
_TENDON_STIFFNESS = 1.375
_TENDON_CURVINESS = 0.5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Fibre strain, tendon strain [-] and tension along the tendon [N]."""

    fibre_strain: Array
    tendon_strain: Array
    tension_n: Array


def stretch_muscle(
    length_m: Array, muscle: str, reference: str, slack_shift_m: float, scale: float = 1.0
) -> Stretch:
    """How far a muscle-tendon path of this length stretches fibre and tendon.

    Parameters
    ----------
    length_m : (...) path length of a body of this scale. [m]
    slack_shift_m : added to the tendon's slack length at scale 1. [m]

    Returns
    -------
    Stretch of (...) arrays. Below slack the tension and the tendon strain are 0.

    Notes
    -----
    `millard2013`, eqs. for passive fibre and tendon; pennation at constant fibre height.

    Examples
    --------
    >>> lengths = np.array([0.40, 0.52])
    >>> tension = stretch_muscle(lengths, "semimembranosus", "gait2392", 0.005).tension_n
    >>> bool(tension[0] == 0 and tension[1] > 0)
    True
    """
    fit = load_tissues().references[reference].muscles[muscle]
    curve = _curve(reference, muscle)
    length = np.asarray(length_m) / scale
    slack = fit.tendon_m + slack_shift_m
    table = curve.along + slack * (1 + curve.tendon)
    tension = np.interp(length, table, curve.force) * fit.force_n
    tendon = np.interp(length, table, curve.tendon)
    along = length - slack * (1 + tendon)
    height = fit.fibre_m * np.sin(fit.pennation_rad)
    fibre = np.hypot(along, height) / fit.fibre_m - 1
    inside = length <= table[-1]
    return Stretch(*(np.where(inside, x, np.nan) for x in (fibre, tendon, tension)))


@dataclass(frozen=True, slots=True)
class _Curve:
    """The balance, step by step: fibre along the path [m], tendon strain, force / maximum."""

    along: Array
    tendon: Array
    force: Array


@lru_cache(maxsize=32)
def _curve(reference: str, muscle: str) -> _Curve:
    fit = load_tissues().references[reference].muscles[muscle]
    fibre = np.linspace(1 + fit.passive_zero, _LONGEST_FIBRE, _STEPS)
    height = np.sin(fit.pennation_rad)
    along = np.sqrt(np.maximum(fibre**2 - height**2, 0.0))
    force = fibre_force(fibre, fit) * along / fibre
    return _Curve(along * fit.fibre_m, _tendon_stretch(force, fit.tendon_one), force)


def fibre_force(fibre: Array, fit: MuscleFit) -> Array:
    """Passive force of fibres of this length (1 = optimal), as share of the muscle's maximum.

    Examples
    --------
    >>> fit = load_tissues().references["gait2392"].muscles["semimembranosus"]
    >>> fibre_force(np.array([0.9, 1.7]), fit).round(3).tolist()
    [0.0, 1.0]
    """
    x, y = _fibre_curve(fit)
    linear = 1 + fit.passive_one_slope * (fibre - 1 - fit.passive_one)
    return np.asarray(np.where(fibre > x[-1], linear, np.interp(fibre, x, y)))


def _fibre_curve(fit: MuscleFit) -> tuple[Array, Array]:
    start, end = 1 + fit.passive_zero, 1 + fit.passive_one
    slope, low = fit.passive_one_slope, fit.passive_low_slope
    toe = start + min(0.1 / slope, 0.1 * (end - start))
    toe_force = low * (toe - start) / 2
    c = 0.1 + 0.8 * fit.passive_curviness
    return _joined(
        _corner((start, 0, 0), (toe, toe_force, low), c),
        _corner((toe, toe_force, low), (end, 1, slope), c),
    )


def _tendon_stretch(force: Array, strain_at_one: float) -> Array:
    """Tendon strain at this force: the tendon curve read backwards."""
    x, y = _tendon_curve(strain_at_one)
    slope = _TENDON_STIFFNESS / strain_at_one
    linear = x[-1] + (force - y[-1]) / slope
    return np.asarray(np.where(force > y[-1], linear, np.interp(force, y, x)) - 1)


def _tendon_curve(strain_at_one: float) -> tuple[Array, Array]:
    slope = _TENDON_STIFFNESS / strain_at_one
    end = 1 + strain_at_one + (_TENDON_LINEAR_FROM - 1) / slope
    foot = 1 + (end - 1) / 10
    middle_force = _TENDON_LINEAR_FROM / 2
    middle = 1 + strain_at_one + (middle_force - 1) / slope
    toe_slope = middle_force / (middle - foot)
    toe = foot + (middle - foot) / 2
    toe_force = toe_slope * (toe - foot)
    c = 0.1 + 0.8 * _TENDON_CURVINESS
    return _joined(
        _corner((1, 0, 0), (toe, toe_force, toe_slope), c),
        _corner((toe, toe_force, toe_slope), (end, _TENDON_LINEAR_FROM, slope), c),
    )


def _corner(start: Any, end: Any, curviness: float) -> tuple[Array, Array]:
    """A quintic Bezier round the corner of two lines (x, y, slope)."""
    (x0, y0, s0), (x1, y1, s1) = start, end
    x = (y1 - y0 - x1 * s1 + x0 * s0) / (s0 - s1)
    y = (x - x1) * s1 + y1
    controls = np.array(
        [
            (x0, y0),
            *[(x0 + curviness * (x - x0), y0 + curviness * (y - y0))] * 2,
            *[(x1 + curviness * (x - x1), y1 + curviness * (y - y1))] * 2,
            (x1, y1),
        ]
    )
    u = np.linspace(0, 1, 800)[:, None]
    weights = [comb(5, i) * (1 - u) ** (5 - i) * u**i for i in range(6)]
    points = sum(w * c for w, c in zip(weights, controls, strict=True))
    return points[:, 0], points[:, 1]


def _joined(first: tuple[Array, Array], second: tuple[Array, Array]) -> tuple[Array, Array]:
    return np.concatenate([first[0], second[0][1:]]), np.concatenate([first[1], second[1][1:]])
