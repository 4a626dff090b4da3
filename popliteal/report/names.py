"""Answers in few words: what a question is about, and what was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from popliteal.interview import SKIPPED, Value, choices
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import Knowledge

# What was said to each question, in the order of asking; a skipped measure is None.
Said = Mapping[str, Value | None]


def topic(key: str, kb: Knowledge) -> str:
    """What a question is about, in a few words.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> kb = load()
    >>> topic("calf_swelling", kb), topic("st_toes_up", kb), topic("age_band", kb)
    ('A swollen calf', 'Toes up', 'Age')
    """
    tests = {key: kb.self_tests[key].name} if key in kb.self_tests else {}
    for names in (kb.report.topics, tests, kb.plan.topics):
        if key in names:
            return names[key]
    return asked(key, kb)


def sign(key: str, kb: Knowledge) -> str:
    """What the danger sign of a question is called.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> sign("weight_bearing", load()), sign("fever", load())
    ('Trouble standing or walking', 'Fever or chills')
    """
    return kb.report.signs.get(key) or topic(key, kb)


def has_findings(said: Iterable[str], kb: Knowledge) -> bool:
    """Whether something that a clinician found is among what was said.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> has_findings(["fever"], load()), has_findings(["fever", "c_slump"], load())
    (False, True)
    """
    return any(key in kb.questions and kb.questions[key].kind == "clinician" for key in said)


def asked(key: str, kb: Knowledge) -> str:
    """The question as it was asked."""
    return kb.measures[key].question if key in kb.measures else kb.questions[key].question


def answered(key: str, value: Value | None, kb: Knowledge) -> str:
    """What was said, in the words that stood there.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> kb = load()
    >>> answered("fever", "not_sure", kb), answered("knee_angle_deg", 25.0, kb)
    ('Not sure / cannot say', '25 degrees short of straight')
    """
    if value is SKIPPED:
        return kb.report.words["skipped"]
    if key in kb.measures:
        return f"{value:g} {kb.measures[key].unit}"
    return choices(kb.questions[key])[str(value)]


def said_of(key: str, value: Value | None, kb: Knowledge) -> str:
    """Topic and answer in one line."""
    words = kb.report.words["listed"]
    return words.format(name=topic(key, kb), said=answered(key, value, kb))


def topics(keys: Iterable[str], kb: Knowledge) -> str:
    """What several questions are about, one after the other."""
    return "; ".join(topic(key, kb) for key in keys)


def definite(said: Said) -> Iterator[tuple[str, Value]]:
    """Questions with an answer that is neither *not sure* nor skipped."""
    for key, value in said.items():
        if value is not SKIPPED and value != NOT_SURE:
            yield key, value
