"""The items of an answered form, as JSON Schema: each linkId with the answers that it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from popliteal.knowledge.content import NOT_SURE, Measure
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir.questionnaire import QUESTIONNAIRES, flat, write_questionnaire
from popliteal.report.fhir.terms import SEPARATOR, UCUM, system

Schema = dict[str, Any]


def write_items(kb: Knowledge) -> dict[str, Schema]:
    """The schemas of an item that is answered, and of one that may hold such.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> [*write_items(load())]
    ['Answered', 'Item']
    """
    answered = {"$ref": "#/components/schemas/Answered"}
    # Clients nest as deep as the questionnaire does: an item in a group, with its help inside.
    held = {"type": "array", "items": answered}
    link = {"type": "string", "enum": [*_unanswered(kb)]}
    holder = {"type": "object", "properties": {"linkId": link, "item": held, "answer": False}}
    return {
        "Answered": {"anyOf": [*_answered(kb)]},
        "Item": {"anyOf": [answered, {**holder, "required": ["linkId"]}]},
    }


def _unanswered(kb: Knowledge) -> Iterator[str]:
    """Groups and what is only read."""
    for name in QUESTIONNAIRES:
        for item in flat(write_questionnaire(name, kb)["item"]):
            if item["type"] in ("group", "display"):
                yield item["linkId"]


def _answered(kb: Knowledge) -> Iterator[Schema]:
    for key, question in kb.questions.items():
        codes = [f"{key}{SEPARATOR}{answer}" for answer in (*question.answers, NOT_SURE)]
        yield _item(key, [_value("valueCoding", _coded(system("answers"), codes))])
    for key, measure in kb.measures.items():
        yield _item(key, [*_number(measure)])


def _number(measure: Measure) -> Iterator[Schema]:
    """An angle, alone or with its unit."""
    number = {"type": "number", "minimum": measure.low, "maximum": measure.high}
    yield _value("valueDecimal", number)
    degrees = _coded(UCUM, ["deg"])
    degrees["properties"] |= {"value": number, "comparator": False}
    degrees["required"] = [*degrees["required"], "value"]
    yield _value("valueQuantity", degrees)


def _item(key: str, values: Iterable[Schema]) -> Schema:
    answers = {"type": "array", "maxItems": 1, "items": {"anyOf": [*values]}}
    properties = {"linkId": {"const": key}, "answer": answers}
    return {"type": "object", "properties": properties, "required": ["linkId"]}


def _value(kind: str, schema: Schema) -> Schema:
    return {"type": "object", "properties": {kind: schema}, "required": [kind]}


def _coded(address: str, codes: list[str]) -> Schema:
    """One of some codes of a system."""
    properties = {"system": {"const": address}, "code": {"enum": codes}}
    return {"type": "object", "properties": properties, "required": ["system", "code"]}
