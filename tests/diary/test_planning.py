"""What the diary remembers stands in the check of today, in its plan and in every report."""

from datetime import timedelta

import pytest

from popliteal.assessment import assess
from popliteal.diary import (
    Diary,
    Entry,
    advise,
    assess_today,
    newest_answers,
    plan_today,
    remembered,
)
from popliteal.knowledge.load import load
from popliteal.report.content import make_report
from popliteal.report.fhir import write_bundle
from popliteal.triage import LEVEL
from tests.diary.courses import FIRST, courses, on

LATER = FIRST + timedelta(days=1)
WORRIED = Diary(
    FIRST,
    {"mech_pattern": "only_stretch"},
    (Entry(FIRST, signs={"fever": "yes"}), Entry(LATER, worst_pain=1, signs={"fever": "no"})),
)


@pytest.mark.parametrize("course", courses(load()), ids=lambda course: course.name)
def test_the_check_of_today_is_never_milder_than_the_diary(course):
    """On the last day of each written course: how soon, and nothing but what fits it."""
    kb, diary = load(), course.diary()
    today = on(max(course.expect))
    day = advise(diary, kb, today=today)
    found = assess_today(diary, day, kb, today=today)

    assert LEVEL[found.disposition] >= LEVEL[day.disposition]
    assert {concern.rule for concern in day.concerns} <= {reason.rule for reason in found.reasons}


def test_a_report_and_a_bundle_say_what_the_diary_remembers():
    """Also when they were made from a check that alone would let the person stay at home."""
    kb = load()
    said = newest_answers(WORRIED, today=LATER)
    mild = assess(said, kb)
    report = make_report(mild, said, kb, today=LATER, diary=WORRIED)
    bundle = write_bundle(said, mild, kb, today=LATER, diary=WORRIED)
    flags = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Flag"]

    assert mild.disposition == "self_care"
    assert report.disposition == "urgent"
    assert len(flags) == 1


def test_a_graver_check_is_not_lowered_by_the_diary():
    """The other way round nothing changes but that its worries are named as well."""
    kb, said = load(), {"breathless": "yes"}
    day = advise(WORRIED, kb, today=LATER)
    found = remembered(assess(said, kb), said, day, kb)

    assert found.disposition == "emergency"
    assert len(found.reasons) == len(assess(said, kb).reasons) + 1


@pytest.mark.parametrize("course", courses(load()), ids=lambda course: course.name)
def test_the_plan_of_today_is_that_of_the_whole_check(course):
    """It is made without the wording of a visit, and must not differ for that."""
    kb = load()
    for number in course.expect:
        diary, day, today = course.diary(number), course.day(number, kb), on(number)

        alone = plan_today(diary, day, kb, today=today)

        assert alone == assess_today(diary, day, kb, today=today).plan


def test_what_a_clinician_has_looked_at_is_quiet_in_the_plan_too():
    """The card of today and the plan below it say the same; what was answered still bars."""
    kb = load()
    told = Entry(FIRST, worst_pain=4, signs={"calf_swelling": "clear", "fever": "yes"})
    seen = Entry(LATER, worst_pain=3, seen=True)
    diary = Diary(FIRST, {"mech_pattern": "only_stretch"}, (told, seen))
    day = advise(diary, kb, today=LATER)
    found = assess_today(diary, day, kb, today=LATER)

    assert day.disposition == "self_care"
    assert found.disposition == "self_care"
    assert [reason.rule for reason in found.reasons] == ["looked"]
    assert found.plan == plan_today(diary, day, kb, today=LATER)
    again = Entry(LATER + timedelta(days=1), signs={"fever": "yes"})
    later = Diary(FIRST, diary.answers, (told, seen, again))
    day = advise(later, kb, today=again.day)
    assert assess_today(later, day, kb, today=again.day).disposition == "urgent"
