"""What the browser adds: nothing from elsewhere, back, hide, timers, the moving figure."""

import pytest

from tests.web.browser.conftest import DESKTOP
from tests.web.browser.test_access import MEASURED
from tests.web.conftest import BREATHLESS, ICED, RUNNER

pytestmark = pytest.mark.slow
_RECORDER = """
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", {value: {
  speak: (each) => spoken.push(each.text), cancel: () => {}, getVoices: () => []}});
"""


def test_a_visit_asks_nothing_of_anybody_else_and_breaks_no_rule_of_its_own(visitor):
    """No request to another site, no error in the console, no report of the content policy."""
    with visitor(DESKTOP) as somebody:
        reports = []
        somebody.walk(MEASURED, lambda: reports.extend(somebody.reports()))
        for path in ("/check/", "/result/", "/plan/", "/see-why/", "/summary/"):
            somebody.open(path)
            reports.extend(somebody.reports())

        assert somebody.faults == []
        assert reports == []


def test_the_back_button_of_the_browser_keeps_the_answers(visitor):
    """Back shows the page as it was answered; forward goes on."""
    with visitor() as somebody:
        somebody.begin()
        first = somebody.path
        somebody.answer(RUNNER)
        second = somebody.path
        somebody.page.go_back()

        assert somebody.path == first
        assert somebody.page.is_checked('input[value="no"]')
        somebody.answer(RUNNER)
        assert somebody.path == second


@pytest.mark.parametrize("way", ["click", "escape"])
def test_hiding_leaves_nothing_to_be_seen(visitor, way):
    """An empty page takes the place of this one, in the window and in the history."""
    with visitor() as somebody:
        somebody.begin()
        somebody.answer(RUNNER)
        if way == "click":
            somebody.page.click("[data-hide]")
        else:
            somebody.page.keyboard.press("Escape")
        somebody.page.wait_for_url("**/hide/")

        assert somebody.page.title() == "New page"
        assert "knee" not in somebody.page.inner_text("body").lower()


def test_an_error_takes_the_focus_and_leads_to_the_answers(visitor):
    """Who cannot see the page hears first what is wrong."""
    with visitor() as somebody:
        somebody.begin()
        somebody.press(".ways button.button")

        assert somebody.page.title().startswith("Error:")
        assert somebody.page.evaluate("document.activeElement.getAttribute('role')") == "alert"
        somebody.page.click(".summary a")
        assert somebody.page.evaluate("document.activeElement.id") == "answer-1"


def test_an_emergency_page_has_one_action(visitor):
    """Nothing to press but hide and erase."""
    with visitor() as somebody:
        somebody.walk(BREATHLESS)
        links = somebody.page.locator("a:visible").all_inner_texts()

        assert somebody.path == "/result/"
        assert links == [
            "Skip to the main part",
            "Hide this page",
            "Erase everything and start again",
        ]


def test_the_figure_follows_the_hand(visitor):
    """A moved joint redraws the figure and its words, without a new page."""
    with visitor(DESKTOP) as somebody:
        somebody.walk(MEASURED)
        somebody.open("/see-why/")
        before = somebody.page.inner_html("#seen-figure")
        with somebody.page.expect_response(lambda r: r.request.method == "POST"):
            somebody.page.click('button[name="step"][value="knee+"]')
        somebody.page.wait_for_function(
            "before => document.getElementById('seen-figure').innerHTML !== before", arg=before
        )

        assert somebody.path == "/see-why/"
        assert somebody.faults == []


def test_the_knee_angle_can_be_set_on_the_picture(visitor):
    """A click where the foot should be writes the number, and the arrow keys move it."""
    with visitor(DESKTOP) as somebody:
        somebody.begin()
        while "/knee_angle_deg/" not in somebody.path:
            somebody.answer(MEASURED)
        box = somebody.page.locator("#knee-picture svg").bounding_box()
        somebody.page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.6)
        clicked = float(somebody.page.input_value("#answer-1"))
        somebody.page.focus("[data-slider]")
        somebody.page.keyboard.press("ArrowRight")
        moved = float(somebody.page.input_value("#answer-1"))

        assert 0 <= clicked <= 90
        assert moved == min(clicked + 1, 90)


def test_a_timer_runs_speaks_pauses_and_stops(visitor):
    """Rounds and repeats are seen and heard; a pause holds the clock."""
    with visitor(DESKTOP) as somebody:
        somebody.page.add_init_script(_RECORDER)
        somebody.page.clock.install()
        somebody.walk(MEASURED)
        somebody.open("/plan/")
        timer = somebody.page.locator("[data-timer]:not([data-ice])").first
        timer.locator("[data-speak]").check()
        timer.locator("[data-run]").click()
        somebody.page.clock.run_for(7000)
        shown = timer.locator("[data-count]").inner_text()
        timer.locator("[data-run]").click()
        somebody.page.clock.run_for(60_000)

        assert somebody.page.evaluate("spoken[0]") == "Get ready"
        assert len(somebody.page.evaluate("spoken")) >= 2
        assert timer.locator("[data-count]").inner_text() == shown
        assert timer.locator("[data-run]").inner_text() == "Go on"


def test_the_ice_timer_ends_by_itself_within_fifteen_minutes(visitor):
    """It says so aloud, warns of the nerve half way, and does not run on."""
    with visitor(DESKTOP) as somebody:
        somebody.page.add_init_script(_RECORDER)
        somebody.page.clock.install()
        somebody.walk(ICED)
        somebody.open("/plan/")
        timer = somebody.page.locator("[data-ice]").first
        timer.locator("[data-speak]").check()
        timer.locator("[data-run]").click()
        somebody.page.clock.run_for(16 * 60_000)
        spoken = somebody.page.evaluate("spoken")

        assert any("tingle" in words for words in spoken)
        assert "Take the ice off now" in spoken[-1]
        assert timer.locator("[data-run]").inner_text() == "Start"
