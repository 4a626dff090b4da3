"""What is over goes by itself, with the hour."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from popliteal.knowledge.load import load
from popliteal.web import diaries
from popliteal.web.models import DiaryRow, EntryRow
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
