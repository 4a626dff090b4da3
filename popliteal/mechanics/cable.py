"""The nerve as one elastic cable in a moving bed: the equations and how they are solved.

Arc length s runs from the end of the spinal cord (0) to the sole. The cable slides by w(s) against
its bed and is stretched by e(s) compared with standing (all angles zero)::

    e = w' + sum_j r_j angle_j phi_j(s)        T = EA f(e0 + e)        T' = k(s) w

phi_j spreads what joint j takes up of the cable over the joint's width; k is the grip of the bed.
Two laws f: ``linear`` f(x) = x, and ``toe``, where the nerve carries nothing until its folds are
straight (x = 0), little until the standing strain e0, and is linear beyond.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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
    nodes = np.arange(round(shape.length_mm / step) + 1) * step
    shares = [_share(nodes, *shape.joints_mm[name]) for name in ("hip", "knee", "ankle", "trunk")]
    strain, slide = _site_weights(shape, nodes, step)
    return Mesh(step, nodes, np.stack(shares, -1), round(shape.foramen_mm / step), strain, slide)


def _share(nodes: Array, centre_mm: float, width_mm: float) -> Array:
    """Mean over each element of a raised cosine of unit area. [1/mm]"""
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
    rows, angles = np.broadcast_arrays(
        np.atleast_2d(parameters)[:, None, :], np.atleast_2d(angles_deg)[:, :, None]
    ) if False else _pair(np.atleast_2d(parameters), np.atleast_2d(angles_deg))
    problem = _Problem(rows, angles, law, mesh)
    slide = problem.settle()
    return problem.read(slide)


def _pair(parameters: Array, angles: Array) -> tuple[Array, Array]:
    n = max(len(parameters), len(angles))
    return (
        np.broadcast_to(parameters, (n, parameters.shape[1])),
        np.broadcast_to(angles, (n, angles.shape[1])),
    )
