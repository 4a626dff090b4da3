"""Dates in the words of the content's language."""

from __future__ import annotations

from datetime import date

from popliteal.knowledge.load import Knowledge


def say_date(day: date, kb: Knowledge, *, year: bool = True) -> str:
    """A date as people write it.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> say_date(date(2026, 3, 1), load()), say_date(date(2026, 3, 1), load(), year=False)
    ('1 Mar 2026', '1 Mar')
    """
    month = kb.words[f"date_{day.month}"]
    words = kb.words["date_long" if year else "date_short"]
    return words.format(day=day.day, month=month, year=day.year)
