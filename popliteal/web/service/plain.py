"""Plain JSON: answers in, the result or the next question out, as on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from popliteal.assessment import assess, next_question
from popliteal.errors import AnswerError, Misfit
from popliteal.interview import choices
from popliteal.knowledge.load import Knowledge
from popliteal.web.service.bodies import read_json
from popliteal.web.service.languages import content, in_language
from popliteal.web.service.refusals import Refused, refuse
from popliteal.web.service.replies import reply


def assess_answers(request: HttpRequest) -> HttpResponse:
    """The result of one case: the same JSON as `popliteal assess --json`."""
    case, kb = _case(request, ("answers", "id", "region", "language"))
    try:
        result = assess(case["answers"], kb, id=case.get("id"), region=_region(case))
    except AnswerError as error:
        raise _refused(error) from None
    return reply(result.to_dict())


def ask_next(request: HttpRequest) -> HttpResponse:
    """The most useful question to ask next, in words; null when more would not help."""
    case, kb = _case(request, ("answers", "language"))
    try:
        key = next_question(case["answers"], kb)
    except AnswerError as error:
        raise _refused(error) from None
    return reply({"question": None if key is None else _question(key, kb)})


def _question(key: str, kb: Knowledge) -> dict[str, Any]:
    question = kb.questions[key]
    return {
        "id": key,
        "section": question.section,
        "question": question.question,
        "how": question.how,
        "why": question.why,
        "answers": choices(question),
    }


def _case(request: HttpRequest, known: tuple[str, ...]) -> tuple[Mapping[str, Any], Knowledge]:
    """The case in the body, and the content in its language."""
    body = read_json(request)
    if not isinstance(body, Mapping):
        raise refuse(400, "body", 'this is no object. Send {"answers": {…}}.')
    wrong = [
        Misfit(key[:60], f"no such name. Use {', '.join(known)}.")
        for key in body
        if key not in known
    ]
    if "answers" not in body:
        wrong.append(Misfit("answers", "is missing. Send a map of question to answer.", "required"))
    if wrong:
        raise Refused(400, wrong)
    kb = content(request)
    if "language" in body:
        language = body["language"]
        kb = in_language(language if isinstance(language, str) else "", "language")
    return body, kb


def _region(case: Mapping[str, Any]) -> str | None:
    region = case.get("region")
    if not (region is None or isinstance(region, str)):
        raise refuse(400, "region", "use an ISO country code as text, or leave it out.")
    return region


def _refused(error: AnswerError) -> Refused:
    """The problems as the command line says them, each with its place."""
    parts = (problem.partition(": ") for problem in error.problems)
    return Refused(400, [Misfit(place, text) for place, _, text in parts])
