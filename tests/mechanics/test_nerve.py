"""The nerve: cable, laws, table and posterior."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.mechanics_checks import dense_linear
from popliteal.errors import PostureError
from popliteal.mechanics.cable import build_mesh, solve_cable, straighten_folds
from popliteal.mechanics.nerve import (
    SITES,
    best_parameters,
    relative_change,
    respond,
    sample_parameters,
    slack_strain,
)

MID_THIGH, POPLITEAL = SITES.index("mid_thigh"), SITES.index("popliteal")
hip, knee, ankle = st.floats(0, 100), st.floats(0, 90), st.floats(-40, 25)
posture = st.tuples(hip, knee, ankle, st.floats(-40, 60), st.floats(-20, 60))


def cable(*postures, law="toe"):
    """The best cable in these postures."""
    return solve_cable(best_parameters(), np.array(postures, float), law)


@settings(max_examples=20, deadline=None)
@given(posture)
def test_two_ways_to_solve_the_cable_agree(posture):
    """Newton on the energy against one dense solve, to 1e-9."""
    strain, slide = dense_linear(best_parameters(), posture)
    found = cable(posture, law="linear")

    assert found.strain[0] == pytest.approx(strain, abs=1e-9)
    assert found.slide_mm[0] == pytest.approx(slide, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(posture)
def test_the_toe_law_is_in_balance_at_every_site(posture):
    """A batch and a single solve settle on the same cable, to 1e-9."""
    alone, among = cable(posture), cable((0, 0, 0, 0, 0), posture, (90, 0, 20, 0, 0))

    assert alone.strain[0] == pytest.approx(among.strain[1], abs=1e-9)


def test_the_mesh_is_fine_enough():
    """Half the element length moves no strain behind the knee by more than 0.02 percent."""
    postures = np.array([[80, 0, 0, 0, 0], [80, 20, 0, 0, 0], [40, 60, 10, 0, 0]], float)
    coarse = solve_cable(best_parameters(), postures)
    fine = solve_cable(best_parameters(), postures, mesh=build_mesh(step_mm=2.5))

    assert np.abs(coarse.strain - fine.strain)[:, POPLITEAL].max() < 2e-4


@settings(max_examples=40, deadline=None)
@given(hip, knee, ankle, st.sampled_from(SITES))
def test_the_table_stands_for_the_cable(hip, knee, ankle, site):
    """Within half a percent of strain at the fold, far less elsewhere."""
    exact = cable((hip, knee, ankle, 0, 0)).strain[0, SITES.index(site)]
    none = np.zeros(1)
    angles = [np.array([angle]) for angle in (hip, knee, ankle)]
    found = respond(*angles, site, pull=(none, none))

    assert found["strain"][0] == pytest.approx(exact, abs=6e-3)
    assert found["low"] <= found["strain"] <= found["high"]


def test_dorsiflexion_loads_the_thigh_nerve_only_with_a_straight_knee():
    """andrade2016: shear-wave speed rises with the knee straight, not with the knee at 90."""
    tension = cable(
        (0, 0, 0, 0, 0), (0, 0, 20, 0, 0), (0, 90, 0, 0, 0), (0, 90, 20, 0, 0)
    ).tension_n[:, MID_THIGH]

    assert tension[1] - tension[0] > 0.5
    assert abs(tension[3] - tension[2]) < 0.05 * (tension[1] - tension[0])


def test_straightening_the_knee_slides_more_with_the_hip_bent_further():
    """ridehalgh2014: 12.4 against 9.92 mm, a ratio of 1.25."""
    slide = cable(
        (30, 90, 0, 0, 0), (30, 0, 0, 0, 0), (60, 90, 0, 0, 0), (60, 0, 0, 0, 0)
    ).slide_mm[:, MID_THIGH]

    assert 1.1 <= (slide[3] - slide[2]) / (slide[1] - slide[0]) <= 1.4


def test_a_linear_cable_cannot_tell_a_bent_knee_from_a_straight_one():
    """Why the toe law is shipped."""
    tension = cable(
        (0, 0, 0, 0, 0), (0, 0, 20, 0, 0), (0, 90, 0, 0, 0), (0, 90, 20, 0, 0), law="linear"
    ).tension_n[:, MID_THIGH]

    assert tension[3] - tension[2] == pytest.approx(tension[1] - tension[0], rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(hip, knee, ankle, st.floats(1, 20))
def test_bending_the_knee_never_stretches_the_nerve_behind_it(hip, knee, ankle, more):
    """Nor does pointing the foot or opening the hip."""
    here = cable((hip, knee, ankle, 0, 0)).strain[0, POPLITEAL]
    eased = cable(
        (hip, min(knee + more, 90), ankle, 0, 0),
        (hip, knee, max(ankle - more, -40), 0, 0),
        (max(hip - more, 0), knee, ankle, 0, 0),
    ).strain[:, POPLITEAL]

    assert (eased <= here + 1e-9).all()


def test_the_sign_of_every_study_comes_out_right():
    """Directions that were published without a number."""
    standing = (0, 0, 0, 0, 0)
    assert (cable((0, 0, 20, 0, 0)).slide_mm > cable(standing).slide_mm)[0, POPLITEAL]  # boyd2012
    assert cable((60, 0, 0, 0, 0)).slide_mm[0, SITES.index("conus")] > 0  # rade2015
    bueno = cable(*[(h, 0, 20, 0, 0) for h in (0, 30, 60, 90)])
    flat = cable(*[(h, 0, 0, 0, 0) for h in (0, 30, 60, 90)])
    upper = SITES.index("mid_thigh")
    assert (bueno.strain > flat.strain)[:, upper].all()  # bueno2019
    assert (bueno.slide_mm > flat.slide_mm)[:, upper].all()  # bueno2019
    hip_after = cable((0, 0, 20, 0, 0), (60, 0, 20, 0, 0))  # coppieters2006: hip pulls it back up
    assert hip_after.slide_mm[1, POPLITEAL] < hip_after.slide_mm[0, POPLITEAL]
    at_ankle = cable((0, 0, 20, 0, 0), (60, 0, 20, 0, 0), (0, 60, 20, 0, 0)).strain
    ankle = SITES.index("ankle")
    assert at_ankle[2, ankle] < at_ankle[0, ankle] < at_ankle[1, ankle]  # alshami2008


def test_the_interval_is_the_same_every_time():
    """Sampling is seeded, and no joint is ever drawn to give cable instead of taking it."""
    assert np.array_equal(sample_parameters(50, seed=3), sample_parameters(50, seed=3))
    assert (sample_parameters(500, seed=3)[:, :5] >= 0).all()


def test_a_slack_nerve_has_no_relative_change():
    """There is next to nothing to change."""
    assert relative_change(np.array([0.0, 90, -40, 0, 0]), np.array([0.0, 80, -40, 0, 0])) is None


@given(st.floats(-0.1, 0.1), st.floats(0.005, 0.05))
def test_the_toe_law_never_pushes_and_never_softens(strain, soft):
    """A nerve can hang in folds, not push; more stretch is never less tension."""
    here, more = straighten_folds(np.array([strain, strain + 0.01]), soft, 0.0)

    assert 0 <= here <= more


def test_an_unknown_law_is_a_clear_error():
    """Named, with what is allowed."""
    with pytest.raises(PostureError, match=r"law is .rubber.\. Use one of: linear, toe"):
        cable((0, 0, 0, 0, 0), law="rubber")


def test_slack_lies_below_standing():
    """The standing nerve carries a little tension."""
    assert slack_strain() < 0
