"""CDS Hooks 2.0: one service for `patient-view`, with the red flags and the way to the check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from popliteal.assessment import assess
from popliteal.errors import Misfit, ResourceError
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir import Received, read_response, receive
from popliteal.report.fhir.questionnaire import questionnaire_url
from popliteal.web.service.bodies import read_json
from popliteal.web.service.cards import card, write_cards
from popliteal.web.service.days import this_day
from popliteal.web.service.languages import content
from popliteal.web.service.refusals import Refused, refuse
from popliteal.web.service.replies import reply

SERVICE_ID = "popliteal-red-flags"
HOOK = "patient-view"
PREFETCH = "answers"
_FORM = "QuestionnaireResponse"
_REFERENCE = re.compile(r"(?:^|/)([A-Z]\w*)/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]+)?$")


def discover(request: HttpRequest) -> HttpResponse:
    """The one service, and what it would like to be sent."""
    kb = content(request)
    form = questionnaire_url("check")
    query = f"QuestionnaireResponse?patient={{{{context.patientId}}}}&questionnaire={form}"
    one = {
        "hook": HOOK,
        "title": f"Popliteal: {kb.words['fhir_check']}",
        "description": kb.words["fhir_program"],
        "id": SERVICE_ID,
        "prefetch": {PREFETCH: f"{query}&_sort=-authored&_count=1"},
    }
    return reply({"services": [one]})


def call(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the address
    """Cards for a person: their red flags where their answers came along, and the check."""
    if id != SERVICE_ID:
        raise refuse(404, "id", f"no such service. Use {SERVICE_ID}.")
    kb = content(request)
    asked = _read_call(read_json(request))
    link = {
        "label": kb.words["fhir_check"],
        "url": request.build_absolute_uri("/"),
        "type": "absolute",
    }
    found = _answered(asked.get("prefetch"))
    if found is None:
        return reply({"cards": [card(kb.words["fhir_check"], "info", "", link)]})
    answers, received = _read(found, asked["context"]["patientId"], kb)
    with override(kb.language):
        shown = write_cards(assess(answers, kb), link, kb, received, this_day())
        return reply({"cards": list(shown)})


def _read_call(body: Any) -> Mapping[str, Any]:
    """The call, with everything that the specification requires."""
    if not isinstance(body, Mapping):
        raise refuse(400, "body", "this is no object. Send a CDS Hooks request.")
    wrong = [*_wrong(body)]
    if wrong:
        raise Refused(400, wrong)
    return body


def _wrong(body: Mapping[str, Any]) -> Iterator[Misfit]:
    if body.get("hook") != HOOK:
        yield Misfit("hook", f"use {HOOK}.", "value")
    if not _is_text(body.get("hookInstance")):
        yield Misfit("hookInstance", "is missing. Send a UUID as text.", "required")
    context = body.get("context")
    if not isinstance(context, Mapping):
        yield Misfit("context", "is missing. Send userId and patientId in it.", "required")
        return
    for name in ("userId", "patientId"):
        if not _is_text(context.get(name)):
            yield Misfit(f"context.{name}", "is missing. Send it as text.", "required")
    if not isinstance(body.get("prefetch", {}), Mapping):
        yield Misfit("prefetch", "this is no object. Leave it out, or send one.", "structure")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _answered(prefetch: Any) -> tuple[str, Any] | None:
    """The answered form that came along, with its place; None where there is none that counts."""
    place = f"prefetch.{PREFETCH}"
    sent = (prefetch or {}).get(PREFETCH)
    if not isinstance(sent, Mapping) or sent.get("resourceType") != "Bundle":
        return None if sent is None or _counts_not(sent) else (place, sent)
    entries = sent.get("entry") or []
    if not isinstance(entries, list):
        raise refuse(400, f"{place}.entry", "this is no list. Send a searchset.")
    for at, entry in enumerate(entries):
        found = entry.get("resource") if isinstance(entry, Mapping) else None
        is_form = isinstance(found, Mapping) and found.get("resourceType") == _FORM
        if is_form and not _counts_not(found):
            return f"{place}.entry[{at}].resource", found
    return None


def _counts_not(sent: Any) -> bool:
    """Whether a search failed, or the form was filled in for somebody else by mistake."""
    if not isinstance(sent, Mapping):
        return False
    kind, status = sent.get("resourceType"), sent.get("status")
    return kind == "OperationOutcome" or (kind == _FORM and status == "entered-in-error")


def _read(
    found: tuple[str, Any], patient: str, kb: Knowledge
) -> tuple[Mapping[str, Any], Received]:
    place, resource = found
    try:
        answers, received = read_response(resource, kb), receive(resource, this_day())
        _check_subject(received.own.get("subject", {}), patient)
    except ResourceError as error:
        wrong = [Misfit(f"{place} {m.place}", m.text, m.code) for m in error.misfits]
        raise Refused(400, wrong) from None
    return answers, received


def _check_subject(subject: Mapping[str, Any], patient: str) -> None:
    """Refuse the answers of somebody else; a reference by other means cannot be compared."""
    named = _REFERENCE.search(str(subject.get("reference", "")))
    if named and named.groups() != ("Patient", patient.removeprefix("Patient/")):
        text = "is somebody else than context.patientId. Send the answers of that patient."
        raise ResourceError([Misfit(f"{_FORM}.subject.reference", text, "value")])
