"""What goes in and out, as JSON Schema: the ids are those of the content."""

from __future__ import annotations

from typing import Any, get_args

from popliteal.knowledge.content import DISPOSITIONS, NOT_SURE, Group
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir.questionnaire import QUESTIONNAIRES, questionnaire_url
from popliteal.web.service.items import write_items
from popliteal.web.words import offered

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
# Resources whose shape FHIR itself describes; here only which they are.
_RESOURCES = (
    "Bundle",
    "CapabilityStatement",
    "CodeSystem",
    "OperationDefinition",
    "OperationOutcome",
    "Questionnaire",
    "StructureDefinition",
    "ValueSet",
)


def write_schemas(kb: Knowledge) -> dict[str, Schema]:
    """Every schema by its name."""
    return {
        **{kind: _resource(kind) for kind in _RESOURCES},
        "QuestionnaireResponse": _response(),
        **write_items(kb),
        "Answers": _answers(kb),
        "Case": _case(kb),
        "Said": _closed({"answers": _ref("Answers"), "language": _language()}, "answers"),
        "Result": _result(kb),
        "NextQuestion": _next_question(kb),
        "Services": _services(),
        "HookCall": _hook_call(),
        "Cards": _cards(),
        "Problems": _problems(),
        "Description": {"type": "object", "required": ["openapi", "paths"]},
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _open(properties: dict[str, Schema], *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required)}


def _closed(properties: dict[str, Schema], *required: str) -> Schema:
    return {**_open(properties, *required), "additionalProperties": False}


def _one_of(names: Any) -> Schema:
    return {"type": "string", "enum": list(names)}


def _language() -> Schema:
    return _one_of(offered())


def _resource(kind: str) -> Schema:
    return _open({"resourceType": {"const": kind}}, "resourceType")


def _response() -> Schema:
    """An answered form, as far as it must be said here; FHIR R4 says the rest."""
    ours = "|".join(questionnaire_url(name).replace(".", r"\.") for name in QUESTIONNAIRES)
    return {
        "description": "A FHIR R4 QuestionnaireResponse to one of the questionnaires here.",
        **_open(
            {
                "resourceType": {"const": "QuestionnaireResponse"},
                "questionnaire": {"type": "string", "pattern": rf"^({ours})(\|[^|]*)?$"},
                "status": _one_of(("in-progress", "completed", "amended", "stopped")),
                "item": _list(_ref("Item")),
            },
            "resourceType",
            "questionnaire",
            "status",
        ),
    }


def _answers(kb: Knowledge) -> Schema:
    given = {key: _one_of([*q.answers, NOT_SURE]) for key, q in kb.questions.items()}
    numbers = {
        key: {"type": "number", "minimum": m.low, "maximum": m.high, "description": m.unit}
        for key, m in kb.measures.items()
    }
    return _closed({**given, **numbers})


def _case(kb: Knowledge) -> Schema:
    return _closed(
        {
            "answers": _ref("Answers"),
            "id": {"type": ["string", "null"]},
            "region": {"enum": [*kb.regions, None]},
            "language": _language(),
        },
        "answers",
    )


def _result(kb: Knowledge) -> Schema:
    disposition = _one_of(DISPOSITIONS)
    reason = _open({"rule": _TEXT, "disposition": disposition, "text": _TEXT}, "rule", "text")
    cause = _open(
        {
            "id": _one_of(kb.causes),
            "name": _TEXT,
            "group": _one_of(get_args(Group)),
            "probability": _SHARE,
            "low": _SHARE,
            "high": _SHARE,
        },
        *("id", "name", "group", "probability", "low", "high", "for", "against"),
    )
    properties: dict[str, Schema] = {
        "id": {"type": ["string", "null"]},
        "disposition": disposition,
        "heading": _TEXT,
        "what_to_do": _TEXT,
        "within_days": {"type": ["integer", "null"]},
        "reasons": _list(reason),
        "could_not_exclude": _list(reason),
        "causes": _list(cause),
        "groups": {"type": "object", "additionalProperties": _SHARE},
        "incomplete": {"type": "boolean"},
        "cannot_tell": {"type": "boolean"},
        "would_change": _list({"type": "object"}),
        "not_asked": _list(_one_of(kb.questions)),
        "next_question": {"enum": [*kb.questions, None]},
        "plan": {"type": "object"},
        "knowledge": _open({"version": _TEXT, "fingerprint": _TEXT}, "version", "fingerprint"),
    }
    return _closed(properties, *properties)


def _next_question(kb: Knowledge) -> Schema:
    question = _closed(
        {
            "id": _one_of(kb.questions),
            "section": _TEXT,
            "question": _TEXT,
            "how": _TEXT,
            "why": _TEXT,
            "answers": {"type": "object", "additionalProperties": _TEXT},
        },
        *("id", "section", "question", "how", "why", "answers"),
    )
    return _closed({"question": {"oneOf": [question, {"type": "null"}]}}, "question")


def _services() -> Schema:
    one = _open(
        {"hook": _TEXT, "title": _TEXT, "description": _TEXT, "id": _TEXT},
        *("hook", "description", "id"),
    )
    return _open({"services": _list(one)}, "services")


def _hook_call() -> Schema:
    text = {"type": "string", "minLength": 1}
    kinds = ("QuestionnaireResponse", "Bundle", "OperationOutcome")
    answered: Schema = {"anyOf": [*map(_ref, kinds), {"type": "null"}]}
    return _open(
        {
            "hook": {"const": "patient-view"},
            "hookInstance": text,
            "context": _open({"userId": text, "patientId": text}, "userId", "patientId"),
            "prefetch": _open({"answers": answered}),
        },
        *("hook", "hookInstance", "context"),
    )


def _cards() -> Schema:
    link = _open({"label": _TEXT, "url": _TEXT, "type": _one_of(("absolute", "smart"))}, "label")
    card = _open(
        {
            "summary": {"type": "string", "minLength": 1, "maxLength": 139},
            "detail": _TEXT,
            "indicator": _one_of(("info", "warning", "critical")),
            "source": _open({"label": _TEXT, "url": _TEXT}, "label"),
            "links": _list(link),
        },
        *("summary", "indicator", "source"),
    )
    return _open({"cards": _list(card)}, "cards")


def _problems() -> Schema:
    problem = _closed({"where": _TEXT, "what": _TEXT}, "where", "what")
    return _closed({"error": _TEXT, "problems": _list(problem)}, "error", "problems")
