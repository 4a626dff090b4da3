"""What the models of `fhir.resources` let through, checked by ourselves.

The models check names, types and required fields. They accept any word for a coded field, a
probability of 3, and a reference to nothing; a receiver may not, or may believe it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

from popliteal.errors import Misfit, PoplitealError, ResourceError
from popliteal.report.fhir.terms import Record

_MORE = "+"
# Where the models name a required list by half (`+`) or in other words: all of it, from R4.
_STATUS = (
    "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error",
    "unknown",
)  # fmt: skip
_ITEM_TYPES = (
    "group", "display", "question", "boolean", "decimal", "integer", "date", "dateTime", "time",
    "string", "text", "url", "choice", "open-choice", "attachment", "reference", "quantity",
)  # fmt: skip
_FORMATS = ("json", "application/fhir+json")
_WHOLE: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("Observation", "status"): _STATUS,
        ("RiskAssessment", "status"): _STATUS,
        ("QuestionnaireItem", "type"): _ITEM_TYPES,
        ("CapabilityStatement", "format"): _FORMATS,
    }
)


def check_resource(resource: Record) -> Record:
    """The resource, once the models and our own checks have nothing against it.

    Raises
    ------
    ResourceError
        Every problem with its place.

    Examples
    --------
    >>> patient = {"reference": "urn:uuid:1"}
    >>> flag = {"resourceType": "Flag", "status": "on", "code": {"text": "a"}, "subject": patient}
    >>> check_resource(flag)
    Traceback (most recent call last):
    popliteal.errors.ResourceError: Flag.status: 'on' is no code here. Use active, inactive or ...
    """
    kind = str(resource.get("resourceType"))
    wrong = list(problems(resource, kind))
    if wrong:
        raise ResourceError(wrong)
    return resource


def problems(resource: Record, kind: str) -> Iterator[Misfit]:
    """What speaks against a resource, first of all what its model says."""
    from pydantic import BaseModel, ValidationError

    try:
        read = model_of(kind).model_validate(resource)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_input=False):
            yield _misfit(found, kind)
        return
    known = {entry.get("fullUrl") for entry in resource.get("entry", ())}
    for place, part in _parts(read, (kind,), BaseModel):
        yield from _codes(part, place)
        yield from _probability(part, place)
        yield from _reference(part, place, known)


@cache
def model_of(kind: str) -> Any:
    """The R4B model of a kind of resource.

    Raises
    ------
    ResourceError
        There is no such kind.
    PoplitealError
        The extra `fhir` is not installed.
    """
    if find_spec("fhir") is None:
        raise PoplitealError("fhir.resources is missing. Install popliteal with its extra 'fhir'.")
    try:
        return getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)
    except (ImportError, AttributeError):
        raise ResourceError([Misfit(kind, "no such resource in FHIR R4.")]) from None


def _misfit(found: Any, kind: str) -> Misfit:
    place = placed(kind, *found["loc"])
    if "missing" in found["type"]:
        return Misfit(place, "is missing. Add it.", "required")
    if found["type"] == "extra_forbidden":
        text = f"{kind} has no such element in FHIR R4. Take it out, or send an R4 resource."
        return Misfit(place, text, "structure")
    return Misfit(place, f"{found['msg'].rstrip('.')}.", "structure")


def placed(kind: str | int, *steps: str | int) -> str:
    """A place in a resource, as FHIRPath writes it.

    Examples
    --------
    >>> placed("QuestionnaireResponse", "item", 2, "answer", 0)
    'QuestionnaireResponse.item[2].answer[0]'
    """
    return str(kind) + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps)


Place = tuple[str | int, ...]


def _parts(part: Any, place: Place, model: type) -> Iterator[tuple[Place, Any]]:
    """The part of a resource and every part inside it, each with its place."""
    yield place, part
    for name, value in vars(part).items():
        if isinstance(value, model):
            yield from _parts(value, (*place, name), model)
        elif isinstance(value, list):
            for at, each in enumerate(value):
                if isinstance(each, model):
                    yield from _parts(each, (*place, name, at), model)


@cache
def _coded(model: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The elements whose codes R4 does not leave open, with the codes."""
    found = []
    for name, field in model.model_fields.items():
        named = tuple((field.json_schema_extra or {}).get("enum_values") or ())
        allowed = _WHOLE.get((model.__name__, name), () if _MORE in named else named)
        if allowed:
            found.append((name, allowed))
    return tuple(found)


def _codes(part: Any, place: Place) -> Iterator[Misfit]:
    model: Any = type(part)
    for name, allowed in _coded(model):
        value = getattr(part, name)
        for code in value if isinstance(value, list) else [value]:
            if code is not None and code not in allowed:
                use = f"Use {', '.join(allowed[:-1])} or {allowed[-1]}."
                where = placed(*place, name)
                yield Misfit(where, f"'{code}' is no code here. {use}", "code-invalid")


def _probability(part: Any, place: Place) -> Iterator[Misfit]:
    value = vars(part).get("probabilityDecimal")
    if value is not None and not 0 <= value <= 1:
        where = placed(*place, "probabilityDecimal")
        yield Misfit(where, f"{value} is no probability. Use a number from 0 to 1.", "value")


def _reference(part: Any, place: Place, known: set[Any]) -> Iterator[Misfit]:
    """In a bundle every reference leads to one of its entries."""
    target = vars(part).get("reference")
    if known and isinstance(target, str) and target not in known:
        yield Misfit(placed(*place, "reference"), "leads to nothing in this bundle.", "not-found")
