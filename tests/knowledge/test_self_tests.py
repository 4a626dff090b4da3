"""The pictures and steps of the home tests."""

from dataclasses import asdict, fields
from typing import get_args

import pytest
from annotated_types import Ge, Le

from popliteal.figure import ANGLES, POSITIONS, Posture
from popliteal.knowledge.content import JointAngles, Position
from popliteal.knowledge.load import load

KB = load()
# Longer lines are not read by somebody who holds a posture.
LONGEST_WORDS = 22


@pytest.mark.parametrize("test", KB.self_tests.values(), ids=lambda test: test.id)
def test_every_home_test_can_be_drawn(test):
    """The content allows what the figure can show, and nothing else."""
    for angles in (test.start, test.end):
        Posture(test.position, **asdict(angles))


def test_the_content_allows_just_what_the_figure_can_show():
    """The ranges stand in both places, since the content knows nothing of the figure."""
    hints = JointAngles.__annotations__
    bounds = {field.name: eval_bounds(hints[field.name]) for field in fields(JointAngles)}

    assert set(get_args(Position)) == set(POSITIONS)
    assert bounds == {name: tuple(limits) for name, limits in ANGLES.items()}


def eval_bounds(hint):
    """Read lowest and highest off an annotation that is kept as text."""
    space = {"Annotated": tuple, "Ge": Ge, "Le": Le, "float": float}
    _, low, high = eval(hint.replace("Annotated[", "(").replace("]", ")"), space)  # noqa: S307 - our own text
    return low.ge, high.le


@pytest.mark.parametrize("test", KB.self_tests.values(), ids=lambda test: test.id)
def test_steps_are_short_and_every_test_says_stop(test):
    """Three short steps and one rule when to stop."""
    sentences = [s for step in test.steps for s in step.replace("?", ".").split(". ")]

    assert max(len(sentence.split()) for sentence in sentences) <= LONGEST_WORDS
    assert test.stop_if.startswith("Stop")


def test_a_test_of_one_joint_moves_only_that_joint():
    """Whoever lifts the toes and leans forward as well learns nothing."""
    moved = {
        key: [name for name in ANGLES if getattr(test.start, name) != getattr(test.end, name)]
        for key, test in KB.self_tests.items()
    }

    assert moved["st_toes_up"] == moved["st_toes_point"] == ["ankle_dorsiflexion_deg"]
    assert moved["st_chin_down"] == moved["st_look_up"] == ["neck_flexion_deg"]
    assert moved["st_knee_soft"] == ["knee_flexion_deg"]


def test_a_preset_changes_one_joint_of_the_first():
    """The page shows what one change does, so a preset makes one."""
    reference, *others = (preset.posture for preset in KB.presets.values())

    for posture in others:
        differs = [name for name in ANGLES if getattr(posture, name) != getattr(reference, name)]
        assert len(differs) == 1
