"""The nerve as one elastic cable in a moving bed: the equations and how they are solved.

Arc length s runs from the end of the spinal cord (0) to the sole. The cable slides by w(s) against
its bed and is stretched by e(s) compared with standing (all angles zero)::

    e = w' + sum_j r_j angle_j phi_j(s)        T = EA f(e0 + e)        T' = k(s) w

phi_j spreads what joint j takes up of the cable over the joint's width; k is the grip of the bed.
Two laws f: ``linear`` f(x) = x, and ``toe``, where the nerve carries nothing until its folds are
straight (x = 0), little in its soft part, and is linear beyond. When standing, x = e0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from popliteal.errors import PostureError
from popliteal.knowledge.tissues import NerveShape, load_tissues

Array = NDArray[np.float64]
ANGLES = ("hip", "knee", "ankle", "neck", "trunk")
LAWS = ("linear", "toe")
PARAMETERS = (
    "hip_mm_per_deg",
    "knee_mm_per_deg",
    "ankle_mm_per_deg",
    "trunk_mm_per_deg",
    "conus_mm_per_deg",
    "limb_mm",
    "foot_mm",
    "conus_spring",
    "foramen_spring",
    "stiffness_n",
    "standing_strain",
)
_TOLERANCE = 1e-12
_MOST_STEPS = 60
_MOST_HALVINGS = 12


@dataclass(frozen=True, slots=True)
class Response:
    """What a posture does to the nerve, (..., site): all compared with standing.

    ``strain`` is not clipped: below minus the standing strain the nerve hangs in folds.
    ``slide_mm`` is positive towards the foot. ``tension_n`` is the tension added to standing.
    """

    strain: Array
    slide_mm: Array
    tension_n: Array


@dataclass(frozen=True, slots=True)
class Mesh:
    """Nodes, joint shares per element, and the weights that read a site off the solution."""

    step_mm: float
    nodes_mm: Array
    shares: Array
    foramen: int
    strain_weights: Array
    slide_weights: Array


@lru_cache(maxsize=4)
def build_mesh(shape: NerveShape | None = None, step_mm: float | None = None) -> Mesh:
    """Cut the cable into elements.

    Examples
    --------
    >>> build_mesh().nodes_mm.shape, build_mesh().shares.shape
    ((267,), (266, 4))
    """
    shape = shape or load_tissues().nerve
    step = step_mm or shape.mesh_mm
    nodes = np.asarray(np.arange(round(shape.length_mm / step) + 1) * step, dtype=np.float64)
    shares = [_share(nodes, *shape.joints_mm[name]) for name in ("hip", "knee", "ankle", "trunk")]
    strain, slide = _site_weights(shape, nodes, step)
    return Mesh(step, nodes, np.stack(shares, -1), round(shape.foramen_mm / step), strain, slide)


def _share(nodes: Array, centre_mm: float, width_mm: float) -> Array:
    """Mean over each element of a raised cosine of unit area, per millimetre."""
    u = np.clip((nodes - centre_mm) / (width_mm / 2), -1.0, 1.0)
    area = 0.5 * (1 + u + np.sin(np.pi * u) / np.pi)
    return np.diff(area) / np.diff(nodes)


def _site_weights(shape: NerveShape, nodes: Array, step: float) -> tuple[Array, Array]:
    places = np.array(list(shape.sites_mm.values()))
    middles = nodes[:-1] + step / 2
    near = np.abs(middles[:, None] - places) < shape.site_width_mm / 2
    slide = np.maximum(0.0, 1 - np.abs(nodes[:, None] - places) / step)
    return near / near.sum(axis=0), slide


def solve_cable(
    parameters: Array, angles_deg: Array, law: str = "toe", mesh: Mesh | None = None
) -> Response:
    """Solve one cable per row.

    Parameters
    ----------
    parameters : (n, 11) or (11,)
        In the order and units of `PARAMETERS`.
    angles_deg : (n, 5) or (5,)
        In the order of `ANGLES`. [deg]
    law : "toe" or "linear"

    Returns
    -------
    Response of (n, 7) arrays, sites in the order of tissues.yaml.

    Raises
    ------
    PostureError
        An unknown law, or the equations did not settle (never seen inside the valid range).

    Examples
    --------
    >>> from popliteal.mechanics.nerve import best_parameters
    >>> straight, bent = [[80, 0, 0, 0, 0]], [[80, 20, 0, 0, 0]]
    >>> load = lambda posture: solve_cable(best_parameters(), np.array(posture)).strain[0, 4]
    >>> bool(load(bent) < load(straight))
    True
    """
    if law not in LAWS:
        raise PostureError(f"law is {law!r}. Use one of: {', '.join(LAWS)}.")
    mesh = mesh or build_mesh()
    problem = _pose(np.atleast_2d(parameters), np.atleast_2d(angles_deg), law, mesh)
    slide = _settle(problem)
    return _read(problem, slide)


def straighten_folds(strain: Array, soft_until: Array | float, residual: float) -> Array:
    """The toe law f in units of EA: nothing in folds, quadratic where soft, then linear.

    ``strain`` counts from slack (standing plus added).

    Examples
    --------
    >>> straighten_folds(np.array([-0.01, 0.0, 0.02, 0.04]), 0.02, 0.0).round(3).tolist()
    [0.0, 0.0, 0.01, 0.03]
    """
    inside = np.clip(strain, 0.0, soft_until)
    toe = inside * inside / (2 * np.asarray(soft_until)) + np.maximum(strain - soft_until, 0.0)
    return np.asarray(residual * strain + (1 - residual) * toe)


def _slope(strain: Array, soft_until: Array, residual: float) -> Array:
    return np.asarray(residual + (1 - residual) * np.clip(strain, 0.0, soft_until) / soft_until)


@dataclass(frozen=True, slots=True)
class _Problem:
    """One cable per column, forces in units of EA."""

    mesh: Mesh
    linear: bool
    residual: float
    soft_until: Array
    standing: Array
    taken_up: Array
    grip: Array
    conus_spring: Array
    conus_pull_mm: Array
    stiffness_n: Array

    def force(self, strain: Array) -> Array:
        return strain if self.linear else straighten_folds(strain, self.soft_until, self.residual)

    def slope(self, strain: Array) -> Array:
        return (
            np.ones_like(strain) if self.linear else _slope(strain, self.soft_until, self.residual)
        )

    def strain(self, slide: Array) -> Array:
        return np.diff(slide, axis=0) / self.mesh.step_mm + self.taken_up + self.standing

    def imbalance(self, slide: Array) -> Array:
        """What is missing to rest at each free node."""
        force = self.force(self.strain(slide))
        missing = force - self.grip[:-1] * slide[:-1]
        missing[1:] -= force[:-1]
        missing[0] -= self.force(self.standing)
        missing[0] -= self.conus_spring * (slide[0] - self.conus_pull_mm)
        return missing


def _pose(parameters: Array, angles: Array, law: str, mesh: Mesh) -> _Problem:
    shape = load_tissues().nerve
    value = dict(zip(PARAMETERS, parameters.T, strict=True))
    angle = dict(zip(ANGLES, angles.T, strict=True))
    joints = np.stack(
        [
            value["hip_mm_per_deg"] * angle["hip"],
            -value["knee_mm_per_deg"] * angle["knee"],
            value["ankle_mm_per_deg"] * angle["ankle"],
            value["trunk_mm_per_deg"] * angle["trunk"],
        ]
    )
    n = joints.shape[1]
    grip = _grip(mesh, shape, value)
    return _Problem(
        mesh=mesh,
        linear=law == "linear",
        residual=shape.residual_stiffness,
        soft_until=shape.toe_share * value["standing_strain"],
        standing=np.broadcast_to(0.0 if law == "linear" else value["standing_strain"], (n,)),
        taken_up=mesh.shares @ joints,
        grip=np.broadcast_to(grip, (len(grip), n)),
        conus_spring=value["conus_spring"] / shape.spring_unit_mm,
        conus_pull_mm=-value["conus_mm_per_deg"] * (angle["neck"] + angle["trunk"]),
        stiffness_n=np.broadcast_to(value["stiffness_n"], (n,)),
    )


def _grip(mesh: Mesh, shape: NerveShape, value: dict[str, Array]) -> Array:
    """Grip of the bed on each node, per millimetre."""
    s = mesh.nodes_mm[:, None]
    foot = s > shape.ankle_bed_mm
    limb = (s >= shape.foramen_mm) & ~foot
    grip = mesh.step_mm * (limb / value["limb_mm"] ** 2 + foot / value["foot_mm"] ** 2)
    grip[mesh.foramen] += value["foramen_spring"] / shape.spring_unit_mm
    return np.asarray(grip)


def _settle(problem: _Problem) -> Array:
    """Newton's method; a step that leaves a cable further out of balance is halved."""
    slide = np.zeros_like(problem.grip)
    missing = problem.imbalance(slide)
    for _ in range(_MOST_STEPS):
        out = np.abs(missing).max(axis=0)
        if out.max(initial=0.0) < _TOLERANCE:
            return slide
        step = _newton_step(problem, slide, missing)
        for _ in range(_MOST_HALVINGS):
            trial = slide.copy()
            trial[:-1] += step
            missing = problem.imbalance(trial)
            worse = np.abs(missing).max(axis=0) > np.maximum(out, _TOLERANCE)
            if not worse.any():
                break
            step = np.where(worse, step / 2, step)
        slide = trial
    raise PostureError("the nerve cable did not settle. Use angles inside the nerve's range.")


