"""Conditions over answers: a closed set of forms, three-valued, without *not*.

    {calf_swelling: clear}                  this answer
    {pain_place: [upper_calf, lower_leg]}   one of these
    {leg_weak: {or_worse: mild}}            this or any answer that the question calls worse
    {all: [...]}  {any: [...]}              every one, at least one
    {at_least: {count: 2, of: [...]}}       so many of them

There is no way to say *not*: a further worrying answer can then only make a condition truer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from functools import lru_cache
from typing import Any

from popliteal.knowledge.content import NOT_SURE, Question


class Truth(IntEnum):
    """False, could be, true; *and* takes the lowest, *or* the highest."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


# An enumeration's member costs more to reach than all else that `truth` does at a leaf.
FALSE, UNKNOWN, TRUE = Truth


# Conditions are read once and compared by identity, so that looking one up costs nothing.
@dataclass(frozen=True, slots=True, eq=False)
class Is:
    """The question has one of these answers."""

    question: str
    answers: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class AtLeast:
    """At least `count` of the parts hold."""

    count: int
    of: tuple[When, ...]


When = Is | AtLeast
NEVER = AtLeast(1, ())
_NONE = frozenset[str]()
_NO_PAIRS = frozenset[tuple[str, str]]()


def all_of(*parts: When) -> When:
    """Every part holds."""
    return AtLeast(len(parts), parts)


def any_of(*parts: When) -> When:
    """At least one part holds."""
    return AtLeast(1, parts)


def truth(when: When, answers: Mapping[str, str], missing: Truth = FALSE) -> Truth:
    """How true a condition is, part by part.

    Parameters
    ----------
    when : condition
    answers : answer id by question id; `not_sure` makes a part unknown
    missing : what a part counts as whose question was not asked

    Examples
    --------
    >>> swollen = Is("calf_swelling", frozenset({"slight", "clear"}))
    >>> truth(swollen, {"calf_swelling": "clear"}).name
    'TRUE'
    >>> truth(swollen, {"calf_swelling": "not_sure"}).name, truth(swollen, {}).name
    ('UNKNOWN', 'FALSE')
    """
    if isinstance(when, Is):
        given = answers.get(when.question)
        if given is None:
            return missing
        if given in when.answers:
            return TRUE
        return UNKNOWN if given == NOT_SURE else FALSE
    must_hold, may_fail = when.count, len(when.of) - when.count
    for part in when.of:
        value = truth(part, answers, missing)
        if value is TRUE:
            must_hold -= 1
            if must_hold == 0:
                return TRUE
        elif value is FALSE:
            may_fail -= 1
            if may_fail < 0:
                return FALSE
    # Without parts (NEVER) there are fewer than must hold.
    return UNKNOWN if may_fail >= 0 else FALSE


