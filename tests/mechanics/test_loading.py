"""pp.loads: the contract, and errors people can act on."""

import numpy as np
import pytest

import popliteal as pp
from popliteal.mechanics import Person, fit_person

HAMSTRINGS = ("semimembranosus", "semitendinosus", "biceps_femoris_long")


def test_the_contract_holds():
    """The names that others rely on, for one posture and for arrays."""
    loads = pp.loads(hip_flexion_deg=80, knee_flexion_deg=[0, 10, 20], ankle_dorsiflexion_deg=0)
    muscle, nerve = loads.muscle["semimembranosus"], loads.nerve["popliteal"]

    for name in (
        "length_m",
        "knee_arm_m",
        "hip_arm_m",
        "fibre_strain",
        "tendon_strain",
        "tension_n",
    ):
        assert getattr(muscle, name).shape == (3,)
        assert muscle.spread[name].shape == (3,)
    for name in ("strain", "slide_mm", "tension_n", "low", "high"):
        assert getattr(nerve, name).shape == (3,)
    assert isinstance(pp.loads(80, 0).muscle["semitendinosus"].length_m, float)
    assert (muscle.knee_arm_m > 0).all()
    assert (muscle.hip_arm_m > 0).all()
    assert len(loads.muscle) == 6
    assert len(loads.nerve) == 7


def test_the_ensemble_is_the_mean_of_the_three_references():
    """And its spread is largest minus smallest."""
    names = ("rajagopal2016", "laiuhlrich2023", "gait2392")
    each = [pp.loads(70, 15, reference=n).muscle["semimembranosus"].length_m for n in names]
    together = pp.loads(70, 15).muscle["semimembranosus"]

    assert together.length_m == pytest.approx(sum(each) / 3, abs=1e-15)
    assert together.spread["length_m"] == pytest.approx(max(each) - min(each), abs=1e-15)
    assert pp.loads(70, 15, reference="gait2392").muscle["semimembranosus"].spread == {}


def test_arrays_broadcast_and_equal_a_loop():
    """A grid in one call is the loop over its postures, to 1e-9."""
    hips, knees = np.array([[30.0], [60], [90]]), np.array([0.0, 25, 70])
    grid = pp.loads(hips, knees, 5)

    assert grid.muscle["biceps_femoris_long"].tension_n.shape == (3, 3)
    for i, hip in enumerate(hips[:, 0]):
        for j, knee in enumerate(knees):
            one = pp.loads(float(hip), float(knee), 5)
            for muscle in one.muscle:
                for name in ("length_m", "knee_arm_m", "fibre_strain", "tension_n"):
                    many = getattr(grid.muscle[muscle], name)[i, j]
                    assert many == pytest.approx(getattr(one.muscle[muscle], name), abs=1e-9)
            strain = grid.nerve["popliteal"].strain[i, j]
            assert strain == pytest.approx(one.nerve["popliteal"].strain, abs=1e-9)


def test_arguments_are_never_changed():
    """Read-only arrays go in, and come out as they were."""
    hip = np.array([80.0, 300.0, np.nan])
    hip.setflags(write=False)
    before = hip.copy()
    loads = pp.loads(hip, 10)
    _ = [load.length_m for load in loads.muscle.values()], [n.strain for n in loads.nerve.values()]

    assert np.array_equal(hip, before, equal_nan=True)


def test_array_elements_outside_a_tissues_range_give_nan():
    """Each tissue has its own range."""
    loads = pp.loads(np.array([80.0, 110, 130, np.nan]), 0)

    assert np.isnan(loads.muscle["semimembranosus"].tension_n).tolist() == [0, 0, 1, 1]
    assert np.isnan(loads.nerve["popliteal"].strain).tolist() == [0, 1, 1, 1]
    assert not np.isnan(loads.muscle["gastrocnemius_medial"].length_m).any()


