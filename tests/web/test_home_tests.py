"""A question that asks to try something shows the movement, three steps and when to stop."""

import re

import pytest

from popliteal.knowledge.load import load
from popliteal.web.pictures import home_test_picture
from tests.web.conftest import BREATHLESS, CLOT_RISK, RUNNER, key_of, text_of

KB = load()
TESTS = set(KB.self_tests)
# Somebody with electric pain on stretching, whom nearly every home test tells something.
NERVY = RUNNER | {
    "onset_mode": "overstretch",
    "pain_word": "burn_electric",
    "pain_place": "middle_back",
    "mech_pattern": "only_stretch",
    "spread": "calf",
}
HURTS_TO_STAND = RUNNER | {"weight_bearing": "cannot"}


def asked(walker):
    """Ids of the questions that were shown on the way."""
    return {key_of(page) for page in walker.seen}


def test_a_home_test_shows_a_movement_three_steps_and_a_stop_rule(walker):
    """Every one that is asked on the way."""
    walker.walk(NERVY)
    pages = [page for page in walker.seen if key_of(page) in TESTS]

    assert pages
    for page in pages:
        test = KB.self_tests[key_of(page)]
        html, text = page.content.decode(), text_of(page)
        assert "<animate" in html
        assert 'class="pf-play"' in html
        assert all(step in text for step in test.steps)
        assert test.stop_if in text
        assert (
            len(re.findall("<li>", html.partition('class="steps"')[2].partition("</ol>")[0])) == 3
        )


@pytest.mark.parametrize("test", KB.self_tests.values(), ids=lambda test: test.id)
def test_every_home_test_has_its_picture(test):
    """Still at first, with the goal beside it, and no style or script of its own."""
    svg = home_test_picture(test, KB)

    assert "<animate" in svg
    assert "stroke-dasharray" in svg
    assert not re.search(r"<script|<style|style=", svg)


@pytest.mark.parametrize("person", [CLOT_RISK, BREATHLESS], ids=["clot risk", "breathless"])
def test_nobody_with_a_red_flag_is_asked_to_stretch_or_press(walker, person):
    """Who must be seen today is not sent to try things out; nor does the address let them in."""
    walker.walk(person)
    tried = {key for key in TESTS if KB.questions[key].self_test == "provocation"}
    page = walker.client.get("/question/st_toes_up/", follow=True)

    assert asked(walker) & tried == set()
    assert key_of(page) != "st_toes_up"


def test_an_answer_that_makes_moving_unwise_leaves_out_every_home_test(walker):
    """Who cannot stand is not asked to walk on the heels."""
    walker.walk(HURTS_TO_STAND)
    tried = {key for key in TESTS if KB.questions[key].self_test}

    assert asked(walker) & tried == set()


def test_a_test_that_has_become_unwise_is_not_shown_any_more(walker):
    """A swollen calf that is told late: the page is still there, its steps and picture are not."""
    walker.walk(NERVY)
    tried = {key for key in asked(walker) & TESTS if KB.questions[key].self_test == "provocation"}
    assert tried

    walker.client.post("/change/calf_swelling/", {"answer": "clear"}, follow=True)

    for key in tried:
        page = walker.client.get(f"/question/{key}/", follow=True)
        assert "<animate" not in page.content.decode()
        assert KB.self_tests[key].steps[2] not in text_of(page)
        assert "Do not try this now." in text_of(page)


def test_the_result_of_a_home_test_is_marked_as_self_reported(walker):
    """With the answers, among the reasons, and on the page that is printed for a clinician."""
    walker.walk(NERVY | {"st_other_leg": "none"})

    for address in ("/check/", "/result/"):
        assert "own test, self-reported" in text_of(walker.client.get(address)), address
    report = text_of(walker.client.get("/summary/"))
    assert "Tests at home (self-reported)" in report
    assert "(own test)" in report
