"""The whole way, as people of the cast walk it."""

import json

import pytest
from django.contrib.sessions.models import Session

import popliteal as pp
from popliteal.interview import Interview
from popliteal.knowledge.load import load
from tests.web.conftest import BREATHLESS, CAST, CLOT_RISK, RUNNER, Walker, key_of, text_of

KB = load()


@pytest.mark.parametrize("person", CAST.values(), ids=CAST)
def test_everybody_reaches_a_result_without_javascript(walker, person):
    """Plain forms are enough."""
    page = walker.walk(person)

    assert all(seen.status_code == 200 for seen in walker.seen)
    assert page.request["PATH_INFO"] in ("/check/", "/result/")
    assert walker.client.get("/result/").status_code == 200


@pytest.mark.parametrize("person", CAST.values(), ids=CAST)
def test_the_same_answers_give_the_same_result_through_every_door(walker, person, tmp_path, capsys):
    """What the page saves is what the Python interface and the command line give."""
    from popliteal.cli import main

    walker.walk(person, region="GB")
    saved = json.loads(walker.client.get("/save/").content)
    case = tmp_path / "case.json"
    case.write_text(json.dumps({"answers": saved["answers"]}), encoding="utf-8")
    main(["assess", str(case), "--json", "--region", "GB"])
    printed = json.loads(capsys.readouterr().out)

    assert saved["result"] == pp.assess(saved["answers"], load(), region="GB").to_dict()
    assert saved["result"] == printed


def test_the_pages_ask_what_the_interview_asks(walker):
    """One interview for both doors, in the same order."""
    walker.walk(RUNNER)
    talk = Interview(load())
    asked = [key for key in map(key_of, walker.seen) if key is not None]
    expected = []
    while (step := talk.step()) is not None:
        expected.append(step.id)
        answered = json.loads(walker.client.get("/save/").content)["answers"]
        talk.answer(step.id, answered.get(step.id))

    assert asked == expected


def test_danger_signs_come_first_and_the_count_is_said(walker):
    """Nobody fills in their age before being asked about their breath."""
    page = walker.begin()

    assert key_of(page) == "breathless"
    assert "Question 1 of about" in text_of(page)


def test_an_emergency_ends_the_questions_with_one_action(walker):
    """What to do, what to say, and no other way on but to hide or erase."""
    page = walker.walk(BREATHLESS, region="GB")
    html = page.content.decode()
    links = html.count("<a ")

    assert page.request["PATH_INFO"] == "/result/"
    assert "Call 999" in text_of(page)
    assert "What to say on the phone" in text_of(page)
    assert "coughing up blood" in text_of(page)
    assert links == 3, "skip link, hide, start again"
    assert len(walker.seen) == 2


def test_who_must_be_seen_today_gets_no_exercise(walker):
    """The plan of an urgent result holds what keeps the leg from harm."""
    walker.walk(CLOT_RISK)
    plan = text_of(walker.client.get("/plan/"))

    assert "Until you are seen" in plan
    assert "Exercises" not in plan


def test_going_back_keeps_the_answer_and_going_on_keeps_the_rest(walker):
    """The browser's back button shows the page as it was answered."""
    walker.walk(RUNNER, until="fever")
    earlier = walker.client.get("/question/breathless/").content.decode()
    again = walker.client.post("/question/breathless/", {"answer": "no"}, follow=True)

    assert 'value="no" id="answer-1" checked' in earlier
    assert key_of(again) == "foot_colour"
    assert walker.client.get("/question/fever/").status_code == 200


def test_a_visit_goes_on_in_the_same_browser_after_the_tab_was_closed(walker):
    """The start page offers to go on where the person stopped."""
    walker.walk(RUNNER, until="fever")
    start = walker.client.get("/").content.decode()

    assert 'href="/question/fever/"' in start
    assert "Go on where you stopped" in start


def test_a_changed_answer_drops_what_does_not_apply_any_more_and_says_so(walker):
    """Nobody keeps an answer about a pop at the start of what came slowly."""
    walker.walk(RUNNER)
    before = json.loads(walker.client.get("/save/").content)["answers"]
    after = walker.client.post("/change/onset_mode/", {"answer": "after_sitting"}, follow=True)
    said = Session.objects.get().get_decoded()["said"]

    assert "pop_felt" in before
    assert "do not apply any more" in text_of(after)
    assert KB.questions["pop_felt"].question in text_of(after)
    assert "pop_felt" not in dict(said)


def test_two_people_do_not_share_a_visit(walker):
    """Each browser has its own."""
    walker.walk(RUNNER, until="fever")
    other = Walker()

    assert other.client.get("/question/fever/", follow=True).request["PATH_INFO"] == "/ended/"
