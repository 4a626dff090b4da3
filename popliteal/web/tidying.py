"""What goes by itself, with the hour: each looked at once more, held, before it is deleted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from popliteal.web.diaries import UNDO_HOURS
from popliteal.web.models import DiaryRow, EntryRow


def tidy(now: datetime, most_days: int | None = None) -> int:
    """Delete what was deleted long enough ago, and diaries that nobody used for too long.

    Parameters
    ----------
    most_days : the longest that the site keeps a diary after its last use

    Returns
    -------
    how many diaries went
    """
    EntryRow.objects.filter(removed_at__lt=now - timedelta(hours=UNDO_HOURS)).delete()
    rows = DiaryRow.objects.filter(used_at__lt=now - timedelta(days=1))
    old = [row.pk for row in rows.iterator() if _is_over(row, now, most_days)]
    return sum(_end(key, now, most_days) for key in old)


@transaction.atomic
def _end(key: int, now: datetime, most_days: int | None) -> bool:
    """Delete a diary that is over; somebody may have written in it since it was found."""
    row = DiaryRow.objects.select_for_update().filter(pk=key).first()
    if row is None or not _is_over(row, now, most_days):
        return False
    # The account goes with it: it holds nothing else.
    (row.owner or row).delete()
    return True


def _is_over(row: DiaryRow, now: datetime, most_days: int | None) -> bool:
    days = [each for each in (row.keep_days, most_days) if each]
    return bool(days) and row.used_at < now - timedelta(days=min(days))
