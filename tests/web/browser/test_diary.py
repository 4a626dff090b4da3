"""The diary in a real browser: for everybody, on every window, without a script, in Spanish."""

from contextlib import contextmanager

import pytest

from tests.web.browser.conftest import DESKTOP, PHONE, SMALL, ZOOMED, overflow, violations
from tests.web.browser.test_access import press_until
from tests.web.conftest import RUNNER
from tests.web.running import run_site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("diary in a browser")]
PERSON = RUNNER | {"duration": "3_14d", "onset_mode": "gradual", "knee_angle_deg": 25}
PAGES = (
    "/diary/",
    "/diary/check-in/",
    "/diary/settings/",
    "/diary/plan/",
    "/diary/changed/",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of its own: the device has one diary, and the other tests know of none."""
    with run_site(tmp_path_factory.mktemp("diary")) as running:
        yield running.address


@pytest.fixture
def keeper(visitor):
    """Somebody at a window, with a diary on this device."""

    @contextmanager
    def opened(window=PHONE, **options):
        with visitor(window, **options) as somebody:
            somebody.open("/diary/")
            if somebody.page.query_selector('a[href="/"].button'):
                somebody.walk(PERSON)
                somebody.open("/diary/begin/")
                somebody.page.fill("#activity_0-1", "bend down to tie a shoe")
                somebody.press(".ways button.button")
            yield somebody

    return opened


def write(somebody, sign="none"):
    """Check in with two numbers, and a sign."""
    somebody.open("/diary/check-in/")
    somebody.page.check("#worst_pain-5")
    somebody.page.check("#stretch_pain-4")
    somebody.page.check(f'input[name=danger][value="{sign}"]')
    somebody.press(".entry .ways button")


def test_the_time_zone_of_the_browser_is_offered(visitor):
    """Nobody has to find it in a list, where scripts run. Stands first: no diary has begun yet."""
    with visitor(timezone_id="America/Bogota") as somebody:
        somebody.walk(PERSON)
        somebody.open("/diary/begin/")

        assert somebody.page.input_value("#time_zone-1") == "America/Bogota"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_of_the_diary_breaks_an_axe_rule(keeper, window, scheme):
    """With an error and without, the question of a sign, and everything that folds open."""
    found = []
    with keeper(window, color_scheme=scheme) as somebody:

        def check():
            for folded in somebody.page.query_selector_all("main details"):
                folded.evaluate("each => each.open = true")
            found.extend(violations(somebody.page))

        for path in PAGES:
            somebody.open(path)
            check()
        somebody.open("/diary/check-in/")
        somebody.press(".entry .ways button")
        check()
        write(somebody, "fever")
        assert somebody.path == "/diary/danger/fever/"
        check()
        somebody.press(".ways button.button")
        check()
        somebody.page.check('input[value="no"]')
        somebody.press(".ways button.button")
        check()

        # The browser says of each page with an error that it came with the status 422.
        assert [fault for fault in somebody.faults if "status of 422" not in fault] == []
        assert somebody.reports() == []
    assert found == []


@pytest.mark.parametrize("window", [SMALL, ZOOMED], ids=["320 pixels", "400 % zoom"])
def test_no_page_of_the_diary_lies_beside_a_small_window(keeper, window):
    """In either direction of writing."""
    wide = []
    with keeper(window) as somebody:
        write(somebody)
        for path in PAGES:
            somebody.open(path)
            wide.extend(
                f"{path} {way}" for way in ("ltr", "rtl") if overflow(somebody.page, way) > 0
            )

    assert wide == []


def test_a_check_in_needs_no_script(keeper):
    """Forms and links alone, also for the question of a sign."""
    with keeper(java_script_enabled=False) as somebody:
        write(somebody, "fever")
        assert somebody.path == "/diary/danger/fever/"
        somebody.page.check('input[value="no"]')
        somebody.press(".ways button.button")

        assert somebody.path == "/diary/"
        assert "Today is written down." in somebody.page.inner_text("main")


def test_a_check_in_can_be_made_with_the_keyboard_alone(keeper):
    """Tab, arrows, space and Enter, and where one stands is always seen."""
    with keeper(DESKTOP) as somebody:
        somebody.open("/diary/check-in/")
        somebody.page.focus("#worst_pain-1")
        somebody.page.keyboard.press("Space")
        for _ in range(3):
            somebody.page.keyboard.press("ArrowRight")
        assert somebody.page.is_checked("#worst_pain-4")
        press_until(somebody, "")
        while not somebody.page.evaluate(
            "document.activeElement.value === 'none' && document.activeElement.name === 'danger'"
        ):
            somebody.page.keyboard.press("Tab")
        somebody.page.keyboard.press("Space")
        press_until(somebody, "Write it down")
        somebody.page.keyboard.press("Enter")
        somebody.page.wait_for_url("**/diary/")

        assert "Today is written down." in somebody.page.inner_text("main")


def test_the_diary_is_read_in_spanish(keeper):
    """Without an English word of the page, and without breaking a rule."""
    with keeper(locale="es-ES") as somebody:
        for path in PAGES:
            somebody.open(path)
            assert somebody.page.get_attribute("html", "lang") == "es"
            assert violations(somebody.page) == []
