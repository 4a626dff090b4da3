"""The person's own limit: no exercise goes where the familiar pain starts."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor

from popliteal.knowledge.content import Path, PlanWords
from popliteal.plan.visit import Visit

# Until the pain-free region says it exactly: no posture pulls more on hamstring and nerve than the
# measured one, which has the hip at about 90°, the toes relaxed and the head level.
_MEASURED_ANKLE_DEG = 0.0
_MEASURED_NECK_DEG = 0.0
_MARGIN_DEG = 5.0
_MOST_KNEE_DEG = 90.0
# An exercise that bends and straightens the knee widely is none when less than this is left.
_LEAST_MOVEMENT_DEG = 15.0


def within_limit(path: Path, knee_angle_deg: float | None) -> Path | None:
    """The path, narrowed so that it stays inside the person's limit.

    Parameters
    ----------
    path : the joint angles that an exercise passes through
    knee_angle_deg : where the familiar pain starts, sitting, short of straight; None: not measured

    Returns
    -------
    The path itself when there is no limit, a narrower or more bent one, or None when no exercise is
    left of it.

    Examples
    --------
    >>> glide = Path("sitting", (75, 90), (15, 30), (-20, 5), (-20, 20), "D")
    >>> within_limit(glide, 20).knee_flexion_deg
    (25.0, 30)
    >>> within_limit(glide, 60).knee_flexion_deg
    (65.0, 65.0)
    """
    if knee_angle_deg is None or knee_angle_deg == 0:
        return path
    low, high = path.knee_flexion_deg
    least = max(low, knee_angle_deg + _MARGIN_DEG)
    too_little_left = high - low > 2 * _LEAST_MOVEMENT_DEG > 2 * (high - least)
    if least > _MOST_KNEE_DEG or too_little_left:
        return None
    return replace(
        path,
        knee_flexion_deg=(least, max(least, high)),
        ankle_dorsiflexion_deg=_up_to(path.ankle_dorsiflexion_deg, _MEASURED_ANKLE_DEG),
        neck_flexion_deg=_up_to(path.neck_flexion_deg, _MEASURED_NECK_DEG),
    )


def _up_to(angles: tuple[float, float], most: float) -> tuple[float, float]:
    return min(angles[0], most), min(angles[1], most)


def limit_words(path: Path, visit: Visit) -> str:
    """How far to go, for the person: the range, and their own limit in degrees and words."""
    words = visit.kb.plan.words
    least, most = ceil(path.knee_flexion_deg[0]), floor(path.knee_flexion_deg[1])
    limit = {None: words.limit_unknown, 0.0: words.limit_free}.get(
        visit.knee_angle_deg, words.limit_known
    )
    said = limit.format(
        angle=f"{visit.knee_angle_deg or 0:.0f}", least=least, words=angle_words(least, words)
    )
    return f"{words.knee_range.format(least=least, most=most)} {said}"


def angle_words(knee_flexion_deg: float, words: PlanWords) -> str:
    """A knee angle in words.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> angle_words(32, load().plan.words)
    'bent by a third of a right angle'
    """
    nearest = min(words.angles, key=lambda angle: abs(int(angle) - knee_flexion_deg))
    return words.angles[nearest]
