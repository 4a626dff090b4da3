"""What bars an action, and why, in words.

Nothing is offered that could harm in a cause that is not unlikely, or with an answer that was
given, is unsure, or is still to be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from popliteal.knowledge.content import NOT_SURE, Action
from popliteal.knowledge.when import Is, Truth, When, live, questions, truth
from popliteal.plan.visit import Visit

# More reasons than this are not read; the first ones are enough to understand it.
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """Why an action is not offered.

    Attributes
    ----------
    text : the reason, for the person
    to_ask : questions still to be asked; the action could be offered once they are answered
    """

    text: str
    to_ask: tuple[str, ...] = ()


def find_bar(action: Action, visit: Visit) -> Bar | None:
    """The bar of an action, or None when nothing bars it."""
    causes = _barring_causes(action, visit)
    when = visit.kb.when.barred.get(action.id)
    if when is None:
        return Bar(_sentences(action, causes)) if causes else None
    value = truth(when, visit.known, missing=Truth.UNKNOWN)
    if causes or value is Truth.TRUE:
        said = _said(when, visit) if value is Truth.TRUE else []
        return Bar(_sentences(action, [*causes, *said]))
    if value is Truth.FALSE:
        return None
    words = visit.kb.plan.words
    to_ask = _to_ask(when, visit)
    if to_ask:
        return Bar(_sentences(action, _named(words.bar_not_asked, to_ask, visit)), to_ask)
    unsure = tuple(key for key in _live(when, visit) if not visit.to_ask(key))
    return Bar(_sentences(action, _named(words.bar_not_sure, unsure, visit)))


def _sentences(action: Action, reasons: list[str]) -> str:
    return " ".join([action.bar_reason, *reasons[:_MOST_REASONS]]).strip()


def _barring_causes(action: Action, visit: Visit) -> list[str]:
    least = visit.kb.plan.barred_from_probability
    found = [c for c in action.barred_causes if visit.probabilities.get(c, 0.0) >= least]
    found.sort(key=lambda cause: -visit.probabilities[cause])
    return [
        visit.kb.plan.words.bar_cause.format(
            cause=visit.kb.causes[cause].name, percent=round(100 * visit.probabilities[cause])
        )
        for cause in found
    ]


def _said(when: When, visit: Visit) -> list[str]:
    return [
        visit.kb.plan.words.bar_answer.format(
            topic=visit.kb.plan.topics[key],
            answer=visit.kb.questions[key].answers[visit.known[key]],
        )
        for key in dict.fromkeys(_true_leaves(when, visit))
    ]


def _true_leaves(when: When, visit: Visit) -> Iterator[str]:
    """Questions of the comparisons that make the condition true."""
    if truth(when, visit.known, missing=Truth.UNKNOWN) is not Truth.TRUE:
        return
    if isinstance(when, Is):
        yield when.question
    else:
        for part in when.of:
            yield from _true_leaves(part, visit)


def _to_ask(when: When, visit: Visit) -> tuple[str, ...]:
    """Questions whose answers could lift the bar; none when an unsure answer keeps it anyway."""
    named = questions(when) & visit.known.keys()
    settled = {key: visit.known[key] for key in named if not _open(key, visit)}
    if truth(when, settled, missing=Truth.FALSE) is not Truth.FALSE:
        return ()
    return tuple(key for key in _live(when, visit) if visit.to_ask(key))


def _open(key: str, visit: Visit) -> bool:
    return visit.known[key] == NOT_SURE and visit.to_ask(key)


def _live(when: When, visit: Visit) -> Iterator[str]:
    """Questions that still decide, in the order of the questions."""
    found = live(when, visit.known)
    return (key for key in visit.kb.questions if key in found)


def _named(words: str, keys: tuple[str, ...], visit: Visit) -> list[str]:
    topics = [visit.kb.plan.topics[key] for key in keys]
    named = "; ".join(topics[:_MOST_REASONS]) + (" …" if len(topics) > _MOST_REASONS else "")
    return [words.format(topics=named)]
