"""What goes by itself, with the hour: each looked at once more, held, before it is deleted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from popliteal.web.diaries import UNDO_HOURS
from popliteal.web.models import AccessRow, DiaryRow, EntryRow

# An account without a diary, since somebody last came; and the list of who came.
_EMPTY_DAYS, _ACCESS_DAYS = 30, 365


def tidy(now: datetime, most_days: int | None = None) -> int:
    """Delete what was deleted long enough ago, and what nobody used for too long.

    Diaries with their accounts, accounts without a diary, old rows of the list of accesses.

    Parameters
    ----------
    most_days : the longest that the site keeps a diary after its last use

    Returns
    -------
    how many diaries went
    """
    EntryRow.objects.filter(removed_at__lt=now - timedelta(hours=UNDO_HOURS)).delete()
    AccessRow.objects.filter(at__lt=now - timedelta(days=_ACCESS_DAYS)).delete()
    for account in _empty(now):
        _end_account(account.pk, now)
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


def _empty(now: datetime) -> QuerySet[User]:
    """The accounts without a diary that nobody came to for long; never of who runs the site."""
    since = now - timedelta(days=_EMPTY_DAYS)
    rows = User.objects.filter(diary=None, is_staff=False, is_superuser=False)
    came = Q(last_login=None) | Q(last_login__lt=since)
    return rows.filter(came, date_joined__lt=since)


@transaction.atomic
def _end_account(key: int, now: datetime) -> None:
    """Delete an account that is empty; somebody may have come to it since it was found."""
    User.objects.select_for_update().filter(pk=key).first()
    # Asked anew once it is held: a diary that was begun meanwhile is seen now.
    account = _empty(now).filter(pk=key).first()
    if account is not None:
        account.delete()
