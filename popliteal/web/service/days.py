"""Which day it is, for the whole service."""

from __future__ import annotations

from datetime import UTC, date, datetime


def this_day() -> date:
    """The day of a bundle, and that from which the age of answers is counted."""
    return datetime.now(UTC).date()
