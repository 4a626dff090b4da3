"""How often a page asks the database: a long diary costs no more questions than a short one."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from popliteal.diary import Entry
from popliteal.web import diaries
from tests.web.diary.conftest import begun_before

PAGES = ("/diary/", "/diary/plan/", "/diary/check-in/", "/diary/history/", "/diary/settings/")


def fill(book, count):
    """Write a day for each of so many days until today."""
    begun_before(book, count)
    days = [book.today - timedelta(days=at) for at in range(count)]
    entries = [(uuid.uuid4(), Entry(day, worst_pain=3, stretch_pain=4)) for day in days]
    diaries._insert(book, entries)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_the_database_as_often_for_600_entries_as_for_one(keeper, path):
    """Nobody waits for a question more for each day that was written down."""
    keeper.start()
    counts = {}
    for entries in (1, 60, 600):
        diaries.EntryRow.objects.all().delete()
        fill(keeper.book, entries)
        keeper.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert keeper.client.get(path).status_code == 200
        counts[entries] = len(asked)

    assert counts[1] > 0
    assert len(set(counts.values())) == 1, counts
