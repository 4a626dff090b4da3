"""The page for the clinician and its PDF: the report of the visit."""

import re
from io import BytesIO

import pikepdf
import pytest

from popliteal.errors import PoplitealError
from popliteal.interview import SKIPPED
from popliteal.knowledge.load import load
from popliteal.report import pdf
from tests.web.conftest import BREATHLESS, CAST, CLOT_RISK, RUNNER, text_of

MEASURED = RUNNER | {"duration": "3_14d", "onset_mode": "gradual", "knee_angle_deg": 25}
PDF = "/summary/report.pdf"


@pytest.mark.parametrize("person", CAST.values(), ids=CAST)
def test_the_page_shows_the_whole_report(walker, person):
    """Danger signs, causes, what is open and every answer, whatever the advice."""
    walker.walk(person)
    page = walker.client.get("/summary/")
    words = load().report.words

    assert page.status_code == 200
    for part in ("flags", "causes", "tests", "angle", "course", "gaps", "answers", "about_use"):
        assert words[part] in text_of(page)


def test_a_skipped_angle_is_told_apart_from_one_that_nobody_asked(walker):
    """Skipped is an answer of its own, on the page and in the saved file."""
    walker.walk(MEASURED | {"knee_angle_deg": SKIPPED})

    assert "Skipped: How far from straight" in text_of(walker.client.get("/summary/"))
    assert walker.client.get("/save/").json()["skipped"] == ["knee_angle_deg"]


def test_one_press_gives_the_report_as_a_pdf(walker):
    """A link that needs no script leads to a file that no cache keeps."""
    walker.walk(MEASURED)
    page = walker.client.get("/summary/").content.decode()
    found = walker.client.get(PDF)

    assert f'<a class="button" href="{PDF}"' in page
    assert found["Content-Type"] == "application/pdf"
    assert found.content.startswith(b"%PDF-")
    assert "no-store" in found["Cache-Control"]
    assert found["Content-Disposition"] == 'attachment; filename="popliteal-report.pdf"'


def test_the_pdf_speaks_the_language_of_the_page(walker):
    """Its title and its language are those of the page."""
    walker.client.post("/choices/", {"language": "es", "back": "/"})
    walker.walk(CLOT_RISK)

    file = pikepdf.open(BytesIO(walker.client.get(PDF).content))

    assert str(file.Root.Lang) == "es"
    assert str(file.docinfo.Title) == "Para su profesional de la salud · Popliteal"


def test_an_emergency_has_a_report_and_no_way_to_it_but_its_address(walker):
    """The emergency page keeps its one action; who hands the report over can still open it."""
    page = walker.walk(BREATHLESS)

    assert "/summary/" not in page.content.decode()
    assert "EMERGENCY" in text_of(walker.client.get("/summary/"))
    assert walker.client.get(PDF).status_code == 200


def test_nobody_without_a_visit_gets_a_report(walker):
    """The way leads to where somebody stands."""
    for address in ("/summary/", PDF):
        assert walker.client.get(address)["Location"] == "/ended/"
    walker.begin()
    assert walker.client.get(PDF)["Location"].startswith("/question/")


def test_a_site_that_cannot_make_a_pdf_says_so_and_shows_the_page(walker, monkeypatch):
    """The report itself is not lost with it."""

    def fails(_):
        raise PoplitealError("Pango is missing")

    walker.walk(CLOT_RISK)
    monkeypatch.setattr(pdf, "write_pdf", fails)
    page = walker.client.get(PDF)

    assert page.status_code == 503
    assert "cannot make a PDF now. Print this page instead." in text_of(page)
    assert load().report.words["flags"] in text_of(page)


def test_no_answer_and_no_style_is_in_an_attribute(walker):
    """The policy of the page forbids inline style, and what was said stays in the text."""
    walker.walk(MEASURED)
    page = walker.client.get("/summary/").content.decode()
    report = page[page.index('<div class="report first">') : page.index("</main>")]

    assert re.findall(r"\sstyle=", report) == []
    assert "<style" not in report
