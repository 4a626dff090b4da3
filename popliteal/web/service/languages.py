"""In which language a request is answered."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from popliteal.knowledge.load import Knowledge, load
from popliteal.knowledge.translation import translated
from popliteal.web.service.refusals import refuse
from popliteal.web.words import offered


def content(request: HttpRequest) -> Knowledge:
    """The content in the language that `_lang` names, else in one that the client can read.

    Raises
    ------
    Refused
        `_lang` names a language that is not offered.
    """
    asked = request.GET.get("_lang")
    return in_language(_accepted(request) if asked is None else asked, "_lang")


def in_language(code: str, place: str) -> Knowledge:
    """The content in one language."""
    if code not in offered():
        raise refuse(400, place, f"no such language. Use {' or '.join(offered())}.")
    return translated(load(), code)


def _accepted(request: HttpRequest) -> str:
    for wanted, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        code = wanted.partition("-")[0]
        if code in offered():
            return code
    return "en"
