"""Only what may be shown of a posture: relative change with interval, direction, and slide.

Raw strains and newtons stay inside: strain near the hip is not credible, tension is uncertain
threefold, and no study gives a size to what neck, adduction or rotation do. What is left still
answers the question people have: what would a small change of this posture do?
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import radians
from typing import Any

import numpy as np
from numpy.typing import NDArray

from popliteal.knowledge.load import load
from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.hamstrings import CALF, MUSCLES, TWO_JOINT
from popliteal.mechanics.nerve import Change, sample_postures
from popliteal.mechanics.posture import read_postures
from popliteal.mechanics.single import one_posture
from popliteal.mechanics.tissue import stretch_muscle

Angles = dict[str, float]
Words = Mapping[str, str]
_NECK_STEP_DEG = 20.0
# Below this share a change is called none: less than a person or a model can tell.
_NOTICEABLE = 0.01


@dataclass(frozen=True, slots=True)
class TissueChange:
    """What a step does to one tissue.

    ``direction`` is "less", "more" or "same". ``change`` is relative (-0.25 = a quarter less) with
    ``low`` and ``high``; all three are None where only the direction may be shown.
    """

    tissue: str
    direction: str
    change: float | None
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One small change of posture and what it does. ``id`` is stable."""

    id: str
    text: str
    posture: Angles
    changes: tuple[TissueChange, ...]


@dataclass(frozen=True, slots=True)
class Slide:
    """How far the nerve behind the knee has slid since standing, towards the foot positive."""

    millimetres: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A posture as it may be shown: which tissues it stretches, and what small steps would do."""

    posture: Angles
    stretched: dict[str, bool]
    slide_mm: Slide
    steps: tuple[Step, ...]
    directions: dict[str, str]
    note: str

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def show_posture(
    hip_flexion_deg: float,
    knee_flexion_deg: float,
    ankle_dorsiflexion_deg: float = 0.0,
    *,
    neck_flexion_deg: float = 0.0,
    trunk_flexion_deg: float = 0.0,
    words: Words | None = None,
) -> Shown:
    """What this posture stretches, and what 10 degrees of knee, less toe-pull, or head up would do.

    Parameters
    ----------
    words : the `words` of a knowledge in another language; English if not given

    Raises
    ------
    PostureError
        An angle outside the range of hamstrings, calf or nerve.

    Examples
    --------
    >>> shown = show_posture(80, 0)
    >>> bend = shown.steps[0]
    >>> bend.id, [(change.tissue, change.direction) for change in bend.changes][0]
    ('more_knee_bend', ('hamstrings', 'less'))
    """
    posture = {
        "hip_flexion_deg": float(hip_flexion_deg),
        "knee_flexion_deg": float(knee_flexion_deg),
        "ankle_dorsiflexion_deg": float(ankle_dorsiflexion_deg),
        "neck_flexion_deg": float(neck_flexion_deg),
        "trunk_flexion_deg": float(trunk_flexion_deg),
    }
    check_posture(posture)
    said = load().words if words is None else words
    after = _neighbours(posture)
    nerve = sample_postures(np.stack([_vector(p) for p in (_STANDING, posture, *after.values())]))
    slide = nerve.slide(0, 1)
    return Shown(
        posture=posture,
        stretched={
            "hamstrings": is_pulled(summed_tension(posture, TWO_JOINT)),
            "calf": is_pulled(summed_tension(posture, CALF)),
            "nerve": bool(nerve.strain[0, 1] > load_tissues().shown["least_strain"]),
        },
        slide_mm=Slide(round(slide.middle, 1), round(slide.low, 1), round(slide.high, 1)),
        steps=tuple(
            _step(name, (posture, after[name]), nerve.change(1, 2 + i), said)
            for i, name in enumerate(after)
        ),
        directions={way: said[f"direction_{way}"] for way in _DIRECTIONS},
        note=said["posture_note"],
    )


_STANDING = {
    "hip_flexion_deg": 0.0,
    "knee_flexion_deg": 0.0,
    "ankle_dorsiflexion_deg": 0.0,
    "neck_flexion_deg": 0.0,
    "trunk_flexion_deg": 0.0,
}
# johnson1997 (neck), breig1979 (turning in), martin2017 (less with the thigh out to the side).
_DIRECTIONS = ("neck_flexion", "hip_adduction", "hip_rotation_in")


def check_posture(posture: Angles) -> None:
    """Refuse a posture outside the range of a tissue."""
    postures = read_postures(posture | {"hip_adduction_deg": 0.0, "hip_rotation_deg": 0.0})
    for tissue in ("hamstrings", "calf", "nerve"):
        postures.valid(tissue)


def _vector(posture: Angles) -> NDArray[np.float64]:
    return np.array([posture[name] for name in _STANDING])


def _neighbours(posture: Angles) -> dict[str, Angles]:
    """The small steps that stay inside the nerve's range."""
    shown, ranges = load_tissues().shown, load_tissues().ranges
    knee, ankle = shown["knee_step_deg"], shown["ankle_step_deg"]
    steps = {}
    if posture["knee_flexion_deg"] + knee <= ranges["nerve"]["knee_flexion_deg"][1]:
        steps["more_knee_bend"] = _moved(posture, "knee_flexion_deg", knee)
    if posture["ankle_dorsiflexion_deg"] - ankle >= ranges["nerve"]["ankle_dorsiflexion_deg"][0]:
        steps["less_toe_pull"] = _moved(posture, "ankle_dorsiflexion_deg", -ankle)
    neck = posture["neck_flexion_deg"]
    lowest = ranges["posture"]["neck_flexion_deg"][0]
    lift = -neck if neck > 0 else max(lowest, neck - _NECK_STEP_DEG) - neck
    steps["head_up"] = _moved(posture, "neck_flexion_deg", lift)
    return steps


