"""Answers as they go out: FHIR resources, plain JSON, and refusals in the style of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

from popliteal.report.fhir.narrative import narrate, text_list
from popliteal.web.service.refusals import Refused

FHIR_JSON = "application/fhir+json"
PLAIN_JSON = "application/json"
FHIR_PATH = "/fhir"


def reply(data: Any, kind: str = PLAIN_JSON, status: int = 200) -> HttpResponse:
    """Plain data as JSON."""
    options = {"ensure_ascii": False, "allow_nan": False}
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
    """A refusal as an OperationOutcome.

    Examples
    --------
    >>> from popliteal.web.service.refusals import refuse
    >>> outcome(refuse(404, "Questionnaire", "there is none."))["issue"][0]["code"]
    'not-found'
    """
    lines = [f"{misfit.place}: {misfit.text}" for misfit in refused.misfits]
    return {
        "resourceType": "OperationOutcome",
        "text": narrate([text_list(lines)]),
        "issue": [
            {
                "severity": "error",
                "code": misfit.code,
                "details": {"text": misfit.text},
                "diagnostics": line,
                "expression": [misfit.place],
            }
            for misfit, line in zip(refused.misfits, lines, strict=True)
        ],
    }
