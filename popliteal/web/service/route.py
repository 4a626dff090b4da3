"""One end point of the service, and how a request finds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest, HttpResponse

from popliteal.web.service.refusals import refuse

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Route:
    """One end point: what the gate leads by and what the OpenAPI description is written from.

    Attributes
    ----------
    path : with names in braces for what differs
    about : one sentence for the description
    gives, takes : names of schemas of the description: of the answer, and of the body
    names : what may stand for each name in the path
    query : names of the parameters after the path
    public : needs no token: it says the same to everybody, and nothing of anybody
    """

    method: str
    path: str
    view: View
    about: str
    gives: str
    takes: str = ""
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    query: tuple[str, ...] = ()
    public: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What a path must look like."""
        parts = re.split(r"\{(\w+)\}", self.path)
        # Every second part is a name.
        return re.compile(
            "".join(
                f"(?P<{part}>[^/]+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)
            )
        )


def find(request: HttpRequest, routes: Sequence[Route]) -> tuple[Route, dict[str, str]]:
    """The route of a request, and what stands for the names in its path.

    Raises
    ------
    Refused
        No such address, or not by this method.
    """
    here = [route for route in routes if route.pattern.fullmatch(request.path)]
    if not here:
        raise refuse(404, "address", "there is no such address. See /api/openapi.json.")
    method = "GET" if request.method == "HEAD" else request.method
    for route in here:
        match = route.pattern.fullmatch(request.path)
        if route.method == method and match:
            return route, match.groupdict()
    methods = methods_at(request.path, routes)
    raise refuse(405, "method", f"use {' or '.join(methods)}.", Allow=", ".join(methods))


def methods_at(path: str, routes: Sequence[Route]) -> list[str]:
    """The methods that an address takes; none where there is no such address.

    Examples
    --------
    >>> route = Route("GET", "/fhir/CodeSystem/{id}", lambda: None, "", "")
    >>> methods_at("/fhir/CodeSystem/causes", [route]), methods_at("/fhir", [route])
    (['GET', 'HEAD', 'OPTIONS'], [])
    """
    here = [route.method for route in routes if route.pattern.fullmatch(path)]
    return [*here, *(["HEAD"] if "GET" in here else []), *(["OPTIONS"] if here else [])]
