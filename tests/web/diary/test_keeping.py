"""How long a diary stays is said as it is, by the person and by the site."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from popliteal.diary import write_json
from tests.web.conftest import text_of
from tests.web.diary.conftest import Member, entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]
UNTIL = "Until I erase it"


@pytest.fixture
def ana(accounts):  # noqa: ARG001  # the site has accounts
    """Somebody with an account and a diary."""
    ana = Member("ana")
    ana.join()
    ana.start()
    return ana


def choices(page):
    """The times that the form offers, by value."""
    words = page.content.decode().split('name="keep_days" value="')[1:]
    return {part.partition('"')[0]: part.partition("<span>")[2].partition("<")[0] for part in words}


def test_a_site_without_a_limit_keeps_a_diary_until_it_is_erased(ana):
    """All three times, and no word of a limit."""
    page = ana.get("/diary/settings/")

    assert [*choices(page)] == ["90", "365", ""]
    assert UNTIL in text_of(page)
    assert "This site keeps" not in text_of(page)
    assert "This site keeps" not in text_of(ana.get("/privacy/"))


@pytest.mark.parametrize(
    ("days", "offered"), [(60, [""]), (90, [""]), (200, ["90", ""]), (400, ["90", "365", ""])]
)
def test_no_longer_time_is_offered_than_the_site_keeps_a_diary(ana, settings, days, offered):
    """The limit is said in days, beside the field and on the page on privacy."""
    settings.DIARY_DAYS = days
    for path in ("/diary/settings/", "/privacy/"):
        assert f"no longer than {days} days" in text_of(ana.get(path)), path
    page = ana.get("/diary/settings/")

    assert [*choices(page)] == offered
    assert choices(page)[""] == f"{days} days after I last wrote in it"
    assert UNTIL not in text_of(page)


def test_the_limit_is_said_in_spanish_too(ana, settings):
    """With its days."""
    settings.DIARY_DAYS = 60
    ana.client.cookies["language"] = "es"
    for path in ("/diary/settings/", "/privacy/"):
        assert "no más de 60 días" in text_of(ana.get(path)), path


@pytest.mark.parametrize(("stored", "chosen"), [(90, "90"), (365, ""), (None, "")])
def test_a_time_that_is_not_offered_any_more_shows_what_holds(ana, settings, stored, chosen):
    """Whoever chose a year before the site set its limit has the limit."""
    settings.DIARY_DAYS = 200
    type(ana.book.row).objects.update(keep_days=stored)
    page = ana.get("/diary/settings/").content.decode()
    [ticked] = [part for part in page.split('name="keep_days"')[1:] if " checked" in part[:60]]

    assert ticked.startswith(f' value="{chosen}"')


def test_a_diary_that_begins_with_a_file_stays_a_year(ana):
    """As one that begins with the check, where nobody says otherwise."""
    entry(ana.book, worst_pain=3)
    file = json.loads(write_json(ana.book.diary))
    ben = Member("ben")
    ben.join()
    ben.post("/diary/files/look/", file=SimpleUploadedFile("d.json", json.dumps(file).encode()))
    ben.post("/diary/files/take-in/")

    assert len(ben.book.kept) == 1
    assert ben.book.row.keep_days == 365
