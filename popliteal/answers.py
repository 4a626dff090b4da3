"""What the person said: an answer id, *not sure*, a measure, or nothing (not asked)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from numbers import Real
from typing import Any

from popliteal.errors import AnswerError
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import Truth, nearest, questions, truth

# Stands for the answer to a question that does not apply; it is no answer of any question.
DOES_NOT_APPLY = ""
# More of a wrong value than this helps nobody to find it.
_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Answers:
    """Checked answers of one person.

    Attributes
    ----------
    given : answer id or `not_sure` by question id
    measures : numbers by measure id
    """

    given: Mapping[str, str]
    measures: Mapping[str, float]

    @cached_property
    def unsure(self) -> tuple[str, ...]:
        """Questions that were answered *not sure*."""
        return tuple(key for key, answer in self.given.items() if answer == NOT_SURE)

    def definite(self, question: str) -> str | None:
        """The answer, unless it is *not sure* or was not asked."""
        answer = self.given.get(question)
        return None if answer == NOT_SURE else answer


def read_answers(raw: Any, kb: Knowledge) -> Answers:
    """Check raw answers against the knowledge; retired ids are read as their replacements.

    Parameters
    ----------
    raw : answer id, `not_sure` or number by question or measure id

    Raises
    ------
    AnswerError
        One line for each problem: what is wrong, what is allowed.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> read_answers({"fever": "no", "knee_angle_deg": 25}, load())
    Answers(given={'fever': 'no'}, measures={'knee_angle_deg': 25.0})
    >>> read_answers({"calf_sweling": "no"}, load())
    Traceback (most recent call last):
    popliteal.errors.AnswerError: calf_sweling: no such question. Did you mean 'calf_swelling'?
    """
    if isinstance(raw, Answers):
        return raw
    if not isinstance(raw, Mapping):
        raise AnswerError(
            [f"answers: {_kind(raw)} stands here. Write a map of question to answer."]
        )
    problems: list[str] = []
    given: dict[str, str] = {}
    measures: dict[str, float] = {}
    for key, value in _current(raw, kb).items():
        if key in kb.measures:
            problem = _measure_problem(key, value, kb)
            measures[key] = 0.0 if problem else float(value)
        elif key in kb.questions:
            problem = _answer_problem(key, value, kb)
            given[key] = str(value)
        else:
            problem = f"{_shown(key)}: no such question. {_nearest_question(str(key), kb)}"
        if problem:
            problems.append(problem)
    if problems:
        raise AnswerError(problems)
    return Answers(given, measures)


def _current(raw: Mapping[str, Any], kb: Knowledge) -> dict[str, Any]:
    """Stored answers under ids that still exist; a current answer is never overwritten."""
    current = dict(raw)
    for retired in kb.retired:
        value = raw.get(retired.question)
        if value is None:
            continue
        if retired.also_for:
            current.pop(retired.question)
            for question in retired.also_for:
                current.setdefault(question, value)
        elif value == retired.answer:
            current[retired.question] = retired.read_as
    return current


def _answer_problem(key: str, value: Any, kb: Knowledge) -> str | None:
    allowed = [*kb.questions[key].answers, NOT_SURE]
    if not isinstance(value, str):
        return f"{key}: {_kind(value)} stands here. Use {_listed(allowed)}."
    if value in allowed:
        return None
    return f"{key}: no answer '{_shown(value)}'. {_nearest_answer(value, key, kb)}"


def _measure_problem(key: str, value: Any, kb: Knowledge) -> str | None:
    measure = kb.measures[key]
    allowed = f"Use a number from {measure.low:g} to {measure.high:g} ({measure.unit})."
    number: Any = value
    if isinstance(value, bool) or not isinstance(value, Real):
        return f"{key}: {_kind(value)} stands here. {allowed}"
    # Compared as it is: a whole number with hundreds of digits is no float.
    if not measure.low <= number <= measure.high:
        return f"{key}: {_shown(value)} is out of range. {allowed}"
    return None


def _kind(value: Any) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "a map",
        type(None): "nothing",
    }
    return names.get(type(value), f"a {type(value).__name__}")


def _shown(value: Any) -> str:
    """The text on one short line: a line break or a control sign is shown, not sent."""
    text = str(value)
    text = text if text.isprintable() else ascii(text)[1:-1]
    return (text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…") or "(empty)"


# The same slip often stands in every line of a file; looking for the nearest id is slow.
@lru_cache(maxsize=1024)
def _nearest_question(wrong: str, kb: Knowledge) -> str:
    return nearest(wrong[:_LONGEST_SHOWN], [*kb.questions, *kb.measures])


@lru_cache(maxsize=1024)
def _nearest_answer(wrong: str, question: str, kb: Knowledge) -> str:
    return nearest(wrong[:_LONGEST_SHOWN], [*kb.questions[question].answers, NOT_SURE])


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def with_inapplicable(given: Mapping[str, str], kb: Knowledge) -> dict[str, str]:
    """The answers, and DOES_NOT_APPLY for every question that is known not to apply.

    A question is skipped only when its `ask_if` is known to be false; one that hangs on an answer
    that is missing or unsure still applies.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> known = with_inapplicable({"sex": "male"}, load())
    >>> known["pregnancy"] == DOES_NOT_APPLY
    True
    """
    known = dict(given)
    undecided = [key for key in kb.when.ask_if if key not in known]
    while undecided:
        found = {key: truth(kb.when.ask_if[key], known, Truth.UNKNOWN) for key in undecided}
        skipped = {key for key, value in found.items() if value is Truth.FALSE}
        known.update((key, DOES_NOT_APPLY) for key in undecided if key in skipped)
        undecided = [
            key
            for key, value in found.items()
            if value is Truth.UNKNOWN and not skipped.isdisjoint(questions(kb.when.ask_if[key]))
        ]
    return known
