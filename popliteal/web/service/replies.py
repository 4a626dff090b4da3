"""Answers as they go out: FHIR resources, plain JSON, and refusals in the style of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

from popliteal.errors import Misfit
from popliteal.report.fhir.narrative import narrate, text_list
from popliteal.web.service.refusals import Refused

FHIR_JSON = "application/fhir+json"
PLAIN_JSON = "application/json"
FHIR_PATH = "/fhir"


def reply(data: Any, kind: str = PLAIN_JSON, status: int = 200) -> HttpResponse:
    """Plain data as JSON."""
    # Escaped beyond ASCII: half a character, sent to us and named as wrong, can be sent back.
    options = {"allow_nan": False}
    return JsonResponse(
        data, safe=False, status=status, content_type=kind, json_dumps_params=options
    )


def reply_fhir(resource: dict[str, Any], status: int = 200) -> HttpResponse:
    """A FHIR resource."""
    response = reply(resource, FHIR_JSON, status)
    if "language" in resource:
        response.headers["Content-Language"] = resource["language"]
    return response


def reply_refused(refused: Refused, path: str) -> HttpResponse:
    """A refusal as who asked there can read it."""
    if path.startswith(FHIR_PATH):
        response = reply_fhir(outcome(refused), refused.status)
    else:
        response = reply(problems(refused), status=refused.status)
    for name, value in refused.headers.items():
        response.headers[name] = value
    return response


def problems(refused: Refused) -> dict[str, Any]:
    """A refusal as plain data."""
    return {
        "error": HttpResponse(status=refused.status).reason_phrase,
        "problems": [{"where": misfit.place, "what": misfit.text} for misfit in refused.misfits],
    }


def outcome(refused: Refused) -> dict[str, Any]:
    """A refusal as an OperationOutcome, with the place of each problem.

    Examples
    --------
    >>> from popliteal.web.service.refusals import refuse
    >>> outcome(refuse(404, "Questionnaire", "there is none."))["issue"][0]["code"]
    'not-found'
    """
    lines = [f"{misfit.place}: {misfit.text}" for misfit in refused.misfits]
    issues = [_issue(misfit, line) for misfit, line in zip(refused.misfits, lines, strict=True)]
    return {
        "resourceType": "OperationOutcome",
        "text": narrate([text_list(lines)]),
        "issue": [
            {**issue, **_place(misfit.place, in_resource=refused.in_resource)}
            for misfit, issue in zip(refused.misfits, issues, strict=True)
        ],
    }


def _issue(misfit: Misfit, line: str) -> dict[str, Any]:
    details = {"text": misfit.text}
    return {"severity": "error", "code": misfit.code, "details": details, "diagnostics": line}


def _place(place: str, *, in_resource: bool) -> dict[str, list[str]]:
    """Where it is: an element by its path, anything else of a request as R4 names it."""
    return {"expression": [place]} if in_resource else {"location": [f"http.{place}"]}
