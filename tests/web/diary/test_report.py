"""The diary in the report for a clinician: the keeper's own, and nobody else's."""

from tests.web.conftest import RUNNER, text_of
from tests.web.diary.conftest import Member, entry

TYPED = "<b>run</b> & jump"
NONE = "No diary came with this report."


def check_again(keeper, person=RUNNER):
    """Go through the check once more, for the diary."""
    page = keeper.post("/diary/check-again/")
    while page.request["PATH_INFO"].startswith("/question/"):
        page = keeper.answer(page, person)


def test_another_persons_check_does_not_print_the_diary_of_the_machine(keeper):
    """A family shares it: only a check that was begun for the diary brings it along."""
    keeper.start()
    entry(keeper.book, worst_pain=4)
    keeper.walk(RUNNER)

    assert NONE in text_of(keeper.get("/summary/"))


def test_a_check_for_the_diary_says_nothing_milder_than_the_diary(keeper):
    """A warning stands until a clinician has looked, on the result, the plan and the report."""
    keeper.start()
    entry(keeper.book, before=1, signs={"fever": "yes"})
    entry(keeper.book, signs={"fever": "no"})
    check_again(keeper)
    pages = [keeper.get(path) for path in ("/result/", "/plan/", "/summary/")]
    keeper.post("/diary/take-over/")
    pages.append(keeper.get("/result/"))

    assert "Be seen today" in text_of(keeper.get("/diary/"))
    for page in (pages[0], *pages[2:]):
        assert "Be seen today" in text_of(page)
    assert pages[1].context["result"].disposition == "urgent"
    assert pages[1].context["plan"].exercises == ()


def test_an_emergency_of_the_diary_is_one_in_a_check_for_it(keeper):
    """One action, whatever was answered since."""
    keeper.start()
    entry(keeper.book, before=1, signs={"breathless": "yes"})
    entry(keeper.book, signs={"breathless": "no"})
    check_again(keeper)

    assert "Get emergency help now" in text_of(keeper.get("/result/"))
    assert keeper.get("/plan/").request["PATH_INFO"] == "/result/"


def test_the_diary_of_this_device_stands_in_the_report(keeper):
    """Once there is one, a clinician reads how it went; what somebody typed stays text."""
    keeper.start()
    check_again(keeper)
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

    check_again(ana)
    assert "Entries: 1, from" in text_of(ana.get("/summary/"))
