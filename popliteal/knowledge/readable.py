"""Which texts of the content a person reads, each under a permanent id, and how to reword them.

An id is the way to the text: ``questions.fever.answers.yes``, ``actions.rest.avoid.0``. What only
those read who check the content stays in English: sources, evidence, notes and reasons for numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass, replace
from hashlib import sha256
from string import Formatter
from typing import Any

from popliteal.knowledge import content
from popliteal.knowledge.content import CareSigns, Content
from popliteal.knowledge.load import Knowledge

# The parts of each record that hold words for people. A record that is not named holds none.
READABLE: Mapping[type, tuple[str, ...]] = {
    Content: (
        "questions",
        "measures",
        "causes",
        "rules",
        "warning_signs",
        "dispositions",
        "actions",
        "plan",
        "hidden_tests",
        "self_tests",
        "presets",
        "outcomes",
        "diary",
        "report",
        "regions",
        "words",
    ),
    content.Question: ("question", "how", "answers", "not_sure", "why"),
    content.Measure: ("question", "how", "unit", "why"),
    content.Cause: ("name", "clinical_name", "tissue", "picture", "when_possible", "course"),
    content.Floor: ("why",),
    content.Course: ("text",),
    content.Rule: ("sign", "because"),
    content.WarningSign: ("text",),
    content.DispositionWords: (
        "heading",
        "short",
        "what_to_do",
        "plan_heading",
        "plan_note",
        "quick",
    ),
    content.QuickWords: ("heading", "what_to_do"),
    content.Action: (
        "name",
        "what_to_do",
        "tell_the_person",
        "get_help",
        "avoid",
        "dose",
        "stop_if",
        "progress",
        "bar_reason",
        "review",
    ),
    content.Dose: ("start", "until"),
    content.PlanRules: (
        "progression",
        "regression",
        "return_to_stretch",
        "review",
        "seek_care",
        "topics",
        "words",
    ),
    content.Guidance: ("text",),
    content.CareSigns: ("signs",),
    content.PlanWords: tuple(content.PlanWords.__dataclass_fields__),
    content.HiddenTests: ("reason",),
    content.SelfTest: ("name", "start_words", "end_words", "steps", "stop_if"),
    content.Preset: ("name", "words"),
    content.Outcome: ("name",),
    content.DiaryRules: ("verdicts", "advice", "reasons", "stages", "after", "signs", "relapse"),
    content.NextStep: ("heading", "text"),
    content.DiaryReason: ("text",),
    content.Stage: ("name", "what", "move_on"),
    content.ReportWords: ("words", "topics", "signs", "sections"),
    content.Region: ("name", "emergency", "advice", "note"),
}

# A language in which one of these is missing or old is not offered: they decide who is seen when.
CRITICAL = (
    "questions.",
    "rules.",
    "warning_signs.",
    "dispositions.",
    "plan.seek_care.",
    "diary.advice.seek_care.",
    "diary.signs.",
    "plan.words.emergency_anywhere",
    "plan.words.advice_",
)


def texts(kb: Content) -> dict[str, str]:
    """Every text that a person reads, by id, in the order of the content.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> said = texts(load())
    >>> said["questions.fever.answers.yes"], said["plan.words.combined"][:15]
    ('Yes', 'Nerve and muscl')
    """
    return {".".join(path): text for path, text in _walk(kb, ())}


def is_critical(text_id: str) -> bool:
    """Whether the text decides how soon someone is seen.

    Examples
    --------
    >>> is_critical("rules.em_pe.sign"), is_critical("actions.rest.name")
    (True, False)
    """
    return text_id.startswith(CRITICAL) or ".get_help." in text_id


def mark(text: str) -> str:
    """A short fingerprint of an English text: another text has another.

    Examples
    --------
    >>> mark("Yes"), mark("Yes.")
    ('85a39ab3', '5f9a2b79')
    """
    return sha256(text.encode()).hexdigest()[:8]


def gaps(text: str) -> frozenset[str]:
    """Names of the gaps that are filled in later.

    Raises
    ------
    ValueError
        A brace is not closed.

    Examples
    --------
    >>> sorted(gaps("Call {emergency}, or {advice}."))
    ['advice', 'emergency']
    """
    return frozenset(gap for _, gap, _, _ in Formatter().parse(text) if gap is not None)


def reword(kb: Knowledge, said: Mapping[str, str], *, language: str) -> Knowledge:
    """The same knowledge in other words: ids, rules and numbers stay as they are.

    Parameters
    ----------
    said : text by id, as in `texts`; what is not in it stays in English
    language : code of the language of these words
    """
    reworded: Knowledge = _reworded(kb, (), said)
    return replace(reworded, language=language)


def _walk(part: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(part, str):
        # "112" is the same in every language.
        if any(letter.isalpha() for letter in part):
            yield path, part
        return
    for step, value in _steps(part):
        yield from _walk(value, (*path, step))


def _steps(part: Any) -> Iterator[tuple[str, Any]]:
    """What a record, map or list holds, each with its step of the id."""
    if is_dataclass(part):
        for name in _readable(part):
            yield name, getattr(part, name)
    elif isinstance(part, Mapping):
        yield from part.items()
    elif isinstance(part, tuple):
        for at, value in enumerate(part):
            yield _step(at, value), value


def _readable(record: Any) -> tuple[str, ...]:
    return next((READABLE[kind] for kind in type(record).__mro__ if kind in READABLE), ())


def _step(at: int, value: Any) -> str:
    """An entry of a list goes by its own id where it has one: it may move."""
    if isinstance(value, CareSigns):
        return value.disposition
    return str(getattr(value, "id", at))


def _reworded(part: Any, path: tuple[str, ...], said: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return said.get(".".join(path), part)
    new = {step: _reworded(value, (*path, step), said) for step, value in _steps(part)}
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **new) if new else part
    if isinstance(part, Mapping):
        return new
    return tuple(new.values()) if isinstance(part, tuple) else part
