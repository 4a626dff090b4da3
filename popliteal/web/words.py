"""The clinical content in the language of the page."""

from __future__ import annotations

from functools import cache

from django.utils.translation import get_language

from popliteal.knowledge.load import Knowledge, load
from popliteal.knowledge.translation import Language, languages, translated


@cache
def offered() -> dict[str, Language]:
    """The languages that may be shown, by code: none whose words on danger are old."""
    return {language.code: language for language in languages(load())}


def language() -> Language:
    """The language of the page."""
    code = (get_language() or "en").partition("-")[0]
    return offered().get(code, offered()["en"])


def knowledge() -> Knowledge:
    """The content, loaded once for each process and language."""
    return translated(load(), language().code)


def content_fingerprint() -> str:
    """Which content stored answers were checked against, whatever the language of the page."""
    return load().fingerprint
