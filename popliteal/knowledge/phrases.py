"""The words that the program asks `words.yaml` for, and what it fills into the gaps of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from popliteal.knowledge.content import Group, Position

_TISSUES = ("hamstrings", "calf", "nerve")
_CHANGE = ("share", "near", "far")


def _phrases() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((f"group_{group}", ()) for group in get_args(Group))
    yield from ((f"figure_position_{position}", ()) for position in get_args(Position))
    for tissue in _TISSUES:
        yield from ((f"{kind}_{tissue}", ()) for kind in ("slack", "same", "off"))
        yield from ((f"{kind}_{tissue}", _CHANGE) for kind in ("less", "more"))
    for tissue in ("hamstring", "nerve"):
        yield from ((f"figure_{tissue}{part}", ()) for part in ("", "_key", "_path"))
    yield from ((f"figure_load_{step}", ()) for step in (1, 2, 3, 4))
    yield from ((f"date_{month}", ()) for month in range(1, 13))
    yield from ((f"chart_{name}", gaps) for name, gaps in _CHART.items())
    yield from _OTHERS.items()


_DEGREES = ("deg",)
_OTHERS: Mapping[str, tuple[str, ...]] = {
    "could_be": (),
    "date_short": ("day", "month"),
    "date_long": ("day", "month", "year"),
    "cause_could_fit": ("cause",),
    "counted_as": ("answer", "counted"),
    "share_of": ("n", "of"),
    "share_about": ("share",),
    "share_nearly_all": (),
    "share_hardly_any": (),
    "share_people": ("share",),
    "share_between": ("low", "high"),
    "share_up_to": ("high",),
    "posture_note": (),
    "step_more_knee_bend": ("knee_step_deg",),
    "step_less_toe_pull": ("ankle_step_deg",),
    "step_head_up": (),
    "less_nerve_unknown": (),
    "direction_neck_flexion": (),
    "direction_hip_adduction": (),
    "direction_hip_rotation_in": (),
    "figure_model": (),
    "figure_headline": ("position", "angles"),
    "figure_angles": ("hip", "knee", "toes"),
    "figure_toes_relaxed": (),
    "figure_toes_up": _DEGREES,
    "figure_toes_down": _DEGREES,
    "figure_less_pull": (),
    "figure_more_pull": (),
    "figure_label_knee": _DEGREES,
    "figure_label_hip": _DEGREES,
    "figure_label_chin_down": _DEGREES,
    "figure_label_head_back": _DEGREES,
    "figure_label_slump": _DEGREES,
    "figure_side_view": ("position",),
    "figure_hip_bent": _DEGREES,
    "figure_hip_behind": _DEGREES,
    "figure_knee_bent": _DEGREES,
    "figure_knee_straight": (),
    "figure_ankle_right": (),
    "figure_ankle_up": _DEGREES,
    "figure_ankle_down": _DEGREES,
    "figure_neck_level": (),
    "figure_neck_down": _DEGREES,
    "figure_neck_back": _DEGREES,
    "figure_trunk_slumped": _DEGREES,
    "figure_trunk_upright": (),
    "figure_tissue": ("tissue", "path"),
    "figure_tissue_load": ("tissue", "path", "load"),
    "figure_from_to": ("start", "end"),
    "figure_play": (),
    "figure_play_movement": (),
    "figure_play_moves": ("end",),
    "figure_from": (),
    "figure_to": (),
    "region_title": (),
    "region_knee_axis": (),
    "region_hip_axis": (),
    "region_person_label": (),
    "region_suggested_label": (),
    "region_here_label": (),
    "region_person": (),
    "region_suggested": (),
    "region_here": (),
    "region_below": (),
    "region_pain": (),
    "region_point": ("name", "hip", "knee"),
    "region_point_said": ("name", "hip", "knee"),
    "region_axes": ("hip_low", "hip_high", "knee_low", "knee_high"),
    "region_row": ("hip", "knees"),
    "region_any": (),
    "region_none": (),
    "region_bent": ("spans",),
    "region_or": (),
    "region_from": ("low",),
    "region_to": ("high",),
    "region_between": ("low", "high"),
    "fhir_check": (),
    "fhir_examination": (),
    "fhir_clinician": (),
    "fhir_person": (),
    "fhir_program": (),
    "fhir_answers": (),
    "fhir_how_soon": (),
    "fhir_causes": (),
    "fhir_open": ("text",),
    "fhir_not_asked": ("text",),
    "fhir_not_offered": ("name", "because"),
    "fhir_leave": ("text",),
    "fhir_self_reported": (),
    "fhir_content": ("version", "fingerprint"),
}
_CHANGED = ("name", "first", "last")
_CHART: Mapping[str, tuple[str, ...]] = {
    "pain": (),
    "angle": (),
    "function": (),
    "pain_axis": (),
    "angle_axis": (),
    "function_axis": (),
    "worst": (),
    "stretch": (),
    "start_of_pain": (),
    "mean": (),
    "mean_of": ("names",),
    "spell": ("days",),
    "day": (),
    "happened": (),
    "started": (),
    "look": (),
    "looked": ("why",),
    "seen": (),
    "stage": (),
    "stage_name": ("stage",),
    "flare": (),
    "relapse": (),
    "better": _CHANGED,
    "worse": _CHANGED,
    "little": _CHANGED,
    "once": ("name", "last"),
    "said": ("axis", "days", "first", "last"),
    "events": ("events",),
    "event": ("what", "date"),
    "band": (),
    "band_of": ("cause", "first", "last", "low", "high", "start"),
    "band_start_known": ("date",),
    "band_start_plan": ("date",),
    "band_later": (),
    "band_past": (),
    "band_grade": ("grade", "sources"),
    "band_open": (),
    "band_years": ("cause",),
    "band_clinician": (),
}
PHRASES: Mapping[str, tuple[str, ...]] = dict(_phrases())
"""Names of the gaps by id; every id must stand in `words.yaml`."""
