"""The clinical content in the language of the page."""

from __future__ import annotations

from popliteal.knowledge.load import Knowledge, load


def knowledge() -> Knowledge:
    """The content, loaded once for each process."""
    return load()


def content_fingerprint() -> str:
    """Which content stored answers were checked against, whatever the language of the page."""
    return load().fingerprint
