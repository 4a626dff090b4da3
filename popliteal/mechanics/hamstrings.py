"""Length and moment arms of hamstrings and calf: a closed form, vectorised.

For a two-joint hamstring in a reference model::

    L = |R b(k) - p| + g(k)     b(k) = b0 + Rz(-k) t     R = Rz(hip) Rx(adduction) Ry(rotation)

p is the ischial tuberosity in the pelvis, b0 the knee centre and t the lever of the insertion, g a
polynomial for rolling and wrapping. Short head: a polynomial in the knee. Gastrocnemii: one in the
knee plus one in the ankle. Moment arms are the exact derivatives of length, signed so that flexing
the knee, extending, adducting and turning in the hip, and pointing the foot are positive.

With hip adduction and rotation zero (every posture of a plan) squared distance and its derivatives
are sums over few products of sines and cosines, so a block of postures is one matrix product.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from popliteal.knowledge.tissues import MuscleFit, load_tissues

Array = NDArray[Any]
MUSCLES = (
    "semimembranosus",
    "semitendinosus",
    "biceps_femoris_long",
    "biceps_femoris_short",
    "gastrocnemius_medial",
    "gastrocnemius_lateral",
)
TWO_JOINT = MUSCLES[:3]
CALF = MUSCLES[4:]
ARMS = ("knee", "hip", "adduction", "rotation", "ankle")
# Rows of the basis: cos k, sin k, cos h, sin h, cos(h-k), sin(h-k), 1, k..k6, 1, a, a2, a3. The one
# stands twice so that each part of the form reads neighbouring rows.
_ROWS, _ONES = 17, [6, 13]
_DISTANCE, _KNEE, _ANKLE = slice(0, 7), slice(6, 13), slice(13, 17)
# Postures a block: enough to outweigh the calls, few enough for the cache.
_BLOCK = 16384


@dataclass(frozen=True, slots=True)
class Paths:
    """Lengths and moment arms of six muscles in the order of MUSCLES, (6, n) each, in metres.

    An arm at a joint that the muscle does not cross is zero.
    """

    length: Array
    knee: Array
    hip: Array
    adduction: Array
    rotation: Array
    ankle: Array


def sagittal_paths(
    hip: Array, knee: Array, ankle: Array, reference: str, out: Paths | None = None
) -> Paths:
    """Lengths and arms with the hip neither adducted nor rotated: the fast way.

    Parameters
    ----------
    hip, knee, ankle : (n,) float64 or float32. [rad]
    out : arrays to fill instead of new ones

    Returns
    -------
    (6, n) arrays in the type of the input. [m]

    Examples
    --------
    >>> import numpy as np
    >>> straight = sagittal_paths(np.ones(1), np.zeros(1), np.zeros(1), "gait2392")
    >>> bent = sagittal_paths(np.ones(1), np.full(1, 0.3), np.zeros(1), "gait2392")
    >>> bool((bent.length < straight.length).all())
    True
    """
    dtype = np.result_type(hip, knee, ankle)
    form, n = _sagittal_form(reference, dtype.char), len(hip)
    out = out or empty_paths(n, dtype)
    room = _Room.of(min(_BLOCK, n), dtype)
    for start in range(0, n, _BLOCK):
        part = slice(start, min(start + _BLOCK, n))
        if part.stop - start < room.basis.shape[1]:
            room = _Room.of(part.stop - start, dtype)
        _fill_basis(room, hip[part], knee[part], ankle[part])
        _fill_paths(form, room, out, part)
    return out


def empty_paths(n: int, dtype: Any) -> Paths:
    """Room for n postures; arms of joints that no muscle of the row crosses are zero already."""
    return Paths(*(np.zeros((6, n), dtype) for _ in range(6)))


@dataclass(frozen=True, slots=True)
class _Form:
    """Coefficient matrices over the basis rows of one reference."""

    distance: Array  # (15, 7): squared distance and its four slopes, by quantity then muscle
    knee: Array  # (12, 7): polynomial part of length and its slope, by quantity then muscle
    ankle: Array  # (4, 4): ankle part of the gastrocnemii and its slope


@dataclass(frozen=True, slots=True)
class _Room:
    """Scratch of one block, small enough to stay in the cache."""

    basis: Array
    square: Array
    knee: Array
    ankle: Array
    spare: Array

    @classmethod
    def of(cls, n: int, dtype: Any) -> _Room:
        room = cls(*(np.empty((rows, n), dtype) for rows in (_ROWS, 15, 12, 4, 3)))
        room.basis[_ONES] = 1
        return room


def _fill_basis(room: _Room, hip: Array, knee: Array, ankle: Array) -> None:
    basis, spare = room.basis, room.spare[0]
    waves(knee, basis[0], basis[1], room.square)
    waves(hip, basis[2], basis[3], room.square)
    np.multiply(basis[2], basis[0], out=basis[4])
    np.multiply(basis[3], basis[1], out=spare)
    basis[4] += spare
    np.multiply(basis[3], basis[0], out=basis[5])
    np.multiply(basis[2], basis[1], out=spare)
    basis[5] -= spare
    basis[7] = knee
    for power in range(8, 13):
        np.multiply(basis[power - 1], knee, out=basis[power])
    basis[14] = ankle
    np.multiply(ankle, ankle, out=basis[15])
    np.multiply(basis[15], ankle, out=basis[16])


# Joint angles lie within 70 degrees of this; there the series below are exact to rounding.
_CENTRE = 0.8726646259971648
_COS = tuple((-1) ** n / math.factorial(2 * n) for n in range(10))
_SIN = tuple((-1) ** n / math.factorial(2 * n + 1) for n in range(9))


def waves(angle: Array, cos: Array, sin: Array, spare: Array) -> None:
    """Fill in cosine and sine of joint angles (-20 to 120 degrees), in radians.

    In double precision numpy's own would take half of the time of a whole posture; its single
    precision ones are fast.

    Parameters
    ----------
    spare : (4 or more, n) scratch

    Examples
    --------
    >>> angle, c, s = np.linspace(-0.35, 2.1, 50), np.empty(50), np.empty(50)
    >>> waves(angle, c, s, np.empty((4, 50)))
    >>> bool(max(abs(c - np.cos(angle)).max(), abs(s - np.sin(angle)).max()) < 1e-15)
    True
    """
    if angle.dtype != np.float64:
        np.cos(angle, out=cos)
        np.sin(angle, out=sin)
        return
    y, square, c, s = spare[:4]
    np.subtract(angle, _CENTRE, out=y)
    np.multiply(y, y, out=square)
    _sum_powers(_COS, square, c)
    _sum_powers(_SIN, square, s)
    s *= y
    np.multiply(c, math.cos(_CENTRE), out=cos)
    np.multiply(s, math.sin(_CENTRE), out=y)
    cos -= y
    np.multiply(c, math.sin(_CENTRE), out=sin)
    s *= math.cos(_CENTRE)
    sin += s


def _sum_powers(coefficients: tuple[float, ...], x: Array, out: Array) -> None:
    np.multiply(x, coefficients[-1], out=out)
    for coefficient in coefficients[-2:0:-1]:
        out += coefficient
        out *= x
    out += coefficients[0]


def _fill_paths(form: _Form, room: _Room, out: Paths, part: slice) -> None:
    square = np.matmul(form.distance, room.basis[_DISTANCE], out=room.square)
    knee = np.matmul(form.knee, room.basis[_KNEE], out=room.knee)
    ankle = np.matmul(form.ankle, room.basis[_ANKLE], out=room.ankle)
    distance = np.sqrt(square[:3], out=square[:3])
    half = np.divide(-0.5, distance, out=room.spare)
    np.add(knee[:3], distance, out=out.length[:3, part])
    out.length[3, part] = knee[3]
    np.add(knee[4:6], ankle[:2], out=out.length[4:, part])
    np.multiply(square[3:6], half, out=out.hip[:3, part])
    square[6:9] *= half
    np.subtract(square[6:9], knee[6:9], out=out.knee[:3, part])
    np.negative(knee[9:], out=out.knee[3:, part])
    np.multiply(square[9:12], half, out=out.adduction[:3, part])
    np.multiply(square[12:15], half, out=out.rotation[:3, part])
    out.ankle[4:, part] = ankle[2:]


@lru_cache(maxsize=16)
def _sagittal_form(reference: str, dtype: str) -> _Form:
    muscles = load_tissues().references[reference].muscles
    two_joint = [distance_rows(muscles[name]) for name in TWO_JOINT]
    knee = [padded(muscles[name].knee_m, 7) for name in MUSCLES]
    ankle = [padded(muscles[name].ankle_m, 4) for name in CALF]
    return _Form(
        np.array([rows[q] for q in range(5) for rows in two_joint], dtype),
        np.array([*knee, *map(_slope_of, knee)], dtype),
        np.array([*ankle, *map(_slope_of, ankle)], dtype),
    )


def padded(coefficients: tuple[float, ...], n: int) -> list[float]:
    """Fill up with zeros to n coefficients."""
    return [*coefficients, *[0.0] * (n - len(coefficients))]


def _slope_of(coefficients: list[float]) -> list[float]:
    return [*[i * c for i, c in enumerate(coefficients)][1:], 0.0]


def distance_rows(fit: MuscleFit) -> list[list[float]]:
    """Squared distance, then its slope in extension, knee, adduction and rotation, over the basis.

    |R b - p|^2 = |b|^2 + |p|^2 - 2 p.R b, with b in the plane but for its z.
    """
    px, py, pz = fit.origin_m
    bx, by, bz = fit.knee_centre_m
    tx, ty = fit.lever_m
    fixed = bx * bx + by * by + bz * bz + tx * tx + ty * ty + px * px + py * py + pz * pz
    c, s = 2 * (bx * tx + by * ty), 2 * (bx * ty - by * tx)
    hc, hs = -2 * (px * bx + py * by), -2 * (py * bx - px * by)
    dc, ds = -2 * (px * tx + py * ty), -2 * (py * tx - px * ty)
    return [
        [c, s, hc, hs, dc, ds, fixed - 2 * pz * bz],
        [0, 0, -hs, hc, -ds, dc, 0],
        [s, -c, 0, 0, -ds, dc, 0],
        [-2 * pz * ty, 2 * pz * tx, 2 * bz * py, -2 * bz * px, 0, 0, -2 * pz * by],
        [2 * pz * tx, 2 * pz * ty, -2 * bz * px, -2 * bz * py, 0, 0, 2 * pz * bx],
    ]


def paths(
    hip: Array, knee: Array, ankle: Array, reference: str, *, adduction: Array, rotation: Array
) -> Paths:
    """Lengths and arms in any posture of hip, knee and ankle.

    Parameters
    ----------
    hip, knee, ankle, adduction, rotation : (n,). [rad]

    Returns
    -------
    (6, n) arrays. [m]

    Examples
    --------
    >>> import numpy as np
    >>> one, none = np.ones(1), np.zeros(1)
    >>> turned = paths(one, none, none, "gait2392", adduction=none, rotation=0.1 * one)
    >>> plain = sagittal_paths(one, none, none, "gait2392")
    >>> bool(np.any(turned.length != plain.length))
    True
    """
    out = sagittal_paths(hip, knee, ankle, reference)
    if not (np.any(adduction) or np.any(rotation)):
        return out
    muscles = load_tissues().references[reference].muscles
    for i, name in enumerate(TWO_JOINT):
        _turn(out, i, muscles[name], (hip, knee, adduction, rotation))
    return out


def _turn(out: Paths, i: int, fit: MuscleFit, angles: tuple[Array, ...]) -> None:
    """Replace row i by its value with the hip adducted or rotated."""
    hip, knee, adduction, rotation = angles
    ck, sk = np.cos(knee), np.sin(knee)
    (tx, ty), (bx, by, bz) = fit.lever_m, fit.knee_centre_m
    b = (bx + ck * tx + sk * ty, by - sk * tx + ck * ty, bz + 0 * knee)
    by_knee = (-sk * tx + ck * ty, -ck * tx - sk * ty, 0 * knee)
    # The pelvis point seen from the thigh, and how it moves with each hip angle.
    p, by_hip, by_adduction, by_rotation = _seen_from_thigh(fit.origin_m, hip, adduction, rotation)
    reach = tuple(u - v for u, v in zip(b, p, strict=True))
    distance = np.sqrt(_dot(reach, reach))
    powers = [knee**j for j in range(len(fit.knee_m))]
    wrap = sum(c * x for c, x in zip(fit.knee_m, powers, strict=True))
    slope = sum(j * c * powers[j - 1] for j, c in enumerate(fit.knee_m) if j)
    out.length[i] = distance + wrap
    out.knee[i] = -_dot(reach, by_knee) / distance - slope
    out.hip[i] = -_dot(reach, by_hip) / distance
    out.adduction[i] = _dot(reach, by_adduction) / distance
    out.rotation[i] = _dot(reach, by_rotation) / distance


def _dot(a: tuple[Array, ...], b: tuple[Array, ...]) -> Array:
    return np.asarray(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def _seen_from_thigh(
    p: tuple[float, float, float], hip: Array, adduction: Array, rotation: Array
) -> Iterator[tuple[Array, ...]]:
    """Ry(-rotation) Rx(-adduction) Rz(-hip) p and its slopes by hip, adduction and rotation."""
    ch, sh, ca, sa = np.cos(hip), np.sin(hip), np.cos(adduction), np.sin(adduction)
    x, y, z = ch * p[0] + sh * p[1], ch * p[1] - sh * p[0], p[2] + 0 * hip
    forward = (x, ca * y + sa * z, ca * z - sa * y)
    by_hip = (y, -ca * x, sa * x)
    by_adduction = (0 * x, ca * z - sa * y, -sa * z - ca * y)
    cr, sr = np.cos(rotation), np.sin(rotation)
    for u in (forward, by_hip, by_adduction):
        yield (cr * u[0] - sr * u[2], u[1], sr * u[0] + cr * u[2])
    yield (-sr * forward[0] - cr * forward[2], 0 * x, cr * forward[0] - sr * forward[2])
