"""Changing and deleting entries: nothing is lost, and everything can be taken back."""

import uuid

import pytest

from popliteal.web import diaries
from tests.web.conftest import text_of
from tests.web.diary.conftest import entry


@pytest.fixture
def writer(keeper):
    """Somebody with one entry."""
    keeper.start()
    entry(
        keeper.book,
        1,
        worst_pain=6,
        stretch_pain=7,
        knee_angle_deg=30.5,
        done={"pain_free_range": None},
        activities={"Stairs": 4},
        after="sore",
        signs={"calf_swelling": "slight"},
        seen=True,
    )
    return keeper


def only(keeper):
    """The one entry of a diary."""
    [kept] = keeper.book.kept
    return kept


def form_of(page):
    """What a browser would send if nothing were changed on the page."""
    form = page.context["form"]
    return {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}


def address(kept, what):
    """Where something is done to an entry."""
    return f"/diary/entry/{kept.key}/{what}/"


def open_form(keeper):
    """The form of the one entry, as a browser would send it."""
    page = keeper.get(address(only(keeper), "edit"))
    sent = {name: str(value) for name, value in form_of(page).items() if name != "seen"}
    return sent | ({"seen": "on"} if form_of(page).get("seen") else {})


def test_a_form_that_nobody_changed_changes_nothing(writer):
    """Every part of an entry comes through its form."""
    before = only(writer)
    page = writer.post(address(before, "edit"), **open_form(writer))

    assert only(writer) == before
    assert "Nothing was changed." in text_of(page)


def test_sending_the_same_again_offers_no_older_change_to_be_taken_back(writer):
    """Undo means what was done just now."""
    place = address(only(writer), "edit")
    writer.post(place, **{**open_form(writer), "worst_pain": "2"})
    page = writer.post(place, **open_form(writer))

    assert page.context["undo"] is None


def test_a_change_is_kept_and_can_be_taken_back(writer):
    """The new in place of the old, and the old again."""
    before = only(writer)
    page = writer.post(address(before, "edit"), **{**open_form(writer), "worst_pain": "2"})
    changed = only(writer)

    assert page.request["PATH_INFO"] == "/diary/history/"
    assert "The entry is changed." in text_of(page)
    assert f'action="{address(changed, "undo")}"' in page.content.decode()
    assert (changed.entry.worst_pain, changed.entry.stretch_pain) == (2, 7)

    writer.post(address(changed, "undo"), revision=changed.revision)

    assert only(writer).entry == before.entry


