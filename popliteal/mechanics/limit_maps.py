"""From one painful knee angle to the least knee bend at every hip and ankle angle, per tissue.

Muscles are compared by length: tension only grows with it, whatever the person's slack. The nerve
is compared by its strain behind the knee, for the best estimate and for most of the nerves that
agree with the studies.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.hamstrings import CALF, MUSCLES, TWO_JOINT, sagittal_paths
from popliteal.mechanics.nerve import SITES, fine_grid, response_table, sample_grid

Array = NDArray[np.float64]
# Stands for "at no knee angle": above any knee, also after mixing with a neighbour in the map.
NEVER = 9_999.0
HIP = np.arange(-20.0, 121.0)
ANKLE = np.arange(-40.0, 31.0)
_KNEES = np.arange(0.0, 120.1, 0.25)
# Rounding of lengths and strains, far below anything that matters.
_HAIR = 1e-12
_HALVINGS = 30


def hamstring_map(knee_deg: float) -> Array:
    """Least knee bend at each of HIP: no head in any reference is longer than at the pain.

    By halving, because bending the knee shortens every two-joint head up to 115 degrees (tests hold
    it); beyond, the long head of gait2392 grows again by hundredths of a millimetre.
    """
    measured = load_tissues().limits["measured_hip_deg"]
    limit = _hamstrings(np.array([measured]), np.array([knee_deg]))
    low, high = np.zeros_like(HIP), np.full_like(HIP, _KNEES[-1])
    fits = np.all(_hamstrings(HIP, low) <= limit + _HAIR, axis=0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        short = np.all(_hamstrings(HIP, middle) <= limit + _HAIR, axis=0)
        low, high = np.where(short, low, middle), np.where(short, middle, high)
    never = np.any(_hamstrings(HIP, high) > limit + _HAIR, axis=0)
    return np.asarray(np.where(never, NEVER, np.where(fits, 0.0, high)))


def _hamstrings(hip_deg: Array, knee_deg: Array) -> Array:
    """Lengths of the two-joint heads in all references, (references x heads, n)."""
    hip, knee = np.deg2rad(hip_deg), np.deg2rad(knee_deg)
    rows = [MUSCLES.index(name) for name in TWO_JOINT]
    return np.concatenate(
        [
            sagittal_paths(hip, knee, 0 * hip, name).length[rows]
            for name in load_tissues().references
        ]
    )


def calf_map(knee_deg: float) -> Array:
    """Least knee bend at each of ANKLE so that no calf head is longer than at the pain.

    The foot hung relaxed then, which says little about the calf. Whoever stands has it as long as
    with a straight knee and a flat foot, so no head is held shorter than that.
    """
    measured = load_tissues().limits["measured_ankle_deg"]
    at_pain = _calf(np.array([knee_deg]), np.array([measured]))
    limit = np.maximum(at_pain, _calf(np.zeros(1), np.zeros(1)))
    too_long = np.any(_calf_grid() > limit[:, :, None] + _HAIR, axis=0)
    # Straightening shortens some heads by a hair near the straight knee, so take the last crossing.
    last = too_long.shape[1] - 1 - np.argmax(too_long[:, ::-1], axis=1)
    first = np.where(np.any(too_long, axis=1), last + 1, 0)
    knee = _KNEES[np.minimum(first, len(_KNEES) - 1)]
    return np.asarray(np.where(first < len(_KNEES), knee, NEVER))


def _calf(knee_deg: Array, ankle_deg: Array) -> Array:
    """Lengths of the calf heads in all references, (references x heads, n)."""
    knee, ankle = np.deg2rad(knee_deg), np.deg2rad(ankle_deg)
    rows = [MUSCLES.index(name) for name in CALF]
    return np.concatenate(
        [
            sagittal_paths(0 * knee, knee, ankle, name).length[rows]
            for name in load_tissues().references
        ]
    )


@lru_cache(maxsize=1)
def _calf_grid() -> Array:
    """The same at every ankle and knee, (heads, ankles, knees): knee and ankle simply add."""
    by_knee = _calf(_KNEES, 0 * _KNEES)
    by_ankle = _calf(0 * ANKLE, ANKLE) - _calf(np.zeros(1), np.zeros(1))
    return by_ankle[:, :, None] + by_knee[:, None, :]


def nerve_map(knee_deg: float) -> Array:
    """Least knee bend at each hip and ankle of the nerve's fine grid, (hip, ankle)."""
    best = _least_by_strain(_best_strain()[None], fine_grid(), knee_deg)[0]
    samples = _least_by_strain(_sample_strain(), sample_grid(), knee_deg)
    share = load_tissues().limits["nerve_share"]
    cautious = np.quantile(samples, share, axis=0, method="higher")
    fine = fine_grid()
    hip, ankle = np.meshgrid(fine["hip"], fine["ankle"], indexing="ij")
    return np.asarray(np.maximum(best, read_map(cautious, sample_grid(), hip, ankle)))