def _newton_step(problem: _Problem, slide: Array, missing: Array) -> Array:
    slope = problem.slope(problem.strain(slide)) / problem.mesh.step_mm
    middle = problem.grip[:-1] + slope
    middle[1:] += slope[:-1]
    middle[0] += problem.conus_spring
    return solve_tridiagonal(-slope[:-1], middle, missing)


def solve_tridiagonal(side: Array, middle: Array, right: Array) -> Array:
    """Solve symmetric tridiagonal systems, one per column.

    Parameters
    ----------
    side : (m - 1, n) entries beside the diagonal
    middle, right : (m, n)

    Examples
    --------
    >>> one = np.ones((2, 1))
    >>> solve_tridiagonal(one[:1], 2 * one, 3 * one).ravel().tolist()
    [1.0, 1.0]
    """
    m = len(middle)
    ahead, answer = np.empty_like(middle), np.empty_like(right)
    ahead[0], answer[0] = 0.0, right[0] / middle[0]
    pivot = middle[0]
    for i in range(1, m):
        ahead[i - 1] = side[i - 1] / pivot
        pivot = middle[i] - side[i - 1] * ahead[i - 1]
        answer[i] = (right[i] - side[i - 1] * answer[i - 1]) / pivot
    for i in range(m - 2, -1, -1):
        answer[i] -= ahead[i] * answer[i + 1]
    return answer


def _read(problem: _Problem, slide: Array) -> Response:
    total = problem.strain(slide)
    added = problem.force(total) - problem.force(problem.standing)
    weights = problem.mesh.strain_weights.T
    return Response(
        strain=(weights @ (total - problem.standing)).T,
        slide_mm=(problem.mesh.slide_weights.T @ slide).T,
        tension_n=(problem.stiffness_n * (weights @ added)).T,
    )
