"""An offered action in words: what to do, how much, how far, when to stop and when to do more."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from popliteal.knowledge.content import Action, Grade, Path
from popliteal.plan.doses import dose_sentence
from popliteal.plan.limits import limit_words
from popliteal.plan.offers import Pick
from popliteal.plan.regions import Numbers
from popliteal.plan.visit import Visit


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person reads about one action.

    Attributes
    ----------
    causes : ids of the causes it is offered for; empty when it is for everybody or for an answer
    dose : how much and how often, in one sentence; empty when there is no dose
    limit : how far to go, in degrees and words; empty when the action has no joint angles
    path : the joint angles it passes through, inside the person's own limit
    stop_if, progress : when to stop, and when and how to do more
    """

    id: str
    name: str
    kind: str
    causes: tuple[str, ...]
    what_to_do: str
    tell_the_person: tuple[str, ...]
    avoid: tuple[str, ...]
    dose: str
    limit: str
    path: Path | None
    stop_if: str
    progress: str
    grade: Grade
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        data = asdict(self)
        lists = {key: list(value) for key, value in data.items() if isinstance(value, tuple)}
        path = None if self.path is None else _plain(asdict(self.path))
        return {**data, **lists, "path": path}


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}


def make_card(pick: Pick, visit: Visit, local: Numbers) -> Offer:
    """Put an offered action into words."""
    action = pick.action
    return Offer(
        id=action.id,
        name=action.name,
        kind=action.kind,
        causes=pick.causes,
        what_to_do=local.fill(action.what_to_do),
        tell_the_person=tuple(local.fill(text) for text in _told(action, visit)),
        avoid=action.avoid,
        dose=dose_sentence(action.dose, visit.kb.plan.words),
        limit=limit_words(action, pick.path, visit) if pick.path else "",
        path=pick.path,
        stop_if=local.fill(action.stop_if),
        progress=_progress(action, visit),
        grade=action.grade,
        sources=action.sources,
    )


def _told(action: Action, visit: Visit) -> tuple[str, ...]:
    """In an emergency the card at the top has said whom to call; nothing says it with an if."""
    if visit.disposition == "emergency":
        return action.tell_the_person
    return (*action.tell_the_person, *action.get_help)


def _progress(action: Action, visit: Visit) -> str:
    """How to do more; nobody does more before they have been seen."""
    if action.progress and visit.disposition != "self_care":
        return visit.kb.plan.words.hold
    return action.progress
