"""How hard the pages are to read as they stand: questions and results, by Flesch and Kincaid."""

import re
from html import unescape
from statistics import median

import pytest

from popliteal.knowledge.load import load
from popliteal.web.visits import Visit
from tests.knowledge.test_wording import school_grade
from tests.web.conftest import CAST, Walker

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
HIGHEST_MEDIAN = 6
HIGHEST = 8
BLOCK = r"</?(?:p|li|h[1-6]|dt|dd|label|button|summary|legend|div|section|ul|a|br)\b[^>]*>"
UNREAD = r"<(svg|script|style)\b.*?</\1>"


def read(response):
    """The words of a page's main part, one block a line; pictures are not read."""
    main = re.search(r"<main\b.*?</main>", response.content.decode(), re.DOTALL)[0]
    lines = re.sub(BLOCK, "\n", re.sub(UNREAD, " ", main, flags=re.DOTALL))
    return unescape(re.sub(r"<[^>]+>", " ", lines))


@pytest.fixture
def grades(db):  # noqa: ARG001  # opens the database
    """Grade of every page that the cast reads, by its address and reader."""
    found = {}
    for name, person in CAST.items():
        walker = Walker()
        walker.walk(person)
        walker.see(walker.client.get("/result/"))
        for page in walker.seen:
            found[name, page.request["PATH_INFO"]] = round(school_grade(read(page)), 1)
    return found


@pytest.fixture
def more_grades(db, monkeypatch):  # noqa: ARG001  # opens the database
    """Grade of every page of a question, asked of the cast or not, and of the plans."""
    pages = {}
    for name in ("runner", "clot risk", "stretch"):
        walker = Walker()
        walker.walk(CAST[name])
        pages[f"plan: {name}"] = walker.client.get("/plan/")
    kb = load()
    # Only what comes next or was answered has a page; here everything comes next.
    monkeypatch.setattr(Visit, "step", lambda _, key: kb.questions.get(key) or kb.measures[key])
    asked = [key for key, question in kb.questions.items() if question.kind != "clinician"]
    pages |= {key: walker.client.get(f"/question/{key}/") for key in (*asked, *kb.measures)}
    assert {key for key, page in pages.items() if page.status_code != 200} == set()
    return {key: round(school_grade(read(page)), 1) for key, page in pages.items()}


def test_no_question_is_left_out(more_grades):
    """Nobody of the cast is asked everything; the same bar holds for all pages and the plans."""
    assert {page: grade for page, grade in more_grades.items() if grade > HIGHEST} == {}
    assert median(more_grades.values()) <= HIGHEST_MEDIAN


def test_an_eleven_year_old_can_read_the_pages(grades):
    """Half of the pages are for grade 6 or less, and none asks for more than grade 8."""
    assert {page: grade for page, grade in grades.items() if grade > HIGHEST} == {}
    assert median(grades.values()) <= HIGHEST_MEDIAN
