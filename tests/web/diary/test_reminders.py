"""Reminders: a file for the own calendar, only when asked for, that gives nothing away."""

from datetime import timedelta

import icalendar
import pytest

from tests.web.conftest import text_of

CHOSEN = {"days": ["0", "2"], "at": "19:30", "weeks": "4"}


@pytest.fixture
def writer(keeper):
    """Somebody with a diary."""
    keeper.start()
    return keeper


def event_of(response):
    """The one entry of the calendar file."""
    [event] = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    return event


def test_the_file_reminds_on_the_chosen_days_at_the_chosen_time(writer):
    """In the local time, wherever one is, until the weeks are over."""
    response = writer.client.post("/diary/reminders/", CHOSEN)
    event = event_of(response)
    today = writer.book.today

    assert response.headers["Content-Type"].startswith("text/calendar")
    assert event["RRULE"]["BYDAY"] == ["MO", "WE"]
    assert event.DTSTART.tzinfo is None
    assert (event.DTSTART.hour, event.DTSTART.minute) == (19, 30)
    assert event.DTSTART.weekday() in (0, 2)
    assert today < event.DTSTART.date() <= today + timedelta(days=7)
    assert event["RRULE"]["UNTIL"][0].date() == today + timedelta(weeks=4)


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_in_the_file_tells_what_it_is_about(writer, language):
    """Calendars are shared: not even the name of the program stands in what they show."""
    writer.client.cookies["language"] = language
    event = event_of(writer.client.post("/diary/reminders/", CHOSEN))
    shown = " ".join([event["SUMMARY"], event["DESCRIPTION"]]).lower()
    telling = ("popliteal", "knee", "pain", "diary", "leg", "rodilla", "dolor", "diario", "pierna")

    assert not [word for word in telling if word in shown]
    assert event["CLASS"] == "PRIVATE"
    assert "URL" not in event
    assert "ATTENDEE" not in event


def test_there_is_no_reminder_unless_somebody_asks(writer):
    """Opening the page gives no file."""
    page = writer.get("/diary/reminders/")

    assert "BEGIN:VCALENDAR" not in page.content.decode()
    assert "Nothing is sent" in text_of(page)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"days": []}, "Choose one day or more."),
        ({"days": ["7"]}, "Select a valid choice"),
        ({"at": ""}, "Give the time"),
        ({"at": "25:00"}, "Give the time as hours and minutes"),
        ({"at": "evening"}, "Give the time as hours and minutes"),
        ({"weeks": ""}, "Choose for how long."),
        ({"weeks": "5000"}, "Select a valid choice"),
    ],
)
def test_a_wrong_choice_is_named_and_the_others_stay(writer, wrong, said):
    """Status 422, the problem on top and beside the field."""
    page = writer.post("/diary/reminders/", **{**CHOSEN, **wrong})

    assert page.status_code == 422
    assert said in text_of(page)


def test_a_second_file_replaces_the_first(writer):
    """The entry keeps its id, so that no calendar reminds twice."""
    first = event_of(writer.client.post("/diary/reminders/", CHOSEN))
    second = event_of(writer.client.post("/diary/reminders/", {**CHOSEN, "at": "08:00"}))

    assert first["UID"] == second["UID"]
