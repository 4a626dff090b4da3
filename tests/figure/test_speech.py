"""A figure and a posture in another language say nothing in English."""

import re

import pytest
from hypothesis import given, settings

from popliteal.figure import Load, Posture, animate, draw, region_map
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import translated
from popliteal.mechanics.compared import compare
from popliteal.mechanics.shown import show_posture
from tests.figure.pictures import any_posture

SPANISH = translated(load(), "es").words
ENGLISH = re.compile(
    r"\b(hip|knee|toes|hamstring|nerve|pull|model|degrees|head|chin|from|the|bent)\b", re.IGNORECASE
)


def said_in(svg):
    """Every word that a picture shows or says."""
    found = re.findall(r"<(?:title|desc|text|tspan)[^>]*>([^<]*)<|aria-label=\"([^\"]*)\"", svg)
    return " ".join(text for pair in found for text in pair)


@settings(max_examples=20, deadline=None)
@given(posture=any_posture)
def test_a_picture_in_spanish_says_nothing_in_english(posture):
    """Title, text equivalent, labels and key come from the same words."""
    said = said_in(draw(posture, {"hamstring": 0.6, "nerve": 0.1}, words=SPANISH))

    assert ENGLISH.findall(said) == []
    assert "Un modelo, no una imagen de usted." in said


def test_a_movement_and_a_map_in_spanish_say_nothing_in_english():
    """The button too."""
    ends = Posture("long_sitting", 80, 0, 10), Posture("long_sitting", 80, 20)
    moving = said_in(animate(*ends, words=SPANISH))
    region = said_in(
        region_map(
            [0, 60, 90],
            [0, 30, 60, 80],
            [[1, 1, 1, 1], [0, 1, 0, 1], [0, 0, 0, 0]],
            person=(60, 30),
            suggested=(30, 40),
            words=SPANISH,
        )
    )

    assert ENGLISH.findall(moving + region) == []
    assert "Mover la figura" in moving
    assert "rodilla doblada de 30 a 30 grados o 80 grados o más" in region


def test_words_of_the_caller_stay_as_they_are():
    """A load that brings its own words is not translated."""
    told = {"nerve": Load(0.4, "como en su estiramiento")}

    assert "como en su estiramiento" in said_in(draw(Posture("long_sitting"), told, words=SPANISH))


@pytest.mark.parametrize("angles", [(80, 0, 10), (20, 60, -20), (60, 40, 0)])
def test_what_a_posture_does_is_said_in_spanish_with_the_same_numbers(angles):
    """Only the words differ."""
    english, spanish = show_posture(*angles), show_posture(*angles, words=SPANISH)

    for told, said in zip(english.steps, spanish.steps, strict=True):
        for first, second in zip(told.changes, said.changes, strict=True):
            assert (first.direction, first.change) == (second.direction, second.change)
            assert ENGLISH.findall(second.text) == []
    both = compare(english.posture, english.steps[0].posture, SPANISH)
    assert ENGLISH.findall(f"{both.hamstrings.text} {both.calf.text} {both.nerve.text}") == []
