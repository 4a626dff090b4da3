"""What a figure says to those who cannot see it, and the words in it."""

from __future__ import annotations

from popliteal.figure.posture import POSITIONS, Posture

MODEL_LINE = "A model, not a scan of you."

STEP_WORDS = ("least pull", "some pull", "more pull", "most pull")
"""The four steps of a load: relative words, since only relative change may be shown."""

TISSUES = {"hamstring": "Hamstring", "nerve": "Nerve"}
PATHS = {
    "hamstring": "from the sitting bone along the back of the thigh to both sides below the knee",
    "nerve": (
        "from the spine through the buttock, midway down the back of the thigh, behind the knee, "
        "down the calf and under the inner ankle to the sole"
    ),
}


def degrees(value: float) -> str:
    """Text of an angle, whole degrees where it is whole.

    Examples
    --------
    >>> degrees(20.0), degrees(-7.25)
    ('20', '−7.2')
    """
    return f"{round(float(value), 1) + 0.0:g}".replace("-", "−")


def ankle_words(ankle_deg: float) -> str:
    """Where the toes point, in the words of the questions."""
    if ankle_deg == 0:
        return "toes relaxed"
    way = "toes pulled up" if ankle_deg > 0 else "toes pointed"
    return f"{way} {degrees(abs(ankle_deg))}°"


def headline(posture: Posture) -> str:
    """Title of a figure: the position and the two angles that matter most.

    Examples
    --------
    >>> headline(Posture("long_sitting", 80, 20))
    'Sitting on the floor, legs forward: hip 80°, knee 20°, toes relaxed'
    """
    place = POSITIONS[posture.position]
    return f"{upper_first(place)}: {angles(posture)}"


def upper_first(text: str) -> str:
    """Start a line with a capital letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def angles(posture: Posture) -> str:
    """Hip, knee and toes in a few words."""
    return (
        f"hip {degrees(posture.hip_flexion_deg)}°, knee {degrees(posture.knee_flexion_deg)}°, "
        f"{ankle_words(posture.ankle_dorsiflexion_deg)}"
    )


def described(posture: Posture, told: dict[str, str]) -> str:
    """Text equivalent of a figure: the body, each angle, each tissue and what it bears."""
    parts = [
        f"Side view of a person {POSITIONS[posture.position]}, facing right.",
        f"Hip bent {degrees(posture.hip_flexion_deg)} degrees."
        if posture.hip_flexion_deg >= 0
        else f"Hip {degrees(-posture.hip_flexion_deg)} degrees behind straight.",
        f"Knee bent {degrees(posture.knee_flexion_deg)} degrees."
        if posture.knee_flexion_deg
        else "Knee straight, 0 degrees.",
        _ankle(posture.ankle_dorsiflexion_deg),
        _neck(posture.neck_flexion_deg),
        f"Spine slumped {degrees(posture.trunk_flexion_deg)} degrees."
        if posture.trunk_flexion_deg
        else "Spine upright, slump 0 degrees.",
    ]
    for tissue, path in PATHS.items():
        load = f": {told[tissue]}" if told.get(tissue) else ""
        parts.append(f"{TISSUES[tissue]}, {path}{load}.")
    return " ".join([*parts, MODEL_LINE])


def _ankle(ankle_deg: float) -> str:
    if ankle_deg == 0:
        return "Ankle at a right angle, 0 degrees."
    way = "pulled up" if ankle_deg > 0 else "pointed down"
    return f"Toes {way} {degrees(abs(ankle_deg))} degrees."


def _neck(neck_deg: float) -> str:
    if neck_deg == 0:
        return "Head level, 0 degrees."
    way = "Chin towards the chest" if neck_deg > 0 else "Head tipped back"
    return f"{way} {degrees(abs(neck_deg))} degrees."


def step_words(level: float) -> str:
    """Words for a level of 0 to 1 on the four-step scale.

    Examples
    --------
    >>> step_words(0.6)
    'more pull'
    """
    return STEP_WORDS[min(int(level * len(STEP_WORDS)), len(STEP_WORDS) - 1)]