@pytest.mark.parametrize(
    "wrong",
    [
        {"worst_pain": "11"},
        {"knee_angle_deg": "91"},
        {"knee_angle_deg": "x"},
        {"day": "2999-01-01"},
        {"day": "yesterday"},
        {"day": ""},
        {"sign_calf_swelling": "purple"},
        {"after": "x"},
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(writer, wrong):
    """A problem on top and beside the field; nothing in the diary has changed."""
    before = only(writer)
    sent = {**open_form(writer), "stretch_pain": "3", **wrong}
    page = writer.post(address(before, "edit"), **sent)

    assert page.status_code == 422
    assert "There is a problem" in text_of(page)
    assert page.context["form"]["stretch_pain"].value() == "3"
    assert only(writer) == before


def test_a_change_in_another_window_is_shown_beside_what_was_typed(writer):
    """Neither is lost; what was typed is kept only when the person says so again."""
    mine, theirs = open_form(writer), open_form(writer)
    place = address(only(writer), "edit")
    writer.post(place, **{**theirs, "worst_pain": "9"})
    page = writer.post(place, **{**mine, "worst_pain": "1"})

    assert page.status_code == 409
    assert "changed in another window" in text_of(page)
    assert "Worst pain 9 of 10" in text_of(page)
    assert page.context["form"]["worst_pain"].value() == "1"
    assert only(writer).entry.worst_pain == 9

    again = {name: value for name, value in form_of(page).items() if value is not False}
    writer.post(place, **again)

    assert only(writer).entry.worst_pain == 1


def test_an_entry_that_was_deleted_meanwhile_comes_back_only_when_asked(writer):
    """What was typed is shown again; keeping it brings the entry back with it."""
    typed = {**open_form(writer), "worst_pain": "1"}
    kept = only(writer)
    writer.post(address(kept, "delete"), revision=kept.revision)
    page = writer.post(address(kept, "edit"), **typed)

    assert page.status_code == 409
    assert "deleted in another window" in text_of(page)
    assert writer.book.kept == ()

    again = {name: value for name, value in form_of(page).items() if value is not False}
    writer.post(address(kept, "edit"), **again, again="1")

    assert only(writer).entry.worst_pain == 1


def test_a_deleted_entry_comes_back_as_it_was(writer):
    """Deleted, undo: nothing has changed."""
    before = only(writer)
    page = writer.post(address(before, "delete"), revision=before.revision)

    assert "Deleted." in text_of(page)
    assert "Undo" in text_of(page)
    assert writer.book.kept == ()

    page = writer.post(address(before, "bring-back"))

    assert "The entry is back." in text_of(page)
    assert only(writer).entry == before.entry


def test_an_entry_that_was_changed_is_not_deleted_by_an_old_page(writer):
    """Whoever deletes has seen what they delete."""
    old = only(writer)
    writer.post(address(old, "edit"), **{**open_form(writer), "worst_pain": "9"})
    page = writer.post(address(old, "delete"), revision=old.revision)

    assert "so it was not deleted" in text_of(page)
    assert only(writer).entry.worst_pain == 9


@pytest.mark.parametrize("what", ["delete", "undo"])
@pytest.mark.parametrize("revision", ["", "x", "-1", "99999999999999999999", "٣", "0"])
def test_a_broken_form_does_nothing(writer, what, revision):
    """A revision that no entry has deletes nothing and takes nothing back."""
    before = only(writer)
    page = writer.post(address(before, what), revision=revision)

    assert page.status_code == 200
    assert only(writer) == before


def test_deleting_twice_deletes_once(writer):
    """A form that is sent twice is one deletion."""
    kept = only(writer)
    for _ in range(2):
        page = writer.post(address(kept, "delete"), revision=kept.revision)

    assert "deleted already" in text_of(page)
    assert writer.post(address(kept, "bring-back")).status_code == 200
    assert "back already" in text_of(writer.post(address(kept, "bring-back")))


def test_the_address_of_a_deleted_entry_offers_to_bring_it_back(writer):
    """An old link is no dead end."""
    kept = only(writer)
    writer.post(address(kept, "delete"), revision=kept.revision)
    page = writer.get(address(kept, "edit"))

    assert page.status_code == 404
    assert "Bring it back" in text_of(page)


@pytest.mark.parametrize("what", ["edit", "delete", "bring-back", "undo"])
def test_a_key_that_nobody_has_finds_nothing(writer, what):
    """Status 404 on a plain page."""
    page = writer.client.post(f"/diary/entry/{uuid.uuid4()}/{what}/", {"revision": 1})

    assert page.status_code == 404


@pytest.mark.parametrize("what", ["delete", "bring-back", "undo"])
def test_nothing_is_deleted_by_opening_an_address(writer, what):
    """A link or a browser that looks ahead changes nothing."""
    assert writer.client.get(address(only(writer), what)).status_code == 405


@pytest.mark.parametrize(
    ("language", "says"), [("en", "entries already"), ("es", "No se anotó nada")]
)
def test_who_brings_an_entry_back_into_a_full_day_is_told_what_to_do(writer, language, says):
    """A plain page with the day; the entry stays deleted and can still come back."""
    kept = only(writer)
    writer.post(address(kept, "delete"), revision=kept.revision)
    for _ in range(diaries.MOST_A_DAY):
        entry(writer.book, 1, worst_pain=3)
    writer.client.cookies["language"] = language
    page = writer.post(address(kept, "bring-back"))

    assert page.status_code == 409
    assert kept.entry.day.isoformat() in text_of(page)
    assert says in text_of(page)
    assert writer.book.find_removed(kept.key)
