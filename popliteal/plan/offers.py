"""Which actions fit this person, which of them are offered, and which are not and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from popliteal.knowledge.content import Action, Disposition, Path
from popliteal.knowledge.when import Truth, truth
from popliteal.plan.bars import Bar, find_bar
from popliteal.plan.limits import fit_exercise
from popliteal.plan.visit import Visit


@dataclass(frozen=True, slots=True)
class Pick:
    """An action that is offered, for which of the causes, and within which angles.

    Attributes
    ----------
    path : the joint angles it passes through, narrowed to the person's own limit; None: no angles
    """

    action: Action
    causes: tuple[str, ...]
    path: Path | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An action that would fit but is not offered, and why.

    Attributes
    ----------
    to_ask : questions to be asked before it could be offered; empty when asking would not help
    """

    action: Action
    because: str
    to_ask: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "action": self.action.id,
            "name": self.action.name,
            "because": self.because,
            "to_ask": list(self.to_ask),
        }


def choose(visit: Visit) -> tuple[tuple[Pick, ...], tuple[Refusal, ...]]:
    """Sort the actions that fit into those that are offered and those that are not.

    Returns
    -------
    offers and refusals, each in the order of the actions.
    """
    fitting = [action for action in visit.kb.actions.values() if fits(action, visit)]
    if visit.must_be_seen_today:
        fitting = [a for a in fitting if passes_gate(a, visit.disposition)]
    offers: list[Pick] = []
    refusals: list[Refusal] = []
    for action in _by_rank(fitting):
        if _other_of_group(action, offers) or not _has_place(action, offers):
            continue
        found = _offer(action, visit, offers)
        if isinstance(found, Pick):
            offers.append(found)
        else:
            refusals.append(found)
    order = {key: place for place, key in enumerate(visit.kb.actions)}
    return (
        tuple(sorted(offers, key=lambda offer: order[offer.action.id])),
        tuple(sorted(refusals, key=lambda refusal: order[refusal.action.id])),
    )


def fits(action: Action, visit: Visit) -> bool:
    """Whether the action is for this person, bars aside."""
    if action.who != "lay" or visit.disposition not in action.dispositions:
        return False
    by_cause = action.suits_all or bool(_causes(action, visit))
    when = visit.kb.when.offered.get(action.id)
    if when is None:
        return by_cause
    value = truth(when, visit.answers.given)
    by_answer = value is Truth.TRUE
    if action.kind == "safety" and visit.must_be_seen_today:
        # What to leave alone until seen costs nothing, so that it may hold is enough.
        by_answer = value is not Truth.FALSE
    return {
        "all": by_cause and by_answer,
        "any": by_cause or by_answer,
        "offered_if_only": by_answer,
    }[action.offer_mode]


def _causes(action: Action, visit: Visit) -> tuple[str, ...]:
    """The causes for which this person would get the action, likeliest first."""
    if action.offer_mode == "any":
        least = visit.kb.plan.barred_from_probability
        likely = [c for c in visit.ranked if visit.probabilities[c] >= least]
        return tuple(c for c in likely if c in action.suits)
    return tuple(c for c in visit.planned if c in action.suits)


def passes_gate(action: Action, disposition: Disposition) -> bool:
    """Whether the disposition lets the action through."""
    if disposition == "self_care":
        return True
    return action.safe_while_waiting if disposition == "soon" else action.kind == "safety"


def _by_rank(actions: list[Action]) -> Iterable[Action]:
    """In order; of an exclusive group the lowest rank first, what hangs on others after them."""
    return sorted(
        actions,
        key=lambda action: (
            action.fallback,
            bool(action.goes_with),
            action.rank if action.exclusive_group else 0,
        ),
    )


def _has_place(action: Action, offers: list[Pick]) -> bool:
    """Whether what is offered so far calls for an action that hangs on it."""
    if action.fallback:
        return all(offer.action.suits_all for offer in offers)
    offered = {offer.action.id for offer in offers}
    return not action.goes_with or not offered.isdisjoint(action.goes_with)


def _other_of_group(action: Action, offers: list[Pick]) -> bool:
    group = action.exclusive_group
    return group is not None and any(offer.action.exclusive_group == group for offer in offers)


def _offer(action: Action, visit: Visit, offers: list[Pick]) -> Pick | Refusal:
    words = visit.kb.plan.words
    if not passes_gate(action, visit.disposition):
        return Refusal(action, words.waits)
    clash = next((o.action for o in offers if o.action.id in action.not_with), None)
    if clash is not None:
        return Refusal(action, words.not_with.format(other=clash.name))
    bar: Bar | None = find_bar(action, visit)
    if bar is not None:
        return Refusal(action, bar.text, bar.to_ask)
    if action.path is None:
        return Pick(action, _causes(action, visit), None)
    path = fit_exercise(action, visit)
    if path is None:
        return Refusal(action, words.beyond_limit)
    return Pick(action, _causes(action, visit), path)
