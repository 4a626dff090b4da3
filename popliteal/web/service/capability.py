"""What the service can do, as a CapabilityStatement."""

from __future__ import annotations

from collections.abc import Iterable

from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir import check_resource
from popliteal.report.fhir.definitions import OPERATION
from popliteal.report.fhir.narrative import narrate
from popliteal.report.fhir.terms import BASE, Record, in_english, published

# The day on which what the service can do last changed.
_CHANGED = "2026-11-28"


def write_capability(kinds: Iterable[str], address: str, kb: Knowledge) -> Record:
    """The statement of a service at an address.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> made = write_capability(["Questionnaire"], "https://knee.example/fhir", load())
    >>> made["fhirVersion"], made["rest"][0]["resource"][0]["type"]
    ('4.0.1', 'Questionnaire')
    """
    title = "Popliteal: what this service can do"
    statement = {
        **published("CapabilityStatement", "service", title, kb),
        **in_english("_title", kb),
        "text": narrate([kb.words["fhir_program"]]),
        "date": _CHANGED,
        "kind": "instance",
        "software": {"name": "Popliteal"},
        "implementation": {"description": "Popliteal", "url": address},
        "fhirVersion": "4.0.1",
        "format": ["json", "application/fhir+json"],
        "rest": [{"mode": "server", "resource": [*map(_readable, kinds), _answered()]}],
    }
    return check_resource(statement)


def _readable(kind: str) -> Record:
    return {
        "type": kind,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [{"name": "url", "type": "uri"}],
    }


def _answered() -> Record:
    operation = {"name": OPERATION, "definition": f"{BASE}/OperationDefinition/{OPERATION}"}
    return {"type": "QuestionnaireResponse", "operation": [operation]}
