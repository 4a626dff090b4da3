"""Everybody gets through: axe rules, keyboard, no script, small windows, right to left."""

import pytest

from popliteal.knowledge.load import load
from tests.web.browser.conftest import (
    DESKTOP,
    LONGEST_VISIT,
    PHONE,
    SMALL,
    ZOOMED,
    answer_of,
    overflow,
    violations,
)
from tests.web.conftest import BREATHLESS, CLOT_RISK, RUNNER

pytestmark = pytest.mark.slow
MEASURED = RUNNER | {"duration": "3_14d", "onset_mode": "gradual", "knee_angle_deg": 25}
OUTCOMES = ("/check/", "/result/", "/plan/", "/see-why/", "/summary/", "/clinician/")
OTHERS = (
    "/privacy/",
    "/choices/",
    "/again/",
    "/erased/",
    "/ended/",
    "/hide/",
    "/question/none/",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_breaks_an_axe_rule(visitor, window, scheme):
    """Every page of three visits, and every page beside the way, with an error and without."""
    found = []
    with visitor(window, color_scheme=scheme) as somebody:

        def check():
            found.extend(violations(somebody.page))

        somebody.open("/")
        check()
        for person in (MEASURED, CLOT_RISK, BREATHLESS):
            somebody.walk(person, check)
            for path in OUTCOMES if person is not BREATHLESS else ():
                somebody.open(path)
                for folded in somebody.page.query_selector_all("main details"):
                    folded.evaluate("each => each.open = true")
                check()
        for path in OTHERS:
            somebody.open(path)
            check()
        somebody.begin()
        somebody.press(".ways button.button")
        check()

    assert found == []


@pytest.mark.parametrize("window", [SMALL, ZOOMED], ids=["320 pixels", "400 % zoom"])
def test_nothing_lies_beside_a_small_window_in_either_direction(visitor, window):
    """No page needs to be moved sideways to be read, also written from right to left."""
    wide = []
    with visitor(window) as somebody:

        def check():
            wide.extend(
                f"{somebody.path} {direction}"
                for direction in ("ltr", "rtl")
                if overflow(somebody.page, direction) > 0
            )

        for person in (MEASURED, BREATHLESS):
            somebody.walk(person, check)
            for path in (*OUTCOMES, *OTHERS) if person is MEASURED else ():
                somebody.open(path)
                check()

    assert wide == []


def test_the_whole_way_can_be_gone_with_the_keyboard_alone(visitor):
    """Tab, arrow keys, space and Enter are enough, and where one stands is always seen."""
    with visitor(DESKTOP) as somebody:
        somebody.open("/")
        press_until(somebody, "Start")
        somebody.page.keyboard.press("Enter")
        somebody.page.wait_for_url("**/question/**")
        for _ in range(LONGEST_VISIT):
            somebody.page.wait_for_load_state()
            if not somebody.path.startswith("/question/"):
                break
            answer_by_keys(somebody, MEASURED)

        assert somebody.path == "/check/"
        press_until(somebody, "See the result")
        somebody.page.keyboard.press("Enter")
        somebody.page.wait_for_url("**/result/")
        press_until(somebody, "See your plan")
        somebody.page.keyboard.press("Enter")
        somebody.page.wait_for_url("**/plan/")


@pytest.mark.parametrize("window", [SMALL, DESKTOP], ids=["320 pixels", "desktop"])
def test_an_examination_breaks_no_axe_rule_and_needs_no_mouse(visitor, window):
    """Chosen, sent and shown with the keyboard; with what it did the page still fits."""
    with visitor(window) as somebody:
        somebody.walk(MEASURED)
        somebody.open("/clinician/")
        for finding in ("c_wells", "c_homans"):
            somebody.page.focus(f"input[name={finding}]")
            somebody.page.keyboard.press("ArrowDown")
        press_until(somebody, "Save the findings")
        with somebody.page.expect_navigation():
            somebody.page.keyboard.press("Enter")

        assert somebody.page.is_checked("input[name=c_wells][value=likely]")
        assert "Added by the examination" in somebody.page.inner_text("main")
        assert violations(somebody.page) == []
        assert overflow(somebody.page) <= 0
        somebody.open("/check/")
        assert violations(somebody.page) == []


def focused(somebody):
    """The words, the name and the outline of what the keyboard is at."""
    return somebody.page.evaluate(
        """() => { const e = document.activeElement; const s = getComputedStyle(e);
        const around = e.closest("label") ? getComputedStyle(e.closest("label")) : s;
        return {text: e.textContent.trim(), name: e.name || "", type: e.type || "", id: e.id,
                seen: s.outlineStyle !== "none" || around.outlineStyle !== "none"}; }"""
    )


def press_until(somebody, words):
    """Press Tab until something with these words has the focus."""
    for _ in range(LONGEST_VISIT):
        somebody.page.keyboard.press("Tab")
        at = focused(somebody)
        if at["text"].startswith(words):
            assert at["seen"], f"{somebody.path}: the focus on '{words}' cannot be seen"
            return
    pytest.fail(f"{somebody.path}: '{words}' cannot be reached with the keyboard")


def answer_by_keys(somebody, person):
    """Tab to the answers, choose with the arrows, Tab to Continue, Enter."""
    key = somebody.path.split("/")[2]
    if key in load().measures:
        if key not in person:
            press_until(somebody, "Skip this question")
            somebody.page.keyboard.press("Enter")
            return leave(somebody, key)
        while focused(somebody)["id"] != "answer-1":
            somebody.page.keyboard.press("Tab")
        somebody.page.keyboard.type(f"{person[key]:g}")
    else:
        choose_by_keys(somebody, key, person)
    press_until(somebody, "Continue")
    somebody.page.keyboard.press("Enter")
    return leave(somebody, key)


def choose_by_keys(somebody, key, person):
    """Reach the radios and move to the answer."""
    wanted = answer_of(key, person)
    values = [*load().questions[key].answers, "not_sure"]
    for _ in range(LONGEST_VISIT):
        somebody.page.keyboard.press("Tab")
        if focused(somebody)["type"] == "radio":
            break
    assert focused(somebody)["seen"]
    somebody.page.keyboard.press("Space")
    for _ in values:
        if somebody.page.evaluate("document.activeElement.value") == wanted:
            return
        somebody.page.keyboard.press("ArrowDown")
    pytest.fail(f"{key}: {wanted} cannot be reached with the arrow keys")


def leave(somebody, key):
    """Wait until the next page is there."""
    somebody.page.wait_for_url(lambda url: f"/question/{key}/" not in url)


def test_the_whole_way_can_be_gone_without_javascript(visitor):
    """Forms, links and folded parts are plain HTML."""
    with visitor(java_script_enabled=False) as somebody:
        somebody.walk(MEASURED)
        assert somebody.path == "/check/"
        for path in OUTCOMES:
            somebody.open(path)
            assert somebody.path == path
        somebody.open("/see-why/")
        somebody.press('button[name="step"][value="knee+"]')

        assert somebody.page.input_value("#joint-knee") != ""
        assert somebody.page.locator("svg").count() > 0


def test_a_tap_on_the_picture_of_the_leg_chooses_the_place(visitor):
    """The spot is the label of the answer; no script is needed."""
    with visitor(java_script_enabled=False) as somebody:
        somebody.begin()
        while "/pain_place/" not in somebody.path:
            somebody.answer(RUNNER)
        somebody.page.click(".spot-middle_back")

        assert somebody.page.is_checked('input[value="middle_back"]')


def test_colours_can_be_forced(visitor):
    """With the person's own colours the choice and the buttons are still told apart."""
    with visitor(forced_colors="active") as somebody:
        somebody.begin()
        somebody.page.check('input[value="no"]')
        border = "e => getComputedStyle(e).borderTopStyle"

        assert somebody.page.eval_on_selector(".choice", border) == "solid"
        assert somebody.page.eval_on_selector(".ways .button", border) == "solid"


def test_nothing_moves_for_whom_asks_for_stillness(visitor):
    """No transition runs, and a figure moves only when Play is pressed."""
    with visitor(reduced_motion="reduce") as somebody:
        somebody.walk(MEASURED)
        somebody.open("/plan/")
        running = "document.getAnimations().length"

        assert somebody.page.evaluate(running) == 0
        home_tests = [path for path in somebody.seen if "/st_" in path]
        assert home_tests
        somebody.open(home_tests[0])
        assert somebody.page.evaluate(running) == 0
        assert somebody.page.evaluate(
            "[...document.querySelectorAll('animate, animateTransform')]"
            ".every(each => each.getAttribute('begin').endsWith('.click'))"
        )


@pytest.mark.parametrize(
    "person", [MEASURED, CLOT_RISK, BREATHLESS], ids=["runner", "clot", "breath"]
)
def test_the_whole_way_can_be_gone_in_spanish(visitor, person):
    """The same way, in the words of another language."""
    with visitor(locale="es-ES") as somebody:
        somebody.walk(person)
        somebody.open("/result/")

        assert somebody.page.get_attribute("html", "lang") == "es"
        assert somebody.faults == []
