"""The questions as a Questionnaire: one item a question, in the order of our pages.

`check` is for the person. What a clinician finds is not asked there: a person who is shown *slump
test* can only guess. `examination` is `check` with one more group, for the clinician's system.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from popliteal.knowledge.content import NOT_SURE, Measure, Question
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir.enabling import hidden_if, shown_if
from popliteal.report.fhir.narrative import narrate, text_list
from popliteal.report.fhir.terms import (
    BASE,
    SEPARATOR,
    UCUM,
    Record,
    answer_coding,
    coding,
    published,
    version,
)

QUESTIONNAIRES = ("check", "examination")
CLINICIAN = "clinician"
_HL7 = "http://hl7.org/fhir/StructureDefinition"
_CONTROL = "http://hl7.org/fhir/questionnaire-item-control"
# Groups of home tests, each hidden where its tests may do harm.
_TESTS = {"provocation": "home_tests", "safety_check": "safety_checks"}
_ANGLES = "knee_angles"


def questionnaire_url(name: str) -> str:
    """Address of one of the questionnaires, the same for every version."""
    return f"{BASE}/Questionnaire/{name}"


def canonical(name: str, kb: Knowledge) -> str:
    """Address of one of the questionnaires in the version that this content makes."""
    return f"{questionnaire_url(name)}|{version(kb)}"


def write_questionnaire(name: str, kb: Knowledge) -> Record:
    """One of the questionnaires in the words of the content.

    Parameters
    ----------
    name : `check`, or `examination` for what a clinician found as well

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> form = write_questionnaire("check", load())
    >>> form["item"][0]["linkId"], form["item"][0]["type"]
    ('breathless', 'choice')
    """
    title = kb.words[f"fhir_{name}"]
    items = list(_items(kb))
    if name == "examination":
        items.append(_clinician(kb))
    lines = [item["text"] for item in flat(items) if item["type"] in ("choice", "decimal")]
    return {
        **published("Questionnaire", name, title, kb),
        "text": narrate([title, text_list(lines)]),
        "subjectType": ["Patient"],
        "item": items,
    }


def flat(items: Iterable[Record]) -> Iterator[Record]:
    """Every item with all items inside, from top to bottom."""
    for item in items:
        yield item
        yield from flat(item.get("item", ()))


def groups(kb: Knowledge) -> dict[str, str]:
    """The group that a question or measure stands in, by its id; others stand at the top."""
    tests = {
        key: _TESTS[question.self_test]
        for key, question in kb.questions.items()
        if question.self_test
    }
    found = {k: CLINICIAN for k, question in kb.questions.items() if question.kind == CLINICIAN}
    return {**tests, **found, **dict.fromkeys(kb.measures, _ANGLES)}


def _items(kb: Knowledge) -> Iterator[Record]:
    """The person's items, as our pages ask: questions, what the plan needs, then the measures."""
    asked = [q for q in kb.questions.values() if q.kind != CLINICIAN]
    begun = set()
    for question in asked:
        if question.self_test is None:
            yield _question(question, kb)
        elif question.self_test not in begun:
            begun.add(question.self_test)
            yield _tests(question.self_test, asked, kb)
    measures = [_measure(measure) for measure in kb.measures.values()]
    # Straightening the knee into the pain is a test like the others, and hidden as they are.
    yield _group(_ANGLES, kb.hidden_tests["provocation"].reason, measures, "provocation", kb)


def _tests(kind: str, asked: list[Question], kb: Knowledge) -> Record:
    tests = [_question(question, kb) for question in asked if question.self_test == kind]
    return _group(_TESTS[kind], kb.hidden_tests[kind].reason, tests, kind, kb)


def _group(link: str, text: str, items: list[Record], kind: str, kb: Knowledge) -> Record:
    return {"linkId": link, "text": text, "type": "group", **hidden_if(kind, kb), "item": items}


def _clinician(kb: Knowledge) -> Record:
    found = [_question(q, kb) for q in kb.questions.values() if q.kind == CLINICIAN]
    return {
        "linkId": CLINICIAN,
        "text": kb.words["fhir_clinician"],
        "type": "group",
        "item": found,
    }


def _question(question: Question, kb: Knowledge) -> Record:
    return {
        # All answers in sight, one a line, as on our pages: the worst is not at the end of a list.
        "extension": [
            _control("radio-button"),
            {"url": f"{_HL7}/questionnaire-choiceOrientation", "valueCode": "vertical"},
        ],
        "linkId": question.id,
        "code": [coding("questions", question.id, question.question)],
        "text": question.question,
        "type": "choice",
        **shown_if(question.id, kb),
        "answerOption": [
            {"valueCoding": answer_coding(question.id, answer, kb)}
            for answer in (*question.answers, NOT_SURE)
        ],
        "item": list(_explained(question)),
    }


def _measure(measure: Measure) -> Record:
    """A number; leaving it out says *not measured*."""
    unit = {"system": UCUM, "code": "deg", "display": measure.unit}
    return {
        "extension": [
            {"url": f"{_HL7}/minValue", "valueDecimal": measure.low},
            {"url": f"{_HL7}/maxValue", "valueDecimal": measure.high},
            {"url": f"{_HL7}/questionnaire-unit", "valueCoding": unit},
        ],
        "linkId": measure.id,
        "code": [coding("questions", measure.id, measure.question)],
        "text": measure.question,
        "type": "decimal",
        "item": list(_explained(measure)),
    }


def _control(kind: str) -> Record:
    """How a client may best show an item."""
    return {
        "url": f"{_HL7}/questionnaire-itemControl",
        "valueCodeableConcept": {"coding": [{"system": _CONTROL, "code": kind}]},
    }


def _explained(step: Question | Measure) -> Iterator[Record]:
    """How to do it, to be read with the question; why we ask, for who wants to know."""
    if step.how:
        yield {"linkId": f"{step.id}{SEPARATOR}how", "text": step.how, "type": "display"}
    yield {
        "extension": [_control("help")],
        "linkId": f"{step.id}{SEPARATOR}why",
        "text": step.why,
        "type": "display",
    }
