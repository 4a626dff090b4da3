"""The report as a PDF: a first page that holds what it must, tagged, the same bytes again."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from popliteal.errors import PoplitealError
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import translated
from popliteal.report import pdf
from popliteal.report.pdf import sizes_to_try, write_pdf
from popliteal.report.style import SIZES_PT
from tests.report.people import EDGES, LANGUAGES, diary_of, report_of, vignettes, with_angle

EVERYBODY = {**EDGES, **vignettes()}
# Each person in one language, in turn, so that a run stays short; the few below in both.
ONE_EACH = [(name, LANGUAGES[at % len(LANGUAGES)]) for at, name in enumerate(EVERYBODY)]
FEW = [*EDGES, *list(vignettes())[::30]]
DATES = {"/CreationDate", "/ModDate"}


def holds_its_parts(text, report, language):
    """Check that a first page has every part from how soon to what is open."""
    words = translated(load(), language).report.words
    missing = [s.title for s in report.first if s.title not in text]

    assert missing == []
    assert words["flags_told"] in text
    assert words["gaps_examined"] in text or words["gaps_beyond"] in text


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), ONE_EACH)
def test_the_first_page_is_complete(name, language, page_text):
    """Whatever was said, a clinician sees it on one page, and the rest begins on the second."""
    said = EVERYBODY[name]
    report = report_of(said, language)
    file = write_pdf(report)

    holds_its_parts(page_text(file), report, language)
    assert page_text(file, 2).startswith(report.rest[0].title)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FEW)
def test_the_first_page_is_complete_with_angle_and_a_long_diary(name, language, page_text):
    """Sixty entries, two pictures and the longest language still leave one page."""
    said = with_angle(EVERYBODY[name])
    report = report_of(said, language, diary_of(60, said))
    file = write_pdf(report)

    holds_its_parts(page_text(file), report, language)
    assert page_text(file, 2).startswith(report.rest[0].title)


def test_the_first_page_is_complete_for_an_emergency(page_text):
    """The quick check of the same, for every commit."""
    report = report_of(EDGES["an emergency at once"])

    holds_its_parts(page_text(write_pdf(report)), report, "en")


def test_who_has_more_to_say_gets_smaller_letters():
    """The first size to try never grows with what stands there, and never leaves the list."""
    little, much = report_of({}), report_of(EDGES["the longest words"], diary=diary_of(60, {}))

    assert sizes_to_try(little)[0] > sizes_to_try(much)[0]
    assert set(sizes_to_try(little)) <= set(SIZES_PT)
    assert sizes_to_try(much)[-1] == SIZES_PT[-1]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FEW)
def test_an_independent_checker_finds_no_error(name, language, tmp_path):
    """PDF/UA: tagged, with a language, a title, and words for each picture."""
    said = with_angle(EVERYBODY[name])
    path = tmp_path / "report.pdf"
    path.write_bytes(write_pdf(report_of(said, language, diary_of(9, said))))
    # Beside the interpreter of the environment, which is a link to another.
    command = [
        str(Path(sys.executable).parent / "outloud"),
        str(path),
        "--layer",
        "conformance",
        "--fail-on",
        "error",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_the_same_report_gives_the_same_bytes():
    """No clock, no random mark: two runs can be compared."""
    report = report_of(with_angle({}), diary=diary_of(5, {}))
    first, again = write_pdf(report), write_pdf(report)

    assert first == again
    assert pikepdf.open(BytesIO(first)).docinfo.keys() & DATES == set()


def test_nothing_is_fetched_but_the_pictures_of_the_report():
    """No address in a report leads anywhere."""
    fetch = pdf._only({"figure:0": "<svg/>"}).fetch

    assert fetch("figure:0").read() == b"<svg/>"
    for address in ("http://127.0.0.1/", "file:///etc/passwd", "data:text/plain,x", "figure:1"):
        with pytest.raises(BaseException, match="no picture of this report"):
            fetch(address)


@pytest.mark.parametrize("failure", [ImportError("weasyprint"), OSError("cannot load libpango")])
def test_what_is_missing_is_said_in_one_line(monkeypatch, failure):
    """Who has no Pango learns what to install."""

    def fails(_):
        raise failure

    pdf._weasyprint.cache_clear()
    pdf._fonts.cache_clear()
    pdf._style.cache_clear()
    monkeypatch.setattr(pdf, "import_module", fails)
    with pytest.raises(PoplitealError) as caught:
        write_pdf(report_of({}))

    assert "pip install popliteal[pdf]" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_other_form_loads_what_lays_out_a_pdf():
    """A text must not wait for it."""
    call = (
        "import sys, popliteal.report.html, popliteal.report.text, popliteal.report.pdf; "
        "sys.exit('weasyprint' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", call], check=False).returncode == 0