def test_float32_stays_float32():
    """What comes in single leaves in single."""
    assert pp.loads(np.float32([80]), 0).muscle["semimembranosus"].length_m.dtype == np.float32


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"hip_flexion_deg": 200}, "hip_flexion_deg is 200. Allowed: -20 to 120 degrees"),
        ({"knee_flexion_deg": -5}, "knee_flexion_deg is -5. Allowed: 0 to 120 degrees"),
        ({"knee_flexion_deg": float("nan")}, "knee_flexion_deg is nan"),
        ({"ankle_dorsiflexion_deg": 1e9}, "ankle_dorsiflexion_deg is 1e"),
        ({"neck_flexion_deg": 90}, "neck_flexion_deg is 90. Allowed: -40 to 60"),
        ({"hip_flexion_deg": "80"}, "hip_flexion_deg is '80'. Give degrees"),
        ({"hip_flexion_deg": None}, "hip_flexion_deg is None. Give degrees"),
        ({"hip_flexion_deg": True}, "hip_flexion_deg is True. Give degrees"),
        ({"hip_flexion_deg": 1j}, "hip_flexion_deg is 1j. Give degrees"),
        ({"hip_flexion_deg": [[1], [2, 3]]}, "hip_flexion_deg is a ragged list"),
        ({"hip_flexion_deg": [1, 2], "knee_flexion_deg": [1, 2, 3]}, "shapes do not go together"),
        ({"reference": "gait2393"}, "reference is 'gait2393'. Use one of: rajagopal2016"),
    ],
)
def test_bad_input_is_one_clear_line(arguments, words):
    """Which argument, its value, what is allowed."""
    with pytest.raises(pp.PostureError) as error:
        pp.loads(**{"hip_flexion_deg": 80, "knee_flexion_deg": 0, **arguments})

    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: pp.loads(80, 0).muscle["hamstring"], "'hamstring': no such muscle. Use one of"),
        (lambda: pp.loads(80, 0).nerve["knee"], "'knee': no such site. Use one of: conus"),
        (lambda: pp.loads(110, 0).nerve["root"], "hip_flexion_deg is 110. Allowed for the nerve"),
        (lambda: pp.loads(80, 0, hip_adduction_deg=10).nerve["root"], "hip_adduction_deg is 10"),
        (lambda: fit_person(120), "end_of_range_knee_deg is 120. Allowed: 0 to 90"),
        (lambda: fit_person(float("nan")), "end_of_range_knee_deg is nan"),
        (lambda: Person(height_m=170), "height_m is 170. Allowed: 1.2 to 2.3 metres"),
    ],
)
def test_unknown_names_and_narrow_ranges_are_clear_errors(ask, words):
    """Told when the tissue is asked for, in one line."""
    with pytest.raises(pp.PostureError) as error:
        ask()

    assert words in str(error.value)


def test_height_changes_no_strain():
    """A taller body has longer muscles that are stretched the same."""
    small, tall = (pp.loads(80, 10, person=Person(height_m=h)) for h in (1.5, 1.95))

    for muscle in HAMSTRINGS:
        one, other = small.muscle[muscle], tall.muscle[muscle]
        assert other.length_m > one.length_m
        assert other.fibre_strain == pytest.approx(one.fibre_strain, abs=1e-12)
        assert other.tendon_strain == pytest.approx(one.tendon_strain, abs=1e-12)


def test_a_stiff_person_is_as_tight_at_their_own_end_as_others_at_theirs():
    """The end-of-range angle sets the slack, for every reference."""
    usual = 13.5  # yildirim2018: mean of men 17.1 and women 9.8 degrees short of straight
    for reference in ("rajagopal2016", "laiuhlrich2023", "gait2392"):
        average = pp.loads(90, usual, reference=reference)
        stiff = pp.loads(90, 35, reference=reference, person=fit_person(35))
        one, other = (sum(x.muscle[m].tension_n for m in HAMSTRINGS) for x in (average, stiff))
        assert other == pytest.approx(one, rel=1e-6)
