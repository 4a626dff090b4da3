"""The OpenAPI 3.1 description, written from the routes, so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from popliteal import __version__
from popliteal.knowledge.load import Knowledge
from popliteal.web.service.replies import FHIR_JSON, FHIR_PATH, PLAIN_JSON
from popliteal.web.service.route import Route
from popliteal.web.service.schemas import write_schemas

_REFUSALS = {
    "400": "Something in the request cannot be read; each problem with its place.",
    "401": "No known token.",
    "404": "There is no such thing.",
    "405": "Not by this method.",
    "406": "Only JSON here.",
    "413": "The body is too large; it was not read.",
    "415": "The body is no JSON, or of another version of FHIR.",
    "429": "Too many requests; wait as long as Retry-After says.",
    "500": "Something broke on our side. Nothing was kept.",
}
_QUERY = {
    "_lang": "The language of the words; without it that of Accept-Language.",
    "_format": "The format; JSON is the one there is.",
    "url": "The canonical address of the resource.",
    "region": "ISO country code, for the numbers to call.",
}


def write_description(routes: Iterable[Route], address: str, kb: Knowledge) -> dict[str, Any]:
    """The whole description."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, kb)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Popliteal",
            "version": __version__,
            "description": kb.words["fhir_program"],
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {
            "schemas": write_schemas(kb),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: Route, kb: Knowledge) -> dict[str, Any]:
    kind, refusal = (
        (FHIR_JSON, "OperationOutcome")
        if route.path.startswith(FHIR_PATH)
        else (PLAIN_JSON, "Problems")
    )
    refusals = {status: _response(text, refusal, kind) for status, text in _REFUSALS.items()}
    body = {"requestBody": {"required": True, "content": _content(route.takes, kind)}}
    return {
        "summary": route.about,
        "operationId": _operation_id(route),
        "security": [] if route.public else [{"token": []}],
        "parameters": [
            *(_in_path(name, allowed) for name, allowed in route.names.items()),
            *(_in_query(name, kb) for name in route.query),
        ],
        **(body if route.takes else {}),
        "responses": {"200": _response(route.about, route.gives, kind), **refusals},
    }


def _operation_id(route: Route) -> str:
    named = "".join(sign if sign.isalnum() else "_" for sign in route.path).strip("_")
    return f"{route.method.lower()}_{named}"


def _response(text: str, schema: str, kind: str) -> dict[str, Any]:
    return {"description": text, "content": _content(schema, kind)}


def _content(schema: str, kind: str) -> dict[str, Any]:
    return {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _in_path(name: str, allowed: tuple[str, ...]) -> dict[str, Any]:
    schema = {"type": "string", "enum": list(allowed)}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(name: str, kb: Knowledge) -> dict[str, Any]:
    from popliteal.web.words import offered

    allowed: dict[str, list[str]] = {
        "_lang": list(offered()),
        "_format": ["json", PLAIN_JSON, FHIR_JSON],
        "region": list(kb.regions),
    }
    schema = {"type": "string", **({"enum": allowed[name]} if name in allowed else {})}
    return {"name": name, "in": "query", "description": _QUERY[name], "schema": schema}
