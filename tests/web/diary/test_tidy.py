"""What is over goes by itself, with the hour."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from popliteal.knowledge.load import load
from popliteal.web import diaries, tidying
from popliteal.web.models import AccessRow, DiaryRow, EntryRow
from tests.web.diary.conftest import entry

pytestmark = pytest.mark.django_db


def test_the_hourly_command_deletes_what_is_over(settings):
    """A diary over its time, with its account; an entry that was deleted two days ago."""
    settings.DIARY_DAYS = 30
    old, new = (User.objects.create_user(name) for name in ("old", "new"))
    for owner in (old, new):
        book = diaries.begin(owner, {}, load(), time_zone="UTC")
        entry(book, worst_pain=3)
    EntryRow.objects.filter(diary__owner=new).update(removed_at=timezone.now() - timedelta(days=2))
    DiaryRow.objects.filter(owner=old).update(used_at=timezone.now() - timedelta(days=31))
    said = StringIO()
    call_command("tidy", stdout=said)

    assert said.getvalue().strip().endswith("too long: 1.")
    assert [*User.objects.values_list("username", flat=True)] == ["new"]
    assert not EntryRow.objects.exists()


def unused(days, owner=None):
    """A diary in which nobody wrote for so many days."""
    book = diaries.begin(owner, {}, load(), time_zone="UTC")
    DiaryRow.objects.update(used_at=timezone.now() - timedelta(days=days))
    return diaries.find(owner, load()) or book


def test_who_chooses_a_shorter_time_does_not_lose_the_diary_at_once():
    """The settings are a use of it: the 90 days begin with the choice."""
    book = unused(100, User.objects.create_user("ana"))
    diaries.settle(book, keep_days=90)

    assert tidying.tidy(timezone.now()) == 0
    assert tidying.tidy(timezone.now() + timedelta(days=91)) == 1


def test_who_brings_an_entry_back_has_used_the_diary():
    """It stays for as long as after writing."""
    book = diaries.begin(None, {}, load(), time_zone="UTC", keep_days=90)
    entry(book, worst_pain=3)
    kept = book.kept[0]
    diaries.remove(book, kept.key, kept.revision)
    DiaryRow.objects.update(used_at=timezone.now() - timedelta(days=100))
    diaries.bring_back(book, kept.key)

    assert tidying.tidy(timezone.now()) == 0


def test_who_writes_while_the_old_ones_are_looked_for_keeps_the_diary(monkeypatch):
    """Each is looked at once more, held, before it is deleted."""
    book = unused(100, User.objects.create_user("ana"))
    DiaryRow.objects.update(keep_days=90)
    looked = tidying._is_over

    def then_written(*args):
        found = looked(*args)
        entry(book, worst_pain=3)
        return found

    monkeypatch.setattr(tidying, "_is_over", then_written)

    assert tidying.tidy(timezone.now()) == 0
    assert User.objects.filter(username="ana").exists()
    assert EntryRow.objects.exists()


def account(name, joined_days, signed_in_days=None, **rights):
    """An account that was made and last signed in to so many days ago."""
    now = timezone.now()
    last = None if signed_in_days is None else now - timedelta(days=signed_in_days)
    joined = now - timedelta(days=joined_days)
    return User.objects.create_user(name, date_joined=joined, last_login=last, **rights)


def test_an_account_that_nobody_uses_goes_and_every_other_stays():
    """No diary, not new, and nobody signed in for 30 days; whoever runs the site stays."""
    account("never_came", 31)
    account("came_once", 90, 31)
    account("comes", 90, 29)
    account("is_new", 29)
    account("is_staff", 90, is_staff=True)
    account("is_root", 90, is_superuser=True)
    diaries.begin(account("writes", 90, 90), {}, load(), time_zone="UTC")
    tidying.tidy(timezone.now())

    left = {*User.objects.values_list("username", flat=True)}
    assert left == {"comes", "is_new", "is_staff", "is_root", "writes"}


def test_who_begins_a_diary_while_old_accounts_are_looked_for_keeps_the_account(monkeypatch):
    """Each is looked at once more before it is deleted."""
    ana = account("ana", 90)
    looked = tidying._end_account

    def then_begun(*args):
        diaries.begin(ana, {}, load(), time_zone="UTC")
        return looked(*args)

    monkeypatch.setattr(tidying, "_end_account", then_begun)
    tidying.tidy(timezone.now())

    assert User.objects.filter(username="ana").exists()


def test_the_list_of_accesses_goes_after_a_year():
    """The rest of it stays."""
    ana = account("ana", 400, 0)
    for days in (366, 364):
        at = timezone.now() - timedelta(days=days)
        AccessRow.objects.create(owner=ana, at=at, what=AccessRow.What.SIGNED_IN)
    tidying.tidy(timezone.now())

    [left] = AccessRow.objects.all()
    assert timezone.now() - left.at < timedelta(days=365)
