"""What an operation takes, where a client wraps it in a Parameters resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from popliteal.errors import Misfit
from popliteal.web.service.refusals import Refused

_NAME = "resource"
_PLACE = "Parameters.parameter"


def unwrap(body: Any) -> tuple[str, Any]:
    """The resource that was sent, as it is or wrapped, and where it stands.

    Raises
    ------
    Refused
        There is not just one in the Parameters.

    Examples
    --------
    >>> inside = {"resourceType": "QuestionnaireResponse"}
    >>> unwrap(inside) == ("", inside)
    True
    >>> parameter = {"name": "resource", "resource": inside}
    >>> unwrap({"resourceType": "Parameters", "parameter": [parameter]})[0]
    'Parameters.parameter[0].resource'
    """
    if not isinstance(body, Mapping) or body.get("resourceType") != "Parameters":
        return "", body
    parts = body.get("parameter")
    wrong = [*_wrong(parts)]
    if wrong or not isinstance(parts, list):
        raise Refused(400, wrong, in_resource=True)
    return f"{_PLACE}[0].{_NAME}", parts[0][_NAME]


def _wrong(parts: Any) -> Iterator[Misfit]:
    found = parts if isinstance(parts, list) else []
    for at, part in enumerate(found):
        place = f"{_PLACE}[{at}]"
        if not isinstance(part, Mapping):
            yield Misfit(place, "this is no parameter.", "structure")
        elif part.get("name") != _NAME:
            text = f"use '{_NAME}'. _lang and region stand in the address."
            yield Misfit(f"{place}.name", text, "not-supported")
        elif _NAME not in part:
            yield Misfit(f"{place}.{_NAME}", "is missing. Send the form in it.", "required")
    if len(found) != 1:
        yield Misfit(_PLACE, f"just one must stand here, named '{_NAME}'.", "required")


def moved(misfits: Iterable[Misfit], place: str) -> Iterator[Misfit]:
    """The problems of a resource, with their places seen from what it is wrapped in.

    Examples
    --------
    >>> [found.place for found in moved([Misfit("Patient.name", "x")], "Parameters.parameter[0]")]
    ['Parameters.parameter[0].name']
    """
    for misfit in misfits:
        _, dot, rest = misfit.place.partition(".")
        inside = f"{place}{dot}{rest}" if place else misfit.place
        yield Misfit(inside, misfit.text, misfit.code)
