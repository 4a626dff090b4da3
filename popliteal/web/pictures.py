"""The pictures of the pages: home tests, the person's knee angle, exercises."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import dist
from types import MappingProxyType

from django.utils.safestring import SafeString

from popliteal.figure import Posture, animate, draw, handle
from popliteal.knowledge.content import JointAngles, Path, Position, SelfTest
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.tissues import load_tissues

# How the body of an exercise rests, by the word that its path uses.
_RESTS: Mapping[str, Position] = MappingProxyType(
    {
        "sitting": "sitting_on_edge",
        "lying": "lying_leg_raise",
        "standing": "standing_toe_touch",
    }
)
# All pictures of a knee that moves get room for these, so that the scale stays.
_KNEES_DEG = range(0, 91, 15)


def posture_of(position: str, angles: JointAngles) -> Posture:
    """A posture of the content as one of the figure."""
    return Posture(position, **asdict(angles))


@lru_cache(maxsize=64)
def home_test_picture(test: SelfTest, kb: Knowledge) -> SafeString:
    """The movement of a home test, still until Play is pressed."""
    start, end = (posture_of(test.position, angles) for angles in (test.start, test.end))
    said = (test.start_words, test.end_words)
    # The figure escapes every word that it is given, so its text is safe on a page.
    svg = animate(start, end, said=said, key=False, theme="page", title=test.name, words=kb.words)
    return SafeString(svg)


@dataclass(frozen=True, slots=True)
class KneePicture:
    """A sitting body with the knee at an angle, and where a hand can take hold of it.

    Attributes
    ----------
    svg : the picture
    knee, reach, thigh_deg : the knee in the picture's coordinates, how far from it the ankle lies,
        and the way the thigh points, from straight down
    """

    svg: SafeString
    knee: tuple[float, float]
    reach: float
    thigh_deg: float


def shown_knee(given: object, kb: Knowledge) -> KneePicture:
    """The picture for what stands in the form; a middle angle where that is no angle."""
    text = str(given).strip().removesuffix("°").replace(",", ".")
    number = float(text) if re.fullmatch(r"\d{1,2}(\.\d{0,3})?", text) else -1.0
    return knee_picture(round(number) if 0 <= number <= _KNEES_DEG[-1] else _KNEES_DEG[3], kb)


@lru_cache(maxsize=256)
def knee_picture(knee_deg: float, kb: Knowledge) -> KneePicture:
    """Draw how the knee angle is measured: sitting upright, thigh supported, toes loose."""
    posture, room = _measured(knee_deg), tuple(map(_measured, _KNEES_DEG))
    held = handle(posture, room=room)
    svg = SafeString(draw(posture, room=room, key=False, theme="page", words=kb.words))
    return KneePicture(svg, held.knee, dist(held.knee, held.ankle), held.thigh_deg)


def _measured(knee_deg: float) -> Posture:
    known = load_tissues().limits
    hip, ankle = known["measured_hip_deg"], known["measured_ankle_deg"]
    return Posture("sitting_knee_extension", hip, knee_deg, ankle)


@lru_cache(maxsize=256)
def exercise_picture(path: Path, kb: Knowledge) -> SafeString:
    """The far end of an exercise, inside the person's limit: nobody is shown to go further."""
    posture = Posture(
        _RESTS[path.position],
        hip_flexion_deg=path.hip_flexion_deg[1],
        knee_flexion_deg=path.knee_flexion_deg[0],
        ankle_dorsiflexion_deg=path.ankle_dorsiflexion_deg[0],
        neck_flexion_deg=path.neck_flexion_deg[0],
        trunk_flexion_deg=path.trunk_flexion_deg[0],
    )
    return SafeString(draw(posture, key=False, theme="page", words=kb.words))
