"""A movement between two postures: still until asked for, whole in every moment."""

import re

import numpy as np
import pytest

from popliteal.errors import PostureError
from popliteal.figure import POSITIONS, Posture, animate, draw
from popliteal.figure.labels import text_width
from popliteal.figure.view import WIDTH
from tests.figure.pictures import elements, parse, places, size

BENT, STRAIGHT = (Posture("sitting_knee_extension", 85, knee) for knee in (70, 0))
LOW, HIGH = {"hamstring": 0.1, "nerve": 0.2}, {"hamstring": 0.9, "nerve": 0.6}


def moments(svg):
    """Values of each moving path, one list of path data each."""
    moving = re.findall(r'attributeName="d"[^>]*values="([^"]*)"', svg)
    return [values.split(";") for values in moving]


def test_nothing_moves_by_itself():
    """It starts on a click or on Enter, runs once, needs no script, and hides Play on request."""
    svg = animate(BENT, STRAIGHT, (LOW, HIGH))
    root = parse(svg)
    link = elements(root, "a")[0]

    starts = set(re.findall(r'begin="([^"]*)"', svg))
    assert starts == {f"{link.get('id')}.click"}
    assert "repeat" not in svg
    assert "<script" not in svg
    assert "prefers-reduced-motion:reduce){.pf-play{display:none}}" in svg
    assert link.get("href") == f"#{link.get('id')[:-1]}"


@pytest.mark.parametrize("position", POSITIONS)
def test_every_moment_has_the_same_build(position):
    """Browsers move only between paths of the same build; all of them stay in the picture."""
    svg = animate(Posture(position, 100, 60, 10, 20, 20), Posture(position, 30, 0, -10))
    root = parse(svg)

    for values in moments(svg):
        assert len({re.sub(r"[-.0-9 ]+", " ", data) for data in values}) == 1
        assert len({len(places(data)) for data in values}) == 1
        for data in values:
            assert (places(data) >= 0).all()
            assert (places(data) <= size(root)).all()


def test_the_ends_of_a_movement_are_the_postures_themselves():
    """The first moment has the start's shape and the last the end's."""
    bodies = max(moments(animate(BENT, STRAIGHT)), key=lambda values: len(values[0]))

    for data, posture in ((bodies[0], BENT), (bodies[-1], STRAIGHT)):
        still = [places(path.get("d")) for path in elements(parse(draw(posture)), "path")]
        shape = places(data)
        alike = [p for p in still if p.shape == shape.shape]
        assert any(_same_form(shape, other) for other in alike)


def _same_form(first, second):
    """Whether two outlines agree after shifting and scaling."""

    def normal(points):
        centred = points - points.mean(axis=0)
        return centred / np.abs(centred).max()

    return np.allclose(normal(first), normal(second), atol=0.01)


def test_a_movement_tells_both_ends_in_words():
    """The text equivalent names the start, the end and what the tissues bear in both."""
    description = elements(parse(animate(BENT, STRAIGHT, (LOW, HIGH))), "desc")[0].text

    assert "Knee bent 70 degrees." in description
    assert "Knee straight, 0 degrees." in description
    assert "least pull" in description
    assert "most pull" in description


def test_own_words_for_the_ends_stand_beside_play_and_none_is_cut_off():
    """A person reads what moves; angles stay in the description."""
    said = ("knee bent as far as it goes without pain at all", "knee straight")
    svg = animate(BENT, STRAIGHT, said=said)
    texts = [text.text for text in elements(parse(svg), "text") if text.text]
    lines = texts[texts.index("Play") + 1 :]

    assert " ".join(lines[:3]) == f"From: {said[0]} To: {said[1]}"
    assert all(132 + text_width(line) <= WIDTH for line in lines[:3])


def test_the_same_movement_gives_the_same_bytes():
    """Same input, same picture."""
    assert animate(BENT, STRAIGHT, (LOW, HIGH)) == animate(BENT, STRAIGHT, (LOW, HIGH))


@pytest.mark.parametrize(
    ("end", "loads", "seconds", "told"),
    [
        (Posture("long_sitting"), None, 3, "end.position is 'long_sitting'."),
        (STRAIGHT, (LOW, {"nerve": 0.1}), 3, "loads name different tissues."),
        (STRAIGHT, None, 60, "seconds is 60. Use 0.5 to 10."),
    ],
)
def test_a_wrong_movement_is_refused(end, loads, seconds, told):
    """One clear line."""
    with pytest.raises(PostureError) as raised:
        animate(BENT, end, loads, seconds=seconds)

    assert told in str(raised.value)
