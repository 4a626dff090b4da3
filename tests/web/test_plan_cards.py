"""Cards of the plan: picture, timer and calendar, all plain text where nothing runs."""

import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from popliteal.knowledge.load import load
from tests.web.conftest import CLOT_RISK, ICED, RUNNER, text_of

KB = load()
ACHING = RUNNER | {"duration": "3_14d", "onset_mode": "gradual", "knee_angle_deg": 25}


@pytest.fixture
def plan(walker):
    """The plan of somebody with exercises."""
    walker.walk(ACHING)
    return walker.client.get("/plan/")


def cards(page):
    """Cards by the id of their action."""
    parts = page.content.decode().split('<article class="offer" id="offer-')[1:]
    return {part.partition('"')[0]: part.partition("</article>")[0] for part in parts}


def test_an_exercise_shows_its_posture_and_the_own_limit(plan):
    """No picture goes further than the words."""
    moving = {key: html for key, html in cards(plan).items() if KB.actions[key].path}

    assert moving
    for html in moving.values():
        knee = float(re.search(r"knee ([\d.]+)°", html)[1])
        assert "<svg" in html
        assert knee >= 25


def test_a_timer_waits_for_its_person_and_says_its_plan_in_words(plan):
    """Nothing starts by itself; without JavaScript the sentence is all there is."""
    timers = [html for html in cards(plan).values() if "data-timer" in html]

    assert timers
    for html in timers:
        assert re.search(r"Timer: \d+ × \d+ (repeats|holds)", html)
        assert re.search(r'class="timer-face" data-face hidden', html)
        assert "autoplay" not in html


def test_ice_has_its_hard_stop_and_its_warning(walker):
    """Fifteen minutes, whatever else; and the nerve is named."""
    walker.walk(ICED)
    found = [html for html in cards(walker.client.get("/plan/")).values() if "data-ice" in html]

    assert found
    for html in found:
        assert int(re.search(r'data-most="(\d+)"', html)[1]) <= 15
        assert "Cold can harm the nerve" in html


def test_the_calendar_holds_the_days_to_look_again(plan, walker):
    """Counted from today; a reminder only for who asks."""
    today = datetime.now(UTC).date()
    file = walker.client.get("/plan/calendar/")
    daily = walker.client.get("/plan/calendar/?daily")
    days = [e.DTSTART for e in icalendar.Calendar.from_ical(file.content).walk("VEVENT")]

    assert "/plan/calendar/" in plan.content.decode()
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert "attachment" in file.headers["Content-Disposition"]
    assert days[0] - today in (timedelta(2), timedelta(3), timedelta(4))
    assert b"RRULE" not in file.content
    assert b"RRULE" in daily.content


@pytest.mark.usefixtures("plan")
def test_nothing_in_the_calendar_names_the_illness(walker):
    """Calendars are shared."""
    said = walker.client.get("/plan/calendar/?daily").content.decode().lower()

    assert not re.search(r"knee|pain|nerve|hamstring|exercise|doctor|leg\b", said.split("uid")[0])
    assert "summary:popliteal: look again" in said


@pytest.mark.django_db
def test_who_has_no_visit_gets_no_calendar(client):
    """The link of somebody else leads to the start."""
    assert client.get("/plan/calendar/").status_code == 302


def test_who_must_be_seen_today_has_no_timer_and_no_reminder(walker):
    """The plan holds what keeps them safe until then."""
    walker.walk(CLOT_RISK)
    html = walker.client.get("/plan/").content.decode()

    assert "data-timer" not in html
    assert "/plan/calendar/" not in html


def test_a_plan_says_everything_without_its_script(plan):
    """Steps, dose and stop rule are words of the page."""
    text = text_of(plan)

    for key, html in cards(plan).items():
        if "data-timer" in html:
            assert KB.actions[key].what_to_do[:40] in text
