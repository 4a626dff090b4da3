"""`popliteal posture`: only what may be shown, and a clear line for a posture that cannot be."""

import json
import re

import pytest

SITTING = ("posture", "--hip", 80, "--knee", 20, "--ankle", 0)


def test_a_posture_is_shown_with_what_small_steps_would_do(popliteal):
    """More knee bend, less toe-pull and head up each have a line."""
    done = popliteal(*SITTING)

    assert (done.code, done.err) == (0, "")
    assert "Posture: hip 80°, knee 20°, ankle 0°, neck 0°, trunk 0°" in done.out
    assert "Bend the knee 10 degrees more" in done.out
    assert "Pull the toes up 10 degrees less" in done.out
    assert "Less on the nerve; how much is not known." in done.out


def test_programs_get_one_object_and_the_same_bytes_each_time(popliteal):
    """No strain, no newton: relative change, direction and slide only."""
    first, second = (popliteal(*SITTING, "--json") for _ in range(2))

    assert first == second
    assert first.out.count("\n") == 1
    assert {step["id"] for step in json.loads(first.out)["steps"]} >= {"more_knee_bend", "head_up"}


@pytest.mark.parametrize(
    ("words", "begin"),
    [
        (["--hip", 200, "--knee", 0, "--ankle", 0], "popliteal posture: --hip is 200. Use "),
        (["--hip", "nan", "--knee", 0, "--ankle", 0], "popliteal posture: --hip is nan. Use "),
        (["--hip", "x", "--knee", 0, "--ankle", 0], "popliteal posture: argument --hip: 'x' is no"),
        (["--hip", 80, "--knee", 0], "popliteal posture: --ankle is missing."),
        ([*SITTING[1:], "--hip", 70], "popliteal posture: --hip stands twice. Keep one."),
        ([*SITTING[1:], "--nek", 10], "popliteal posture: --nek: no such option. Did you mean"),
    ],
)
def test_a_posture_outside_what_is_known_is_refused_in_one_line(popliteal, words, begin):
    """Which angle, its value, what is allowed."""
    done = popliteal("posture", *words)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(begin)
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("flag", ["hip", "knee", "ankle", "neck", "trunk"])
@pytest.mark.parametrize("wrong", [-1000, 1000])
def test_the_range_that_is_named_is_the_range_that_is_taken(popliteal, flag, wrong):
    """Who follows the message gets an answer: both ends are taken, a step further is not."""
    angles = {"hip": 80, "knee": 20, "ankle": 0}

    def tried(angle):
        words = [f"--{name}={value}" for name, value in {**angles, flag: angle}.items()]
        return popliteal("posture", *words)

    said = tried(wrong).err
    low, high = re.search(r"Use (\S+) to (\S+) degrees\.", said).groups()

    assert said.startswith(f"popliteal posture: --{flag} is {wrong}. ")
    assert [tried(end).code for end in (low, high)] == [0, 0]
    assert [tried(end).code for end in (float(low) - 1, float(high) + 1)] == [2, 2]


def test_every_angle_out_of_range_has_its_line(popliteal):
    """All mistakes at once."""
    done = popliteal("posture", "--hip=500", "--knee=-5", "--ankle=0", "--neck=90")

    assert [line.split(" is ")[0] for line in done.err.splitlines()] == [
        f"popliteal posture: --{flag}" for flag in ("hip", "knee", "neck")
    ]
