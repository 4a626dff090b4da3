"""What is called a change is more than the error of measuring."""

import pytest

from popliteal.diary import Diary, Entry, changes
from popliteal.knowledge.load import load
from tests.diary.courses import FIRST, on

KB = load()


def change_of(outcome, *entries):
    """The change of one measure over these entries."""
    found = changes(Diary(FIRST, {}, entries), KB, today=on(30))
    return next((change for change in found if change.outcome == outcome), None)


def angles(*degrees):
    """One measured angle a day."""
    return [Entry(on(at), knee_angle_deg=angle) for at, angle in enumerate(degrees)]


@pytest.mark.parametrize(
    ("degrees", "real", "better"),
    [((30, 21), False, False), ((30, 20), True, True), ((20, 30), True, False)],
)
def test_an_angle_has_changed_from_ten_degrees_on(degrees, real, better):
    """Seven to eight degrees are the error of one who measures well; at home it may be more."""
    change = change_of("ake_home", *angles(*degrees))

    assert (change.is_real, change.is_better) == (real, better)


def test_more_is_better_for_activities_and_less_for_pain():
    """Each scale has its own better end."""
    entries = [
        Entry(on(0), stretch_pain=6, activities={"run": 2}),
        Entry(on(7), stretch_pain=3, activities={"run": 6}),
    ]

    assert change_of("psfs", *entries).is_better
    assert change_of("nprs_stretch", *entries).is_better


def test_the_score_is_of_the_same_activities_each_time():
    """A day on which one of them was left out has no score, and a new one changes none."""
    entries = [
        Entry(on(0), activities={"run": 2, "sit": 4}),
        Entry(on(1), activities={"sit": 9}),
        Entry(on(2), activities={"run": 4, "sit": 6, "swim": 0}),
    ]

    assert [value for _, value in change_of("psfs", *entries).values] == [3, 5]


def test_the_worst_of_a_day_counts_and_the_future_does_not():
    """Two entries of one day are one value; an entry of a wrong clock is none."""
    entries = [Entry(on(0), worst_pain=2), Entry(on(0), worst_pain=5), Entry(on(99), worst_pain=9)]

    assert change_of("nprs_worst24", *entries).values == ((on(0), 5),)


def test_what_was_never_written_down_has_no_change():
    """No entry, no chart."""
    assert changes(Diary(FIRST), KB, today=on(0)) == ()
    assert change_of("ake_home", Entry(on(0), worst_pain=3)) is None
