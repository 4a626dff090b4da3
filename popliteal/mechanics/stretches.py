"""The best stretch inside a person's region, and what nerve glides do on their way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from popliteal.errors import PostureError
from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.envelope import Limits, least_knee
from popliteal.mechanics.hamstrings import MUSCLES, TWO_JOINT, sagittal_paths
from popliteal.mechanics.nerve import respond, slack_strain

Array = NDArray[np.float64]
GLIDES = ("slider", "tensioner")
_STEPS = 21
# Stretches that come this near to the longest are as good; then the nerve decides.
_AS_GOOD = 0.97


@dataclass(frozen=True, slots=True)
class Stretch:
    """A posture that stretches the hamstrings most and the nerve least inside a region, in degrees.

    ``lengthening`` is the share of the length gained from standing to the end of a usual straight
    leg raise (hip 90, knee straight).
    """

    hip_flexion_deg: float
    knee_flexion_deg: float
    ankle_dorsiflexion_deg: float
    lengthening: float


@dataclass(frozen=True, slots=True)
class Glide:
    """A nerve glide, posture by posture, (n,) each, and what the nerve behind the knee does.

    ``slide_mm`` is how far it travels in all; ``strain_change`` is strain at the end minus at the
    start, so negative when the glide ends easier than it began.
    """

    name: str
    hip_flexion_deg: tuple[float, ...]
    knee_flexion_deg: tuple[float, ...]
    ankle_dorsiflexion_deg: tuple[float, ...]
    slide_mm: float
    strain_change: float


def best_stretch(
    person: Limits,
    hip_flexion_deg: tuple[float, float] = (0.0, 90.0),
    at_least_knee_deg: float = 0.0,
) -> Stretch | None:
    """Find the posture with most hamstring lengthening at least nerve load that a person can use.

    Parameters
    ----------
    hip_flexion_deg : lowest and highest hip angle to consider. [deg]
    at_least_knee_deg : the knee bends at least so much, whatever the person's limit. [deg]

    Returns
    -------
    The stretch, or None if no posture is inside the region.

    Examples
    --------
    >>> from popliteal.mechanics.envelope import limits
    >>> stretch = best_stretch(limits(30))
    >>> stretch.knee_flexion_deg > 0 and stretch.ankle_dorsiflexion_deg < 0
    True
    """
    hips = np.arange(hip_flexion_deg[0], hip_flexion_deg[1] + 0.5)
    # Pulling the toes up stretches no hamstring, so nothing above a flat foot is worth trying.
    hip, ankle = (x.ravel() for x in np.meshgrid(hips, [-20.0, -10.0, 0.0], indexing="ij"))
    knee = np.ceil(2 * least_knee(hip, ankle, person)) / 2 if person.measured else 0 * hip
    knee = np.maximum(knee, at_least_knee_deg)
    inside = knee <= load_tissues().ranges["nerve"]["knee_flexion_deg"][1]
    if not inside.any():
        return None
    hip, knee, ankle = hip[inside], knee[inside], ankle[inside]
    gain = lengthening(hip, knee)
    none = np.zeros_like(hip)
    strain = respond(np.clip(hip, 0, 100), knee, ankle, "popliteal", pull=(none, none))["strain"]
    good = gain >= gain.max() - (1 - _AS_GOOD)
    i = int(np.argmin(np.where(good, strain, np.inf)))
    return Stretch(float(hip[i]), float(knee[i]), float(ankle[i]), round(float(gain[i]), 3))


def lengthening(hip_flexion_deg: Array, knee_flexion_deg: Array) -> Array:
    """Hamstring length gained since standing, as share of that gained at hip 90, knee straight.

    Examples
    --------
    >>> lengthening(np.array([0.0, 90.0]), np.zeros(2)).round(6).tolist()
    [0.0, 1.0]
    """
    hip = np.deg2rad(np.concatenate([[0.0, 90.0], hip_flexion_deg]))
    knee = np.deg2rad(np.concatenate([[0.0, 0.0], knee_flexion_deg]))
    rows = [MUSCLES.index(name) for name in TWO_JOINT]
    length = np.mean(
        [
            sagittal_paths(hip, knee, 0 * hip, name).length[rows].mean(axis=0)
            for name in load_tissues().references
        ],
        axis=0,
    )
    return np.asarray((length[2:] - length[0]) / (length[1] - length[0]))


def plan_glide(name: str, person: Limits) -> Glide | None:
    """A slider or tensioner whose every posture lies in the person's region.

    Slider: the hip opens from 90 to 30 while the knee straightens, so the nerve moves much and is
    stretched little. Tensioner: the hip stays at 90 while the knee straightens, so the nerve is
    pulled from both ends. The knee straightens only as far as the region lets it.

    Returns
    -------
    The glide, or None if the person's region leaves no room for it.

    Examples
    --------
    >>> from popliteal.mechanics.envelope import limits
    >>> slider, tensioner = (plan_glide(name, limits(None)) for name in GLIDES)
    >>> slider.slide_mm > 2 * tensioner.slide_mm and slider.strain_change < tensioner.strain_change
    True
    """
    if name not in GLIDES:
        raise PostureError(f"glide is {name!r}. Use one of: {', '.join(GLIDES)}.")
    way = np.linspace(0, 1, _STEPS)
    hip = 90 - (60 * way if name == "slider" else 0 * way)
    ankle = np.zeros(_STEPS)
    knee = 80 - 60 * way
    if person.measured:
        knee = np.maximum(knee, np.ceil(2 * least_knee(hip, ankle, person)) / 2)
    if np.isnan(knee).any() or knee[0] > load_tissues().ranges["nerve"]["knee_flexion_deg"][1]:
        return None
    none = np.zeros(_STEPS)
    nerve = respond(hip, knee, ankle, "popliteal", pull=(none, none))
    strain = np.maximum(nerve["strain"], slack_strain())
    return Glide(
        name=name,
        hip_flexion_deg=tuple(hip.tolist()),
        knee_flexion_deg=tuple(knee.tolist()),
        ankle_dorsiflexion_deg=tuple(ankle.tolist()),
        slide_mm=float(np.ptp(nerve["slide_mm"])),
        strain_change=float(strain[-1] - strain[0]),
    )
