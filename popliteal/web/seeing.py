"""What the page "See why" shows of a posture: its loads and the person's own limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np
from django import forms
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from popliteal.figure import ANGLES, Load, Posture, draw, region_map, swatch
from popliteal.knowledge.content import Preset
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.compared import Compared, compare
from popliteal.mechanics.envelope import Limits, allows, least_knee, limits
from popliteal.mechanics.shown import TissueChange
from popliteal.mechanics.stretches import best_stretch
from popliteal.plan.limits import angle_words

_STEP_DEG = 5
# The map: fine enough for a smooth border, few enough to be drawn at once.
_HIPS_DEG, _KNEES_DEG = np.arange(0.0, 101.0, 2.0), np.arange(0.0, 91.0, 2.0)


@dataclass(frozen=True, slots=True)
class Joint:
    """One joint that can be moved, and what its two ends mean."""

    name: str
    angle: str
    label: str | Promise
    low_words: str | Promise
    high_words: str | Promise

    @property
    def low(self) -> int:
        """The lowest angle that both the figure and the nerve know. [deg]."""
        return int(max(ANGLES[self.angle][0], self._known[0]))

    @property
    def high(self) -> int:
        """The highest one. [deg]."""
        return int(min(ANGLES[self.angle][1], self._known[1]))

    @property
    def _known(self) -> tuple[float, float]:
        ranges = load_tissues().ranges
        return ranges["nerve"].get(self.angle) or ranges["posture"][self.angle]


JOINTS = (
    Joint(
        "hip",
        "hip_flexion_deg",
        gettext_lazy("Hip"),
        gettext_lazy("open"),
        gettext_lazy("folded"),
    ),
    Joint(
        "knee",
        "knee_flexion_deg",
        gettext_lazy("Knee"),
        gettext_lazy("straight"),
        gettext_lazy("bent"),
    ),
    Joint(
        "ankle",
        "ankle_dorsiflexion_deg",
        gettext_lazy("Toes"),
        gettext_lazy("pointed"),
        gettext_lazy("pulled up"),
    ),
    Joint(
        "neck",
        "neck_flexion_deg",
        gettext_lazy("Head"),
        gettext_lazy("tipped back"),
        gettext_lazy("chin down"),
    ),
    Joint(
        "trunk",
        "trunk_flexion_deg",
        gettext_lazy("Back"),
        gettext_lazy("upright"),
        gettext_lazy("slumped"),
    ),
)


class PostureForm(forms.Form):
    """One whole number of degrees for each joint."""

    def __init__(self, data: Mapping[str, str] | None, start: Preset) -> None:
        super().__init__(data)
        for joint in JOINTS:
            initial = round(getattr(start.posture, joint.angle))
            words = _("Write a number from %(low)d to %(high)d for: %(joint)s.") % {
                "low": joint.low,
                "high": joint.high,
                "joint": joint.label,
            }
            self.fields[joint.name] = forms.IntegerField(
                min_value=joint.low,
                max_value=joint.high,
                initial=initial,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), words
                ),
            )

    def degrees(self) -> dict[str, int]:
        """The angles by joint; what cannot be read is as at the start."""
        return {
            joint.name: self.cleaned_data.get(joint.name, self.fields[joint.name].initial)
            for joint in JOINTS
        }


def moved(degrees: Mapping[str, int], step: str) -> dict[str, int]:
    """The posture after one press of + or − ("knee+", "hip-"), within its range.

    Examples
    --------
    >>> moved({"hip": 90, "knee": 88, "ankle": 0, "neck": 0, "trunk": 0}, "knee+")["knee"]
    90
    """
    after = dict(degrees)
    for joint in JOINTS:
        for sign, by in (("+", _STEP_DEG), ("-", -_STEP_DEG)):
            if step == joint.name + sign:
                after[joint.name] = min(max(after[joint.name] + by, joint.low), joint.high)
    return after


def preset_degrees(preset: Preset) -> dict[str, int]:
    """The angles of a preset by joint."""
    return {joint.name: round(getattr(preset.posture, joint.angle)) for joint in JOINTS}


@dataclass(frozen=True, slots=True)
class Row:
    """What one tissue bears: a patch of its colour and pattern, and the words."""

    name: str
    text: str
    patch: SafeString | None


@dataclass(frozen=True, slots=True)
class Seen:
    """All that the page shows of one posture.

    Attributes
    ----------
    figure : the body with its loads
    is_reference : whether it is the first preset itself, with which all is compared
    rows : hamstrings, nerve and calf, compared with the first preset
    notes : what head and back do, and how the nerve slides
    limit : the person's own limit at this hip and foot; empty where nobody measured
    inside : whether the posture is inside the person's region; None where nobody measured
    region : the map of the region; None where nobody measured
    """

    figure: SafeString
    is_reference: bool
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    limit: str
    inside: bool | None
    region: SafeString | None


def see(degrees: Mapping[str, int], knee_angle_deg: float | None, kb: Knowledge) -> Seen:
    """Work out what the page shows.

    Parameters
    ----------
    degrees : angle of each joint, whole degrees inside its range
    knee_angle_deg : where the familiar pain starts; None: not measured
    """
    reference = next(iter(kb.presets.values()))
    angles = {joint.angle: float(degrees[joint.name]) for joint in JOINTS}
    found = compare(_angles(reference), angles, kb.words)
    levels = {"hamstring": level(found.hamstrings), "nerve": level(found.nerve)}
    told = {"hamstring": found.hamstrings.text, "nerve": found.nerve.text}
    figure = draw(
        Posture(reference.position, **angles),
        {tissue: Load(levels[tissue], text) for tissue, text in told.items()},
        room=_room(kb),
        key=False,
        theme="page",
        words=kb.words,
    )
    rows = (
        *(
            Row(kb.words[f"figure_{tissue}"], text, SafeString(swatch(tissue, levels[tissue])))
            for tissue, text in told.items()
        ),
        Row(_("Calf"), found.calf.text, None),
    )
    limit, inside, region = _own_limit(degrees, knee_angle_deg, kb)
    same = angles == _angles(reference)
    return Seen(SafeString(figure), same, rows, _notes(found), limit, inside, region)


def level(change: TissueChange) -> float:
    """How dark a tissue is drawn: half way as in the first preset, full from twice as much on.

    Examples
    --------
    >>> level(TissueChange("nerve", "less", -0.5, -0.6, -0.4, ""))
    0.25
    """
    return 0.5 if change.change is None else min(max((1 + change.change) / 2, 0.0), 1.0)


def _angles(preset: Preset) -> dict[str, float]:
    return {name: float(value) for name, value in asdict(preset.posture).items()}


@lru_cache(maxsize=4)
def _room(kb: Knowledge) -> tuple[Posture, ...]:
    return tuple(Posture(p.position, **_angles(p)) for p in kb.presets.values())


def _notes(found: Compared) -> tuple[str, ...]:
    notes = {
        ("head", "less"): _("Head higher: less on the nerve too. How much, nobody has measured."),
        ("head", "more"): _("Head lower: more on the nerve. How much, nobody has measured."),
        ("back", "less"): _("Back straighter: less on the nerve too. How much is not known well."),
        ("back", "more"): _("Back rounder: more on the nerve. How much is not known well."),
    }
    parts = (("head", found.head), ("back", found.back))
    return (*(notes[part] for part in parts if part in notes), _slide(found))


def _slide(found: Compared) -> str:
    slide = found.slide_mm
    if round(abs(slide.millimetres)) == 0:
        return _("The nerve behind the knee hardly slides on the way here.")
    near, far = sorted((slide.low, slide.high), key=abs)
    sizes = {"size": round(abs(slide.millimetres)), "far": round(abs(far))}
    sizes["near"] = round(abs(near)) if near * far > 0 else 0
    if slide.millimetres > 0:
        text = _(
            "On the way here the nerve behind the knee slides about %(size)d mm towards the foot "
            "(%(near)d to %(far)d)."
        )
    else:
        text = _(
            "On the way here the nerve behind the knee slides about %(size)d mm towards the hip "
            "(%(near)d to %(far)d)."
        )
    return text % sizes


def _own_limit(
    degrees: Mapping[str, int], knee_angle_deg: float | None, kb: Knowledge
) -> tuple[str, bool | None, SafeString | None]:
    """The person's limit at this hip and foot in words, whether it is kept, and the map."""
    if knee_angle_deg is None:
        return "", None, None
    person = _limits(knee_angle_deg)
    hip, knee, ankle = degrees["hip"], degrees["knee"], degrees["ankle"]
    least = least_knee(hip, ankle, person)
    if np.isnan(least):
        words = _("With the hip and the foot like this, no bend of the knee is enough.")
    else:
        bend = int(np.ceil(least))
        words = _(
            "With the hip and the foot like this, keep the knee bent by at least %(bend)d° "
            "(%(words)s)."
        ) % {"bend": bend, "words": angle_words(bend, kb.plan.words)}
    region = _region(person, (hip, knee, ankle), kb)
    return words, bool(allows(hip, knee, ankle, person)), region


@lru_cache(maxsize=64)
def _limits(knee_angle_deg: float) -> Limits:
    return limits(knee_angle_deg)


def _region(person: Limits, shown_deg: tuple[int, int, int], kb: Knowledge) -> SafeString:
    """The map for the foot as it is; the suggested stretch stands in it if it fits this foot."""
    hip_deg, knee_deg, ankle_deg = shown_deg
    mask = allows(_HIPS_DEG[:, None], _KNEES_DEG, float(ankle_deg), person)
    stretch = best_stretch(person)
    suggested = None
    if stretch and allows(stretch.hip_flexion_deg, stretch.knee_flexion_deg, ankle_deg, person):
        suggested = stretch.hip_flexion_deg, stretch.knee_flexion_deg
    return SafeString(
        region_map(
            _HIPS_DEG,
            _KNEES_DEG,
            mask,
            person=(load_tissues().limits["measured_hip_deg"], person.knee_angle_deg or 0.0),
            suggested=suggested,
            here=(hip_deg, knee_deg),
            theme="page",
            title=_("Your pain-free region by hip and knee, with the foot as shown"),
            words=kb.words,
        )
    )