def decisive(when: When, answers: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """Answers to one further question, each of which by itself makes the condition true.

    Returns
    -------
    pairs of question and answer id; of questions that have no answer yet, for a condition that is
    not true yet.

    Examples
    --------
    >>> warm, swollen = Is("warm", frozenset({"yes"})), Is("swollen", frozenset({"yes"}))
    >>> decisive(all_of(warm, swollen), {"warm": "yes"})
    frozenset({('swollen', 'yes')})
    >>> decisive(all_of(warm, swollen), {})
    frozenset()
    """
    return _short_of_one(when, answers) or _NO_PAIRS


def _short_of_one(when: When, answers: Mapping[str, str]) -> frozenset[tuple[str, str]] | None:
    """Answers of which one by itself makes the condition true; None when it is true already."""
    if isinstance(when, Is):
        given = answers.get(when.question)
        if given is None:
            return _pairs(when)
        return None if given in when.answers else _NO_PAIRS
    # One answer makes several parts true only where one question stands in several of them.
    most = len(when.of) if _named_twice(when) else len(when.of) - when.count + 1
    must_hold = when.count
    ways: list[frozenset[tuple[str, str]]] = []
    for part in when.of:
        way = _short_of_one(part, answers)
        if way is None:
            must_hold -= 1
            if must_hold == 0:
                return None
        else:
            ways.append(way)
            if len(ways) > most:
                return _NO_PAIRS
    if must_hold == 1:
        return _NO_PAIRS.union(*ways)
    pairs = Counter(pair for way in ways for pair in way)
    return frozenset(pair for pair, parts in pairs.items() if parts >= must_hold)


def pointed(when: When, answers: Mapping[str, str]) -> frozenset[str]:
    """Questions that a condition still hangs on, where an answer already points to it.

    A part that asks for several things is pointed to once one of them holds; before that, it could
    be said of anybody that nothing is known yet.

    Examples
    --------
    >>> warm, swollen = Is("warm", frozenset({"yes"})), Is("swollen", frozenset({"yes"}))
    >>> pointed(all_of(warm, swollen), {"warm": "yes"})
    frozenset({'swollen'})
    >>> pointed(all_of(warm, swollen), {}), pointed(all_of(warm, swollen), {"warm": "no"})
    (frozenset(), frozenset())
    """
    return _begun(when, answers)[1]


def _begun(when: When, answers: Mapping[str, str]) -> tuple[Truth, frozenset[str]]:
    """How true a condition can still be, and what it hangs on where an answer points to it."""
    if isinstance(when, Is):
        return truth(when, answers, missing=UNKNOWN), _NONE
    must_hold, may_fail = when.count, len(when.of) - when.count
    found = _NONE
    for part in when.of:
        value, hangs_on = _begun(part, answers)
        if value is TRUE:
            must_hold -= 1
            if must_hold == 0:
                return TRUE, _NONE
        elif value is FALSE:
            may_fail -= 1
            if may_fail < 0:
                return FALSE, _NONE
        found |= hangs_on
    begun = bool(found) or must_hold < when.count
    return UNKNOWN, live(when, answers) if begun and when.count > 1 else found


@lru_cache(maxsize=4096)
def _pairs(leaf: Is) -> frozenset[tuple[str, str]]:
    return frozenset((leaf.question, answer) for answer in leaf.answers)


@lru_cache(maxsize=4096)
def _named_twice(when: AtLeast) -> bool:
    """Whether a question stands in more than one part."""
    named = [key for part in when.of for key in questions(part)]
    return len(named) > len(set(named))


def leaves(when: When) -> Iterator[Is]:
    """Every comparison in the condition, from left to right."""
    if isinstance(when, Is):
        yield when
    else:
        for part in when.of:
            yield from leaves(part)


@lru_cache(maxsize=4096)
def questions(when: When) -> frozenset[str]:
    """Ids of the questions that the condition names."""
    return frozenset(leaf.question for leaf in leaves(when))


def or_worse(question: Question, answer: str) -> frozenset[str]:
    """The answer and all that stand above it in the question's `worse` chains.

    Examples
    --------
    >>> weak = Question(
    ...     "leg_weak",
    ...     "neuro",
    ...     "Weak?",
    ...     {"none": "No", "mild": "A bit", "marked": "Yes"},
    ...     "",
    ...     ("expert",),
    ...     worse=(("none", "mild", "marked"),),
    ... )
    >>> sorted(or_worse(weak, "mild"))
    ['marked', 'mild']
    """
    found = {answer}
    grew = True
    while grew:
        above = {
            later
            for chain in question.worse
            for at, step in enumerate(chain)
            if step in found
            for later in chain[at + 1 :]
        }
        grew = not above <= found
        found |= above
    return frozenset(found)


def can_hold(when: When, answers: Mapping[str, str], questions: Mapping[str, Question]) -> bool:
    """Whether the unsure questions can be answered so that the condition is true.

    Exact over all combinations of definite answers. A condition has no *not*, so for each question
    only the answers in the most comparisons (or, to make it false, in the fewest) need trying.

    Parameters
    ----------
    when : condition
    answers : answer id by question id; those that are `not_sure` are answered freely
    questions : questions by id
    """
    return _can_be(TRUE, when, answers, questions)


def can_fail(when: When, answers: Mapping[str, str], questions: Mapping[str, Question]) -> bool:
    """Whether the unsure questions can be answered so that the condition is false.

    Examples
    --------
    >>> fever = Question("fever", "systemic", "Fever?", {"no": "No", "yes": "Yes"}, "", ("expert",))
    >>> either = any_of(Is("fever", frozenset({"yes"})), Is("fever", frozenset({"no"})))
    >>> can_fail(either, {"fever": NOT_SURE}, {"fever": fever})
    False
    """
    return _can_be(FALSE, when, answers, questions)


def _can_be(
    goal: Truth, when: When, answers: Mapping[str, str], questions: Mapping[str, Question]
) -> bool:
    value = truth(when, answers)
    if value is not UNKNOWN:
        return value is goal
    name = next(leaf.question for leaf in leaves(when) if answers.get(leaf.question) == NOT_SURE)
    return any(
        _can_be(goal, when, {**answers, name: answer}, questions)
        for answer in extremes(when, questions[name], most=goal is TRUE)
    )


@lru_cache(maxsize=4096)
def _comparisons(when: When, name: str) -> tuple[frozenset[str], ...]:
    return tuple({leaf.answers for leaf in leaves(when) if leaf.question == name})


def extremes(when: When, question: Question, *, most: bool) -> list[str]:
    """One answer for each way to hold the most (or the fewest) of the condition's comparisons.

    Examples
    --------
    >>> fever = Question("fever", "systemic", "Fever?", {"no": "No", "yes": "Yes"}, "", ("expert",))
    >>> extremes(Is("fever", frozenset({"yes"})), fever, most=True)
    ['yes']
    """
    comparisons = _comparisons(when, question.id)
    held = {
        frozenset(i for i, wanted in enumerate(comparisons) if answer in wanted): answer
        for answer in question.answers
    }
    if most:
        return [answer for mine, answer in held.items() if not any(mine < other for other in held)]
    return [answer for mine, answer in held.items() if not any(other < mine for other in held)]


def live(when: When, answers: Mapping[str, str], missing: Truth = UNKNOWN) -> frozenset[str]:
    """Questions whose answers still decide the condition; none once it is settled."""
    if truth(when, answers, missing) is not UNKNOWN:
        return frozenset()
    if isinstance(when, Is):
        return frozenset({when.question})
    return frozenset().union(*(live(part, answers, missing) for part in when.of))


# A longer list of ids is no help on one line.
_MOST_LISTED = 12

Say = Callable[[str, tuple[str | int, ...]], None]


class Reader:
    """Reads conditions as written; says what is wrong through `say(text, where)`."""

    def __init__(
        self, questions: Mapping[str, Question], say: Say, *, unsure_allowed: bool = False
    ) -> None:
        self._questions = questions
        self._say = say
        self._unsure_allowed = unsure_allowed

    def read(self, data: Any, where: tuple[str | int, ...] = ()) -> When:
        """Read one condition; a part that cannot be read never holds."""
        if not isinstance(data, dict) or len(data) != 1:
            self._say(
                "a condition has one key. Write {question: answer}, {all: [...]}, {any: [...]} "
                "or {at_least: {count: 2, of: [...]}}.",
                where,
            )
            return NEVER
        ((key, value),) = data.items()
        inner = (*where, key)
        if key in ("all", "any"):
            parts = self._parts(value, inner)
            return AtLeast(len(parts) if key == "all" else 1, parts)
        if key == "at_least":
            return self._at_least(value, inner)
        return self._comparison(key, value, inner)

    def _parts(self, data: Any, where: tuple[str | int, ...]) -> tuple[When, ...]:
        if not isinstance(data, list) or not data:
            self._say("a list of conditions must stand here, with at least one entry.", where)
            return (NEVER,)
        return tuple(self.read(part, (*where, i)) for i, part in enumerate(data))

    def _at_least(self, data: Any, where: tuple[str | int, ...]) -> When:
        if not isinstance(data, dict) or set(data) != {"count", "of"}:
            self._say("at_least needs 'count' and 'of', as in {count: 2, of: [...]}.", where)
            return NEVER
        parts = self._parts(data["of"], (*where, "of"))
        count = data["count"]
        if type(count) is not int or not 1 <= count <= len(parts):
            self._say(f"count is {count!r}. Use a whole number from 1 to {len(parts)}.", where)
            return NEVER
        return AtLeast(count, parts)

    def _comparison(self, key: str, value: Any, where: tuple[str | int, ...]) -> When:
        question = self._questions.get(key)
        if question is None:
            self._say(f"'{key}' is no question. {nearest(key, self._questions)}", where)
            return NEVER
        if isinstance(value, dict):
            if set(value) != {"or_worse"}:
                self._say(f"'{key}' has a map. Only {{or_worse: answer}} is allowed.", where)
                return NEVER
            named = self._answers(question, value["or_worse"], where)
            return Is(key, frozenset().union(*(or_worse(question, a) for a in named)))
        return Is(key, frozenset(self._answers(question, value, where)))

    def _answers(self, question: Question, value: Any, where: tuple[str | int, ...]) -> list[str]:
        named = value if isinstance(value, list) else [value]
        allowed = [*question.answers, *([NOT_SURE] if self._unsure_allowed else [])]
        for answer in named:
            if answer not in allowed:
                self._say(
                    f"'{question.id}' has no answer {answer!r}. {nearest(str(answer), allowed)}",
                    where,
                )
        return [answer for answer in named if answer in allowed]


def nearest(wrong: str, allowed: Mapping[str, Any] | list[str]) -> str:
    """Words that help to mend an unknown id.

    Examples
    --------
    >>> nearest("calf_sweling", ["calf_swelling", "fever"])
    "Did you mean 'calf_swelling'?"
    >>> nearest("x", ["yes", "no"])
    'Use yes or no.'
    """
    close = get_close_matches(wrong, allowed, n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    names = list(allowed)
    if len(names) > _MOST_LISTED:
        return "See the list of ids in docs/reference."
    return f"Use {', '.join(names[:-1])} or {names[-1]}." if len(names) > 1 else f"Use {names[0]}."
