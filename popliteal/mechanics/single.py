"""One posture without numpy: length and moment arms in microseconds, for code that asks one by one.

The same closed form as `popliteal.mechanics.hamstrings`, and a test keeps the two equal.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.hamstrings import CALF, MUSCLES, TWO_JOINT, distance_rows, padded


def one_posture(
    hip: float, knee: float, ankle: float, reference: str
) -> tuple[tuple[float, ...], ...]:
    """Lengths and arms of one posture in the plane, without numpy (about 15 microseconds).

    Parameters
    ----------
    hip, knee, ankle : [rad]

    Returns
    -------
    Per muscle: length, then arms in the order of ARMS. [m]

    Examples
    --------
    >>> length, knee_arm, *_ = one_posture(1.4, 0.0, 0.0, "gait2392")[0]
    >>> round(length, 3), round(knee_arm, 3)
    (0.488, 0.032)
    """
    ck, sk, ch, sh = math.cos(knee), math.sin(knee), math.cos(hip), math.sin(hip)
    waves = (ck, sk, ch, sh, ch * ck + sh * sk, sh * ck - ch * sk)
    two_joint, short, calf = _one_form(reference)
    return (
        *[_one_hamstring(square, wrap, waves, knee) for square, wrap in two_joint],
        (_value_at(short, knee), -_slope_at(short, knee), 0.0, 0.0, 0.0, 0.0),
        *[_one_calf(g, a, knee, ankle) for g, a in calf],
    )


def _one_hamstring(square: Any, wrap: Any, waves: Any, knee: float) -> tuple[float, ...]:
    (c, s, hc, hs, dc, ds, fixed), by_hip, by_knee, by_adduction, by_rotation = square
    ck, sk, ch, sh, cd, sd = waves
    distance = math.sqrt(c * ck + s * sk + hc * ch + hs * sh + dc * cd + ds * sd + fixed)
    half = -0.5 / distance
    c, s, hc, hs, dc, ds, fixed = by_knee
    knee_arm = half * (c * ck + s * sk + dc * cd + ds * sd) - _slope_at(wrap, knee)
    c, s, hc, hs, dc, ds, fixed = by_hip
    hip_arm = half * (hc * ch + hs * sh + dc * cd + ds * sd)
    c, s, hc, hs, dc, ds, fixed = by_adduction
    adduction_arm = half * (c * ck + s * sk + hc * ch + hs * sh + fixed)
    c, s, hc, hs, dc, ds, fixed = by_rotation
    rotation_arm = half * (c * ck + s * sk + hc * ch + hs * sh + fixed)
    return distance + _value_at(wrap, knee), knee_arm, hip_arm, adduction_arm, rotation_arm, 0.0


def _one_calf(g: Any, a: Any, knee: float, ankle: float) -> tuple[float, ...]:
    a0, a1, a2, a3 = a
    length = _value_at(g, knee) + a0 + ankle * (a1 + ankle * (a2 + ankle * a3))
    ankle_arm = a1 + ankle * (2 * a2 + ankle * 3 * a3)
    return length, -_slope_at(g, knee), 0.0, 0.0, 0.0, ankle_arm


def _value_at(g: Any, x: float) -> float:
    g0, g1, g2, g3, g4, g5, g6 = g
    return float(g0 + x * (g1 + x * (g2 + x * (g3 + x * (g4 + x * (g5 + x * g6))))))


def _slope_at(g: Any, x: float) -> float:
    _, g1, g2, g3, g4, g5, g6 = g
    return float(g1 + x * (2 * g2 + x * (3 * g3 + x * (4 * g4 + x * (5 * g5 + x * 6 * g6)))))


@lru_cache(maxsize=4)
def _one_form(reference: str) -> tuple[Any, Any, Any]:
    muscles = load_tissues().references[reference].muscles
    wraps = {name: tuple(padded(muscles[name].knee_m, 7)) for name in MUSCLES}
    two_joint = tuple(
        (tuple(map(tuple, distance_rows(muscles[name]))), wraps[name]) for name in TWO_JOINT
    )
    calf = tuple((wraps[name], muscles[name].ankle_m) for name in CALF)
    return two_joint, wraps["biceps_femoris_short"], calf