def _moved(posture: Angles, angle: str, degrees: float) -> Angles:
    return posture | {angle: posture[angle] + degrees}


def _step(name: str, ends: tuple[Angles, Angles], nerve: Change | None, said: Words) -> Step:
    after = ends[1]
    text = said[f"step_{name}"].format(**load_tissues().shown)
    if name == "head_up":
        nothing = (0.0, 0.0, 0.0)
        only_direction = TissueChange("nerve", "less", None, None, None, said["less_nerve_unknown"])
        changes = (
            tissue_change("hamstrings", nothing, said),
            tissue_change("calf", nothing, said),
            only_direction,
        )
        return Step(name, text, after, changes)
    sizes = None if nerve is None else (nerve.middle, nerve.low, nerve.high)
    changes = (
        muscle_change("hamstrings", TWO_JOINT, ends, said),
        muscle_change("calf", CALF, ends, said),
        tissue_change("nerve", sizes, said),
    )
    return Step(name, text, after, changes)


def muscle_change(
    tissue: str, muscles: tuple[str, ...], ends: tuple[Angles, Angles], said: Words
) -> TissueChange:
    """Relative change of the muscles' summed tension; the interval spans the reference models."""
    here, there = (summed_tension(posture, muscles) for posture in ends)
    if not is_pulled(here):
        return tissue_change(tissue, None, said)
    pulled = here > 0
    each = (there[pulled] - here[pulled]) / here[pulled]
    middle = float((there.sum() - here.sum()) / here.sum())
    return tissue_change(
        tissue, (middle, min(float(each.min()), middle), max(float(each.max()), middle)), said
    )


def is_pulled(tension_n: NDArray[np.float64]) -> bool:
    """Whether there is enough tension for a change of it to mean something."""
    return bool(tension_n.mean() > load_tissues().shown["least_tension_n"])


def summed_tension(posture: Angles, muscles: tuple[str, ...]) -> NDArray[np.float64]:
    """Summed tension of these muscles in each reference model. (references,)."""
    hip, knee, ankle = (radians(posture[name]) for name in list(_STANDING)[:3])
    sums = []
    for name, reference in load_tissues().references.items():
        rows = one_posture(hip, knee, ankle, name)
        lengths = {muscle: np.array(row[0]) for muscle, row in zip(MUSCLES, rows, strict=True)}
        shift = reference.slack_shift_m
        sums.append(
            sum(float(stretch_muscle(lengths[m], m, name, shift).tension_n) for m in muscles)
        )
    return np.array(sums)


def tissue_change(
    tissue: str, sizes: tuple[float, float, float] | None, said: Words
) -> TissueChange:
    """A change in words, from middle, low and high; None where there is next to none to change."""
    if sizes is None:
        return TissueChange(tissue, "same", None, None, None, said[f"slack_{tissue}"])
    middle, low, high = (round(size, 2) for size in sizes)
    if abs(middle) < _NOTICEABLE:
        return TissueChange(tissue, "same", middle, low, high, said[f"same_{tissue}"])
    direction = "less" if middle < 0 else "more"
    near, far = sorted((abs(low), abs(high)))
    # Twice as much lies as far from 1 as nothing at all does, on the other side.
    whole = middle < 0 and near >= 1 - _NOTICEABLE
    text = said[f"off_{tissue}" if whole else f"{direction}_{tissue}"].format(
        share=f"{abs(middle):.0%}", near=f"{near:.0%}", far=f"{far:.0%}"
    )
    return TissueChange(tissue, direction, middle, low, high, text)
