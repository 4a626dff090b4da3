"""What a posture does to the sciatic and tibial nerve: best estimate, interval, change.

The cable of `popliteal.mechanics.cable` has unknowns; their posterior lies in the tissue data and
is sampled here with a fixed seed. Solving the cable takes 0.3 ms a posture, so a response table
over hip, knee and ankle, made by ``python -m bench.fit_nerve``, serves everything that needs many
postures; neck and trunk enter it to first order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from popliteal.knowledge.tissues import load_tissues, nerve_table_path
from popliteal.mechanics.cable import PARAMETERS, Response, solve_cable, straighten_folds

Array = NDArray[np.float64]
SITES = ("conus", "root", "gluteal", "mid_thigh", "popliteal", "ankle", "plantar")
_FINE = {
    "hip": np.arange(0.0, 101, 5),
    "knee": np.arange(0.0, 91, 5),
    "ankle": np.arange(-40.0, 26, 5),
}
_COARSE = {
    "hip": np.arange(0.0, 101, 10),
    "knee": np.arange(0.0, 91, 10),
    "ankle": np.arange(-40.0, 26, 13),
}
_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """A change between two postures with its interval."""

    middle: float
    low: float
    high: float


@lru_cache(maxsize=1)
def best_parameters() -> Array:
    """The centre of the posterior, (11,) in the order of cable.PARAMETERS."""
    posterior = load_tissues().posterior
    mean = np.array(posterior.mean)
    return _to_values(mean)


def sample_parameters(n: int, seed: int) -> Array:
    """Draw parameter sets that agree with the studies, (n, 11).

    Examples
    --------
    >>> bool(np.array_equal(sample_parameters(3, seed=1), sample_parameters(3, seed=1)))
    True
    """
    posterior = load_tissues().posterior
    root = np.linalg.cholesky(np.array(posterior.covariance))
    scores = np.random.default_rng(seed).standard_normal((n, len(PARAMETERS)))
    values = _to_values(np.array(posterior.mean) + scores @ root.T)
    # A joint takes up cable or it does not; a draw on the wrong side of none is read as none.
    values[:, :5] = np.maximum(values[:, :5], 0.0)
    return values


def _to_values(u: Array) -> Array:
    logarithmic = np.array(load_tissues().posterior.logarithmic)
    return np.where(logarithmic, np.exp(np.where(logarithmic, u, 0.0)), u)


def slack_strain() -> float:
    """The strain, compared with standing, at which the nerve hangs slack (negative)."""
    return -float(best_parameters()[PARAMETERS.index("standing_strain")])


def standing_tension(strain: Array) -> Array:
    """Tension at a strain compared with standing, best estimate, in newtons."""
    shape, best = load_tissues().nerve, best_parameters()
    standing, stiffness = -slack_strain(), best[PARAMETERS.index("stiffness_n")]
    total = np.maximum(np.asarray(strain, dtype=np.float64) + standing, 0.0)
    return np.asarray(stiffness * straighten_folds(total, shape.toe_share * standing, 0.0))


def respond(
    hip: Array, knee: Array, ankle: Array, site: str, *, pull: tuple[Array, Array]
) -> Mapping[str, Array]:
    """Strain (not clipped), its interval and slide at one site, from the table.

    Parameters
    ----------
    hip, knee, ankle : (n,) inside the nerve's range. [deg]
    pull : neck and trunk flexion, (n,) each. [deg]

    Returns
    -------
    strain, low, high [-] and slide_mm, (n,) each.
    """
    table, i = response_table(), SITES.index(site)
    fine = _corners(_FINE, hip, knee, ankle)
    coarse = _corners(_COARSE, hip, knee, ankle)
    strain = _add_pull(fine, table["strain"][i], table["strain_by_pull"][i], pull)
    slide = _add_pull(fine, table["slide_mm"][i], table["slide_by_pull"][i], pull)
    # The interval's width is smooth enough for the coarse grid, its middle is not.
    width = [_mix(coarse, table[name][i]) for name in ("below", "above")]
    return {
        "strain": strain,
        "slide_mm": slide,
        "low": strain - width[0],
        "high": strain + width[1],
    }


def _add_pull(corners: _Corners, still: Array, by_pull: Array, pull: tuple[Array, Array]) -> Array:
    value = _mix(corners, still)
    for angle, per_degree in zip(pull, by_pull, strict=True):
        if np.any(angle):
            value = value + angle * _mix(corners, per_degree)
    return value


@dataclass(frozen=True, slots=True)
class _Corners:
    """Flat indices and weights of the eight grid points round each posture."""

    indices: tuple[NDArray[np.intp], ...]
    weights: tuple[Array, ...]


def _corners(grid: Mapping[str, Array], hip: Array, knee: Array, ankle: Array) -> _Corners:
    below, part, stride = [], [], []
    for name, angle in (("hip", hip), ("knee", knee), ("ankle", ankle)):
        axis = grid[name]
        place = (np.asarray(angle) - axis[0]) / (axis[1] - axis[0])
        lower = np.clip(place.astype(np.intp), 0, len(axis) - 2)
        below.append(lower)
        part.append(place - lower)
        stride.append(len(axis))
    base = (below[0] * stride[1] + below[1]) * stride[2] + below[2]
    steps = (stride[1] * stride[2], stride[2], 1)
    indices, weights = [], []
    for bits in np.ndindex(2, 2, 2):
        indices.append(base + sum(b * s for b, s in zip(bits, steps, strict=True)))
        weight = np.ones_like(part[0])
        for bit, p in zip(bits, part, strict=True):
            weight = weight * (p if bit else 1 - p)
        weights.append(weight)
    return _Corners(tuple(indices), tuple(weights))


def _mix(corners: _Corners, values: Array) -> Array:
    flat = values.reshape(-1)
    pairs = zip(corners.indices, corners.weights, strict=True)
    return np.asarray(sum(flat[i] * w for i, w in pairs))


@dataclass(frozen=True, slots=True)
class Sampled:
    """Some postures under the best estimate (first row) and under each sample, (1 + samples, n)."""

    strain: Array
    slide_mm: Array

    def change(self, before: int, after: int) -> Change | None:
        """Relative change of strain over standing; None where there is next to none to change."""
        shown = load_tissues().shown
        if self.strain[0, before] < shown["least_strain"]:
            return None
        stretched = np.maximum(self.strain, 0.0)
        here, there = stretched[:, before], stretched[:, after]
        return _with_interval((there - here) / np.maximum(here, shown["least_strain"]))

    def slide(self, before: int, after: int) -> Change:
        """Slide from one posture to another, positive towards the foot, in millimetres."""
        return _with_interval(self.slide_mm[:, after] - self.slide_mm[:, before])


def _with_interval(values: Array) -> Change:
    tail = (1 - load_tissues().shown["interval"]) / 2
    low, high = np.quantile(values[1:], [tail, 1 - tail])
    return Change(float(values[0]), min(float(low), values[0]), max(float(high), values[0]))


def sample_postures(postures_deg: Array, site: str = "popliteal") -> Sampled:
    """Solve the cable itself in some postures, for the best estimate and every sample.

    Parameters
    ----------
    postures_deg : (n, 5) hip, knee, ankle, neck, trunk. [deg]
    """
    known, i = load_tissues(), SITES.index(site)
    samples = sample_parameters(known.shown["samples"], known.limits["seed"])
    nerves = np.concatenate([best_parameters()[None], samples])
    n = len(postures_deg)
    found = solve_cable(np.repeat(nerves, n, axis=0), np.tile(postures_deg, (len(nerves), 1)))
    return Sampled(found.strain[:, i].reshape(-1, n), found.slide_mm[:, i].reshape(-1, n))


def read_samples(postures_deg: Array) -> Sampled:
    """The same behind the knee from the table: in no time, head and trunk upright.

    Parameters
    ----------
    postures_deg : (n, 3) hip, knee, ankle, inside the nerve's range. [deg]
    """
    hip, knee, ankle = postures_deg.T
    table, i = response_table(), SITES.index("popliteal")
    fine, coarse = _corners(_FINE, hip, knee, ankle), _corners(_COARSE, hip, knee, ankle)

    def rows(best: str, samples: str) -> Array:
        first = _mix(fine, table[best][i])
        return np.stack([first, *(_mix(coarse, values) for values in table[samples])])

    return Sampled(rows("strain", "popliteal_samples"), rows("slide_mm", "popliteal_slide_samples"))


def relative_change(before_deg: Array, after_deg: Array, site: str = "popliteal") -> Change | None:
    """How much less or more the nerve is stretched than when standing, after against before.

    Parameters
    ----------
    before_deg, after_deg : (5,) hip, knee, ankle, neck, trunk. [deg]

    Returns
    -------
    The change with its interval, or None where there is next to no stretch to change.

    Examples
    --------
    >>> change = relative_change(np.array([80.0, 0, 0, 0, 0]), np.array([80.0, 20, 0, 0, 0]))
    >>> change.low <= change.middle <= change.high < 0
    True
    """
    return sample_postures(np.stack([before_deg, after_deg]), site).change(0, 1)


@lru_cache(maxsize=1)
def response_table() -> Mapping[str, Array]:
    """The shipped table, as made by `make_table`."""
    with np.load(nerve_table_path()) as file:
        return {name: file[name].astype(np.float64) for name in file.files}


def fine_grid() -> Mapping[str, Array]:
    """Axes, in degrees, of the table of the best estimate."""
    return _FINE


def sample_grid() -> Mapping[str, Array]:
    """Axes, in degrees, of the table of samples used for limits."""
    return _COARSE


def write_table() -> None:
    """Write the response table from the shipped posterior (about a minute)."""
    best_parameters.cache_clear()
    table = {name: value.astype(np.float32) for name, value in make_table().items()}
    np.savez_compressed(nerve_table_path(), allow_pickle=False, **table)


def make_table() -> dict[str, Array]:
    """Solve the cable on the grids: best estimate fine, samples coarse."""
    best = best_parameters()
    fine, coarse = _postures(_FINE), _postures(_COARSE)
    still = _solve_many(best, fine)
    step = 10.0
    pulled = [_solve_many(best, fine + step * np.eye(5)[j]) for j in (3, 4)]
    limits, shown = load_tissues().limits, load_tissues().shown
    samples = sample_parameters(limits["nerve_samples"], limits["seed"])
    sampled = [_solve_many(one, coarse) for one in samples]
    strain = np.stack([one.strain for one in sampled])
    popliteal = SITES.index("popliteal")
    middle = _solve_many(best, coarse).strain
    tail = (1 - shown["interval"]) / 2
    low, high = np.quantile(strain, [tail, 1 - tail], axis=0)
    return {
        "strain": still.strain.T,
        "slide_mm": still.slide_mm.T,
        "strain_by_pull": np.stack([(p.strain - still.strain).T / step for p in pulled], 1),
        "slide_by_pull": np.stack([(p.slide_mm - still.slide_mm).T / step for p in pulled], 1),
        "below": np.maximum(middle - low, 0.0).T,
        "above": np.maximum(high - middle, 0.0).T,
        "popliteal_samples": strain[:, :, popliteal],
        "popliteal_slide_samples": np.stack([one.slide_mm[:, popliteal] for one in sampled]),
    }


def _postures(grid: Mapping[str, Array]) -> Array:
    hip, knee, ankle = np.meshgrid(grid["hip"], grid["knee"], grid["ankle"], indexing="ij")
    nothing = np.zeros(hip.size)
    return np.stack([hip.ravel(), knee.ravel(), ankle.ravel(), nothing, nothing], 1)


def _solve_many(parameters: Array, postures: Array) -> Response:
    parts = [
        solve_cable(parameters, postures[i : i + _CHUNK]) for i in range(0, len(postures), _CHUNK)
    ]
    return Response(
        np.concatenate([p.strain for p in parts]),
        np.concatenate([p.slide_mm for p in parts]),
        np.concatenate([p.tension_n for p in parts]),
    )
