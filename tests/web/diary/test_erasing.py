"""Erasing everything at once."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session

from popliteal.web.models import AccessRow, DiaryRow, EntryRow
from tests.web.conftest import text_of
from tests.web.diary.conftest import Member, entry


def test_asking_erases_nothing(keeper):
    """The page says what would go, and leads to the file first."""
    keeper.start()
    entry(keeper.book, worst_pain=3)
    page = keeper.get("/diary/erase/")

    assert 'href="/diary/files/"' in page.content.decode()
    assert "cannot be taken back" in text_of(page)
    assert len(keeper.book.kept) == 1


def test_erasing_leaves_no_row(keeper):
    """Diary, entries, deleted ones too, and the session with the answers of the check."""
    keeper.start()
    entry(keeper.book, worst_pain=3)
    kept = keeper.book.kept[0]
    keeper.post(f"/diary/entry/{kept.key}/delete/", revision=kept.revision)
    entry(keeper.book, worst_pain=4)
    page = keeper.post("/diary/erase/")

    assert page.request["PATH_INFO"] == "/erased/"
    for rows in (DiaryRow, EntryRow, Session):
        assert not rows.objects.exists()


def test_erasing_an_account_leaves_nothing_of_it_and_all_of_the_others(accounts, walker):  # noqa: ARG001
    """Account, diary, entries and the list of accesses; nobody else's."""
    ana, ben = Member("ana"), Member("ben")
    for person in (ana, ben):
        person.join()
        person.start()
        entry(person.book, worst_pain=3)
    ana.post("/diary/erase/")

    assert [user.username for user in User.objects.all()] == ["ben"]
    assert len(ben.book.kept) == 1
    assert EntryRow.objects.count() == DiaryRow.objects.count() == 1
    assert set(AccessRow.objects.values_list("owner__username", flat=True)) == {"ben"}
    assert ana.get("/diary/").request["PATH_INFO"] == "/account/sign-in/"


def test_an_account_without_a_diary_can_be_erased(accounts, walker):  # noqa: ARG001
    """Who has begun nothing can leave, too."""
    ana = Member("ana")
    ana.join()
    ana.post("/diary/erase/")

    assert not User.objects.exists()


def test_whom_the_diary_sends_to_be_seen_is_told_so_first(keeper):
    """What was found is not erased unread."""
    keeper.start()
    entry(keeper.book, worst_pain=3, signs={"calf_swelling": "clear"})
    page = keeper.get("/diary/erase/").content.decode()

    assert 0 < page.index('class="card urgent"') < page.index("Erase everything?</h1>")


def test_erasing_twice_is_no_error(keeper):
    """The second time there is nothing left."""
    keeper.start()
    keeper.post("/diary/erase/")

    assert keeper.post("/diary/erase/").status_code == 200
    assert keeper.get("/diary/erase/").status_code == 200


@pytest.mark.parametrize("path", ["/diary/erase/", "/diary/files/"])
def test_nobody_without_an_account_gets_there(accounts, walker, path):  # noqa: ARG001
    """Where diaries are in accounts, these pages begin with signing in."""
    assert walker.client.get(path).headers["Location"].startswith("/account/sign-in/")
