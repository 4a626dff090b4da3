"""Read the QuestionnaireResponse of any client: all of it, or every reason why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from popliteal.answers import read_answers
from popliteal.errors import AnswerError, Misfit, ResourceError
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import nearest
from popliteal.report.fhir.check import placed, problems
from popliteal.report.fhir.questionnaire import (
    QUESTIONNAIRES,
    flat,
    questionnaire_url,
    write_questionnaire,
)
from popliteal.report.fhir.terms import SEPARATOR, UCUM, system

KIND = "QuestionnaireResponse"
# A questionnaire of ours is three levels deep, and a client may wrap it a few times.
_DEEPEST = 60
_MOST_CONTAINED = 10
# A list of problems that nobody reads to its end helps nobody.
_MOST_PROBLEMS = 50
# FHIR forbids to pass over one that is not known.
_MODIFIERS = ("modifierExtension", "implicitRules", "_implicitRules")

Value = str | float


def read_response(resource: Any, kb: Knowledge) -> dict[str, Value]:
    """The answers of a QuestionnaireResponse, as `popliteal.assess` takes them.

    A question without an answer was not asked. Ids that had to go are read as the content says.

    Raises
    ------
    ResourceError
        Every problem with its place; nothing was guessed.

    Examples
    --------
    >>> from popliteal.answers import read_answers
    >>> from popliteal.knowledge.load import load
    >>> from popliteal.report.fhir.response import write_response
    >>> kb = load()
    >>> read_response(write_response(read_answers({"fever": "no"}, kb), kb), kb)
    {'fever': 'no'}
    >>> read_response({"resourceType": "Patient"}, kb)
    Traceback (most recent call last):
    popliteal.errors.ResourceError: Patient: this is no QuestionnaireResponse. Send one.
    """
    for look in (_kind, _size, _structure, _modifiers, _status, _questionnaire):
        wrong = list(look(resource))
        if wrong:
            raise ResourceError(wrong[:_MOST_PROBLEMS])
    name = _name(resource["questionnaire"]) or QUESTIONNAIRES[0]
    reader = _Reader(kb, _links(name, kb))
    reader.read(resource.get("item"), (KIND,))
    if reader.misfits:
        raise ResourceError(reader.misfits[:_MOST_PROBLEMS])
    return reader.answers


def _kind(resource: Any) -> Iterator[Misfit]:
    if not isinstance(resource, Mapping):
        yield Misfit(KIND, "this is no resource. Send a QuestionnaireResponse.", "structure")
    elif resource.get("resourceType") != KIND:
        kind = resource.get("resourceType")
        named = kind if isinstance(kind, str) and kind.isidentifier() else "resource"
        yield Misfit(named[:64], f"this is no {KIND}. Send one.", "structure")


def _size(resource: Any) -> Iterator[Misfit]:
    """Refuse what is too deep to be an answered form, without following it down."""
    if _depth(resource) > _DEEPEST:
        text = f"is nested more than {_DEEPEST} levels deep. No form of ours is."
        yield Misfit(KIND, text, "too-costly")
        return
    if "contained" in resource:
        yield from _contained(resource["contained"])


def _contained(contained: Any) -> Iterator[Misfit]:
    """What is wrong with the outside of resources that are not read."""
    if not isinstance(contained, list) or not contained:
        text = "a list of resources stands here. Leave it out, or send one."
        yield Misfit(placed(KIND, "contained"), text, "structure")
        return
    for at, inner in enumerate(contained):
        place = ("contained", at)
        if not isinstance(inner, Mapping):
            yield Misfit(placed(KIND, *place), "this is no resource.", "structure")
        elif not isinstance(inner.get("resourceType"), str):
            text = "is missing. Say which kind of resource it is."
            yield Misfit(placed(KIND, *place, "resourceType"), text, "required")
        elif "contained" in inner:
            text = "a contained resource contains none itself."
            yield Misfit(placed(KIND, *place, "contained"), text, "invariant")
    if len(contained) > _MOST_CONTAINED:
        text = f"holds {len(contained)} resources. Send {_MOST_CONTAINED} at most; none is read."
        yield Misfit(placed(KIND, "contained"), text, "too-costly")


def _depth(node: Any) -> int:
    """How many levels deep, counted level by level, so that no depth can break it."""
    depth, level = 0, [node]
    while level and depth <= _DEEPEST:
        depth += 1
        level = [inner for each in level for inner in _inside(each)]
    return depth


def _inside(node: Any) -> list[Any]:
    values = node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ()
    return [value for value in values if isinstance(value, Mapping | list)]


def _structure(resource: Any) -> Iterator[Misfit]:
    # What is contained, a name among it, is nothing to us.
    ours = {key: value for key, value in resource.items() if key != "contained"}
    yield from _nulls(ours, (KIND,))
    yield from problems(ours, KIND)


def _nulls(node: Any, at: tuple[str | int, ...]) -> Iterator[Misfit]:
    """The models take null for an element that is left out; FHIR has no null."""
    for step, value in node.items() if isinstance(node, Mapping) else enumerate(node):
        if value is None and isinstance(node, Mapping):
            yield Misfit(placed(*at, step), "is null. Leave it out.", "structure")
        elif isinstance(value, Mapping | list):
            yield from _nulls(value, (*at, step))


def _modifiers(resource: Any) -> Iterator[Misfit]:
    """What may turn the meaning of all the rest round: none is known to us."""
    for place, name in _named(resource, (KIND,)):
        if name in _MODIFIERS:
            text = "may change what an answer means. Send the form without it."
            yield Misfit(placed(*place), text, "not-supported")


def _named(node: Any, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every element with its place and name, but for what is contained."""
    for step, value in node.items() if isinstance(node, Mapping) else enumerate(node):
        if at == (KIND,) and step == "contained":
            continue
        yield (*at, step), step
        if isinstance(value, Mapping | list):
            yield from _named(value, (*at, step))


