"""The answers to danger signs: never weakened, never lost, whatever else happens to an entry."""

from dataclasses import replace

from popliteal.web import diaries
from tests.web.conftest import text_of


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
