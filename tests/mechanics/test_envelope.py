"""The pain-free region: nothing it offers ever passes the person's own limit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import popliteal as pp
from popliteal.knowledge.content import Path
from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.cable import solve_cable
from popliteal.mechanics.envelope import TISSUES, allows, allows_path, fit_path, least_knee, limits
from popliteal.mechanics.nerve import SITES, best_parameters
from popliteal.mechanics.stretches import GLIDES, best_stretch, plan_glide

HEADS = ("semimembranosus", "semitendinosus", "biceps_femoris_long")
CALF = ("gastrocnemius_medial", "gastrocnemius_lateral")
REFERENCES = tuple(load_tissues().references)
PAIN_HIP, PAIN_ANKLE = 90, -15  # tissues.yaml: sitting upright, toes relaxed
# Reading a table between its nodes costs the nerve up to this much strain.
TABLE = 0.002

knee_angle = st.floats(0, 85)
some_tissues = st.lists(st.sampled_from(TISSUES), min_size=1, max_size=3, unique=True).map(tuple)


def ends(low, high):
    """Lower and upper end of an angle, whole degrees."""
    return st.tuples(st.integers(low, high), st.integers(low, high)).map(lambda x: tuple(sorted(x)))


any_path = st.builds(
    Path,
    position=st.sampled_from(["sitting", "lying", "standing"]),
    hip_flexion_deg=ends(0, 100),
    knee_flexion_deg=ends(0, 90),
    ankle_dorsiflexion_deg=ends(-30, 25),
    neck_flexion_deg=ends(-20, 40),
    grade=st.just("D"),
    trunk_flexion_deg=ends(0, 30),
)


def postures_on(path):
    """Corners and inside of a path's box."""
    steps = (0, 0.37, 1)
    return [
        tuple(low + t * (high - low) for t, (low, high) in zip(part, box, strict=True))
        for box in [(path.hip_flexion_deg, path.knee_flexion_deg, path.ankle_dorsiflexion_deg)]
        for part in [(a, b, c) for a in steps for b in steps for c in steps]
    ]


def lengths(postures, muscles):
    """Length of every head in every reference, from the public loads."""
    hip, knee, ankle = np.array(postures, float).T
    found = [pp.loads(hip, knee, ankle, reference=name) for name in REFERENCES]
    return np.array([loads.muscle[m].length_m for loads in found for m in muscles])


def nerve_strain(postures):
    """Strain behind the knee from the cable itself, not from the table."""
    rows = np.zeros((len(postures), 5))
    rows[:, :3] = postures
    return solve_cable(best_parameters(), rows).strain[:, SITES.index("popliteal")]


def assert_never_past_the_limit(postures, knee_deg, tissues):
    """No head longer, no nerve more strained, than at the person's pain."""
    pain = [(PAIN_HIP, knee_deg, PAIN_ANKLE)]
    if "hamstrings" in tissues:
        assert (lengths(postures, HEADS) <= lengths(pain, HEADS) + 1e-9).all()
    if "calf" in tissues:
        most = np.maximum(lengths(pain, CALF), lengths([(0, 0, 0)], CALF))
        assert (lengths(postures, CALF) <= most + 1e-5).all()
    if "nerve" in tissues:
        assert (nerve_strain(postures) <= nerve_strain(pain) + TABLE).all()


@settings(max_examples=40, deadline=None)
@given(any_path, knee_angle, some_tissues)
def test_no_fitted_path_ever_passes_the_persons_limit(path, knee_deg, tissues):
    """For random people and random exercises, by the public loads and the cable itself."""
    fitted = fit_path(path, limits(knee_deg, tissues))

    if fitted is not None:
        assert fitted.bounded
        assert_never_past_the_limit(postures_on(fitted.path), knee_deg, tissues)
        assert allows_path(fitted.path, limits(knee_deg, tissues))
        if "nerve" in tissues:
            assert fitted.path.neck_flexion_deg[1] <= 0
            assert fitted.path.trunk_flexion_deg[1] <= 0


@settings(max_examples=40, deadline=None)
@given(any_path, knee_angle, some_tissues)
def test_fitting_only_ever_eases_an_exercise(path, knee_deg, tissues):
    """Hip and ankle come down, the knee bends further; nothing else is invented."""
    fitted = fit_path(path, limits(knee_deg, tissues))

    if fitted is not None:
        new = fitted.path
        assert path.hip_flexion_deg[0] == new.hip_flexion_deg[0]
        assert new.hip_flexion_deg[1] <= path.hip_flexion_deg[1]
        assert new.ankle_dorsiflexion_deg[1] <= path.ankle_dorsiflexion_deg[1]
        assert new.knee_flexion_deg[0] >= path.knee_flexion_deg[0]
        assert all(low <= high for low, high in (new.hip_flexion_deg, new.knee_flexion_deg))
        assert (new != path) == bool(fitted.changed)


@settings(max_examples=40, deadline=None)
@given(knee_angle, some_tissues, st.data())
def test_every_allowed_posture_keeps_the_margin(knee_deg, tissues, data):
    """Not only below the pain, but as far below as the margin says."""
    person = limits(knee_deg, tissues)
    hip, ankle = data.draw(st.floats(0, 100)), data.draw(st.floats(-40, 25))
    knee = least_knee(hip, ankle, person)

    if not np.isnan(knee):
        assert allows(hip, knee, ankle, person)
        inside = min(knee_deg + person.margin_deg, 90) - 0.3
        posture = [(hip, min(knee, 90), ankle)]
        assert_never_past_the_limit(posture, max(inside, 0), tissues)


