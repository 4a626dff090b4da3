"""Answers as a QuestionnaireResponse, and back.

Written from answers it holds just them; read from any client's it gives just what
`popliteal.assess` takes, or says what cannot be read. Nothing else of it is looked at: no name, no
subject, no contained resource.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from popliteal.answers import Answers
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir.narrative import narrate, text_list
from popliteal.report.fhir.questionnaire import CLINICIAN, canonical, groups
from popliteal.report.fhir.terms import Record, answer_coding


def write_response(answers: Answers, kb: Knowledge, *, completed: bool = True) -> Record:
    """The answers as a QuestionnaireResponse, in the order of the questionnaire.

    Parameters
    ----------
    completed : whether there is nothing more to ask

    Examples
    --------
    >>> from popliteal.answers import read_answers
    >>> from popliteal.knowledge.load import load
    >>> kb = load()
    >>> written = write_response(read_answers({"fever": "no"}, kb), kb)
    >>> written["item"][0]["answer"][0]["valueCoding"]["code"]
    'fever.no'
    """
    examined = any(kb.questions[key].kind == CLINICIAN for key in answers.given)
    lines = [f"{question} {said}" for question, said in _lines(answers, kb)]
    items = list(_items(answers, kb))
    return {
        "resourceType": "QuestionnaireResponse",
        "language": kb.language,
        "text": narrate([kb.words["fhir_answers"], text_list(lines)]),
        "questionnaire": canonical("examination" if examined else "check", kb),
        "status": "completed" if completed else "in-progress",
        **({"item": items} if items else {}),
    }


def _lines(answers: Answers, kb: Knowledge) -> Iterator[tuple[str, str]]:
    """Every answer in words."""
    for key, question in kb.questions.items():
        if key in answers.given:
            yield question.question, answer_coding(key, answers.given[key], kb)["display"]
    for key, value in answers.measures.items():
        yield kb.measures[key].question, f"{value:g} {kb.measures[key].unit}"


def _items(answers: Answers, kb: Knowledge) -> Iterator[Record]:
    """The answered items, those of a group inside it."""
    inside = groups(kb)
    every = _answered(answers, kb)
    order = _order(every, inside)
    for group, keys in groupby(order, key=inside.get):
        items = [every[key] for key in keys]
        if group is None:
            yield from items
        else:
            yield {"linkId": group, "item": items}


def _answered(answers: Answers, kb: Knowledge) -> Mapping[str, Record]:
    """The item of each answer by its linkId, in the order of the content."""
    given = {
        key: _item(key, question.question, "valueCoding", answer_coding(key, said, kb))
        for key, question in kb.questions.items()
        if (said := answers.given.get(key)) is not None
    }
    measured = {
        key: _item(key, measure.question, "valueDecimal", value)
        for key, measure in kb.measures.items()
        if (value := answers.measures.get(key)) is not None
    }
    return {**given, **measured}


def _item(key: str, text: str, kind: str, value: Any) -> Record:
    return {"linkId": key, "text": text, "answer": [{kind: value}]}


def _order(every: Mapping[str, Any], inside: Mapping[str, str]) -> list[str]:
    """The ids in the order of the questionnaire: a group stands where its first question does.

    What a clinician found comes last, after the measures.
    """
    firsts: dict[str, int] = {CLINICIAN: len(every)}
    for place, key in enumerate(every):
        firsts.setdefault(inside.get(key, key), place)
    return sorted(every, key=lambda key: firsts[inside.get(key, key)])
