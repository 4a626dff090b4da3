"""The report as one HTML document."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from popliteal.report.html import write_html
from tests.report.people import EDGES, LANGUAGES, TYPED, diary_of, report_of, vignettes, with_angle

EVERYBODY = {**EDGES, **vignettes()}
VOID = {"meta", "img", "br"}


class Tree(HTMLParser):
    """Notes every element, and that each is closed."""

    def __init__(self):
        super().__init__()
        self.open, self.found, self.wrong = [], [], []

    def handle_starttag(self, tag, attrs):
        """Note an element with its attributes."""
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Note what is closed out of order."""
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def read(page):
    """The elements of a page."""
    tree = Tree()
    tree.feed(page)
    assert tree.open == []
    assert tree.wrong == []
    return tree.found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERYBODY)
def test_every_report_is_a_whole_document(name, language):
    """It is well-formed, says its language, and needs nothing from anywhere."""
    page = write_html(report_of(with_angle(EVERYBODY[name]), language, diary_of(3, {})))
    found = read(page)

    assert ("html", {"lang": language, "dir": "ltr"}) in found
    addresses = [
        value for _, attrs in found for key, value in attrs.items() if key in ("src", "href")
    ]
    assert addresses
    assert all(address.startswith("data:image/svg+xml;base64,") for address in addresses)
    assert not [tag for tag, _ in found if tag in ("script", "link", "iframe", "object")]


def test_what_somebody_typed_stays_text():
    """The names of activities are free; nothing in them becomes an element."""
    page = write_html(report_of({}, diary=diary_of(3, {})))

    assert TYPED not in page
    assert "&lt;b&gt;Run&lt;/b&gt; &amp; &quot;jump&quot; {date}: 0" in page
    assert "b" not in {tag for tag, _ in read(page)}


def test_headings_go_down_by_one_step():
    """Who listens to headings finds the way."""
    levels = [
        int(tag[1]) for tag, _ in read(write_html(report_of({}))) if re.fullmatch(r"h\d", tag)
    ]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_picture_has_words():
    """For those who cannot see it."""
    page = write_html(report_of(with_angle({}), diary=diary_of(9, {})))
    pictures = [attrs for tag, attrs in read(page) if tag == "img"]

    assert len(pictures) == 2
    assert all(len(attrs["alt"]) > 60 for attrs in pictures)


def test_every_table_names_its_rows():
    """A cell makes sense to who hears it alone."""
    found = read(write_html(report_of(EDGES["unsure of everything"], diary=diary_of(9, {}))))
    rows = sum(tag == "tr" for tag, _ in found) - sum(tag == "thead" for tag, _ in found)

    assert rows == sum(attrs.get("scope") == "row" for tag, attrs in found if tag == "th")
    assert all("scope" in attrs for tag, attrs in found if tag == "th")
