"""The first five days: both pains together tell a slow rise from chance and from one bad day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from popliteal.diary import Diary, Entry, advise
from popliteal.diary.course import rises_at_first
from popliteal.diary.days import lay_out
from popliteal.knowledge.load import load

KB = load()
FIRST = date(2026, 3, 2)
PAIN = st.integers(0, 10)


def entries(stretch, worst):
    """One entry a day with both pains; None where one was not told."""
    return tuple(
        Entry(FIRST + timedelta(at), worst_pain=worse, stretch_pain=pull)
        for at, (pull, worse) in enumerate(zip(stretch, worst, strict=True))
    )


def advice(stretch, worst):
    """What the diary says on the last of these days."""
    written = entries(stretch, worst)
    return advise(Diary(FIRST, {"duration": "3_14d"}, written), KB, today=written[-1].day)


def test_a_slow_rise_of_both_pains_means_a_clinician_on_the_fifth_day():
    """No entry stands two points above the first, and yet the line through all of them is clear."""
    before, then = advice((4, 4, 4, 5), (3, 4, 4, 4)), advice((4, 4, 4, 5, 5), (3, 4, 4, 4, 5))

    assert before.disposition == "self_care"
    assert (then.move, then.disposition, then.trend.verdict) == ("seek_care", "soon", "early_worse")
    assert "early_worse" in {why.id for why in then.reasons}


@given(st.integers(0, 4), PAIN, PAIN, PAIN)
def test_one_bad_day_of_the_first_five_is_no_rise(at, usual, stretch, worst):
    """However bad it was, and whichever day."""
    pulls, worsts = [usual] * 5, [usual] * 5
    pulls[at], worsts[at] = stretch, worst

    assert not rises_at_first(lay_out(entries(pulls, worsts)), KB)


@given(st.lists(st.tuples(PAIN, PAIN), min_size=5, max_size=5))
def test_who_ends_no_higher_than_at_first_has_not_risen(pains):
    """A line that rises through days that end low is not told as a rise."""
    first, last = sum(pains[0]), sum(pains[-1])

    assert not (last <= first and rises_at_first(lay_out(entries(*zip(*pains, strict=True))), KB))


def test_near_nought_a_slow_rise_is_watched_and_not_sent_on():
    """Below the height of a relapse a point more or less is often chance."""
    assert advice((0, 1, 1, 1, 2), (1, 1, 1, 2, 2)).disposition == "self_care"


def test_one_pain_alone_that_climbs_in_three_days_warns_and_both_send():
    """The worst pain of the day stays as it is: do less and look again."""
    alone, both = advice((3, 4, 6), (4, 4, 4)), advice((3, 4, 6), (3, 4, 5))

    assert (alone.move, alone.disposition) == ("ease", "self_care")
    assert (both.move, both.disposition) == ("seek_care", "soon")


def test_who_writes_down_one_pain_only_is_sent_for_that_one():
    """What was not told objects to nothing."""
    assert advice((3, 4, 6), (None, None, None)).move == "seek_care"


def test_what_an_entry_says_twice_counts_as_the_worse_of_both():
    """Neither the own part nor the sign hides the other."""
    day = date(2026, 3, 2)
    for one, other in (("foot", "no"), ("no", "foot")):
        entry = Entry(day, spread=one, signs={"spread": other})
        assert entry.answers["spread"] == "foot"
        assert lay_out([entry])[0].spreads == (3,)
    stiff = Entry(day, morning_stiff="over_30", signs={"morning_stiff": "not_sure"})

    assert stiff.answers["morning_stiff"] == "over_30"


def test_without_an_entry_none_is_called_old():
    """Ten days after it began there is nothing yet that could be old."""
    began = date(2026, 3, 2)
    day = advise(Diary(began), load(), today=began + timedelta(days=10))

    assert "stale" not in [why.id for why in day.reasons]
