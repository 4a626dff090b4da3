"""One question a page: how it is shown, and what becomes of a wrong form."""

import pytest

from popliteal.knowledge.load import load
from tests.web.conftest import RUNNER, text_of

KB = load()


def test_nothing_is_chosen_before_the_person_chooses(walker):
    """A pre-selected answer would be an answer that nobody gave."""
    page = walker.begin().content.decode()

    assert 'type="radio"' in page
    assert "checked" not in page


def test_the_question_is_the_heading_and_stands_in_the_legend(walker):
    """A screen reader says the question before its answers."""
    page = walker.begin().content.decode()

    assert f"<legend><h1>{KB.questions['breathless'].question}</h1></legend>" in page


def test_not_sure_is_always_the_last_choice_and_why_we_ask_is_folded(walker):
    """Nobody has to guess, and whoever wonders can read why."""
    page = walker.begin().content.decode()

    assert page.rindex('value="not_sure"') > page.rindex('value="yes"')
    assert '<details class="why">' in page
    assert KB.questions["breathless"].why.split(".")[0] in page


def test_continue_without_a_choice_says_what_to_do_and_loses_nothing(walker):
    """A summary on top, the same words beside the field, and Error: in the title."""
    walker.begin()
    page = walker.client.post("/question/breathless/", {})
    html = page.content.decode()

    assert page.status_code == 422
    assert "<title>Error:" in html
    assert html.count("Choose an answer.") == 2
    assert 'role="alert"' in html


@pytest.mark.parametrize("answer", ["maybe", "<script>alert(1)</script>", "yes\x00", "no" * 9000])
def test_an_answer_that_is_not_on_the_page_is_not_taken(walker, answer):
    """Forged forms change nothing, and what they held is not shown again."""
    walker.begin()
    page = walker.client.post("/question/breathless/", {"answer": answer})

    assert page.status_code in (413, 422)
    assert answer not in page.content.decode()
    assert walker.client.get("/question/foot_colour/", follow=True).request["PATH_INFO"] == (
        "/question/breathless/"
    )


def test_a_replayed_form_gives_the_same_answer_again(walker):
    """Sending a form twice does no more than sending it once."""
    walker.begin()
    for _ in range(2):
        page = walker.client.post("/question/breathless/", {"answer": "no"}, follow=True)

    assert page.request["PATH_INFO"] == "/question/foot_colour/"


def test_a_question_that_is_not_due_is_not_asked(walker):
    """An address typed by hand leads back to where the person stands."""
    walker.begin()
    page = walker.client.get("/question/severity/", follow=True)

    assert page.request["PATH_INFO"] == "/question/breathless/"


def test_an_unknown_question_is_no_page(walker):
    """404, in plain words."""
    walker.begin()
    page = walker.client.get("/question/favourite_colour/")

    assert page.status_code == 404
    assert "There is no such page" in text_of(page)


def test_the_place_can_be_pointed_at_or_chosen_from_the_list(walker):
    """Each spot in the picture is the label of one of the answers, so a tap needs no script."""
    page = walker.walk(RUNNER, until="pain_place").content.decode()
    inner = list(KB.questions["pain_place"].answers).index("inner_back") + 1

    assert f'class="spot spot-inner_back" for="answer-{inner}"' in page
    assert f'value="inner_back" id="answer-{inner}"' in page


@pytest.mark.parametrize("given", ["25", "25,5", " 25° "])
def test_an_angle_is_read_as_people_write_it(walker, given):
    """A comma or a degree sign is no mistake."""
    walker.walk(RUNNER, until="knee_angle_deg")
    page = walker.client.post("/question/knee_angle_deg/", {"answer": given})

    assert page.status_code == 302


@pytest.mark.parametrize("given", ["", "91", "-1", "nan", "inf", "1e5", "ninety"])
def test_an_angle_that_no_knee_has_is_refused_with_its_range(walker, given):
    """The person is told what is allowed, and may skip."""
    walker.walk(RUNNER, until="knee_angle_deg")
    page = walker.client.post("/question/knee_angle_deg/", {"answer": given})

    assert page.status_code == 422
    assert "from 0 to 90" in text_of(page)
