"""One posture against another: fast, and no more than may be shown."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal.errors import PostureError
from popliteal.mechanics.compared import compare
from popliteal.mechanics.nerve import read_samples, sample_postures

hip, knee, ankle = st.floats(0, 100), st.floats(0, 90), st.floats(-40, 25)
neck, trunk = st.floats(-20, 40), st.floats(0, 40)
postures = st.builds(
    lambda *angles: dict(zip(NAMES, angles, strict=True)), hip, knee, ankle, neck, trunk
)
NAMES = [
    "hip_flexion_deg",
    "knee_flexion_deg",
    "ankle_dorsiflexion_deg",
    "neck_flexion_deg",
    "trunk_flexion_deg",
]
STRETCH = dict(zip(NAMES, (90.0, 0.0, 10.0, 20.0, 20.0), strict=True))
# Between the nodes of the table, of the change and in millimetres: below what a page rounds to
# when it speaks of "about".
BETWEEN_NODES, BETWEEN_NODES_MM = 0.06, 0.7


@given(ankle, neck, trunk)
def test_ankle_head_and_back_change_nothing_on_the_hamstrings(ankle, neck, trunk):
    """Such a change tells nerve from muscle."""
    moved = STRETCH | {NAMES[2]: ankle, NAMES[3]: neck, NAMES[4]: trunk}
    found = compare(STRETCH, moved).hamstrings

    assert (found.direction, found.change) == ("same", 0.0)


@given(neck, trunk)
def test_head_and_back_have_a_direction_and_no_size(neck, trunk):
    """No study gives a size, so the numbers stay as they were."""
    found = compare(STRETCH, STRETCH | {NAMES[3]: neck, NAMES[4]: trunk})

    assert (found.nerve.change, found.slide_mm.millimetres) == (0.0, 0.0)
    assert (found.head == "less") == (neck < STRETCH[NAMES[3]])
    assert (found.back == "more") == (trunk > STRETCH[NAMES[4]])


def test_twice_the_pull_is_not_told_as_none():
    """A large rise lies as far from one as a large fall does, on the other side."""
    bent = STRETCH | {NAMES[1]: 60.0}
    found = compare(bent, STRETCH).nerve

    assert found.direction == "more"
    assert found.change > 1
    assert "more stretch on the nerve" in found.text


@given(postures, postures)
def test_every_size_lies_in_its_interval(before, after):
    """A number never travels alone, and the rounding keeps the order."""
    found = compare(before, after)
    for change in (found.hamstrings, found.calf, found.nerve):
        if change.change is not None:
            assert change.low <= change.change <= change.high
    assert found.slide_mm.low <= found.slide_mm.millimetres <= found.slide_mm.high


@given(hip, st.floats(0, 80), ankle)
def test_bending_the_knee_loads_nothing_more(hip, knee, ankle):
    """What the plan rests on: a bend relieves hamstrings, calf and nerve alike."""
    before = dict(zip(NAMES, (hip, knee, ankle, 0.0, 0.0), strict=True))
    found = compare(before, before | {NAMES[1]: knee + 10})

    for change in (found.hamstrings, found.nerve):
        assert change.direction in ("less", "same")


@settings(max_examples=6, deadline=None)
@given(st.floats(40, 100), st.floats(0, 60), ankle)
def test_the_table_tells_what_the_cable_tells(hip, knee, ankle):
    """Two ways to the nerve: read between nodes, and solved for all samples."""
    legs = np.array([[90.0, 0.0, 10.0], [hip, knee, ankle]])
    read, solved = read_samples(legs), sample_postures(np.pad(legs, ((0, 0), (0, 2))))
    for ours, exact in zip(
        asdict(read.change(0, 1)).values(), asdict(solved.change(0, 1)).values(), strict=True
    ):
        assert ours == pytest.approx(exact, abs=BETWEEN_NODES)
    ours, exact = read.slide(0, 1), solved.slide(0, 1)
    assert ours.middle == pytest.approx(exact.middle, abs=BETWEEN_NODES_MM)


def test_no_newtons_and_no_strains_leave():
    """Their absolute size is not credible."""
    text = json.dumps(asdict(compare(STRETCH, STRETCH | {NAMES[1]: 30.0})))

    assert not any(word in text for word in ("tension", "strain", "newton", "damage"))


def test_a_posture_outside_the_range_is_refused():
    """Beyond what the studies cover nothing is said."""
    with pytest.raises(PostureError, match="knee_flexion_deg is 100"):
        compare(STRETCH, STRETCH | {NAMES[1]: 100.0})
