"""The report in a terminal."""

import pytest

from popliteal.report.text import WIDEST, write_text
from tests.report.people import EDGES, LANGUAGES, diary_of, report_of, vignettes

EVERYBODY = {**EDGES, **vignettes()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERYBODY)
def test_every_report_fits_a_hundred_columns(name, language):
    """No line is cut by a terminal or a printer."""
    text = write_text(report_of(EVERYBODY[name], language, diary_of(5, EVERYBODY[name])))

    assert max(map(len, text.splitlines())) <= WIDEST
    assert "{" not in text.replace("{date}", "")
    assert text.endswith("\n")


def test_every_section_has_its_heading():
    """Somebody who scrolls finds the parts."""
    report = report_of(EDGES["unsure of everything"])
    text = write_text(report)

    for section in (*report.first, *report.rest):
        assert f"\n{section.title.upper()}\n" in text


def test_a_picture_is_told_in_words():
    """A terminal shows none."""
    assert "Knee bent 25 degrees." in " ".join(
        write_text(report_of({"knee_angle_deg": 25.0})).split()
    )
