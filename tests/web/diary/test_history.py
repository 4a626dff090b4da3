"""The history: charts with their tables, what stands first, entries newest first."""

import re
from datetime import timedelta

import pytest

from popliteal.web.views.diary.history import PER_PAGE
from tests.web.conftest import STRETCHER, text_of
from tests.web.diary.conftest import entry


def dates_of(page):
    """The dates of the entries, in the order of the page."""
    return re.findall(r'<article class="entry-card">\s*<h3>([^<]+)</h3>', page.content.decode())


def test_every_entry_stands_in_the_history_the_newest_day_first(keeper):
    """In the order of the days, in whatever order they were written."""
    keeper.start()
    for before in (1, 3, 0, 2):
        entry(keeper.book, before, worst_pain=before)
    page = keeper.get("/diary/history/")
    told = re.findall(r"<dt>Worst pain</dt><dd>(\d+) of 10", page.content.decode())

    assert told == ["0", "1", "2", "3"]


def test_the_charts_come_with_their_tables(keeper):
    """Nobody needs to see a picture to know what is in it."""
    keeper.start()
    for before in range(4):
        entry(keeper.book, before, worst_pain=6, knee_angle_deg=31, activities={"Stairs": 7})
    page = keeper.get("/diary/history/").content.decode()

    assert page.count('role="img" aria-labelledby="chart_') == 3
    assert page.count("The same as a table") == 3
    assert page.count("<td>31</td>") == 4
    assert "<style" not in page
    assert " style=" not in page


def test_no_chart_stands_above_a_reason_to_be_seen(keeper):
    """A falling line must not hide that somebody should look."""
    keeper.start()
    for before in range(5):
        entry(keeper.book, before, worst_pain=1, signs={"calf_swelling": "clear"})
    page = keeper.get("/diary/history/").content.decode()

    assert 0 < page.index('class="card urgent"') < page.index("chart_")


def test_in_an_emergency_there_is_no_history(keeper):
    """Help comes first: the card stands alone."""
    keeper.start()
    entry(keeper.book, signs={"breathless": "yes"})
    page = keeper.get("/diary/history/")

    assert page.request["PATH_INFO"] == "/diary/"
    assert "chart_" not in page.content.decode()


def test_many_entries_come_in_pages(keeper):
    """Each entry stands on one page and on no other."""
    keeper.start()
    for before in range(PER_PAGE + 5):
        entry(keeper.book, before, worst_pain=3)
    first, second = (keeper.get(f"/diary/history/?page={number}") for number in (1, 2))
    shown = [*dates_of(first), *dates_of(second)]

    assert len(dates_of(first)) == PER_PAGE
    assert len(shown) == len(set(shown)) == PER_PAGE + 5
    assert "Page 2 of 2" in text_of(second)


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "'", "1e9"])
def test_any_page_number_shows_a_page(keeper, number):
    """An address that was typed by hand breaks nothing."""
    keeper.start()
    entry(keeper.book, worst_pain=3)

    assert keeper.get(f"/diary/history/?page={number}").status_code == 200


def test_a_diary_without_entries_says_so(keeper):
    """Nothing to draw is no error."""
    keeper.start()

    assert "There are no entries yet." in text_of(keeper.get("/diary/history/"))


def test_how_long_it_could_take_is_told_with_its_grade(keeper):
    """Most and could, with grade and sources."""
    keeper.start(STRETCHER)
    entry(keeper.book, worst_pain=3)
    page = text_of(keeper.get("/diary/history/"))

    assert "Most people with it could be better between" in page
    assert "How sure: grade C" in page


def test_what_the_person_wrote_is_text_and_nothing_else(keeper):
    """A name of an activity cannot become a part of the page."""
    keeper.start()
    entry(keeper.book, worst_pain=3, activities={"<script>alert(1)</script>": 4})
    page = keeper.get("/diary/history/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_asks_the_database_as_often_for_many_entries_as_for_few(
    keeper, django_assert_num_queries
):
    """What a page costs does not grow with the diary."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    keeper.start()
    entry(keeper.book, worst_pain=3)
    keeper.get("/diary/history/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        keeper.get("/diary/history/")
    for before in range(1, 60):
        entry(keeper.book, before, worst_pain=3)

    with django_assert_num_queries(len(few)):
        keeper.get("/diary/history/")


def test_the_stages_are_told_with_their_first_days(keeper):
    """Everybody begins with the first stage, on the day the plan began."""
    keeper.start()
    entry(keeper.book, worst_pain=3)
    first = next(iter(keeper.book.kb.diary.stages.values())).name

    assert f"{first}: since " in text_of(keeper.get("/diary/history/"))
    assert keeper.book.today - keeper.book.row.started <= timedelta(days=1)
