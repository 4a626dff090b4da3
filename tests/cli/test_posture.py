"""`popliteal posture`: only what may be shown, and a clear line for a posture that cannot be."""

import json

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
        (["--hip", 200, "--knee", 0, "--ankle", 0], "hip_flexion_deg is 200."),
        (["--hip", "nan", "--knee", 0, "--ankle", 0], "hip_flexion_deg is nan."),
        (["--hip", "x", "--knee", 0, "--ankle", 0], "popliteal posture: argument --hip: 'x' is no"),
        (["--hip", 80, "--knee", 0], "popliteal posture: --ankle is missing."),
        ([*SITTING[1:], "--nek", 10], "popliteal posture: --nek: no such option. Did you mean"),
    ],
)
def test_a_posture_outside_what_is_known_is_refused_in_one_line(popliteal, words, begin):
    """Which angle, its value, what is allowed."""
    done = popliteal("posture", *words)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(begin)
    assert done.err.count("\n") == 1
