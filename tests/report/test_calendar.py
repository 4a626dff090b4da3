"""The calendar file: the right days, and nothing that a colleague should not read."""

from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest

from popliteal.knowledge.load import load
from popliteal.plan import make_plan
from popliteal.report.calendar import Words, has_reminders, write_calendar
from tests.plan.people import barred_by_nothing

KB = load()
TODAY = date(2026, 2, 27)
ANSWERS = barred_by_nothing(KB)
PLAN = make_plan("self_care", {"sciatic_neural_irritation": 1.0}, ANSWERS, KB)


def entries(file):
    """The entries of a calendar file, as another program reads them."""
    return icalendar.Calendar.from_ical(file).walk("VEVENT")


def test_each_day_to_look_again_is_an_entry_of_one_whole_day():
    """Counted from the day of the plan, over the end of a short month."""
    found = {entry.DTSTART: entry.DTEND for entry in entries(write_calendar(PLAN, KB, TODAY))}
    wanted = [TODAY + timedelta(days=look.day) for look in PLAN.review]

    assert list(found) == wanted
    assert all(end - start == timedelta(days=1) for start, end in found.items())


def test_nothing_in_the_file_names_the_illness():
    """Calendars are shared: no word of body, cause, exercise or advice."""
    written = write_calendar(PLAN, KB, TODAY, exercises=True)
    file = written.decode().replace("\r\n ", "").lower()
    names = [offer.name for offer in (*PLAN.do, *PLAN.exercises)]
    words = {word.lower().strip(".,") for text in names for word in text.split() if len(word) > 4}
    telling = words | {"knee", "pain", "nerve", "hamstring", "leg", "doctor", "stretch", "ice"}

    said = set(file.replace(":", " ").replace(",", " ").replace(".", " ").split())

    assert said & telling == set()
    assert all(entry["CLASS"] == "PRIVATE" for entry in entries(written))


def test_a_reminder_to_exercise_comes_only_when_it_is_wanted():
    """Off by default; then once a day until the last day to look."""
    without = entries(write_calendar(PLAN, KB, TODAY))
    *_, reminder = entries(write_calendar(PLAN, KB, TODAY, exercises=True))

    assert all("RRULE" not in entry for entry in without)
    assert reminder["RRULE"]["FREQ"] == ["DAILY"]
    last = TODAY + timedelta(days=max(look.day for look in PLAN.review))
    assert reminder["RRULE"]["UNTIL"][0].date() == last
    assert reminder.DTSTART.tzinfo is None


def test_strength_work_is_reminded_of_with_its_days_of_rest():
    """Three sessions a week are not seven."""
    weekly = replace(
        PLAN, exercises=tuple(replace(offer, id="heavy_slow") for offer in PLAN.exercises[:1])
    )
    *_, reminder = entries(write_calendar(weekly, KB, TODAY, exercises=True))

    assert reminder["RRULE"]["INTERVAL"] == [2]


def test_a_plan_without_exercises_has_nothing_to_remind_of():
    """Who must be seen today gets no reminder, and the file is whole all the same."""
    urgent = make_plan("urgent", {"dvt": 1.0}, ANSWERS, KB)

    assert has_reminders(PLAN, KB)
    assert not has_reminders(urgent, KB)
    assert entries(write_calendar(urgent, KB, TODAY, exercises=True)) == []


def test_a_second_download_replaces_the_first():
    """Same ids and same bytes, so no day stands twice."""
    one, other = (write_calendar(PLAN, KB, TODAY, exercises=True) for _ in range(2))
    ids = [entry["UID"] for entry in entries(one)]

    assert one == other
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("text", ["Mirar otra vez; sí, hoy", "line\nbreak, and 漢字 " * 8])
def test_any_language_survives_the_file(text):
    """Commas, line breaks and long lines are escaped and folded by the library."""
    file = write_calendar(PLAN, KB, TODAY, words=Words(look_again=text))

    assert entries(file)[0]["SUMMARY"] == text
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
