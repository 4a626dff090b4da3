"""The person's own limit: no exercise goes where the familiar pain starts."""

from __future__ import annotations

from dataclasses import replace

from popliteal.knowledge.content import Path
from popliteal.plan.visit import Visit

# Until the pain-free region says it exactly: no posture pulls more on hamstring and nerve than the
# measured one, which has the hip at about 90°, the toes relaxed and the head level.
_MEASURED_ANKLE_DEG = 0.0
_MEASURED_NECK_DEG = 0.0
_MARGIN_DEG = 5.0


def within_limit(path: Path, knee_angle_deg: float | None) -> Path | None:
    """The path, narrowed so that it stays inside the person's limit.

    Parameters
    ----------
    path : the joint angles that an exercise passes through
    knee_angle_deg : where the familiar pain starts, sitting, short of straight; None: not measured

    Returns
    -------
    The path itself when there is no limit, a narrower one, or None when nothing of it is left.

    Examples
    --------
    >>> glide = Path("sitting", (75, 90), (15, 30), (-20, 5), (-20, 20), "D")
    >>> within_limit(glide, 20).knee_flexion_deg
    (25.0, 30)
    >>> within_limit(glide, 60) is None
    True
    """
    if knee_angle_deg is None or knee_angle_deg == 0:
        return path
    least = max(path.knee_flexion_deg[0], knee_angle_deg + _MARGIN_DEG)
    if least > path.knee_flexion_deg[1]:
        return None
    return replace(
        path,
        knee_flexion_deg=(least, path.knee_flexion_deg[1]),
        ankle_dorsiflexion_deg=_up_to(path.ankle_dorsiflexion_deg, _MEASURED_ANKLE_DEG),
        neck_flexion_deg=_up_to(path.neck_flexion_deg, _MEASURED_NECK_DEG),
    )


def _up_to(angles: tuple[float, float], most: float) -> tuple[float, float]:
    return min(angles[0], most), min(angles[1], most)


# Words for the angle short of straight; the nearest is said.
_ANGLE_WORDS = {
    5.0: "almost straight",
    15.0: "slightly bent",
    30.0: "bent by a third of a right angle",
    45.0: "bent by half a right angle",
    60.0: "bent by two thirds of a right angle",
    90.0: "bent to a right angle",
}


def limit_words(path: Path, visit: Visit) -> str:
    """How far to go, for the person: their own limit in degrees and words."""
    words = visit.kb.plan.words
    angle = visit.answers.measures.get("knee_angle_deg")
    if angle is None:
        return words["limit_unknown"]
    if angle == 0:
        return words["limit_free"]
    least = path.knee_flexion_deg[0]
    return words["limit_known"].format(
        least=f"{least:.0f}", words=angle_words(least), angle=f"{angle:.0f}"
    )


def angle_words(knee_flexion_deg: float) -> str:
    """A knee angle in words.

    Examples
    --------
    >>> angle_words(32)
    'bent by a third of a right angle'
    """
    return _ANGLE_WORDS[min(_ANGLE_WORDS, key=lambda angle: abs(angle - knee_flexion_deg))]
