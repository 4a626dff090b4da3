"""One posture against another, as it may be shown: less or more, how much, and the slide.

Fast enough to follow a hand that moves a joint: the nerve is read from its table. Size is said of
what hip, knee and ankle do; of head and back only the direction, since no study gives a size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from popliteal.knowledge.load import load
from popliteal.mechanics.hamstrings import CALF, TWO_JOINT
from popliteal.mechanics.nerve import read_samples
from popliteal.mechanics.shown import (
    Angles,
    Slide,
    TissueChange,
    Words,
    check_posture,
    muscle_change,
    tissue_change,
)

_LEG = ("hip_flexion_deg", "knee_flexion_deg", "ankle_dorsiflexion_deg")
_BACK = ("neck_flexion_deg", "trunk_flexion_deg")


@dataclass(frozen=True, slots=True)
class Compared:
    """What a posture does to each tissue, compared with a reference posture.

    Attributes
    ----------
    hamstrings, calf, nerve : what hip, knee and ankle do
    slide_mm : how far the nerve behind the knee slides on the way, towards the foot positive
    head, back : "less", "more" or "same": what the head and the back do to the nerve besides
    """

    hamstrings: TissueChange
    calf: TissueChange
    nerve: TissueChange
    slide_mm: Slide
    head: str
    back: str


def compare(reference: Angles, posture: Angles, words: Words | None = None) -> Compared:
    """Compare a posture with a reference.

    Parameters
    ----------
    reference, posture : hip, knee, ankle, neck and trunk by their names. [deg]
    words : the `words` of a knowledge in another language; English if not given

    Raises
    ------
    PostureError
        An angle outside the range of hamstrings, calf or nerve.

    Examples
    --------
    >>> stretch = {
    ...     "hip_flexion_deg": 90.0,
    ...     "knee_flexion_deg": 0.0,
    ...     "ankle_dorsiflexion_deg": 10.0,
    ...     "neck_flexion_deg": 20.0,
    ...     "trunk_flexion_deg": 20.0,
    ... }
    >>> found = compare(stretch, stretch | {"knee_flexion_deg": 20.0, "neck_flexion_deg": 0.0})
    >>> found.hamstrings.direction, found.nerve.direction, found.head, found.back
    ('less', 'less', 'less', 'same')
    """
    for angles in (reference, posture):
        check_posture(angles)
    legs = np.array([[angles[name] for name in _LEG] for angles in (reference, posture)])
    nerve = read_samples(legs)
    change, slide = nerve.change(0, 1), nerve.slide(0, 1)
    sizes = None if change is None else (change.middle, change.low, change.high)
    said, ends = load().words if words is None else words, (reference, posture)
    # Nodding slides the nerve too, by an amount that nobody has measured: not counted.
    return Compared(
        hamstrings=muscle_change("hamstrings", TWO_JOINT, ends, said),
        calf=muscle_change("calf", CALF, ends, said),
        nerve=tissue_change("nerve", sizes, said),
        slide_mm=Slide(round(slide.middle, 1), round(slide.low, 1), round(slide.high, 1)),
        head=_direction(reference[_BACK[0]], posture[_BACK[0]]),
        back=_direction(reference[_BACK[1]], posture[_BACK[1]]),
    )


def _direction(before_deg: float, after_deg: float) -> str:
    """Bending the head or the back forwards loads the nerve more, lifting them less."""
    if before_deg == after_deg:
        return "same"
    return "more" if after_deg > before_deg else "less"