@given(knee_angle, some_tissues, st.floats(0, 100), st.floats(-40, 25), st.floats(0, 30))
def test_bending_further_never_leaves_the_region(knee_deg, tissues, hip, ankle, more):
    """If it was allowed, more knee bend is."""
    person = limits(knee_deg, tissues)
    knee = least_knee(hip, ankle, person)

    assert np.isnan(knee) or allows(hip, knee + more, ankle, person)


@given(knee_angle, st.floats(1, 20), some_tissues, st.floats(0, 100), st.floats(-40, 25))
def test_an_earlier_pain_never_widens_the_region(knee_deg, earlier, tissues, hip, ankle):
    """More sensitive, smaller region."""
    usual = least_knee(hip, ankle, limits(knee_deg, tissues))
    sore = least_knee(hip, ankle, limits(min(knee_deg + earlier, 90), tissues))

    assert np.isnan(sore) or sore >= usual - 1e-9


@given(knee_angle, st.floats(0, 100), st.floats(-40, 25))
def test_one_more_plausible_tissue_never_widens_the_region(knee_deg, hip, ankle):
    """Every plausible tissue has to be spared."""
    all_of_them = least_knee(hip, ankle, limits(knee_deg))

    for tissue in TISSUES:
        alone = least_knee(hip, ankle, limits(knee_deg, (tissue,)))
        assert np.isnan(all_of_them) or all_of_them >= alone


def test_without_a_measured_angle_the_path_comes_back_unbounded():
    """Nobody measured, so nothing is claimed."""
    path = Path("sitting", (60, 90), (20, 90), (-20, 0), (0, 10), "D")
    fitted = fit_path(path, limits(None))

    assert fitted.path == path
    assert not fitted.bounded
    assert fitted.changed == ()


def test_an_exercise_that_cannot_be_eased_enough_is_refused():
    """A tensioner for someone whose pain starts at a right angle."""
    tensioner = Path("sitting", (80, 90), (0, 20), (0, 15), (0, 40), "D")

    assert fit_path(tensioner, limits(85)) is None


def test_arrays_of_postures_equal_a_loop():
    """The region's map is its postures one by one."""
    person = limits(30)
    hip, knee = np.array([[20.0], [60], [95]]), np.array([0.0, 25, 60, 88])
    grid = allows(hip, knee, 5, person)

    assert grid.tolist() == [[allows(h, k, 5, person) for k in knee] for h in hip[:, 0]]


def test_nan_and_too_much_stretch_are_never_allowed():
    """Neither unknown nor beyond what the models are valid for."""
    person = limits(10)

    assert allows([np.nan, 110, 50], [60, 60, 89], [0, 0, 40], person).tolist() == [False] * 3


@settings(deadline=None)
@given(knee_angle, some_tissues)
def test_the_best_stretch_lies_inside_the_region(knee_deg, tissues):
    """The longest hamstring that the person's limit leaves, with the foot never pulled up."""
    person = limits(knee_deg, tissues)
    stretch = best_stretch(person)

    assert stretch.ankle_dorsiflexion_deg <= 0
    hip, knee = stretch.hip_flexion_deg, stretch.knee_flexion_deg
    assert allows(hip, knee, stretch.ankle_dorsiflexion_deg, person)
    assert_never_past_the_limit([(hip, knee, stretch.ankle_dorsiflexion_deg)], knee_deg, tissues)


@settings(deadline=None)
@given(knee_angle, some_tissues, st.sampled_from(GLIDES))
def test_every_posture_of_a_glide_lies_inside_the_region(knee_deg, tissues, name):
    """Slider and tensioner stop before the limit."""
    person, glide = limits(knee_deg, tissues), plan_glide(name, limits(knee_deg, tissues))

    if glide is not None:
        angles = (glide.hip_flexion_deg, glide.knee_flexion_deg, glide.ankle_dorsiflexion_deg)
        assert allows(*angles, person).all()


def test_a_slider_moves_the_nerve_more_and_stretches_it_less_than_a_tensioner():
    """The point of a slider."""
    slider, tensioner = (plan_glide(name, limits(None)) for name in GLIDES)

    assert slider.slide_mm > 2 * tensioner.slide_mm
    assert slider.strain_change < tensioner.strain_change


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: limits(120), "knee_angle_deg is 120. Allowed: 0 to 90 degrees"),
        (lambda: limits(float("nan")), "knee_angle_deg is nan. Allowed"),
        (lambda: limits("20"), "knee_angle_deg is '20'. Allowed"),
        (
            lambda: limits(20, ("tendon",)),
            "tissue is 'tendon'. Use any of: hamstrings, nerve, calf",
        ),
        (lambda: limits(20, margin_deg=-1), "margin_deg is -1. Allowed"),
        (
            lambda: plan_glide("floss", limits(20)),
            "glide is 'floss'. Use one of: slider, tensioner",
        ),
    ],
)
def test_bad_limits_are_one_clear_line(ask, words):
    """Which argument, its value, what is allowed."""
    with pytest.raises(pp.PostureError) as error:
        ask()

    assert words in str(error.value)
