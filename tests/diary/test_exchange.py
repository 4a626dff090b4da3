"""Reading and writing: round trips lose nothing, and what is wrong is named with its line."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal.diary import (
    Diary,
    Entry,
    follow,
    read_csv,
    read_diary,
    read_entries,
    read_entry,
    read_json,
    write_csv,
    write_json,
)
from popliteal.errors import DiaryError
from popliteal.knowledge.load import load
from tests.diary.courses import FIRST, courses, on

KB = load()
TODAY = on(40)
LETTERS = st.characters(exclude_categories=["Cc", "Cf", "Cs"])
NAMES = st.text(LETTERS, min_size=1, max_size=20).filter(lambda name: name.strip() == name)
SPREADS = st.sampled_from([None, *KB.questions["spread"].answers])
ENTRIES = st.lists(
    st.builds(
        Entry,
        day=st.integers(-20, 40).map(on),
        worst_pain=st.integers(0, 10),
        stretch_pain=st.none() | st.integers(0, 10),
        knee_angle_deg=st.none() | st.floats(0, 90),
        spread=SPREADS,
        morning_stiff=st.sampled_from([None, "none", "over_30"]),
        done=st.dictionaries(st.sampled_from(sorted(KB.actions)), st.none() | st.integers(0, 10)),
        after=st.sampled_from([None, *KB.diary.after]),
        activities=st.dictionaries(NAMES, st.integers(0, 10), max_size=3),
        signs=st.sampled_from([{}, {"fever": "yes"}, {"numb_area": "not_sure"}]),
        seen=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda entry: repr(entry.to_dict()),
).map(tuple)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def problems(read):
    """What is said when something is refused."""
    with pytest.raises(DiaryError) as refused:
        read()
    return list(refused.value.problems)


def refusal(read):
    """The problems of what is refused; None of what is read."""
    try:
        read()
    except DiaryError as error:
        return list(error.problems)
    return None


def of_csv(text):
    """What is said of a table."""
    return problems(lambda: read_csv(text, KB, today=TODAY, started=FIRST))


@settings(deadline=None)
@given(ENTRIES)
def test_a_diary_comes_back_from_json_as_it_was(entries):
    """Out and in again: nothing lost, nothing changed, the same bytes the second time."""
    diary = Diary(FIRST, {"fever": "no", "knee_angle_deg": 25}, entries, on(-10))

    text = write_json(diary)
    back = read_json(text, KB, today=TODAY)

    assert back == diary
    assert write_json(back) == text


@settings(deadline=None)
@given(ENTRIES)
def test_the_entries_come_back_from_a_table_as_they_were(entries):
    """Commas, quotes, line breaks and signs of other scripts in names survive a spreadsheet."""
    text = write_csv(entries)

    assert read_csv(text, KB, today=TODAY, started=FIRST) == entries
    assert read_csv("\ufeff" + text, KB, today=TODAY, started=FIRST) == entries


@settings(max_examples=200, deadline=None)
@given(
    ANYTHING
    | st.dictionaries(
        st.sampled_from(["date", "worst_pain", "done", "signs", "seen", "after"]), ANYTHING
    )
)
def test_anything_is_read_or_refused_in_clear_lines(raw):
    """No value makes the reader crash, and no problem spans two lines."""
    found = refusal(lambda: read_entry(raw, KB, today=TODAY))

    assert found is None or all(len(problem.splitlines()) == 1 for problem in found)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    """Another program's export, half a file or noise: refused in words that name a place."""
    for read in (read_json, read_csv):
        found = refusal(lambda read=read: read(text, KB, today=TODAY))
        assert found is None or found[0].startswith(("line ", "the file"))


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"worst_pain": 11}, "worst_pain: 11 stands here. Use a whole number from 0 to 10."),
        ({"worst_pain": 3.5}, "worst_pain: 3.5 stands here. Use a whole number from 0 to 10."),
        ({"worst_pain": True}, "worst_pain: True stands here. Use a whole number from 0 to 10."),
        ({"knee_angle_deg": 91}, "knee_angle_deg: 91 is out of range. Use a number from 0 to 90"),
        ({"knee_angle_deg": -1}, "knee_angle_deg: -1 is out of range."),
        ({"spread": "toe"}, "spread: no answer 'toe'."),
        ({"signs": {"fevr": "yes"}}, "fevr: no such question. Did you mean 'fever'?"),
        ({"signs": {"knee_angle_deg": 4}}, "signs: knee_angle_deg is a measure."),
        (
            {"done": {"heavy_slo": 2}},
            "done: 'heavy_slo' is nothing in the plan. Did you mean 'heavy_slow'?",
        ),
        ({"done": {"heavy_slow": 12}}, "done.heavy_slow: 12 stands here."),
        ({"after": "fine"}, "after: no answer 'fine'."),
        (
            {"activities": {"a": 1, "b": 1, "c": 1, "d": 1}},
            "activities: 4 stand here. Choose 3 at most.",
        ),
        ({"activities": {" ": 1}}, "is no name."),
        ({"activities": {"stairs\0": 1}}, "is no name."),
        ({"activities": {"\ud800": 1}}, "is no name."),
        ({"activities": {"run\x1b[31m": 1}}, r"'run\x1b[31m' is no name."),
        ({"activities": {"run\u202e": 1}}, r"'run\u202e' is no name."),
        ({"activities": {"\u200d": 1}}, "is no name."),
        ({"activities": {"run": None}}, "activities.run: nothing stands here."),
        ({"seen": "yes"}, "seen: yes stands here. Use true or false."),
        ({"worst": 3}, "worst: no such part of an entry. Did you mean 'worst_pain'?"),
        ({}, "nothing is written down."),
        ({"date": "2026-13-01"}, "date: '2026-13-01' stands here."),
        ({"date": "20260301"}, "date: '20260301' stands here."),
        ({"date": 20260301}, "date: '20260301' stands here."),
        ({"date": None}, "date: nothing stands here."),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_in_one_line(written, says):
    """Where, what stands there, what is allowed."""
    found = problems(lambda: read_entry({"date": "2026-03-01", **written}, KB, today=TODAY))

    assert len(found) == 1
    assert says in found[0]


