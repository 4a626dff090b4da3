"""Only what may be shown reaches people."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal.errors import PostureError
from popliteal.mechanics.shown import show_posture

hip, knee, ankle = st.floats(0, 100), st.floats(0, 90), st.floats(-40, 25)


@settings(max_examples=8, deadline=None)
@given(hip, knee, ankle)
def test_ankle_and_neck_never_change_a_hamstring(hip, knee, ankle):
    """Exactly nothing: this is what tells nerve from muscle."""
    for step in show_posture(hip, knee, ankle).steps:
        if step.id != "more_knee_bend":
            hamstrings = next(c for c in step.changes if c.tissue == "hamstrings")
            assert hamstrings.direction == "same"
            assert hamstrings.change in (0.0, None)


@settings(max_examples=8, deadline=None)
@given(hip, knee, ankle)
def test_the_size_of_a_neck_effect_is_never_shown(hip, knee, ankle):
    """No study gives one: direction only."""
    head_up = show_posture(hip, knee, ankle, neck_flexion_deg=20).steps[-1]
    nerve = next(c for c in head_up.changes if c.tissue == "nerve")

    assert head_up.id == "head_up"
    assert (nerve.direction, nerve.change, nerve.low, nerve.high) == ("less", None, None, None)


@settings(max_examples=8, deadline=None)
@given(hip, knee, ankle)
def test_every_size_comes_with_an_interval_round_it(hip, knee, ankle):
    """A number never travels alone."""
    for step in show_posture(hip, knee, ankle).steps:
        for change in step.changes:
            if change.change is not None:
                assert change.low <= change.change <= change.high


def test_no_newtons_and_no_strains_are_shown():
    """Their absolute size is not credible, so no field carries them."""
    text = json.dumps(show_posture(80, 0).to_dict())

    assert not any(word in text for word in ("tension", "strain", "newton", "damage"))


def test_the_same_posture_gives_the_same_bytes():
    """Sampling is seeded."""
    one, other = show_posture(75, 10, 5), show_posture(75, 10, 5)

    assert json.dumps(one.to_dict()) == json.dumps(other.to_dict())


def test_bending_the_knee_relieves_muscle_and_nerve():
    """The advice of the article, with its published range for 10 degrees: about a quarter."""
    bend = show_posture(80, 0).steps[0]
    change = {c.tissue: c for c in bend.changes}

    assert -0.30 <= change["hamstrings"].change <= -0.20
    assert change["nerve"].high < 0


@pytest.mark.parametrize(
    ("hip", "knee", "ankle", "words"),
    [
        (110, 0, 0, "hip_flexion_deg is 110. Allowed for the nerve: 0 to 100"),
        (80, 95, 0, "knee_flexion_deg is 95. Allowed for the nerve: 0 to 90"),
        (80, 0, 28, "ankle_dorsiflexion_deg is 28. Allowed for the nerve: -40 to 25"),
        (float("nan"), 0, 0, "hip_flexion_deg is nan. Allowed: -20 to 120"),
    ],
)
def test_outside_the_range_is_a_clear_error(hip, knee, ankle, words):
    """Which angle, its value, what is allowed."""
    with pytest.raises(PostureError, match=words.replace("(", r"\(")):
        show_posture(hip, knee, ankle)
