"""The body of a request: how large, which kind, and what JSON it holds. Nothing is kept of it."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.conf import settings
from django.http import HttpRequest

from popliteal.web.service.refusals import refuse
from popliteal.web.service.replies import FHIR_JSON, PLAIN_JSON

_R4 = ("4.0", "4.3")


def read_json(request: HttpRequest) -> Any:
    """The body as plain data.

    Raises
    ------
    Refused
        It is of another kind, too large, or no JSON that can be read in one way only.
    """
    _check_kind(request)
    try:
        # No more than the length that the gate has let through: the server reads no further.
        text = _text(request.read())
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise refuse(400, "body", "this is not UTF-8. Send JSON in UTF-8.") from None
    except json.JSONDecodeError as error:
        text = f"this is no JSON from line {error.lineno}, column {error.colno} on."
        raise refuse(400, "body", text) from None
    except RecursionError:
        raise refuse(400, "body", "is nested far too deeply. No form of ours is.") from None
    except ValueError as error:
        # Ours from below, or a whole number with thousands of digits.
        text = str(error.args[0]) if isinstance(error, _TwoWaysError) else "a number is too long."
        raise refuse(400, "body", text) from None


def _text(body: bytes) -> str:
    """The body, which JSON by itself would read as UTF-16 and UTF-32 too."""
    if b"\0" in body:
        raise UnicodeDecodeError("utf-8", body, 0, 1, "no text")
    return body.decode("utf-8-sig")


class _TwoWaysError(ValueError):
    """Something that two programs would read in two ways."""


def _no_constant(name: str) -> NoReturn:
    raise _TwoWaysError(f"{name} is no JSON. Leave the value out.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwoWaysError("a name stands twice in one object. Keep one of the two.")
    return found


def _check_kind(request: HttpRequest) -> None:
    """Only JSON, and only of FHIR R4, which R5 looks like and is not."""
    if request.content_type not in (PLAIN_JSON, FHIR_JSON):
        text = f"cannot be read. Send {FHIR_JSON} or {PLAIN_JSON}."
        raise refuse(415, "Content-Type", text)
    # Django gives the names of the parameters in small letters.
    parameters = request.content_params or {}
    if not parameters.get("fhirversion", _R4[0]).startswith(_R4):
        raise refuse(415, "Content-Type", "is another version of FHIR. Send R4 (fhirVersion=4.0).")
    if parameters.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise refuse(415, "Content-Type", "is another character set. Send UTF-8.")


def too_large() -> Exception:
    """The refusal of a body that no answered form can have."""
    kilobytes = settings.SERVICE_LARGEST_BODY // 1024
    return refuse(413, "body", f"is larger than {kilobytes} kB. An answered form is far smaller.")
