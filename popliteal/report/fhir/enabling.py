"""When a question is shown, as far as `enableWhen` can say it.

`ask_if` skips a question only when the condition is known to be false: one that hangs on an answer
that is missing or unsure is still asked. `enableWhen` of one item knows one level, all or any, so:

- *any* of several answers is said exactly;
- *all* of several parts, or at least so many of them, cannot be said. What is said instead is
  weaker: enough of the parts that at least one of them holds wherever all do. The question is then
  shown to a few whom our pages would not ask, and hidden from nobody whom they would.

A home test is the other way round: where it may do harm it is hidden, and what cannot be said is
left to the words in front of it. That no test is offered to somebody who must be seen today
cannot be said, because no item knows how soon that is.
"""

from __future__ import annotations

from collections.abc import Iterator

from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import Is, When
from popliteal.report.fhir.terms import Record, answer_coding


def shown_if(key: str, kb: Knowledge) -> Record:
    """The part of a question's item that says when it is shown; empty: always.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> part = shown_if("pop_felt", load())
    >>> part["enableBehavior"], part["enableWhen"][0]["operator"]
    ('any', 'exists')
    """
    when = kb.when.ask_if.get(key)
    # What the plan needs is asked whatever else was said.
    if when is None or key in kb.plan.questions:
        return {}
    return _any(list(_may_hold(_alternatives(when), kb)))


def _alternatives(when: When) -> list[Is]:
    """Comparisons of which at least one holds wherever the condition does."""
    if isinstance(when, Is):
        return [when]
    # Of n parts at least k hold: then at least one of any n - k + 1 of them does.
    enough = when.of[: len(when.of) - when.count + 1]
    return [leaf for part in enough for leaf in _alternatives(part)]


def is_exact(key: str, kb: Knowledge) -> bool:
    """Whether `enableWhen` says just what `ask_if` says, about questions that are always shown.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> is_exact("pop_felt", load()), is_exact("pregnancy", load())
    (True, False)
    """
    return key not in kb.when.ask_if or _is_flat(kb.when.ask_if[key])


def _is_flat(when: When) -> bool:
    return isinstance(when, Is) or (when.count == 1 and all(map(_is_flat, when.of)))


def _may_hold(leaves: list[Is], kb: Knowledge) -> Iterator[Record]:
    """One of these comparisons holds, or is not known to fail."""
    wanted: dict[str, set[str]] = {}
    for leaf in leaves:
        wanted.setdefault(leaf.question, set()).update(leaf.answers)
    for question, answers in wanted.items():
        yield {"question": question, "operator": "exists", "answerBoolean": False}
        for answer in (*kb.questions[question].answers, NOT_SURE):
            if answer in answers or answer == NOT_SURE:
                yield _compared(question, "=", answer, kb)


def hidden_if(kind: str, kb: Knowledge) -> Record:
    """The part of a group's item that hides one kind of home test.

    Read with care before it is shown: of an unanswered question FHIR R4 leaves open whether `!=`
    holds. Either way nobody meets a test who has said what speaks against it.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> hidden_if("safety_check", load())["enableWhen"][0]["operator"]
    '!='
    """
    when = kb.when.hidden[kind]
    parts = (when,) if isinstance(when, Is) or when.count > 1 else when.of
    alone = [part for part in parts if isinstance(part, Is)]
    return _all([condition for leaf in alone for condition in _known_to_fail(leaf, kb)])


def _known_to_fail(leaf: Is, kb: Knowledge) -> Iterator[Record]:
    for answer in (*kb.questions[leaf.question].answers, NOT_SURE):
        if answer in leaf.answers or answer == NOT_SURE:
            yield _compared(leaf.question, "!=", answer, kb)


def _compared(question: str, operator: str, answer: str, kb: Knowledge) -> Record:
    coded = answer_coding(question, answer, kb)
    return {"question": question, "operator": operator, "answerCoding": coded}


def _any(conditions: list[Record]) -> Record:
    return _joined(conditions, "any")


def _all(conditions: list[Record]) -> Record:
    return _joined(conditions, "all")


def _joined(conditions: list[Record], behaviour: str) -> Record:
    # With one condition there is nothing to join, and R4 asks for it only with several.
    joined = {"enableBehavior": behaviour} if len(conditions) > 1 else {}
    return {"enableWhen": conditions, **joined} if conditions else {}
