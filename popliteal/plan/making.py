"""The plan of one visit, from disposition, causes and answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from popliteal.answers import Answers
from popliteal.knowledge.content import CareSigns, Disposition, Guidance
from popliteal.knowledge.load import Knowledge
from popliteal.plan.cards import Offer, make_card
from popliteal.plan.offers import Pick, Refusal, choose
from popliteal.plan.regions import Numbers, numbers
from popliteal.plan.visit import Visit, start_visit

# Two weeks without getting better is a warning sign, so everybody looks back that long.
_LAST_LOOK_DAY = 14


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do today and what to leave.

    Attributes
    ----------
    heading : what the plan is for, such as "Until you are seen"
    notes : what holds for the plan as a whole
    do, exercises : what is offered; exercises are those with joint angles
    avoid : what to leave, in words
    not_offered : what would fit but is not offered, and why
    ask_first : questions to ask before more could be offered, in their order
    review : when to look again, in days from today; none when someone must be seen today
    easing_off, moving_on, back_to_stretching : rules for the days to come
    seek_care_if : signs that mean seeking care, gravest first
    """

    heading: str
    notes: tuple[str, ...]
    do: tuple[Offer, ...]
    exercises: tuple[Offer, ...]
    avoid: tuple[str, ...]
    not_offered: tuple[Refusal, ...]
    ask_first: tuple[str, ...]
    review: tuple[Guidance, ...]
    easing_off: tuple[Guidance, ...]
    moving_on: tuple[Guidance, ...]
    back_to_stretching: tuple[Guidance, ...]
    seek_care_if: tuple[CareSigns, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "heading": self.heading,
            "notes": list(self.notes),
            "do": [offer.to_dict() for offer in self.do],
            "exercises": [offer.to_dict() for offer in self.exercises],
            "avoid": list(self.avoid),
            "not_offered": [refusal.to_dict() for refusal in self.not_offered],
            "ask_first": list(self.ask_first),
            "review": [{"day": look.day, "text": look.text} for look in self.review],
            "easing_off": [rule.text for rule in self.easing_off],
            "moving_on": [rule.text for rule in self.moving_on],
            "back_to_stretching": [rule.text for rule in self.back_to_stretching],
            "seek_care_if": [
                {"disposition": care.disposition, "signs": list(care.signs)}
                for care in self.seek_care_if
            ],
        }


def make_plan(
    disposition: Disposition,
    probabilities: Mapping[str, float],
    answers: Answers,
    kb: Knowledge,
    *,
    region: str | None = None,
) -> Plan:
    """What to do today: nothing in it could harm in a cause that is not unlikely.

    Parameters
    ----------
    disposition : how soon to be seen
    probabilities : by cause id
    answers : what the person said
    kb : knowledge
    region : country code, for the numbers in the texts

    Raises
    ------
    AnswerError
        When there are no numbers for the region.

    Examples
    --------
    >>> from popliteal.answers import read_answers
    >>> from popliteal.knowledge.load import load
    >>> kb = load()
    >>> plan = make_plan("urgent", {"dvt": 1.0}, read_answers({"calf_swelling": "clear"}, kb), kb)
    >>> plan.heading, [card.id for card in plan.do], plan.exercises
    ('Until you are seen', ['clot_no_massage', 'seek_care'], ())
    """
    visit = start_visit(disposition, probabilities, answers, kb)
    local = numbers(kb, region)
    picks, refusals = choose(visit)
    cards = tuple(make_card(pick, visit, local) for pick in picks)
    exercises = tuple(card for card in cards if card.path is not None)
    to_ask = {key for refusal in refusals for key in refusal.to_ask}
    rules = kb.plan
    moving_on = disposition == "self_care" and bool(exercises)
    return Plan(
        heading=kb.dispositions[disposition].plan_heading,
        notes=tuple(local.fill(note) for note in _notes(visit, picks)),
        do=tuple(card for card in cards if card.path is None),
        exercises=exercises,
        avoid=tuple(dict.fromkeys(leave for card in cards for leave in card.avoid)),
        not_offered=refusals,
        ask_first=tuple(key for key in kb.questions if key in to_ask),
        review=tuple(_review(picks, visit)),
        easing_off=_filled(rules.regression, local) if exercises else (),
        moving_on=_filled(rules.progression, local) if moving_on else (),
        back_to_stretching=_filled(rules.return_to_stretch, local) if moving_on else (),
        seek_care_if=rules.seek_care,
    )


def _notes(visit: Visit, picks: Iterable[Pick]) -> Iterator[str]:
    """What holds for the plan as a whole."""
    yield visit.kb.dispositions[visit.disposition].plan_note
    groups = {visit.kb.causes[cause].group for pick in picks if pick.path for cause in pick.causes}
    if {"nerve", "muscle_tendon"} <= groups:
        yield visit.kb.plan.words.combined


def _filled(rules: Iterable[Guidance], local: Numbers) -> tuple[Guidance, ...]:
    return tuple(replace(rule, text=local.fill(rule.text)) for rule in rules)


def _review(picks: Iterable[Pick], visit: Visit) -> Iterator[Guidance]:
    """The days to look again; the late ones only for exercises that go on so long."""
    groups = {visit.kb.causes[cause].group for cause in visit.planned}
    doses = [pick.action.dose for pick in picks if pick.action.dose and pick.path]
    weeks = [max(dose.weeks) for dose in doses if dose.weeks and dose.sessions_per_week]
    last = max([_LAST_LOOK_DAY, *(7 * number for number in weeks)])
    said = set()
    for look in visit.kb.plan.review:
        holds = visit.disposition in look.dispositions and (look.day or 0) <= last
        if holds and look.day not in said and not (look.groups and groups.isdisjoint(look.groups)):
            said.add(look.day)
            yield look