def read_map(surface: Array, grid: Mapping[str, Array], hip: Array, ankle: Array) -> Array:
    """Read a (hip, ankle) map, bilinear; angles beyond the grid count as its nearest end."""
    i, p = _place(grid["hip"], hip)
    j, q = _place(grid["ankle"], ankle)
    near = (1 - q) * surface[i, j] + q * surface[i, j + 1]
    far = (1 - q) * surface[i + 1, j] + q * surface[i + 1, j + 1]
    return np.asarray((1 - p) * near + p * far)


def _place(axis: Array, angle: Array) -> tuple[NDArray[np.intp], Array]:
    place = (np.clip(np.nan_to_num(angle), axis[0], axis[-1]) - axis[0]) / (axis[1] - axis[0])
    lower = np.minimum(place.astype(np.intp), len(axis) - 2)
    return lower, place - lower


def _least_by_strain(strain: Array, grid: Mapping[str, Array], knee_deg: float) -> Array:
    """Per nerve, the least knee bend at each hip and ankle of its grid.

    Strain is straight between knee nodes and falls with the knee, so each crossing is exact.

    Parameters
    ----------
    strain : (n, hip, knee, ankle)

    Returns
    -------
    (n, hip, ankle). [deg]
    """
    limit = _strain_at_pain(strain, grid, knee_deg)[:, None, None]
    knees, over = grid["knee"], strain > limit[:, :, None] + _HAIR
    least = np.zeros((len(strain), strain.shape[1], strain.shape[3]))
    for n in range(len(knees) - 1):
        here, there = strain[:, :, n], strain[:, :, n + 1]
        part = (here - limit) / np.maximum(here - there, 1e-15)
        crossed = over[:, :, n] & ~over[:, :, n + 1]
        least = np.where(crossed, knees[n] + (knees[n + 1] - knees[n]) * part, least)
    return np.where(over[:, :, -1], NEVER, least)


def _strain_at_pain(strain: Array, grid: Mapping[str, Array], knee_deg: float) -> Array:
    known = load_tissues().limits
    i, p = _place(grid["hip"], np.array(known["measured_hip_deg"]))
    j, q = _place(grid["ankle"], np.array(known["measured_ankle_deg"]))
    k, r = _place(grid["knee"], np.array(knee_deg))
    at_hip = (1 - p) * strain[:, i] + p * strain[:, i + 1]
    at_ankle: Array = (1 - q) * at_hip[..., j] + q * at_hip[..., j + 1]
    return np.asarray((1 - r) * at_ankle[:, k] + r * at_ankle[:, k + 1])


@lru_cache(maxsize=1)
def _best_strain() -> Array:
    flat = response_table()["strain"][SITES.index("popliteal")]
    return np.asarray(flat.reshape([len(axis) for axis in fine_grid().values()]))


@lru_cache(maxsize=1)
def _sample_strain() -> Array:
    flat = response_table()["popliteal_samples"]
    return np.asarray(flat.reshape(len(flat), *[len(axis) for axis in sample_grid().values()]))
