"""Reading postures: which angles there are, what each tissue allows, and clear errors."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from popliteal.errors import PostureError
from popliteal.knowledge.tissues import load_tissues

ANGLES = (
    "hip_flexion_deg",
    "knee_flexion_deg",
    "ankle_dorsiflexion_deg",
    "neck_flexion_deg",
    "trunk_flexion_deg",
    "hip_adduction_deg",
    "hip_rotation_deg",
)
_DO = "Give degrees, as a number or an array of numbers."


@dataclass(frozen=True, slots=True)
class Postures:
    """Checked angles, broadcast to one shape and copied: the caller's arrays stay as they are.

    ``single`` holds the angles that came as plain numbers.
    """

    angles: Mapping[str, NDArray[Any]]
    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    single: Mapping[str, float]

    def valid(self, tissue: str) -> NDArray[np.bool_]:
        """Which postures lie in a tissue's range, (n,).

        Raises
        ------
        PostureError
            An angle given as a plain number lies outside.
        """
        good = np.ones(self.shape, dtype=bool).ravel()
        for name, limits in load_tissues().ranges[tissue].items():
            if name in self.single:
                _check_number(name, self.single[name], limits, f" for the {tissue}")
            angle = self.angles[name]
            good &= (angle >= limits[0]) & (angle <= limits[1])
        return good

    def radians(self, name: str, good: NDArray[np.bool_]) -> NDArray[Any]:
        """One angle, the postures that are not good set to straight. (n,), in radians."""
        return np.deg2rad(np.where(good, self.angles[name], 0)).astype(self.dtype, copy=False)

    def finish(self, values: NDArray[Any], good: NDArray[np.bool_]) -> Any:
        """Values as the caller expects them: their shape, NaN outside the range, float for one."""
        shown = np.where(good, values, np.nan).astype(self.dtype, copy=False).reshape(self.shape)
        return float(shown) if self.shape == () else shown


def read_postures(angles: Mapping[str, ArrayLike]) -> Postures:
    """Check and broadcast angles.

    Raises
    ------
    PostureError
        Not a number, a plain NaN, a plain number outside every tissue's range, or shapes that do
        not go together.

    Examples
    --------
    >>> read_postures({"hip_flexion_deg": 80, "knee_flexion_deg": [0, 10]}).shape
    (2,)
    """
    arrays = {name: _read(name, value) for name, value in angles.items()}
    single = {name: float(array) for name, array in arrays.items() if array.ndim == 0}
    widest = load_tissues().ranges["posture"]
    for name, value in single.items():
        _check_number(name, value, widest[name], "")
    shape = _common_shape(arrays)
    dtype = _common_type([a for name, a in arrays.items() if name not in single])
    full = {
        name: np.broadcast_to(array, shape).astype(dtype).ravel() for name, array in arrays.items()
    }
    return Postures(full, shape, dtype, single)


def _read(name: str, value: ArrayLike) -> NDArray[Any]:
    try:
        array = np.asarray(value)
    except ValueError:
        raise PostureError(f"{name} is a ragged list. {_DO}") from None
    if array.dtype.kind not in "iuf":
        raise PostureError(f"{name} is {reprlib.repr(value)}. {_DO}")
    return array


def _check_number(name: str, value: float, limits: tuple[float, float], tissue: str) -> None:
    low, high = limits
    if not low <= value <= high:
        raise PostureError(f"{name} is {value:g}. Allowed{tissue}: {low:g} to {high:g} degrees.")


def _common_shape(arrays: Mapping[str, NDArray[Any]]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*(a.shape for a in arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{name} {a.shape}" for name, a in arrays.items() if a.ndim)
        raise PostureError(f"the shapes do not go together: {shapes}. Give equal shapes.") from None


def _common_type(arrays: list[NDArray[Any]]) -> np.dtype[Any]:
    if arrays and all(a.dtype == np.float32 for a in arrays):
        return np.dtype(np.float32)
    return np.dtype(np.float64)
