"""Timers: ice has its hard stop, an exercise starts at the gentle end of its dose."""

from hypothesis import given
from hypothesis import strategies as st

from popliteal.knowledge.content import Dose
from popliteal.knowledge.load import load
from popliteal.plan import exercise_timer, ice_timer
from popliteal.plan.timers import ICE_MOST_MINUTES

KB = load()
DOSES = {key: action.dose for key, action in KB.actions.items()}
minutes = st.integers(1, 90)


@given(minutes, st.none() | minutes)
def test_no_dose_makes_ice_last_longer_than_fifteen_minutes(minutes, most):
    """A slip in the content must not freeze a nerve."""
    timer = ice_timer(Dose(ice_minutes=(minutes,), ice_minutes_at_most=most))

    assert 0 < timer.minutes <= timer.most <= ICE_MOST_MINUTES == 15


def test_only_ice_has_an_ice_timer():
    """Just the actions with minutes of ice."""
    assert {key for key, dose in DOSES.items() if ice_timer(dose)} == {"rice", "ice_10_15"}


def test_an_exercise_starts_at_the_gentle_end():
    """Few repeats, few rounds, the short hold; more comes by the rule of progress."""
    for key, dose in DOSES.items():
        timer = exercise_timer(dose, KB)
        if timer:
            assert timer.reps == min(dose.reps), key
            assert timer.sets == min(dose.sets or (1,)), key


def test_a_hold_is_held_and_a_glide_is_not():
    """A nerve glide never stays at its end."""
    assert exercise_timer(DOSES["isometric_hold"], KB).holds
    assert not exercise_timer(DOSES["nerve_slider"], KB).holds
    assert not exercise_timer(DOSES["nerve_tensioner"], KB).holds


def test_every_counted_exercise_has_a_pace_and_ends():
    """No timer of nought seconds, and none of hours."""
    for key, dose in DOSES.items():
        timer = exercise_timer(dose, KB)
        if timer:
            assert timer.rep_s > 0, key
            assert timer.total_s < 30 * 60, key
