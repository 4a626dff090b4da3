"""The angle at which the usual pain starts, as the person measured it, with the body at it."""

from __future__ import annotations

from collections.abc import Iterator

from popliteal.figure import Posture, draw
from popliteal.figure.words import speech
from popliteal.interview import SKIPPED
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.tissues import load_tissues
from popliteal.report.blocks import Block, Figure, Paragraph, Section
from popliteal.report.names import Said, asked

_OWN, _OTHER = "knee_angle_deg", "knee_angle_other_deg"


def angle(said: Said, kb: Knowledge, theme: str) -> Section:
    """Where the pain starts on this leg, where the other leg pulls, and a picture of it."""
    measured = said.get(_OWN)
    blocks: tuple[Block, ...] = (Paragraph(" ".join(_sentences(said, kb))),)
    if measured is not SKIPPED:
        blocks = (_picture(float(measured), kb, theme), *blocks)
    return Section("angle", kb.report.words["angle"], blocks)


def _sentences(said: Said, kb: Knowledge) -> Iterator[str]:
    words = kb.report.words
    for key, name in ((_OWN, "angle_said"), (_OTHER, "angle_other")):
        value = said.get(key)
        if value is not SKIPPED:
            yield words[name].format(deg=f"{value:g}")
        elif key in said:
            yield words["angle_skipped"].format(question=asked(key, kb))
        elif key == _OWN:
            yield words["angle_not_asked"]
    if said.get(_OWN) is not SKIPPED:
        yield words["angle_error"].format(deg=f"{kb.outcomes['ake_home'].worthwhile:g}")


def _picture(knee_deg: float, kb: Knowledge, theme: str) -> Figure:
    known = load_tissues().limits
    hip, ankle = known["measured_hip_deg"], known["measured_ankle_deg"]
    posture = Posture("sitting_knee_extension", hip, knee_deg, ankle)
    spoken = speech(kb.words)
    svg = draw(posture, key=False, theme=theme, words=kb.words)
    alt = f"{spoken.headline(posture)}. {spoken.described(posture, {})}"
    return Figure(svg, alt, kb.words["figure_model"])
