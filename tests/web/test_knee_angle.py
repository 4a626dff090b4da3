"""The person's own knee angle: typed or looked at; looking stores nothing."""

import pytest

from popliteal.knowledge.load import load
from tests.web.conftest import RUNNER, key_of

KB = load()
ANGLE = "knee_angle_deg"


@pytest.fixture
def at_the_angle(walker):
    """Somebody who is asked for the angle."""
    page = walker.walk(RUNNER, until=ANGLE)
    assert key_of(page) == ANGLE
    return walker


def drawn(page):
    """The knee angle in the title of the picture."""
    return page.content.decode().partition("<title id=")[2].partition("</title>")[0]


@pytest.mark.parametrize("angle", ["5", "30", "90"])
def test_a_button_shows_an_angle_without_javascript(at_the_angle, angle):
    """The picture and the number change, and the question stays open."""
    page = at_the_angle.client.post(f"/question/{ANGLE}/", {"look": angle, "answer": "12"})

    assert page.status_code == 200
    assert f"knee {angle}°" in drawn(page)
    assert f'value="{angle}"' in page.content.decode()
    assert key_of(at_the_angle.client.get("/check/", follow=True)) == ANGLE


def test_the_number_that_was_typed_can_be_looked_at_too(at_the_angle):
    """As people write it."""
    page = at_the_angle.client.post(f"/question/{ANGLE}/", {"look": "", "answer": "25,4°"})

    assert "knee 25°" in drawn(page)
    assert key_of(at_the_angle.client.get("/check/", follow=True)) == ANGLE


@pytest.mark.parametrize("typed", ["", "many", "91", "-5", "<b>1</b>", "9" * 40])
def test_what_is_no_angle_is_told_and_drawn_as_a_middle_one(at_the_angle, typed):
    """Nothing breaks, nothing is guessed."""
    page = at_the_angle.client.post(f"/question/{ANGLE}/", {"look": "", "answer": typed})
    part = at_the_angle.client.post("/knee/", {"answer": typed})

    assert page.status_code == 422
    assert "knee 45°" in drawn(page)
    assert part.status_code == 200
    assert "knee 45°" in drawn(part)
    assert b"<b>1</b>" not in page.content


def test_the_picture_follows_the_form_and_stores_nothing(at_the_angle):
    """What a script asks for while somebody drags the foot."""
    part = at_the_angle.client.post("/knee/", {"answer": "17"})

    assert part.status_code == 200
    assert b"<html" not in part.content
    assert "knee 17°" in drawn(part)
    assert key_of(at_the_angle.client.get("/check/", follow=True)) == ANGLE


def test_only_a_form_of_ours_gets_a_picture(at_the_angle):
    """No address with an angle in it, and nothing for who has no visit."""
    assert at_the_angle.client.get("/knee/").status_code == 405
    at_the_angle.client.post("/again/")

    assert at_the_angle.client.post("/knee/", {"answer": "17"}).status_code == 302


def test_an_answer_of_nought_is_an_answer(at_the_angle):
    """The knee goes straight without pain."""
    page = at_the_angle.client.post(f"/question/{ANGLE}/", {"answer": "0"}, follow=True)

    assert key_of(page) == "knee_angle_other_deg"
