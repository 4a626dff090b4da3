"""The pain-free region: postures where no plausible painful tissue passes the person's own limit.

A person tells at which knee angle the familiar pain starts, sitting upright with the toes relaxed.
Whatever tissue hurts there was stretched by so much; wherever it is stretched less, it should not
hurt. Bending the knee relieves hamstrings, calf and nerve alike, so the region is told by one
number at each hip and ankle angle: the least knee bend (`popliteal.mechanics.limit_maps`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from popliteal.errors import PostureError
from popliteal.knowledge.content import Path
from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.limit_maps import (
    ANKLE,
    HIP,
    NEVER,
    calf_map,
    hamstring_map,
    nerve_map,
    read_map,
)
from popliteal.mechanics.nerve import fine_grid

Array = NDArray[np.float64]
TISSUES = ("hamstrings", "nerve", "calf")
_MAP = {"hamstrings": hamstring_map, "calf": calf_map, "nerve": nerve_map}
_MOST_KNEE_DEG = 90.0
_MOST_MUSCLE_KNEE_DEG = 120.0
# An exercise with the knee bent much more than it was written for is another exercise.
_MOST_BEYOND_DEG = 45.0
_STEP_DEG = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """One person's limits. Made by `limits`; the maps hold the least knee bend in degrees.

    ``knee_angle_deg`` is None where nobody measured; then everything is allowed and nothing is
    claimed to be bounded.
    """

    knee_angle_deg: float | None
    tissues: tuple[str, ...]
    margin_deg: float
    maps: Mapping[str, Array]

    @property
    def measured(self) -> bool:
        """Whether there is a limit at all."""
        return self.knee_angle_deg is not None


@dataclass(frozen=True, slots=True)
class FittedPath:
    """A path kept inside the limits.

    ``bounded`` is False where there was no measured angle: then the path is as it was given.
    ``changed`` names the angles that had to be narrowed.
    """

    path: Path
    bounded: bool
    changed: tuple[str, ...]


def limits(
    knee_angle_deg: float | None,
    tissues: tuple[str, ...] = TISSUES,
    margin_deg: float | None = None,
) -> Limits:
    """Limits of a person whose familiar pain starts at this knee angle.

    Parameters
    ----------
    knee_angle_deg : degrees short of straight, sitting upright, thigh supported, toes relaxed
    tissues : the plausible painful ones, of "hamstrings", "nerve", "calf"
    margin_deg : how much further to bend than at the pain; None for the shipped margin

    Raises
    ------
    PostureError
        The angle or the margin is not 0 to 90, or a tissue is unknown.

    Examples
    --------
    >>> bool(limits(40, ("nerve",)).maps["nerve"].max() > 40)
    True
    """
    for tissue in tissues:
        if tissue not in TISSUES:
            raise PostureError(f"tissue is {tissue!r}. Use any of: {', '.join(TISSUES)}.")
    margin = load_tissues().limits["margin_deg"] if margin_deg is None else margin_deg
    _check_angle("margin_deg", margin)
    if knee_angle_deg is None:
        return Limits(None, tuple(tissues), margin, {})
    _check_angle("knee_angle_deg", knee_angle_deg)
    knee = min(float(knee_angle_deg) + margin, _MOST_KNEE_DEG)
    maps = {tissue: _MAP[tissue](knee) for tissue in TISSUES if tissue in tissues}
    return Limits(float(knee_angle_deg), tuple(tissues), margin, maps)


def _check_angle(name: str, value: Any) -> None:
    number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if not number or not 0 <= value <= _MOST_KNEE_DEG:
        raise PostureError(f"{name} is {value!r}. Allowed: 0 to {_MOST_KNEE_DEG:g} degrees.")


def least_knee(
    hip_flexion_deg: ArrayLike, ankle_dorsiflexion_deg: ArrayLike, person: Limits
) -> Any:
    """How far to bend the knee at this hip and ankle, at least. NaN where no bend is enough.

    Parameters
    ----------
    hip_flexion_deg, ankle_dorsiflexion_deg : numbers or arrays that broadcast. [deg]

    Returns
    -------
    Least knee flexion: 0 to 120, or to 90 where the nerve is plausible. [deg]

    Examples
    --------
    >>> upright, leaning_back = least_knee([90, 60], 0, limits(30))
    >>> bool(upright > leaning_back)
    True
    """
    hip, ankle = np.asarray(hip_flexion_deg, float), np.asarray(ankle_dorsiflexion_deg, float)
    knee = _least(hip, ankle, person)
    shown = np.where(knee > _most_knee(person), np.nan, knee)
    return float(shown) if shown.ndim == 0 else shown


def allows(
    hip_flexion_deg: ArrayLike,
    knee_flexion_deg: ArrayLike,
    ankle_dorsiflexion_deg: ArrayLike,
    person: Limits,
) -> Any:
    """Which postures lie in the pain-free region, head and trunk upright.

    Postures beyond what a tissue's model is valid for are not allowed where they stretch more;
    where they stretch less (an extended hip, a knee beyond 90) they count as the nearest valid one.

    Examples
    --------
    >>> allows(90, [20, 40], 0, limits(30, ("hamstrings",))).tolist()
    [False, True]
    """
    knee = np.asarray(knee_flexion_deg, float)
    hip, ankle = np.asarray(hip_flexion_deg, float), np.asarray(ankle_dorsiflexion_deg, float)
    good = np.asarray(knee >= _least(hip, ankle, person))
    return bool(good) if good.ndim == 0 else good


def allows_path(path: Path, person: Limits) -> bool:
    """Whether every posture in the path's box of angles lies in the pain-free region.

    With a plausible nerve the neck and the trunk must not bend forwards: that loads the nerve, and
    nobody has measured how much.
    """
    if not person.measured:
        return True
    if "nerve" in person.tissues and max(path.neck_flexion_deg[1], path.trunk_flexion_deg[1]) > 0:
        return False
    return path.knee_flexion_deg[0] >= _least_in_box(path, person)


def fit_path(path: Path, person: Limits) -> FittedPath | None:
    """Narrow an exercise's path until no posture on it passes the person's limit.

    The knee is bent further, within its range or a little beyond; the upper ends of hip and ankle
    come down towards their lower ends; head and trunk stay upright where the nerve is plausible.
    Of all ways that are enough, the one that loses least of the exercise. None if there is none.

    Examples
    --------
    >>> path = Path("sitting", (60, 90), (20, 90), (-20, 0), (0, 0), "D")
    >>> fit_path(path, limits(45)).path.knee_flexion_deg[0] > 45
    True
    >>> fit_path(path, limits(None)).bounded
    False
    """
    if not person.measured:
        return FittedPath(path, bounded=False, changed=())
    straight = _hold_head(path) if "nerve" in person.tissues else path
    ways = [_way(narrowed, person, loss) for narrowed, loss in _narrower(straight)]
    possible = [way for way in ways if way is not None]
    if not possible:
        return None
    fitted = min(possible, key=lambda way: way[0])[1]
    return FittedPath(fitted, bounded=True, changed=_changed(path, fitted))


def _hold_head(path: Path) -> Path:
    return replace(
        path,
        neck_flexion_deg=_at_most(path.neck_flexion_deg, 0),
        trunk_flexion_deg=_at_most(path.trunk_flexion_deg, 0),
    )


def _at_most(ends: tuple[float, float], most: float) -> tuple[float, float]:
    return (min(ends[0], most), min(ends[1], most))


def _narrower(path: Path) -> Iterator[tuple[Path, float]]:
    """The path with ever lower upper ends of hip and ankle, and the share of it that is lost."""
    for hip, hip_loss in _downwards(path.hip_flexion_deg):
        for ankle, ankle_loss in _downwards(path.ankle_dorsiflexion_deg):
            narrowed = replace(path, hip_flexion_deg=hip, ankle_dorsiflexion_deg=ankle)
            yield narrowed, hip_loss + ankle_loss


def _downwards(ends: tuple[float, float]) -> Iterator[tuple[tuple[float, float], float]]:
    low, high = ends
    steps = max(1, round((high - low) / _STEP_DEG)) if high > low else 0
    yield ends, 0.0
    for i in range(1, steps + 1):
        yield (low, round(high - (high - low) * i / steps, 1)), i / steps


def _way(path: Path, person: Limits, loss: float) -> tuple[float, Path] | None:
    """The path with the knee bent enough, and what all of it loses; None if too far."""
    least, (low, high) = _least_in_box(path, person), path.knee_flexion_deg
    beyond = max(0.0, least - high)
    if least > _most_knee(person) or beyond > _MOST_BEYOND_DEG:
        return None
    if low < least:
        # To the next half degree: nobody reads less off a leg.
        needed = float(np.ceil(2 * least) / 2)
        knee = (needed, needed) if beyond else (min(needed, high), high)
        loss += (knee[0] - low) / max(high - low, 1.0) + beyond / _MOST_BEYOND_DEG
        path = replace(path, knee_flexion_deg=knee)
    return loss, path


def _changed(before: Path, after: Path) -> tuple[str, ...]:
    names = (
        "hip_flexion_deg",
        "knee_flexion_deg",
        "ankle_dorsiflexion_deg",
        "neck_flexion_deg",
        "trunk_flexion_deg",
    )
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _least_in_box(path: Path, person: Limits) -> float:
    """The most that any hip and ankle of the path asks of the knee."""
    hip, ankle = _nodes(path.hip_flexion_deg), _nodes(path.ankle_dorsiflexion_deg)
    return float(_least(hip[:, None], ankle, person).max())


def _nodes(ends: tuple[float, float]) -> Array:
    """Both ends and every whole degree between: the maps are straight from one to the next."""
    low, high = ends
    return np.concatenate([[low], np.arange(np.ceil(low), high), [high]]).astype(np.float64)


def _most_knee(person: Limits) -> float:
    return _MOST_KNEE_DEG if "nerve" in person.tissues else _MOST_MUSCLE_KNEE_DEG


def _least(hip: Array, ankle: Array, person: Limits) -> Array:
    """Least knee bend over all plausible tissues; NEVER (or near it) where none is enough."""
    hip, ankle = np.broadcast_arrays(hip, ankle)
    least = np.where(np.isnan(hip) | np.isnan(ankle), np.nan, 0.0)
    if "hamstrings" in person.maps:
        least = np.maximum(least, _read_line(HIP, person.maps["hamstrings"], hip))
    if "calf" in person.maps:
        least = np.maximum(least, _read_line(ANKLE, person.maps["calf"], ankle))
    if "nerve" in person.maps:
        grid = fine_grid()
        reach = read_map(person.maps["nerve"], grid, hip, ankle)
        outside = (hip > grid["hip"][-1]) | (ankle > grid["ankle"][-1])
        least = np.maximum(least, np.where(outside, NEVER, reach))
    return np.asarray(least)


def _read_line(axis: Array, line: Array, angle: Array) -> Array:
    return np.where(angle > axis[-1], NEVER, np.interp(angle, axis, line))
