"""What to do and what to leave, as a CarePlan that is proposed: no clinician has agreed to it."""

from __future__ import annotations

from collections.abc import Iterator

from popliteal.plan import Offer
from popliteal.report.fhir.narrative import Markup, text_list
from popliteal.report.fhir.terms import Record, concept
from popliteal.report.fhir.visit import Visit


def write_care_plan(visit: Visit) -> Record:
    """The plan: what is offered, what to leave, when to look again, when to seek care."""
    plan = visit.result.plan
    return {
        **visit.resource("CarePlan", said=_said(visit)),
        "status": "active",
        "intent": "proposal",
        "title": plan.heading,
        "description": " ".join(plan.notes),
        "subject": visit.refer("Patient"),
        "period": {"start": visit.day},
        "created": visit.day,
        "author": visit.refer("Device"),
        "supportingInfo": [visit.refer("RiskAssessment")],
        "activity": [
            *(_offered(offer) for offer in (*plan.do, *plan.exercises)),
            *({"detail": _left(text)} for text in _leave(visit)),
        ],
        "note": [{"text": text} for text in _notes(visit)],
    }


def _offered(offer: Offer) -> Record:
    scheduled = {"scheduledString": offer.dose} if offer.dose else {}
    return {
        "detail": {
            "code": concept("actions", offer.id, offer.name),
            "status": "not-started",
            "doNotPerform": False,
            **scheduled,
            "description": _whole(offer),
        }
    }


def _whole(offer: Offer) -> str:
    """All that is said about an action, but its name and dose."""
    parts = (offer.what_to_do, *offer.tell_the_person, offer.limit, offer.stop_if, offer.progress)
    return " ".join(part for part in parts if part)


def _leave(visit: Visit) -> Iterator[str]:
    """What to leave, said so that it cannot be taken for something to do."""
    for text in visit.result.plan.avoid:
        yield visit.kb.words["fhir_leave"].format(text=text)


def _left(text: str) -> Record:
    return {
        "code": {"text": text},
        "status": "not-started",
        "doNotPerform": True,
        "description": text,
    }


def _notes(visit: Visit) -> Iterator[str]:
    plan, words = visit.result.plan, visit.kb.words
    yield from (look.text for look in plan.review)
    for care in plan.seek_care_if:
        heading = visit.kb.dispositions[care.disposition].heading
        yield f"{heading}: {'; '.join(care.signs)}."
    rules = (*plan.easing_off, *plan.moving_on, *plan.back_to_stretching)
    yield from (rule.text for rule in rules)
    for refusal in plan.not_offered:
        yield words["fhir_not_offered"].format(name=refusal.action.name, because=refusal.because)


def _said(visit: Visit) -> Iterator[str | Markup]:
    plan = visit.result.plan
    yield plan.heading
    yield " ".join(plan.notes)
    offers = (*plan.do, *plan.exercises)
    yield text_list(f"{offer.name}. {_whole(offer)} {offer.dose}".strip() for offer in offers)
    yield text_list(_leave(visit))
    yield text_list(_notes(visit))
