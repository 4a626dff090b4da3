"""The person's own limit: no exercise goes where the familiar pain starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING

from popliteal.knowledge.content import Action, Path, PlanWords
from popliteal.plan.visit import Visit

if TYPE_CHECKING:
    from popliteal.mechanics.envelope import Limits

_JOINTS = ("hip_flexion_deg", "knee_flexion_deg", "ankle_dorsiflexion_deg")
# Less room than this cannot be told from one angle without measuring it.
_ROOM_DEG = 5
# A nod that an exercise asks for; smaller ones only say that the head may move a little.
_NOD_DEG = 10.0


def fit_exercise(action: Action, visit: Visit) -> Path | None:
    """The exercise's joint angles, inside the person's limit; None when no exercise is left of it.

    Where nobody measured a limit, the angles are as written.
    """
    if action.path is None or visit.knee_angle_deg is None:
        return action.path
    path = own_path(action, visit.knee_angle_deg)
    hold = action.dose.hold_s if action.dose else None
    if path is None or (hold and max(hold) > 0):
        return path
    least = visit.kb.thresholds["least_movement_left"].value
    return path if movement_left(action.path, path) >= least else None


def own_path(action: Action, knee_angle_deg: float) -> Path | None:
    """The joint angles inside a person's limit; those of a stretch lead up to its best posture."""
    if action.path is None:
        return None
    led = stretch_path(action.path, knee_angle_deg) if action.stretch else None
    return led or within_limit(action.path, knee_angle_deg)


@lru_cache(maxsize=1024)
def stretch_path(path: Path, knee_angle_deg: float) -> Path | None:
    """The path of a stretch up to the posture that stretches most at least load on the nerve.

    That posture is where the hips bend most, the knee least and the foot comes up most. None where
    no such posture lies inside the person's limit and the stretch as it is written.

    Examples
    --------
    >>> seat = Path("sitting", (60, 90), (15, 30), (-20, 0), (0, 10), "D")
    >>> led = stretch_path(seat, 30)
    >>> led.hip_flexion_deg[1] > within_limit(seat, 30).hip_flexion_deg[1]
    True
    """
    from popliteal.mechanics.envelope import allows_path
    from popliteal.mechanics.stretches import best_stretch

    person, fitted = _person(knee_angle_deg), within_limit(path, knee_angle_deg)
    best = best_stretch(person, path.hip_flexion_deg, path.knee_flexion_deg[0])
    if fitted is None or best is None:
        return None
    knee = best.knee_flexion_deg
    foot = path.ankle_dorsiflexion_deg[0]
    led = replace(
        fitted,
        hip_flexion_deg=(path.hip_flexion_deg[0], best.hip_flexion_deg),
        knee_flexion_deg=(knee, max(knee, path.knee_flexion_deg[1])),
        ankle_dorsiflexion_deg=(foot, max(foot, best.ankle_dorsiflexion_deg)),
    )
    return led if allows_path(led, person) else None


@lru_cache(maxsize=1024)
def within_limit(path: Path, knee_angle_deg: float) -> Path | None:
    """The path, narrowed or more bent, so that no plausible tissue passes the person's limit.

    Parameters
    ----------
    path : the joint angles that an exercise passes through
    knee_angle_deg : where the familiar pain starts, sitting, short of straight

    Examples
    --------
    >>> glide = Path("sitting", (75, 90), (15, 30), (-20, 5), (-20, 20), "D")
    >>> within_limit(glide, 40).knee_flexion_deg[0] > 40
    True
    """
    # Only who measured a limit waits for the mechanics to be loaded.
    from popliteal.mechanics.envelope import fit_path

    fitted = fit_path(path, _person(knee_angle_deg))
    return None if fitted is None else fitted.path


@lru_cache(maxsize=128)
def _person(knee_angle_deg: float) -> Limits:
    from popliteal.mechanics.envelope import limits

    return limits(knee_angle_deg)


def movement_left(before: Path, after: Path) -> float:
    """Share that is left of the movement of the joint which moves most (0 to 1).

    Examples
    --------
    >>> bend = Path("sitting", (60, 90), (20, 90), (-20, 0), (0, 0), "D")
    >>> movement_left(bend, Path("sitting", (60, 90), (55, 90), (-20, 0), (0, 0), "D"))
    0.5
    """
    widths = [_width(getattr(before, joint)) for joint in _JOINTS]
    most = max(widths)
    moving = [joint for joint, width in zip(_JOINTS, widths, strict=True) if width == most]
    return max(_width(getattr(after, joint)) for joint in moving) / most if most else 1.0


def _width(angles: tuple[float, float]) -> float:
    return angles[1] - angles[0]


def limit_words(action: Action, after: Path, visit: Visit) -> str:
    """How far to go, for the person: the range, and their own limit in degrees and words.

    Parameters
    ----------
    after : the exercise's joint angles, inside the person's limit
    """
    before, measured = action.path, visit.knee_angle_deg
    if before is None:
        return ""
    led = action.stretch and measured is not None and stretch_path(before, measured) == after
    further = _best(after, visit) if led else _narrowed(before, after, visit.kb.plan.words)
    return " ".join((*_knee(after, visit), *further))


def _knee(after: Path, visit: Visit) -> Iterator[str]:
    words = visit.kb.plan.words
    least, most = ceil(after.knee_flexion_deg[0]), floor(after.knee_flexion_deg[1])
    knee = words.knee_range if most - least >= _ROOM_DEG else words.knee_at
    yield knee.format(least=least, most=most)
    yield _own_limit(least, visit.knee_angle_deg, words)


def _best(after: Path, visit: Visit) -> Iterator[str]:
    """The posture that a stretch leads up to; every angle rounded to the easier side."""
    words = visit.kb.plan.words
    knee, foot = ceil(after.knee_flexion_deg[0]), ceil(-after.ankle_dorsiflexion_deg[1])
    yield words.best_stretch.format(
        hip=floor(after.hip_flexion_deg[1]), knee=knee, words=angle_words(knee, words)
    )
    if foot > 0:
        yield words.best_foot.format(foot=foot)


def _narrowed(before: Path, after: Path, words: PlanWords) -> Iterator[str]:
    if after.hip_flexion_deg != before.hip_flexion_deg:
        yield words.hip_limit.format(most=floor(after.hip_flexion_deg[1]))
    foot = after.ankle_dorsiflexion_deg[1]
    if foot != before.ankle_dorsiflexion_deg[1] and foot <= 0:
        yield words.foot_pointed.format(least=ceil(-foot)) if foot < 0 else words.foot_limit
    if before.neck_flexion_deg[1] - after.neck_flexion_deg[1] >= _NOD_DEG:
        yield words.head_limit


def _own_limit(least_deg: int, knee_angle_deg: float | None, words: PlanWords) -> str:
    if knee_angle_deg is None:
        return words.limit_unknown
    if knee_angle_deg == 0:
        return words.limit_free
    limit = words.limit_known if least_deg >= knee_angle_deg else words.limit_eased
    said = angle_words(least_deg, words)
    return limit.format(angle=f"{knee_angle_deg:.0f}", least=least_deg, words=said)


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
