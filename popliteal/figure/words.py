"""What a figure says to those who cannot see it, and the words in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from popliteal.figure.posture import Posture
from popliteal.knowledge.load import load

TISSUES = ("hamstring", "nerve")
_STEPS = 4
"""Steps of a load: relative words, since only relative change may be shown."""


def degrees(value: float) -> str:
    """Text of an angle, whole degrees where it is whole.

    Examples
    --------
    >>> degrees(20.0), degrees(-7.25)
    ('20', '−7.2')
    """
    return f"{round(float(value), 1) + 0.0:g}".replace("-", "−")


def upper_first(text: str) -> str:
    """Start a line with a capital letter and leave the rest as it is."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Speech:
    """The words of one language for a figure: those of `words.yaml` that begin with ``figure_``."""

    words: Mapping[str, str]

    def say(self, name: str, **gaps: str) -> str:
        """One of the words, with its gaps filled.

        Examples
        --------
        >>> speech().say("label_knee", deg="20")
        'Knee 20°'
        """
        return self.words[f"figure_{name}"].format(**gaps)

    def turn(self, name: str, value: float) -> str:
        """One of the words about an angle; which way it goes is in the words."""
        return self.say(name, deg=degrees(abs(value)))

    def ankle(self, ankle_deg: float) -> str:
        """Where the toes point, in the words of the questions."""
        if ankle_deg == 0:
            return self.say("toes_relaxed")
        return self.turn("toes_up" if ankle_deg > 0 else "toes_down", ankle_deg)

    def headline(self, posture: Posture) -> str:
        """Title of a figure: the position and the two angles that matter most.

        Examples
        --------
        >>> speech().headline(Posture("long_sitting", 80, 20))
        'Sitting on the floor, legs forward: hip 80°, knee 20°, toes relaxed'
        """
        place = self.say(f"position_{posture.position}")
        return upper_first(self.say("headline", position=place, angles=self.angles(posture)))

    def angles(self, posture: Posture) -> str:
        """Hip, knee and toes in a few words."""
        return self.say(
            "angles",
            hip=degrees(posture.hip_flexion_deg),
            knee=degrees(posture.knee_flexion_deg),
            toes=self.ankle(posture.ankle_dorsiflexion_deg),
        )

    def described(self, posture: Posture, told: Mapping[str, str]) -> str:
        """Text equivalent of a figure: the body, each angle, each tissue and what it bears."""
        hip, knee = posture.hip_flexion_deg, posture.knee_flexion_deg
        neck, trunk = posture.neck_flexion_deg, posture.trunk_flexion_deg
        return " ".join(
            (
                self.say("side_view", position=self.say(f"position_{posture.position}")),
                self.turn("hip_bent" if hip >= 0 else "hip_behind", hip),
                self.turn("knee_bent", knee) if knee else self.say("knee_straight"),
                self._way("ankle", ("up", "right", "down"), posture.ankle_dorsiflexion_deg),
                self._way("neck", ("down", "level", "back"), neck),
                self.turn("trunk_slumped", trunk) if trunk else self.say("trunk_upright"),
                *(self._tissue(tissue, told.get(tissue, "")) for tissue in TISSUES),
                self.say("model"),
            )
        )

    def _way(self, joint: str, ways: tuple[str, str, str], value: float) -> str:
        """A joint that turns two ways: words for more, none and less."""
        more, none, less = ways
        if value == 0:
            return self.say(f"{joint}_{none}")
        return self.turn(f"{joint}_{more if value > 0 else less}", value)

    def _tissue(self, tissue: str, load: str) -> str:
        said = {"tissue": self.say(tissue), "path": self.say(f"{tissue}_path")}
        return self.say("tissue_load", **said, load=load) if load else self.say("tissue", **said)

    def level(self, level: float) -> str:
        """Words for a level of 0 to 1 on the four-step scale.

        Examples
        --------
        >>> speech().level(0.6)
        'more pull'
        """
        return self.say(f"load_{min(int(level * _STEPS) + 1, _STEPS)}")


def speech(words: Mapping[str, str] | None = None) -> Speech:
    """The words of a figure: those given, or English.

    Parameters
    ----------
    words : the `words` of a knowledge in another language
    """
    return Speech(load().words if words is None else words)