def test_letters_that_only_join_others_belong_to_a_name():
    """Persian words and some pictures need them."""
    name = "می\u200cروم 👩\u200d🦽"
    entry = read_entry({"date": "2026-03-01", "activities": {name: 3}}, KB, today=TODAY)

    assert entry.activities == {name: 3}


def test_all_problems_of_all_entries_are_named_at_once():
    """Nobody mends a file one line at a time."""
    raws = [{"date": "2026-03-01", "worst_pain": 11}, {"date": "2099-01-01", "after": "fine"}]

    found = problems(lambda: read_entries(raws, KB, today=TODAY))

    assert [line.split(":")[0] for line in found] == ["entry 1", "entry 2", "entry 2"]


def test_the_same_entry_twice_is_refused_with_both_places():
    """A double click is no second entry; two entries that differ are two."""
    raw = {"date": "2026-03-01", "worst_pain": 3}

    assert problems(lambda: read_entries([raw, dict(raw)], KB, today=TODAY)) == [
        "entry 2: the same as entry 1. Leave one of them out."
    ]
    assert len(read_entries([raw, {**raw, "worst_pain": 4}], KB, today=TODAY)) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: there is no column date."),
        ("day,pain\n2026-03-01,3\n", "line 1: no column 'day'."),
        ("date,worst_pain,date\n", "line 1: date stands twice."),
        (
            "date,worst_pain\n2026-03-01,3\n2026-03-02\n",
            "line 3: 1 cells stand here. There must be 2.",
        ),
        ("date,worst_pain\n2026-03-01,3\n2026-03-02,bad\n", "line 3: worst_pain: bad stands here."),
        ('date,signs\n2026-03-01,"{""fever"": ""y', "a quote is not closed. Is the file whole?"),
        ('date,signs\n2026-03-01,"{""fever"":"\n', "line 2: answers: text stands here."),
        ("date,worst_pain\n2026-03-01,3\n2026-03-01,3\n", "line 3: the same as line 2."),
        ("date,seen\n2026-03-01,perhaps\n", "line 2: seen: perhaps stands here."),
    ],
)
def test_a_table_is_refused_with_the_line(text, says):
    """Wrong columns, half a file, another app's export: the line is named and nothing is read."""
    assert any(says in problem for problem in of_csv(text))


def test_every_wrong_line_of_a_table_is_named_in_order():
    """Of four lines, two are wrong in different ways; both are named, none is read."""
    text = "date,worst_pain\n2026-03-01,3\n2026-03-02\n2026-03-03,11\n2026-03-04,4\n"

    assert [line.split(":")[0] for line in of_csv(text)] == ["line 3", "line 4"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '{"format": "popliteal-diary", "version": 1, "started"',
            "line 1: the file ends too early.",
        ),
        ("not json", "line 1: this is no JSON."),
        ("[]", "this is no diary of Popliteal."),
        ('{"format": "other"}', "this is no diary of Popliteal."),
        ('{"format": "popliteal-diary", "version": 9}', "version 9 is not known here."),
        ('{"a": NaN}', "NaN is no number of a diary"),
        ('{"a": 1, "a": 2}', "'a' stands twice"),
    ],
)
def test_a_json_file_is_refused_in_words(text, says):
    """Half a file or another program's file changes nothing."""
    found = problems(lambda: read_json(text, KB, today=TODAY))

    assert len(found) == 1
    assert says in found[0]


def test_all_problems_of_a_diary_are_named_at_once():
    """Its dates, its answers, its entries and what does not belong there."""
    raw = {
        "started": "2026-03-01",
        "began": "2026-03-02",
        "answers": {"fevr": "yes"},
        "entries": [{"date": "2026-03-01", "worst_pain": 11}],
        "owner": "me",
    }

    found = problems(lambda: read_diary(raw, KB, today=TODAY))

    assert [line.split(":")[0] for line in found] == ["owner", "began", "answers", "entry 1"]


def test_what_the_diary_says_can_be_written_as_json():
    """A program reads the advice as plain data."""
    course = courses(KB)[0]
    told = follow(course.diary(), KB, today=on(9))

    data = json.loads(json.dumps([day.to_dict() for day in told]))

    assert [date.fromisoformat(day["date"]) for day in data] == [day.day for day in told]
    assert {day["advice"] for day in data} <= set(KB.diary.advice)
