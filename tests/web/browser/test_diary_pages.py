"""History, entries, files, reminders and erasing in a real browser, for everybody."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from tests.web.browser.conftest import (
    DESKTOP,
    PHONE,
    SMALL,
    ZOOMED,
    overflow,
    settled,
    violations,
)
from tests.web.browser.test_access import press_until
from tests.web.browser.test_diary import PERSON
from tests.web.running import run_site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("diary pages in a browser")]
PAGES = ("/diary/history/", "/diary/files/", "/diary/reminders/", "/diary/erase/")
DAYS = 34


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of its own: the device has one diary, and the other tests know of none."""
    with run_site(tmp_path_factory.mktemp("pages")) as running:
        yield running.address


def table():
    """A month of entries, with a gap, angles and an activity."""
    today = datetime.now(UTC).date()
    rows = [
        f'{today - timedelta(days=ago)},{ago // 5},{ago // 4},{10 + ago},"{{""Stairs"": 7}}"'
        for ago in range(DAYS, -1, -1)
        if ago not in range(10, 20)
    ]
    return "\n".join(["date,worst_pain,stretch_pain,knee_angle_deg,activities", *rows, ""])


@pytest.fixture
def writer(visitor):
    """Somebody at a window, with a month of entries that came from a file."""

    @contextmanager
    def opened(window=PHONE, **options):
        with visitor(window, **options) as somebody:
            somebody.open("/diary/")
            if somebody.page.query_selector('a[href="/"].button'):
                somebody.walk(PERSON)
                somebody.open("/diary/begin/")
                somebody.press(".ways button.button")
                upload(somebody, table())
                somebody.press(".ways button.button")
            yield somebody

    return opened


def upload(somebody, text):
    """Choose a file, and look at it."""
    somebody.open("/diary/files/")
    file = {"name": "diary.csv", "mimeType": "text/csv", "buffer": text.encode()}
    somebody.page.set_input_files("#file-1", file)
    somebody.press(".ways button.button")


def every_page(somebody, at_each):
    """Open each page, with an error and without, and the ways that lead from one to the next."""
    for path in PAGES:
        somebody.open(path)
        at_each()
    somebody.open("/diary/history/?page=2")
    at_each()
    somebody.open("/diary/history/")
    somebody.press(".entries li:first-child a.quiet-link")
    at_each()
    somebody.page.fill("#knee_angle_deg-1", "500")
    somebody.press(".entry .ways button.button")
    at_each()
    upload(somebody, "date,worst_pain\n2999-01-01,11\n")
    at_each()
    upload(somebody, table())
    at_each()
    somebody.open("/diary/history/")
    somebody.press('.entries li:first-child form[action$="/delete/"] button')
    at_each()
    somebody.press(".note form button")
    at_each()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_none_of_these_pages_breaks_an_axe_rule(writer, window, scheme):
    """With everything folded open, and without anything that the page's own policy stops."""
    found = []
    with writer(window, color_scheme=scheme) as somebody:

        def check():
            for folded in somebody.page.query_selector_all("main details"):
                folded.evaluate("each => each.open = true")
            found.extend(violations(somebody.page))
            found.extend(somebody.reports())

        every_page(somebody, check)

        assert [fault for fault in somebody.faults if "status of 422" not in fault] == []
    assert found == []


@pytest.mark.parametrize("window", [SMALL, ZOOMED], ids=["320 pixels", "400 % zoom"])
@pytest.mark.parametrize("language", ["en-GB", "es"])
def test_none_of_these_pages_lies_beside_a_small_window(writer, window, language):
    """In either direction of writing, with the tables open."""
    wide = []
    with writer(window, locale=language) as somebody:

        def check():
            for folded in somebody.page.query_selector_all("main details"):
                folded.evaluate("each => each.open = true")
            wide.extend(
                f"{somebody.path} {way}"
                for way in ("ltr", "rtl")
                if overflow(somebody.page, way) > 0
            )

        every_page(somebody, check)

    assert wide == []


def test_the_words_in_a_chart_can_be_read_on_the_smallest_phone(writer):
    """No letter of a picture is smaller than 12 pixels at a width of 320."""
    with writer(SMALL) as somebody:
        somebody.open("/diary/history/")
        measure = (
            "[...document.querySelectorAll('.chart svg')].map(s => "
            "s.getBoundingClientRect().width / s.viewBox.baseVal.width * "
            "parseFloat(getComputedStyle(s.querySelector('text')).fontSize))"
        )
        sizes = settled(somebody.page, lambda: somebody.page.evaluate(measure))

    assert len(sizes) == 3
    assert min(sizes) >= 12


def test_changing_deleting_and_taking_in_need_no_script(writer):
    """Forms and links alone, from the file to the history and back."""
    with writer(java_script_enabled=False) as somebody:
        every_page(somebody, lambda: None)
        assert somebody.path == "/diary/history/"
        assert somebody.page.inner_text(".note").startswith("The entry is back.")


def test_an_entry_can_be_deleted_and_brought_back_with_the_keyboard(writer):
    """Tab and Enter are enough, and what can be taken back comes first on the page."""
    with writer(DESKTOP) as somebody:
        somebody.open("/diary/history/")
        press_until(somebody, "Delete")
        with somebody.page.expect_navigation():
            somebody.page.keyboard.press("Enter")
        press_until(somebody, "Undo")
        with somebody.page.expect_navigation():
            somebody.page.keyboard.press("Enter")

        assert somebody.page.inner_text(".note").startswith("The entry is back.")


def test_a_file_is_downloaded_and_holds_the_diary(writer):
    """The link gives a file and leaves the page."""
    with writer() as somebody:
        somebody.open("/diary/files/")
        with somebody.page.expect_download() as download:
            somebody.page.click('a[download="diary.csv"]')

        assert download.value.suggested_filename == "diary.csv"
        assert len(download.value.path().read_text().splitlines()) == DAYS + 2 - 10
