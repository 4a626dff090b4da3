"""The answers to danger signs: never weakened, never lost, whatever else happens to an entry."""

import uuid
from dataclasses import replace

from django.contrib.sessions.models import Session

from popliteal.web import diaries
from popliteal.web.views.diary.checkin import ASKING, INTO
from tests.web.conftest import RUNNER, text_of
from tests.web.diary.conftest import begun_before, entry


def only(keeper):
    """The one entry, with its place in the store."""
    (kept,) = keeper.book.kept
    return kept


def undo(keeper):
    """Press *Undo the last change* at the one entry."""
    kept = only(keeper)
    return keeper.post(f"/diary/entry/{kept.key}/undo/", revision=kept.revision)


def test_no_undo_turns_an_answered_sign_back_into_unsure(keeper):
    """The person answered a question and changed nothing: there is nothing to take back."""
    keeper.start()
    keeper.write(worst_pain="4", danger=["fever"])
    keeper.post("/diary/danger/fever/", answer="yes")
    offered = text_of(keeper.get("/diary/history/"))
    undo(keeper)

    assert "Undo the last change" not in offered
    assert only(keeper).entry.signs == {"fever": "yes"}


def test_taking_an_older_change_back_keeps_the_sign_that_was_answered_since(keeper):
    """The change goes; what was told of danger after it stays."""
    keeper.start()
    keeper.write(worst_pain="4", danger=["fever"])
    kept = only(keeper)
    changed = replace(kept.entry, worst_pain=6)
    diaries.change(keeper.book, kept.key, kept.revision, changed)
    keeper.post("/diary/danger/fever/", answer="yes")
    undo(keeper)

    assert only(keeper).entry.worst_pain == 4
    assert only(keeper).entry.signs == {"fever": "yes"}


def fill(keeper):
    """Let today hold as many entries as a day can."""
    keeper.start()
    begun_before(keeper.book, 4)
    for before, pain in ((3, 2), (2, 5), (1, 6)):
        entry(keeper.book, before=before, worst_pain=pain, stretch_pain=pain)
    for _ in range(diaries.MOST_A_DAY):
        entry(keeper.book, worst_pain=7, stretch_pain=7)


def answers_today(keeper):
    """Every sign that is written down for today."""
    return [kept.entry.signs for kept in keeper.book.kept if kept.entry.signs]


def test_a_full_day_has_room_for_an_answer_to_a_danger_sign(keeper):
    """What else was written must never keep out what tells of danger."""
    fill(keeper)
    page = keeper.post("/diary/ask-again/")
    page = keeper.post(page.request["PATH_INFO"], answer="no")

    assert page.status_code == 200
    assert answers_today(keeper) == [{"breathless": "no"}]
    assert keeper.write(worst_pain="4").status_code == 422


def test_a_full_day_has_room_for_what_the_check_found_anew(keeper):
    """The answers that changed go in as a whole."""
    fill(keeper)
    go_through_again(keeper)
    page = keeper.post("/diary/take-over/")

    assert page.request["PATH_INFO"] == "/diary/changed/"
    assert answers_today(keeper)[0]["calf_swelling"] == "clear"


def test_where_nothing_more_has_room_a_line_says_so(keeper, monkeypatch):
    """No page breaks, and the question stays open."""
    fill(keeper)
    go_through_again(keeper)
    asked = keeper.post("/diary/ask-again/").request["PATH_INFO"]
    monkeypatch.setattr(diaries, "ROOM_FOR_SIGNS", 1)
    page = keeper.post(asked, answer="no")
    taken = keeper.post("/diary/take-over/")

    assert page.status_code == 422
    assert "has 20 entries already" in text_of(page)
    assert "has 20 entries already" in text_of(taken)
    assert answers_today(keeper) == []


def go_through_again(keeper):
    """Go through the check for the diary, and name a swollen calf."""
    page = keeper.post("/diary/check-again/")
    while page.request["PATH_INFO"].startswith("/question/"):
        page = keeper.answer(page, RUNNER)
    keeper.post("/change/calf_swelling/", answer="clear")


def forget_the_questions():
    """Let the session be as the second of two requests at the same time leaves it."""
    row = Session.objects.get()
    kept = {k: v for k, v in row.get_decoded().items() if k not in (ASKING, INTO)}
    Session.objects.save(row.session_key, kept, row.expire_date)


def test_a_double_click_loses_no_question(keeper):
    """The first answer of the two may never be read, and nor may what it put into the session."""
    keeper.start()
    form = {"key": str(uuid.uuid4()), "worst_pain": "4", "danger": ["fever", "breathless"]}
    keeper.write(**form)
    forget_the_questions()
    page = keeper.write(**form)
    assert page.request["PATH_INFO"] == "/diary/danger/breathless/"
    keeper.post("/diary/danger/breathless/", answer="no")
    page = keeper.write(**form)

    assert page.request["PATH_INFO"] == "/diary/danger/fever/"
    assert only(keeper).entry.signs == {"breathless": "no", "fever": "not_sure"}


def test_a_form_that_comes_again_in_an_emergency_asks_nothing(keeper):
    """Help comes first."""
    keeper.start()
    form = {"key": str(uuid.uuid4()), "worst_pain": "4", "danger": ["fever", "breathless"]}
    keeper.write(**form)
    keeper.post("/diary/danger/breathless/", answer="yes")
    page = keeper.write(**form)

    assert page.request["PATH_INFO"] == "/diary/"
    assert "Get emergency help now" in text_of(page)
