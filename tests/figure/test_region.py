"""The map of the pain-free region says what it shows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from popliteal.errors import PostureError
from popliteal.figure import region_map
from popliteal.figure.labels import text_width
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import translated
from tests.figure.pictures import clashes, elements, parse, places, size, text_boxes

HIP, KNEE = np.arange(0.0, 101.0, 10.0), np.arange(0.0, 91.0, 10.0)
ALLOWED = KNEE[None, :] >= HIP[:, None] - 60

masks = arrays.arrays(bool, (len(HIP), len(KNEE)))
points = st.tuples(st.floats(0, 100), st.floats(0, 90))


def region_paths(root):
    """Outline of the filled region, if there is one."""
    return [p for p in elements(root, "path") if "fill-rule" in p.attrib]


@settings(max_examples=30)
@given(mask=masks, person=points, suggested=points, here=points)
def test_any_region_stays_inside_its_frame(mask, person, suggested, here):
    """Whatever shape the region has, nothing leaves the picture and no label covers another."""
    root = parse(region_map(HIP, KNEE, mask, person=person, suggested=suggested, here=here))

    boxes = text_boxes(root)
    assert all(left >= 0 and right <= size(root)[0] for left, _, right, _ in boxes)
    assert clashes(boxes) == []
    for path in region_paths(root):
        where = places(path.get("d"))
        assert (where >= 0).all()
        assert (where <= size(root)).all()


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_row_under_the_map_is_cut_off_in_any_language(language):
    """A long word wraps; it does not leave the picture."""
    words = translated(load(), language).words
    marks = {"person": (90, 20), "suggested": (80, 45), "here": (100, 30)}
    root = parse(region_map(HIP, KNEE, ALLOWED, **marks, words=words))

    rows = [text for text in elements(root, "text") if not text.get("text-anchor")]
    ends = [float(row.get("x")) + text_width(row.text) for row in rows]

    assert len(rows) > len(marks)
    assert max(ends) <= size(root)[0]


def test_the_text_equivalent_gives_the_knee_angles_of_each_hip_angle():
    """Who cannot see the map hears its border."""
    told = elements(parse(region_map(HIP, KNEE, ALLOWED, person=(90, 20))), "desc")[0].text

    assert "With the hip at 60 degrees: any knee angle shown." in told
    assert "With the hip at 90 degrees: knee bent 30 degrees or more." in told
    assert "Familiar pain starts: hip 90 degrees, knee 20 degrees." in told
    assert "Suggested" not in told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ([0, 0, 0, 0], "no knee angle shown"),
        ([1, 1, 0, 0], "knee bent 30 degrees or less"),
        ([0, 1, 1, 0], "knee bent 30 to 60 degrees"),
        ([1, 0, 0, 1], "knee bent 0 degrees or less or 90 degrees or more"),
    ],
)
def test_a_region_with_gaps_is_told_with_its_gaps(row, told):
    """Ranges in words, none left out."""
    svg = region_map([0, 30], [0, 30, 60, 90], [row, row])

    assert f"With the hip at 30 degrees: {told}." in elements(parse(svg), "desc")[0].text


def test_an_empty_region_is_drawn_as_empty():
    """No shape is drawn where nothing is allowed."""
    root = parse(region_map(HIP, KNEE, np.zeros_like(ALLOWED)))

    assert region_paths(root) == []


def test_the_same_region_gives_the_same_bytes():
    """Same input, same picture; the arrays are left as they were."""
    mask = ALLOWED.copy()

    assert region_map(HIP, KNEE, mask) == region_map(list(HIP), list(KNEE), mask.tolist())
    assert (mask == ALLOWED).all()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"hip_deg": [10, 0]}, "hip_deg must be at least two rising numbers of degrees."),
        ({"knee_deg": [0]}, "knee_deg must be at least two rising numbers of degrees."),
        ({"allowed": [[True]]}, "allowed has shape (1, 1). Use one value a posture: (11, 10)."),
        ({"person": (200, 0)}, "person has hip 200. Use 0 to 100 degrees."),
        ({"suggested": (90, -5)}, "suggested has knee -5. Use 0 to 90 degrees."),
    ],
)
def test_a_wrong_map_is_refused_with_what_is_allowed(arguments, told):
    """One clear line for axes, shapes and points."""
    given_arguments = {"hip_deg": HIP, "knee_deg": KNEE, "allowed": ALLOWED, **arguments}

    with pytest.raises(PostureError) as raised:
        region_map(**given_arguments)

    assert str(raised.value) == told
