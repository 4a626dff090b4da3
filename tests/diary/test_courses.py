"""Twelve written courses: the right advice on each day, and the right refusals."""

import pytest

from popliteal.diary import read_entry, reassess
from popliteal.errors import DiaryError
from popliteal.knowledge.load import load
from tests.diary.courses import FIRST, courses, on, raw_entry

KB = load()
COURSES = courses(KB)
EXPECTED = [(course, day) for course in COURSES for day in course.expect]
REFUSED = [raw for course in COURSES for raw in course.refused]


@pytest.mark.parametrize(
    ("course", "day"), EXPECTED, ids=[f"{course.id}-{day}" for course, day in EXPECTED]
)
def test_the_right_advice_is_given_on_each_day(course, day):
    """What a sensible clinician would say on that day, knowing only what was written until then."""
    said, expected = course.day(day, KB), course.expect[day]
    reasons = {why.id for why in said.reasons}

    found = {
        "advice": said.move,
        "disposition": said.disposition,
        "verdict": said.trend.verdict,
        "stage": said.stage,
    }
    wanted = {key: expected[key] for key in found if key in expected}
    assert {key: found[key] for key in wanted} == wanted, (reasons, found)
    assert set(expected.get("because", [])) <= reasons
    assert set(expected.get("ask", [])) <= set(said.ask)


@pytest.mark.parametrize("raw", REFUSED, ids=[raw["says"] for raw in REFUSED])
def test_what_cannot_be_is_refused_in_one_clear_line(raw):
    """A date to come, pain 11, an impossible angle: nothing is guessed in its place."""
    written = {key: value for key, value in raw.items() if key not in ("day", "says")}

    with pytest.raises(DiaryError) as refused:
        read_entry(raw_entry(raw["day"], written, text=True), KB, today=on(3), started=FIRST)
    assert len(refused.value.problems) == 1
    assert raw["says"] in refused.value.problems[0]


def test_a_changed_picture_is_told_with_what_moved():
    """New answers put another cause first; before them, nothing had moved."""
    course = next(course for course in COURSES if course.other_cause_from is not None)
    day = course.other_cause_from

    before = reassess(course.diary(day - 1), KB, today=on(day - 1))
    now = reassess(course.diary(day), KB, today=on(day))

    assert not before.is_new_picture
    assert now.has_other_cause
    assert now.is_new_picture
    assert now.changed["pins_needles"] == ("no", "yes")
    assert KB.causes[now.now.causes[0].id].group == "nerve"
    assert abs(now.moved[0].now - now.moved[0].before) >= KB.diary.numbers["moved_least"].value
