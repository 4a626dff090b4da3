"""What a card of the plan shows besides its words: the picture of an exercise, and timers."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from popliteal.plan import Offer, Plan, exercise_timer, ice_timer
from popliteal.report.calendar import has_reminders
from popliteal.web.pictures import exercise_picture
from popliteal.web.words import knowledge

register = template.Library()


@register.simple_tag
def exercise(offer: Offer) -> SafeString | str:
    """The far end of the exercise, inside the person's own limit; nothing where no joint moves."""
    return exercise_picture(offer.path, knowledge()) if offer.path else ""


@register.inclusion_tag("web/exercise_timer.html")
def exercise_clock(offer: Offer) -> dict[str, Any]:
    """The timer of an exercise: rounds, repeats and pace."""
    kb = knowledge()
    return {"timer": exercise_timer(kb.actions[offer.id].dose, kb) if offer.path else None}


@register.inclusion_tag("web/ice_timer.html")
def ice_clock(offer: Offer) -> dict[str, Any]:
    """The timer of an ice pack, with its hard stop."""
    return {"timer": ice_timer(knowledge().actions[offer.id].dose)}


@register.simple_tag
def reminders(plan: Plan) -> bool:
    """Whether there are exercises to be reminded of."""
    return has_reminders(plan, knowledge())
