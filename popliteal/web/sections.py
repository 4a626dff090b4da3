"""What each part of the interview is called on the page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from popliteal.knowledge.content import Measure, Question

SECTIONS = {
    "demographics": _("About you"),
    "onset": _("How it began"),
    "duration": _("How long"),
    "function": _("What you can do"),
    "location": _("Where it hurts"),
    "quality": _("What it feels like"),
    "radiation": _("Where it travels"),
    "provocation": _("What brings it on"),
    "modifiers": _("What changes it"),
    "self_test": _("A small test at home"),
    "neuro": _("Feeling and strength"),
    "vascular": _("The foot and the blood flow"),
    "swelling": _("Swelling, skin and lumps"),
    "systemic": _("How you are in general"),
    "history": _("Your history"),
}
PLAN = _("For your plan")
MEASURE = _("An angle, if you like")


def section_name(step: Question | Measure) -> str:
    """The part that a question belongs to."""
    if isinstance(step, Measure):
        return str(MEASURE)
    return str(PLAN if step.kind == "plan" else SECTIONS[step.section])