def _status(resource: Any) -> Iterator[Misfit]:
    if resource["status"] == "entered-in-error":
        yield Misfit(placed(KIND, "status"), "it was entered in error: nothing in it counts.")


def _questionnaire(resource: Any) -> Iterator[Misfit]:
    place = placed(KIND, "questionnaire")
    ours = [questionnaire_url(name) for name in QUESTIONNAIRES]
    url = resource.get("questionnaire")
    if url is None:
        yield Misfit(place, f"is missing. Use {ours[0]}.", "required")
    elif _name(url) is None:
        yield Misfit(place, f"another questionnaire. Use {' or '.join(ours)}.", "not-supported")


def _name(url: str) -> str | None:
    """Which of ours it is; every version, since ids are never used again for something else."""
    address = url.partition("|")[0]
    return next((name for name in QUESTIONNAIRES if questionnaire_url(name) == address), None)


@lru_cache(maxsize=16)
def _links(name: str, kb: Knowledge) -> Mapping[str, str]:
    """The type of each item that may be answered, by its linkId; those of old versions too."""
    old = {retired.question: "choice" for retired in kb.retired if retired.also_for}
    items = flat(write_questionnaire(name, kb)["item"])
    return MappingProxyType({**old, **{item["linkId"]: item["type"] for item in items}})


@dataclass
class _Reader:
    """Collects the answers and what is wrong with them."""

    kb: Knowledge
    types: Mapping[str, str]
    answers: dict[str, Value] = field(default_factory=dict)
    misfits: list[Misfit] = field(default_factory=list)

    def read(self, items: Any, at: tuple[str | int, ...]) -> None:
        """Read items and all items inside them."""
        for number, item in enumerate(items or ()):
            place = (*at, "item", number)
            self._item(item, place)
            self.read(item.get("item"), place)
            for each, answer in enumerate(item.get("answer") or ()):
                self.read(answer.get("item"), (*place, "answer", each))

    def _say(self, place: tuple[str | int, ...], text: str, code: str = "invalid") -> None:
        self.misfits.append(Misfit(placed(*place), text, code))

    def _item(self, item: Any, place: tuple[str | int, ...]) -> None:
        link, given = item["linkId"], item.get("answer")
        kind = self.types.get(link)
        if kind is None:
            hint = nearest(link[:64], [key for key, k in self.types.items() if k != "display"])
            self._say((*place, "linkId"), f"no such question. {hint}", "not-found")
        elif not given:
            return
        elif kind in ("group", "display"):
            self._say((*place, "answer"), "this item is no question. Answer those inside it.")
        elif link in self.answers:
            self._say((*place, "linkId"), "answered twice. Answer it once.", "duplicate")
        elif len(given) > 1:
            self._say((*place, "answer"), "several answers. Give one.", "invariant")
        elif kind == "choice":
            self._choice(link, given[0], (*place, "answer", 0))
        else:
            self._number(link, given[0], (*place, "answer", 0))

    def _choice(self, link: str, answer: Any, place: tuple[str | int, ...]) -> None:
        coded = answer.get("valueCoding")
        if coded is None:
            self._say(place, "this question takes a valueCoding.", "structure")
            return
        if coded.get("system") != system("answers"):
            self._say(
                (*place, "valueCoding", "system"), f"use {system('answers')}.", "code-invalid"
            )
            return
        question, _, said = str(coded.get("code")).partition(SEPARATOR)
        if question != link:
            text = f"no answer to {link}. Its codes begin with '{link}{SEPARATOR}'."
            self._say((*place, "valueCoding", "code"), text, "code-invalid")
            return
        self._take(link, said, (*place, "valueCoding", "code"))

    def _number(self, link: str, answer: Any, place: tuple[str | int, ...]) -> None:
        value, element = answer.get("valueDecimal"), "valueDecimal"
        quantity = answer.get("valueQuantity")
        if value is None and quantity is not None and _in_degrees(quantity):
            value, element = quantity.get("value"), "valueQuantity"
        if value is None:
            text = (
                "this question takes a valueDecimal in degrees, or a valueQuantity in UCUM 'deg'."
            )
            self._say(place, text, "structure")
            return
        # The models read a text of digits as a number as well; JSON knows the two apart.
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            self._say((*place, element), "a number stands here, not text.", "structure")
            return
        # A whole number goes on as it is: one with hundreds of digits is no float.
        number = float(value) if isinstance(value, Decimal) else value
        self._take(link, number, (*place, element))

    def _take(self, link: str, value: Value, place: tuple[str | int, ...]) -> None:
        """Keep an answer that the content knows."""
        try:
            read_answers({link: value}, self.kb)
        except AnswerError as error:
            for problem in error.problems:
                self._say(
                    place, f"{problem}", "code-invalid" if isinstance(value, str) else "value"
                )
            return
        self.answers[link] = value if isinstance(value, str) else float(value)


def _in_degrees(quantity: Any) -> bool:
    return (
        quantity.get("system") == UCUM
        and quantity.get("code") == "deg"
        and (quantity.get("comparator") is None)
    )
