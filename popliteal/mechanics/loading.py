"""Raw model values of a posture: every muscle, every nerve site. For research and for the figure.

People are shown only what `popliteal.mechanics.shown` lets through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from popliteal.errors import PostureError
from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.body import REFERENCE_BODY, Person
from popliteal.mechanics.hamstrings import MUSCLES, Paths, paths
from popliteal.mechanics.nerve import SITES, respond, slack_strain, standing_tension
from popliteal.mechanics.posture import ANGLES, Postures, read_postures
from popliteal.mechanics.tissue import stretch_muscle

Value = Any  # float for one posture, else an array of the postures' shape
Load = TypeVar("Load")


@dataclass(frozen=True, slots=True)
class MuscleLoad:
    """One muscle in each posture. Strains are shares of slack length, not percent.

    Arms are positive where pulling would flex the knee, extend, adduct or turn in the hip, or
    point the foot. ``spread`` is largest minus smallest over the reference models, by field name;
    empty for a single reference.
    """

    length_m: Value
    knee_arm_m: Value
    hip_arm_m: Value
    adduction_arm_m: Value
    rotation_arm_m: Value
    ankle_arm_m: Value
    fibre_strain: Value
    tendon_strain: Value
    tension_n: Value
    spread: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class NerveLoad:
    """One nerve site in each posture, compared with standing.

    ``strain`` never falls below the strain at which the nerve hangs slack; ``low`` and ``high``
    bound it (90 % of the models that agree with the studies). ``slide_mm`` is positive towards the
    foot. ``tension_n`` is the whole tension, 0 when slack; its scale is uncertain threefold.
    """

    strain: Value
    low: Value
    high: Value
    slide_mm: Value
    tension_n: Value


@dataclass(frozen=True, slots=True)
class Loads:
    """What a posture does to each muscle and nerve site; each is worked out when asked for."""

    muscle: Mapping[str, MuscleLoad]
    nerve: Mapping[str, NerveLoad]


class _WhenAsked(Mapping[str, Load]):
    """Makes a load on first use and keeps it; an unknown name is a clear error."""

    def __init__(self, noun: str, names: tuple[str, ...], make: Callable[[str], Load]) -> None:
        self._noun, self._names, self._make = noun, names, make
        self._made: dict[str, Load] = {}

    def __getitem__(self, name: str) -> Load:
        if name not in self._names:
            known = ", ".join(self._names)
            raise PostureError(f"{name!r}: no such {self._noun}. Use one of: {known}.")
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def loads(  # noqa: PLR0917 - the signature others rely on
    hip_flexion_deg: ArrayLike,
    knee_flexion_deg: ArrayLike,
    ankle_dorsiflexion_deg: ArrayLike = 0.0,
    neck_flexion_deg: ArrayLike = 0.0,
    trunk_flexion_deg: ArrayLike = 0.0,
    hip_adduction_deg: ArrayLike = 0.0,
    hip_rotation_deg: ArrayLike = 0.0,
    reference: str | None = None,
    person: Person | None = None,
) -> Loads:
    """What a posture does to hamstrings, calf and nerve.

    Parameters
    ----------
    hip_flexion_deg, ... : numbers or arrays that broadcast together. [deg]
        Hip is thigh against pelvis. Flexion, toes up, adduction and turning in are positive.
    reference : "rajagopal2016", "laiuhlrich2023", "gait2392", or None for the mean of the three
    person : size and slack; None for the reference body

    Returns
    -------
    Loads with ``muscle[name]`` and ``nerve[site]``.

    Raises
    ------
    PostureError
        A plain number outside a tissue's range (at once if outside every tissue's, else when that
        tissue is asked for), NaN, a wrong shape or type, an unknown name. Array elements outside a
        tissue's range give NaN instead.

    Notes
    -----
    Ranges in tissues.yaml; muscles as in `hamstrings`, nerve as in `cable`. float32 arrays give
    float32 muscle values.

    Examples
    --------
    >>> l = loads(hip_flexion_deg=80, knee_flexion_deg=[0, 20])
    >>> tension = l.muscle["semimembranosus"].tension_n
    >>> bool(tension[1] < tension[0])  # bending the knee takes tension away
    True
    >>> loads(80, 0, ankle_dorsiflexion_deg=90)
    Traceback (most recent call last):
    popliteal.errors.PostureError: ankle_dorsiflexion_deg is 90. Allowed: -40 to 30 degrees.
    """
    values = (
        hip_flexion_deg,
        knee_flexion_deg,
        ankle_dorsiflexion_deg,
        neck_flexion_deg,
        trunk_flexion_deg,
        hip_adduction_deg,
        hip_rotation_deg,
    )
    postures = read_postures(dict(zip(ANGLES, values, strict=True)))
    muscles = _Muscles(postures, _chosen(reference), person or REFERENCE_BODY)
    return Loads(
        _WhenAsked("muscle", MUSCLES, muscles.load),
        _WhenAsked("site", SITES, lambda site: _nerve_load(postures, site)),
    )


def _chosen(reference: str | None) -> tuple[str, ...]:
    known = tuple(load_tissues().references)
    if reference is None:
        return known
    if reference not in known:
        raise PostureError(
            f"reference is {reference!r}. Use one of: {', '.join(known)}, or None for their mean."
        )
    return (reference,)


class _Muscles:
    """Paths of all six muscles, worked out once per tissue group and reference."""

    def __init__(self, postures: Postures, references: tuple[str, ...], person: Person) -> None:
        self._postures, self._references, self._person = postures, references, person
        self._paths: dict[str, dict[str, Paths]] = {}

    def load(self, muscle: str) -> MuscleLoad:
        group = load_tissues().muscles[muscle]
        good = self._postures.valid(group)
        rows = [self._row(muscle, group, good, reference) for reference in self._references]
        stacked = {name: np.stack([row[name] for row in rows]) for name in rows[0]}

        def finish(reduce: Callable[..., NDArray[Any]]) -> dict[str, Value]:
            values = {name: reduce(value, axis=0) for name, value in stacked.items()}
            return {name: self._postures.finish(value, good) for name, value in values.items()}

        return MuscleLoad(**finish(np.mean), spread=finish(np.ptp) if len(rows) > 1 else {})

    def _row(
        self, muscle: str, group: str, good: NDArray[np.bool_], reference: str
    ) -> dict[str, NDArray[Any]]:
        path, i = self._path(group, good, reference), MUSCLES.index(muscle)
        scale, shift = self._person.scale, self._person.slack_shift_m(reference)
        length = path.length[i] * scale
        stretch = stretch_muscle(length, muscle, reference, shift, scale)
        return {
            "length_m": length,
            "knee_arm_m": path.knee[i] * scale,
            "hip_arm_m": path.hip[i] * scale,
            "adduction_arm_m": path.adduction[i] * scale,
            "rotation_arm_m": path.rotation[i] * scale,
            "ankle_arm_m": path.ankle[i] * scale,
            # Area grows with the square of size, and force with area.
            **{f.name: getattr(stretch, f.name) for f in fields(stretch)},
            "tension_n": stretch.tension_n * scale**2,
        }

    def _path(self, group: str, good: NDArray[np.bool_], reference: str) -> Paths:
        done = self._paths.setdefault(group, {})
        if reference not in done:
            # A calf muscle must not depend on hip angles outside the hamstrings' range.
            crossed = load_tissues().ranges[group]
            hip, knee, ankle, _, _, adduction, rotation = (
                self._postures.radians(name, good & (name in crossed)) for name in ANGLES
            )
            done[reference] = paths(
                hip, knee, ankle, reference, adduction=adduction, rotation=rotation
            )
        return done[reference]


def _nerve_load(postures: Postures, site: str) -> NerveLoad:
    good = postures.valid("nerve")
    neck_and_trunk = load_tissues().ranges["posture"]
    for name in ("neck_flexion_deg", "trunk_flexion_deg"):
        low, high = neck_and_trunk[name]
        good &= (postures.angles[name] >= low) & (postures.angles[name] <= high)
    hip, knee, ankle, neck, trunk, _, _ = (
        np.where(good, postures.angles[name], 0.0) for name in ANGLES
    )
    found = respond(hip, knee, ankle, site, pull=(neck, trunk))
    strain = {name: np.maximum(found[name], slack_strain()) for name in ("strain", "low", "high")}
    return NerveLoad(
        **{name: postures.finish(value, good) for name, value in strain.items()},
        slide_mm=postures.finish(found["slide_mm"], good),
        tension_n=postures.finish(standing_tension(strain["strain"]), good),
    )
