"""CDS Hooks 2.0: one service for `patient-view`, with the red flags and the way to the check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from popliteal.assessment import Assessment, assess
from popliteal.errors import Misfit, ResourceError
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir import read_response
from popliteal.report.fhir.questionnaire import questionnaire_url
from popliteal.triage import LEVEL, Reason
from popliteal.web.service.bodies import read_json
from popliteal.web.service.languages import content
from popliteal.web.service.refusals import Refused, refuse
from popliteal.web.service.replies import reply

SERVICE_ID = "popliteal-red-flags"
HOOK = "patient-view"
PREFETCH = "answers"
_INDICATORS = {
    "self_care": "info",
    "soon": "warning",
    "urgent": "critical",
    "emergency": "critical",
}
# The specification wants a summary of fewer than 140 signs.
_LONGEST = 139


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
    answered = _answered(asked.get("prefetch"))
    if answered is None:
        return reply({"cards": [_card(kb.words["fhir_check"], "info", "", link)]})
    result = assess(_answers(answered, kb), kb)
    return reply({"cards": list(_cards(result, link, kb))})


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
    """The answered form that came along, with its place; None where there is none."""
    place = f"prefetch.{PREFETCH}"
    sent = (prefetch or {}).get(PREFETCH)
    if not isinstance(sent, Mapping) or sent.get("resourceType") != "Bundle":
        return None if sent is None else (place, sent)
    entries = sent.get("entry") or []
    if not isinstance(entries, list):
        raise refuse(400, f"{place}.entry", "this is no list. Send a searchset.")
    for at, entry in enumerate(entries):
        found = entry.get("resource") if isinstance(entry, Mapping) else None
        if isinstance(found, Mapping) and found.get("resourceType") == "QuestionnaireResponse":
            return f"{place}.entry[{at}].resource", found
    return None


def _answers(answered: tuple[str, Any], kb: Knowledge) -> Mapping[str, Any]:
    place, resource = answered
    try:
        return read_response(resource, kb)
    except ResourceError as error:
        wrong = [Misfit(f"{place} {m.place}", m.text, m.code) for m in error.misfits]
        raise Refused(400, wrong) from None


def _cards(result: Assessment, link: Mapping[str, str], kb: Knowledge) -> Iterator[dict[str, Any]]:
    """A card for each red flag, gravest first; the last says how soon, and what was not asked."""
    raising = [reason for reason in result.reasons if LEVEL[reason.disposition] > 0]
    for reason in sorted(raising, key=lambda reason: -LEVEL[reason.disposition]):
        yield _flag(reason, link, kb)
    open_rules = (kb.words["fhir_open"].format(text=r.text) for r in result.could_not_exclude)
    asked = (kb.questions[key].question for key in result.not_asked)
    not_asked = (kb.words["fhir_not_asked"].format(text=text) for text in asked)
    lines = [result.what_to_do, *open_rules, *not_asked]
    detail = "\n".join((lines[0], "", *(f"- {line}" for line in lines[1:]))).strip()
    yield _card(result.heading, _INDICATORS[result.disposition], detail, link)


def _flag(reason: Reason, link: Mapping[str, str], kb: Knowledge) -> dict[str, Any]:
    rule = kb.rules.get(reason.rule)
    heading = kb.dispositions[reason.disposition].heading
    summary = f"{heading}: {rule.sign if rule else reason.text}"
    return _card(summary, _INDICATORS[reason.disposition], reason.text, link)


def _card(summary: str, indicator: str, detail: str, link: Mapping[str, str]) -> dict[str, Any]:
    short = summary if len(summary) <= _LONGEST else f"{summary[: _LONGEST - 1]}…"
    return {
        "summary": short,
        "indicator": indicator,
        "source": {"label": "Popliteal", "url": link["url"]},
        **({"detail": detail} if detail else {}),
        "links": [dict(link)],
    }
