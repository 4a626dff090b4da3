"""Length and moment arms of the six muscles."""

import csv
import gzip
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.hamstrings import ARMS, MUSCLES, TWO_JOINT, paths
from popliteal.mechanics.single import one_posture

DATA = Path(__file__).parent / "data"
REFERENCES = tuple(load_tissues().references)
ANGLES = ("hip", "knee", "ankle", "adduction", "rotation")
# The bars we set ourselves, in millimetres: docs/reference/validation says what is reached.
LENGTH_RMS_MM = {"hamstrings": 0.1, "calf": 0.15}

posture = st.fixed_dictionaries(
    {
        "hip": st.floats(-20, 120),
        "knee": st.floats(0, 120),
        "ankle": st.floats(-40, 30),
        "adduction": st.floats(-30, 20),
        "rotation": st.floats(-30, 30),
    }
)


def read_reference(name):
    """Rows of a committed reference file, comments dropped."""
    with gzip.open(DATA / name, "rt") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def path_of(posture, reference):
    """Paths of one posture in degrees."""
    angles = [np.radians(np.atleast_1d(posture[name])) for name in ANGLES]
    return paths(*angles[:3], reference, adduction=angles[3], rotation=angles[4])


def slow_length(muscle, reference, posture):
    """The closed form as written in the module's docstring, one posture, with rotation matrices."""
    fit = load_tissues().references[reference].muscles[muscle]
    h, k, a, x, y = (math.radians(posture[name]) for name in ANGLES)
    length = sum(c * k**i for i, c in enumerate(fit.knee_m))
    length += sum(c * a**i for i, c in enumerate(fit.ankle_m))
    if fit.form != "hip_knee":
        return length
    turn = about("z", h) @ about("x", x) @ about("y", y)
    lever = about("z", -k) @ np.array([*fit.lever_m, 0.0])
    return length + float(
        np.linalg.norm(turn @ (np.array(fit.knee_centre_m) + lever) - np.array(fit.origin_m))
    )


def about(axis, angle):
    """A rotation matrix."""
    c, s = math.cos(angle), math.sin(angle)
    return {
        "x": np.array([[1, 0, 0], [0, c, -s], [0, s, c]]),
        "y": np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]),
        "z": np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]),
    }[axis]


def differences(name):
    """Model minus OpenSim per reference and muscle, millimetres: length, knee and hip arm."""
    found = defaultdict(list)
    for row in read_reference(name):
        place = {angle: float(row.get(angle, 0)) for angle in ANGLES}
        path, i = path_of(place, row["reference"]), MUSCLES.index(row["muscle"])
        found[row["reference"], row["muscle"]].append(
            [
                1e3 * (path.length[i, 0] - float(row["length_m"])),
                1e3 * (path.knee[i, 0] - float(row["knee_arm_m"])),
                1e3 * (path.hip[i, 0] - float(row["hip_arm_m"])),
            ]
        )
    return {key: np.array(rows) for key, rows in found.items()}


@pytest.mark.parametrize("name", ["opensim_grid.csv.gz", "opensim_random.csv.gz"])
def test_lengths_and_arms_agree_with_opensim(name):
    """Two roads: the closed form against OpenSim's own paths, on the grid and unseen postures."""
    for (_, muscle), off in differences(name).items():
        rms, group = np.sqrt((off**2).mean(axis=0)), load_tissues().muscles[muscle]

        assert rms[0] <= LENGTH_RMS_MM[group], muscle
        assert np.abs(off[:, 0]).max() <= 0.6, muscle
        if group == "hamstrings":
            assert rms[1:].max() <= 0.6, muscle


@given(posture, st.sampled_from(REFERENCES))
def test_vectorised_lengths_equal_a_slow_loop(posture, reference):
    """Two roads to one number, to 1e-9 m."""
    fast = path_of(posture, reference).length[:, 0]

    for i, muscle in enumerate(MUSCLES):
        assert fast[i] == pytest.approx(slow_length(muscle, reference, posture), abs=1e-9)


@given(posture, st.sampled_from(REFERENCES))
def test_moment_arms_are_the_derivatives_of_length(posture, reference):
    """An arm is what length changes per radian: five-point differences agree to 1e-9 m."""
    path, step = path_of(posture, reference), math.degrees(1e-3)
    signs = {"knee": -1, "hip": 1, "adduction": -1, "rotation": -1, "ankle": 1}

    for angle in ARMS:
        for i, muscle in enumerate(MUSCLES):
            at = [
                slow_length(muscle, reference, {**posture, angle: posture[angle] + n * step})
                for n in (-2, -1, 1, 2)
            ]
            slope = (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * 1e-3)
            assert getattr(path, angle)[i, 0] == pytest.approx(signs[angle] * slope, abs=1e-9)


@given(posture, st.sampled_from(REFERENCES))
def test_the_scalar_path_equals_the_vectorised_one(posture, reference):
    """One posture without numpy gives what the arrays give."""
    flat = {**posture, "adduction": 0.0, "rotation": 0.0}
    path = path_of(flat, reference)
    angles = [math.radians(flat[name]) for name in ("hip", "knee", "ankle")]

    for i, row in enumerate(one_posture(*angles, reference)):
        arrays = [path.length[i, 0], *(getattr(path, arm)[i, 0] for arm in ARMS)]
        assert row == pytest.approx(arrays, abs=1e-12)


@given(posture, st.sampled_from(REFERENCES))
def test_single_precision_stays_within_a_micrometre(posture, reference):
    """float32 in, float32 out, a micrometre away."""
    angles = [np.radians(np.atleast_1d(posture[n])).astype(np.float32) for n in ANGLES[:3]]
    none = np.zeros(1, np.float32)
    single = paths(*angles, reference, adduction=none, rotation=none)
    double = path_of({**posture, "adduction": 0, "rotation": 0}, reference)

    assert single.length.dtype == np.float32
    assert single.length == pytest.approx(double.length, abs=1e-6)


@given(posture, st.sampled_from(REFERENCES), st.floats(-40, 30))
def test_the_ankle_does_nothing_to_any_hamstring(posture, reference, ankle):
    """Exactly nothing: no hamstring crosses the ankle."""
    one, other = path_of(posture, reference), path_of({**posture, "ankle": ankle}, reference)

    assert (one.length[:4] == other.length[:4]).all()
    assert not one.ankle[:4].any()


@given(posture, st.sampled_from(REFERENCES), st.floats(0.1, 30))
def test_bending_the_knee_shortens_every_two_joint_hamstring(posture, reference, more):
    """Why a small knee bend helps. Beyond 116 the long head of gait2392 itself turns over."""
    posture = {**posture, "knee": min(posture["knee"], 115)}
    bent = {**posture, "knee": min(posture["knee"] + more, 115)}
    here, there = path_of(posture, reference), path_of(bent, reference)

    assert (there.length[: len(TWO_JOINT)] <= here.length[: len(TWO_JOINT)]).all()


def test_blocks_do_not_show():
    """More postures than one block, and a last block that is not full."""
    hip = np.linspace(0, 1.5, 40_001)
    whole = paths(hip, hip, 0 * hip, "gait2392", adduction=0 * hip, rotation=0 * hip)
    some = slice(39_000, 40_001)
    part = paths(
        hip[some], hip[some], 0 * hip[some], "gait2392", adduction=0 * hip, rotation=0 * hip
    )

    assert np.abs(whole.length[:, some] - part.length).max() < 1e-15
