"""The diary in the report for a clinician: the keeper's own, and nobody else's."""

from tests.web.conftest import text_of
from tests.web.diary.conftest import Member, entry

TYPED = "<b>run</b> & jump"
NONE = "No diary came with this report."


def test_the_diary_of_this_device_stands_in_the_report(keeper):
    """Once there is one, a clinician reads how it went; what somebody typed stays text."""
    keeper.start()
    before = text_of(keeper.get("/summary/"))
    for day in range(3):
        entry(keeper.book, day, worst_pain=4, activities={TYPED: 4})
    page = keeper.get("/summary/")

    assert "No entries yet." in before
    assert "Entries: 3, from" in text_of(page)
    assert f"{TYPED}: 4" in text_of(page)
    assert "<b>run" not in page.content.decode()
    assert keeper.get("/summary/report.pdf").content.startswith(b"%PDF-")


def test_nobody_gets_the_diary_of_another_account(accounts, db):  # noqa: ARG001  # a site with accounts
    """The report holds the diary of who is signed in, or none."""
    ana, bo, stranger = Member("ana"), Member("bo"), Member("nobody")
    ana.join()
    ana.start()
    entry(ana.book, worst_pain=4)
    bo.join()
    for somebody in (bo, stranger):
        somebody.walk({"breathless": "yes"})
        assert NONE in text_of(somebody.get("/summary/"))

    assert "Entries: 1, from" in text_of(ana.get("/summary/"))
