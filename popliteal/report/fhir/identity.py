"""Ids that are the same for the same content: no clock, no chance, nobody's identity."""

from __future__ import annotations

import json
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from popliteal.report.fhir.terms import BASE

_OURS = uuid5(NAMESPACE_URL, BASE)


def visit_id(*parts: Any) -> UUID:
    """One id for one visit, from all that the result is made from.

    Examples
    --------
    >>> visit_id({"fever": "no"}, "2026-03-01") == visit_id({"fever": "no"}, "2026-03-01")
    True
    """
    return uuid5(_OURS, json.dumps(parts, sort_keys=True, ensure_ascii=False))


def resource_id(visit: UUID, *names: str) -> str:
    """The id of one resource of a visit."""
    return str(uuid5(visit, "/".join(names)))


def urn(identity: str) -> str:
    """How the other resources of the bundle refer to it."""
    return f"urn:uuid:{identity}"
