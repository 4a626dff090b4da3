"""The codes of our own, where they live, and those of others that we use.

Every address starts with `BASE`. `.example` is reserved and will never be anybody's domain
(RFC 2606), so the addresses are stable names that claim nothing and lead nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from popliteal.knowledge.content import DISPOSITIONS, NOT_SURE
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir.narrative import narrate, text_list

BASE = "https://popliteal.example/fhir"
UCUM = "http://unitsofmeasure.org"
HL7 = "http://terminology.hl7.org/CodeSystem"
# What a question is answered with; no id holds a full stop.
SEPARATOR = "."
SYSTEMS = (
    "questions",
    "answers",
    "causes",
    "rules",
    "dispositions",
    "actions",
    "outcomes",
    "results",
)

Record = dict[str, Any]
# Code: what it is shown as, and what it means where that says more.
Codes = Mapping[str, tuple[str, str]]


def system(name: str) -> str:
    """Address of one of our code systems."""
    return f"{BASE}/CodeSystem/{name}"


def value_set(name: str) -> str:
    """Address of the set of all codes of one of our code systems."""
    return f"{BASE}/ValueSet/{name}"


def version(kb: Knowledge) -> str:
    """Version of everything that is made from the content: two contents never share one.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> version(load()).startswith(load().version)
    True
    """
    return f"{kb.version}-{kb.fingerprint}"


def coding(name: str, code: str, display: str) -> Record:
    """One of our codes."""
    return {"system": system(name), "code": code, "display": display}


def concept(name: str, code: str, display: str) -> Record:
    """One of our codes, with its words."""
    return {"coding": [coding(name, code, display)], "text": display}


def answer_coding(question: str, answer: str, kb: Knowledge) -> Record:
    """An answer as a code: the question's id, a full stop, the answer's id.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> answer_coding("fever", "yes", load())["code"]
    'fever.yes'
    """
    asked = kb.questions[question]
    said = asked.not_sure if answer == NOT_SURE else asked.answers[answer]
    return coding("answers", f"{question}{SEPARATOR}{answer}", said)


def quantity(value: float, unit: str, code: str) -> Record:
    """A number with its UCUM unit."""
    return {"value": value, "unit": unit, "system": UCUM, "code": code}


def degrees(value: float) -> Record:
    """An angle."""
    return quantity(value, "degrees", "deg")


def code_systems(kb: Knowledge) -> dict[str, Codes]:
    """Every code of ours, by the name of its system.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> "dvt" in code_systems(load())["causes"]
    True
    """
    return {
        "questions": {
            **{key: (q.question, q.how) for key, q in kb.questions.items()},
            **{key: (m.question, m.how) for key, m in kb.measures.items()},
        },
        "answers": dict(_answers(kb)),
        "causes": {key: (c.name, c.picture) for key, c in kb.causes.items()},
        "rules": dict(_rules(kb)),
        "dispositions": {key: (d.heading, d.short) for key, d in kb.dispositions.items()},
        "actions": {key: (a.name, a.what_to_do) for key, a in kb.actions.items()},
        "outcomes": {key: (o.name, "") for key, o in kb.outcomes.items()},
        "results": {
            "how_soon": (kb.words["fhir_how_soon"], ""),
            "causes": (kb.words["fhir_causes"], ""),
        },
    }


def _answers(kb: Knowledge) -> Iterator[tuple[str, tuple[str, str]]]:
    for key, question in kb.questions.items():
        for answer in (*question.answers, NOT_SURE):
            one = answer_coding(key, answer, kb)
            yield one["code"], (one["display"], "")


def _rules(kb: Knowledge) -> Iterator[tuple[str, tuple[str, str]]]:
    """Rules, and the reasons that a likely cause or an unsure answer in a diary can give."""
    yield from ((key, (rule.sign, rule.because)) for key, rule in kb.rules.items())
    for key, cause in kb.causes.items():
        words = kb.words["cause_could_fit"].format(cause=cause.name)
        if cause.when_leading:
            yield f"leading_{key}", (words, cause.when_possible.why)
        if cause.when_possible.to:
            yield f"possible_{key}", (words, cause.when_possible.why)
    for key in DISPOSITIONS[1:]:
        yield f"unsure_{key}", (kb.diary.reasons["unsure"].text, "")


def write_code_system(name: str, kb: Knowledge) -> Record:
    """One of our code systems as a resource.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> write_code_system("dispositions", load())["count"]
    4
    """
    codes = code_systems(kb)[name]
    return {
        **published("CodeSystem", name, f"Popliteal: {name}", kb),
        **in_english("_title", kb),
        "text": narrate([text_list(f"{code}: {said}" for code, (said, _) in codes.items())]),
        "caseSensitive": True,
        "valueSet": value_set(name),
        "content": "complete",
        "count": len(codes),
        "concept": [
            {"code": code, "display": said, **({"definition": more} if more else {})}
            for code, (said, more) in codes.items()
        ],
    }


def write_value_set(name: str, kb: Knowledge) -> Record:
    """All codes of one of our code systems, as a resource."""
    return {
        **published("ValueSet", name, f"Popliteal: {name}", kb),
        **in_english("_title", kb),
        "text": narrate([system(name)]),
        "immutable": True,
        "compose": {"include": [{"system": system(name), "version": version(kb)}]},
    }


def in_english(element: str, kb: Knowledge) -> Record:
    """The mark of an element whose words are English where all the rest is not."""
    mark = {"url": "http://hl7.org/fhir/StructureDefinition/language", "valueCode": "en"}
    return {} if kb.language == "en" else {element: {"extension": [mark]}}


def published(kind: str, name: str, title: str, kb: Knowledge) -> Record:
    """What every resource says about itself that has an address of its own."""
    return {
        "resourceType": kind,
        "id": name,
        "language": kb.language,
        "url": f"{BASE}/{kind}/{name}",
        "version": version(kb),
        "name": f"Popliteal{name.title().replace('-', '')}",
        "title": title,
        # No clinician has reviewed the content: a draft, and not for real work.
        "status": "draft",
        "experimental": True,
        "description": kb.words["fhir_program"],
    }
