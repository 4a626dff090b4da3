"""What we define ourselves besides codes: one extension and one operation."""

from __future__ import annotations

from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir.narrative import narrate
from popliteal.report.fhir.risk import RANGE
from popliteal.report.fhir.terms import Record, published

EXTENSION = "probability-range"
OPERATION = "assess"
_WHAT = "The range of a cause's probability, in percent: nine in ten such ranges hold the true one."
_HOW = (
    "Reads a QuestionnaireResponse to one of the questionnaires here and returns a Bundle with "
    "what it could be, how soon to be seen and what to do. Nothing is stored."
)


def write_extension(kb: Knowledge) -> Record:
    """The extension that carries the range of a probability.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> write_extension(load())["url"]
    'https://popliteal.example/fhir/StructureDefinition/probability-range'
    """
    return {
        **published("StructureDefinition", EXTENSION, "Popliteal: range of a probability", kb),
        "language": "en",
        "text": narrate([_WHAT]),
        "description": _WHAT,
        "fhirVersion": "4.0.1",
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": "RiskAssessment.prediction"}],
        "type": "Extension",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension",
        "derivation": "constraint",
        "differential": {
            "element": [
                {"id": "Extension", "path": "Extension", "short": _WHAT, "definition": _WHAT},
                {"id": "Extension.extension", "path": "Extension.extension", "max": "0"},
                {"id": "Extension.url", "path": "Extension.url", "fixedUri": RANGE},
                {
                    "id": "Extension.value[x]",
                    "path": "Extension.value[x]",
                    "min": 1,
                    "type": [{"code": "Range"}],
                },
            ]
        },
    }


def write_operation(kb: Knowledge) -> Record:
    """The operation that turns answers into a result."""
    return {
        **published("OperationDefinition", OPERATION, "Popliteal: assess answers", kb),
        "language": "en",
        "text": narrate([_HOW]),
        "description": _HOW,
        "kind": "operation",
        "affectsState": False,
        "code": OPERATION,
        "resource": ["QuestionnaireResponse"],
        "system": False,
        "type": True,
        "instance": False,
        "parameter": [
            _parameter("resource", "in", "QuestionnaireResponse", 1, "The answers, as the body."),
            _parameter("_lang", "in", "code", 0, "The language of the words."),
            _parameter("region", "in", "code", 0, "ISO country code, for the numbers to call."),
            _parameter("return", "out", "Bundle", 1, "The result."),
        ],
    }


def _parameter(name: str, use: str, kind: str, least: int, what: str) -> Record:
    return {
        "name": name,
        "use": use,
        "min": least,
        "max": "1",
        "documentation": what,
        "type": kind,
    }
