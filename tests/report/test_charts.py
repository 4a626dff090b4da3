"""The charts of a diary: every value is told, nothing leads across a gap, nothing is promised."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from popliteal.diary import Diary, Entry, changes, follow
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import languages, translated
from popliteal.report.charts import draw_course, say_value
from popliteal.report.dates import say_date
from popliteal.report.milestones import find_milestones
from popliteal.report.plot import LEFT, RIGHT, WIDTH
from popliteal.report.recovery import say_grade
from tests.diary.courses import courses, on

KB = load()
FIRST = date(2026, 3, 1)
SVG = "{http://www.w3.org/2000/svg}"
TELLING = {"st_other_leg": "same", "mech_pattern": "only_stretch"}
HOSTILE = "</desc><script>alert(1)</script>\"'&\x00\x0b\ud800\ufffe<b>"

pains = st.one_of(st.none(), st.integers(0, 10))
entries = st.builds(
    Entry,
    day=st.integers(0, 500).map(lambda at: FIRST + timedelta(at)),
    worst_pain=st.integers(0, 10),
    stretch_pain=pains,
    knee_angle_deg=st.one_of(st.none(), st.floats(0, 90)),
    activities=st.dictionaries(
        st.sampled_from(["stairs", "running"]), st.integers(0, 10), max_size=2
    ),
    seen=st.booleans(),
)
diaries = st.lists(entries, min_size=1, max_size=80).map(
    lambda written: Diary(FIRST, TELLING, tuple(written))
)


def drawn(diary, kb=KB):
    """The charts of a diary on the day of its last entry."""
    today = max((entry.day for entry in diary.entries), default=diary.started)
    return draw_course(diary, follow(diary, kb, today=today), kb, today=today)


def daily(count, *, skip=(), **parts):
    """A diary with an entry each day, but for those that are left out."""
    days = [at for at in range(count) if at not in skip]
    written = tuple(Entry(FIRST + timedelta(at), worst_pain=at % 11, **parts) for at in days)
    return Diary(FIRST, TELLING, written)


def parsed(svg):
    """The picture as a tree; it must be well-formed for that."""
    return ET.fromstring(svg)  # noqa: S314  # our own picture


def lines(svg):
    """The lines between marks: for each stroke of the pen, the x of its points."""
    root = parsed(svg)
    paths = [p for p in root.iter(f"{SVG}path") if p.get("stroke-width") == "1.6"]
    strokes = [s for p in paths for s in p.get("d").split("M")[1:] if "L" in s]
    return [[float(point.split()[0]) for point in stroke.split("L")] for stroke in strokes]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(diaries)
def test_every_value_stands_in_the_table(diary):
    """The picture may put days together; the table never does."""
    today = max(entry.day for entry in diary.entries)
    course = drawn(diary)
    wanted = {change.outcome: change.values for change in changes(diary, KB, today=today)}
    shown = {(row[0], cell) for chart in course.charts for row in chart.rows for cell in row[1:-1]}

    for values in wanted.values():
        assert {(say_date(day, KB), say_value(value)) for day, value in values} <= shown


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(diaries)
def test_each_picture_is_whole_small_and_tells_itself_in_words(diary):
    """Well-formed, with a role, a title and a description, no script and no style of its own."""
    for chart in drawn(diary).charts:
        root = parsed(chart.svg)
        named = {element.get("id") for element in root[:2]}

        assert root.get("role") == "img"
        assert set(root.get("aria-labelledby").split()) == named
        assert root[0].text == chart.title
        assert all(sentence in root[1].text for sentence in chart.summary)
        assert "style" not in chart.svg
        assert "script" not in chart.svg
        assert len(chart.svg) < 12_000


def test_sixty_entries_take_less_than_six_kilobytes():
    """A page with three charts stays light."""
    diary = daily(60, stretch_pain=4, knee_angle_deg=30, activities={"stairs": 5})

    assert [len(chart.svg) < 6_000 for chart in drawn(diary).charts] == [True] * 3


@pytest.mark.parametrize("missing", [7, 8, 30])
def test_no_line_leads_across_more_than_a_week(missing):
    """After a week without an entry nobody knows how it was."""
    whole, gap = daily(20), daily(20 + missing, skip=range(10, 10 + missing))
    joined, parted = (lines(drawn(diary).charts[0].svg) for diary in (whole, gap))

    assert len(joined) == 1
    assert len(parted) == 2
    assert parted[0][-1] < parted[1][0]


def test_a_line_leads_across_a_week():
    """Six missing days lie between two that are a week apart: that is still one course."""
    assert len(lines(drawn(daily(20, skip=range(8, 14))).charts[0].svg)) == 1


def test_no_line_leads_across_a_gap_of_a_long_diary():
    """Where one mark stands for many days, its first and last day count, not its middle."""
    found = lines(drawn(daily(400, skip=range(201, 215))).charts[0].svg)

    assert len(found) == 2


@pytest.mark.parametrize("count", [1, 60, 400, 3000])
def test_everything_stands_inside_the_picture(count):
    """One entry or years of them: nothing runs off at 320 units, and the text keeps its size."""
    root = parsed(drawn(daily(count, stretch_pain=3)).charts[0].svg)
    wide, tall = (float(side) for side in root.get("viewBox").split()[2:])
    places = [
        (float(x), float(y))
        for path in root.iter(f"{SVG}path")
        for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path.get("d"))
    ]
    texts = list(root.iter(f"{SVG}text"))

    assert wide == WIDTH
    assert float(root.get("font-size")) >= 14
    assert all(0 <= x <= wide and 0 <= y <= tall for x, y in places)
    assert all(0 <= float(text.get("y")) <= tall for text in texts)
    assert all(len(text.text) <= 42 for text in texts)


def test_time_is_drawn_to_scale():
    """A day is as wide as any other, whether something was written or not."""
    diary = Diary(FIRST, {}, tuple(Entry(FIRST + timedelta(at), worst_pain=3) for at in (0, 2, 6)))
    [[first, second, third]] = lines(drawn(diary).charts[0].svg)

    assert (third - first) == pytest.approx(3 * (second - first), abs=0.3)


def test_lower_and_higher_are_named_where_they_are_better():
    """A falling line is good news in two charts and bad news in the third."""
    diary = daily(5, knee_angle_deg=20, activities={"stairs": 5})
    said = {chart.id: " ".join(parsed(chart.svg).itertext()) for chart in
            drawn(diary).charts}  # fmt: skip

    assert "Lower is better" in said["pain"]
    assert "Lower is better" in said["angle"]
    assert "Higher is better" in said["function"]


def test_two_lines_differ_without_colour():
    """In black and white the dashes and the shape of the marks tell them apart."""
    root = parsed(drawn(daily(9, stretch_pain=3)).charts[0].svg)
    paths = [p for p in root.iter(f"{SVG}path") if p.get("stroke-width") == "1.6"]
    dashes = [path.get("stroke-dasharray") for path in paths]
    caps = {p.get("stroke-linecap") for p in root.iter(f"{SVG}path")} - {None}

    # Each line once in the picture and once in the key.
    assert dashes == [None, "5 4", None, "5 4"]
    assert caps == {"round", "square"}


def test_what_happened_is_marked_and_told():
    """A danger sign, a visit, a flare and the first day: in the table and in words."""
    calm = [Entry(FIRST + timedelta(at), worst_pain=2, stretch_pain=2) for at in range(8)]
    marked = (
        Entry(FIRST + timedelta(8), worst_pain=8, stretch_pain=8),
        Entry(FIRST + timedelta(9), worst_pain=3, signs={"fever": "yes"}),
        Entry(FIRST + timedelta(10), worst_pain=3, seen=True),
    )
    diary = Diary(FIRST, TELLING, (*calm, *marked))
    [chart, *_] = drawn(diary).charts
    happened = {row[0]: row[-1] for row in chart.rows}
    said = parsed(chart.svg)[1].text

    assert happened["1 Mar 2026"] == "Plan began"
    assert "Flare" in happened["9 Mar 2026"]
    assert happened["10 Mar 2026"].startswith("Have it looked at: ")
    assert "A clinician looked" in happened["11 Mar 2026"]
    for what in ("Plan began", "Flare", "Have it looked at", "A clinician looked"):
        assert f"{what} on " in said


@pytest.mark.parametrize("course", courses(KB), ids=lambda course: course.id)
def test_each_written_course_has_its_milestones(course):
    """A reason to be seen and each change of stage stand on the day on which they came up."""
    today = on(max(course.expect))
    diary = course.diary(max(course.expect))
    days = follow(diary, KB, today=today)
    found = find_milestones(diary, days, KB)
    stages = [day.stage for day in days]
    moves = sum(before != after for before, after in zip(["calm", *stages], stages, strict=False))

    assert sum(m.kind == "stage" for m in found) == moves
    since = {c.since for day in days for c in day.concerns}
    assert {m.day for m in found if m.kind == "look"} == since


def test_a_hostile_name_of_an_activity_stays_text():
    """People write what they like into their diary; none of it becomes part of the page."""
    diary = Diary(FIRST, {}, (Entry(FIRST, activities={HOSTILE: 4}),))
    [chart] = drawn(diary).charts

    assert "alert(1)" in parsed(chart.svg)[1].text
    assert "<script" not in chart.svg


def test_the_band_says_where_it_comes_from_and_promises_nothing():
    """Could, most, and it can take longer; with its grade and its sources by name."""
    recovery = drawn(daily(3)).recovery
    cause = KB.causes["normal_stretch"]

    assert (recovery.first, recovery.last) == (FIRST, FIRST + timedelta(42))
    assert "Most people" in recovery.text
    assert "could be better" in recovery.text
    assert "It can take longer." in recovery.text
    said = say_grade(recovery, KB)
    assert f"grade {cause.course.grade}" in said
    assert all(KB.sources[source].title in said for source in cause.course.sources)


def test_the_band_counts_from_the_start_of_the_problem():
    """Where its day is known; else from the latest day that the first answers leave open."""
    told = {**TELLING, "duration": "2_6w"}
    written = (Entry(FIRST, worst_pain=3),)
    known = drawn(Diary(FIRST, told, written, FIRST - timedelta(20))).recovery
    guessed = drawn(Diary(FIRST, told, written)).recovery

    assert known.first == FIRST - timedelta(20)
    assert guessed.first == FIRST - timedelta(15)
    assert "not known" in guessed.text


@pytest.mark.parametrize(
    "answers",
    [{}, {**TELLING, "fever": "yes"}, {**TELLING, "calf_swelling": "clear", "skin_heat": "warm"}],
    ids=["nothing answered", "fever", "a swollen calf"],
)
def test_there_is_no_band_where_none_can_be_named(answers):
    """No cause leads, or somebody should look first: then it says so, and draws nothing."""
    course = drawn(Diary(FIRST, answers, (Entry(FIRST, worst_pain=3),)))

    assert course.recovery.first is None
    assert course.recovery.text in (
        KB.words["chart_band_open"],
        KB.words["chart_band_clinician"],
    )
    assert KB.words["chart_band"] not in course.charts[0].svg


def test_a_band_far_off_leaves_the_values_their_room():
    """Four days of entries are not squeezed into a corner by what may be in half a year."""
    diary = daily(4)
    [[*places]] = lines(drawn(diary).charts[0].svg)

    assert places[-1] - places[0] >= 0.1 * (RIGHT - LEFT)


@pytest.mark.parametrize("language", [one.code for one in languages(KB)])
def test_every_language_draws_the_same_picture(language):
    """Only the words differ: the lines, the marks and the numbers are the same."""
    diary = daily(70, stretch_pain=4, knee_angle_deg=30, activities={"stairs": 5})
    english, other = drawn(diary), drawn(diary, translated(KB, language))

    for chart, said in zip(english.charts, other.charts, strict=True):
        assert lines(chart.svg) == lines(said.svg)
        assert [row[1:-1] for row in chart.rows] == [row[1:-1] for row in said.rows]
        assert "Mar 2026" not in said.svg or language == "en"


def test_nothing_written_draws_nothing():
    """An empty diary has no chart, and still says what happened."""
    course = drawn(Diary(FIRST, {}))

    assert course.charts == ()
    assert [milestone.kind for milestone in course.milestones] == ["started"]
