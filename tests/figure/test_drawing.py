"""What the picture says, to those who see it and those who do not."""

import gzip
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal.errors import PoplitealError
from popliteal.figure import Load, Posture, animate, draw, handle, region_map, stylesheet
from popliteal.figure.paint import colour, step_of
from popliteal.figure.words import degrees
from tests.figure.pictures import any_posture, clashes, elements, parse, places, size, text_boxes

few = settings(max_examples=20)
SITTING = Posture("sitting_knee_extension", 80, 20)
LARGEST_BYTES = 6144  # gzipped: a page with six of them stays light on a slow phone

any_level = st.floats(0, 1)
any_load = st.one_of(any_level, st.builds(Load, any_level, st.text(st.characters(codec="ascii"))))
any_loads = st.none() | st.dictionaries(st.sampled_from(["hamstring", "nerve"]), any_load)


def spoken(root):
    """Title and description that a screen reader says."""
    return [elements(root, name)[0].text for name in ("title", "desc")]


@few
@given(posture=any_posture, theme=st.sampled_from(["auto", "light", "dark", "page"]))
def test_everything_drawn_lies_inside_the_picture(posture, theme):
    """Nothing is cut off at the edge, at any posture."""
    root = parse(draw(posture, {"hamstring": 0.4, "nerve": 0.9}, theme=theme))
    points = np.concatenate([places(path.get("d")) for path in elements(root, "path")])

    assert np.isfinite(points).all()
    assert (points >= 0).all()
    assert (points <= size(root)).all()


@few
@given(posture=any_posture)
def test_labels_never_touch_each_other_or_the_edge(posture):
    """A label that finds no room is left to the key rather than squeezed in."""
    root = parse(draw(posture))
    boxes = text_boxes(root)

    assert clashes(boxes) == []
    assert all(left >= 0 and top >= 0 for left, top, *_ in boxes)
    assert all(right <= size(root)[0] for *_, right, _ in boxes)


@few
@given(posture=any_posture)
def test_the_text_equivalent_tells_every_angle(posture):
    """Who cannot see the picture hears the same posture."""
    root = parse(draw(posture))
    title, description = spoken(root)

    assert root.get("role") == "img"
    named = {e.get("id") for e in root.iter() if e.tag.endswith(("title", "desc"))}
    assert set(root.get("aria-labelledby").split()) == named
    for value in (posture.hip_flexion_deg, posture.knee_flexion_deg):
        assert f"{degrees(value)}°" in title
        assert f"{degrees(abs(value))} degrees" in description
    for value in (
        posture.ankle_dorsiflexion_deg, posture.neck_flexion_deg, posture.trunk_flexion_deg,
    ):  # fmt: skip
        assert f"{degrees(abs(value))} degrees" in description
    assert "A model, not a scan of you." in description


@few
@given(
    loads=any_loads,
    title=st.none() | st.text(st.characters(codec="ascii", categories=["L", "P", "S"])),
)
def test_any_words_of_the_caller_are_shown_and_never_break_the_picture(loads, title):
    """Angle brackets, quotes and ampersands are text."""
    readable = {
        tissue: Load(load.level, "".join(c for c in load.text if c.isprintable()))
        if isinstance(load, Load)
        else load
        for tissue, load in (loads or {}).items()
    }
    root = parse(draw(SITTING, readable, title=title))

    said_title, description = spoken(root)
    for load in readable.values():
        if isinstance(load, Load) and load.text:
            assert load.text in description
    assert title is None or (said_title or "") == title


@given(posture=any_posture)
@settings(max_examples=5)
def test_the_same_posture_gives_the_same_bytes(posture):
    """Same input, same picture, also when it is drawn afresh."""
    loads = {"nerve": Load(0.3, "less than before")}
    first = draw(posture, loads)
    draw.__globals__["scene_of"].cache_clear()

    assert draw(posture, loads) == first


@few
@given(posture=any_posture)
def test_fills_are_flat_and_nothing_is_fetched(posture):
    """Print keeps flat fills; a self-contained picture asks no other server."""
    svg = draw(posture, {"hamstring": 0.7, "nerve": 0.7})

    assert "Gradient" not in svg
    assert "filter" not in svg
    assert "<script" not in svg
    assert "href" not in svg
    assert len(gzip.compress(svg.encode())) <= LARGEST_BYTES


def test_a_load_shows_by_pattern_and_colour_and_words():
    """Three ways to tell it, so that nobody depends on colour."""
    low, high = (draw(SITTING, {"hamstring": level, "nerve": level}) for level in (0.1, 0.9))

    assert colour(0.1) in low
    assert colour(0.9) in high
    assert "least pull" in low
    assert "most pull" in high
    uid = parse(high).get("aria-labelledby").split("t ")[0]
    assert high.count(f'fill="url(#{uid}s3)"') > low.count("s3)")


@given(first=any_level, second=any_level)
def test_more_load_is_never_a_lighter_colour(first, second):
    """The scale runs one way, from light to dark, for every kind of colour vision."""

    def lightness(level):
        red, green, blue = (int(colour(level)[i : i + 2], 16) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((first, second))
    assert lightness(low) >= lightness(high) - 1
    assert step_of(low) <= step_of(high)


def test_light_and_dark_differ_only_in_colour():
    """The same body, the same words; auto is light until the system says dark."""
    light, dark, auto = (draw(SITTING, theme=theme) for theme in ("light", "dark", "auto"))
    paths = [
        [path.get("d") for path in elements(parse(svg), "path")] for svg in (light, dark, auto)
    ]

    assert paths[0] == paths[1] == paths[2]
    assert light != dark
    assert stylesheet() in auto
    assert stylesheet() not in light


@given(st.integers(0, 90))
@settings(max_examples=8, deadline=None)
def test_pictures_with_the_same_room_have_the_same_scale(knee):
    """A leg that follows the hand stays where the hand is."""
    ends = [Posture("sitting_knee_extension", 90, end, -15) for end in range(0, 91, 15)]
    posture = Posture("sitting_knee_extension", 90, knee, -15)
    still, moved = handle(ends[0], room=ends), handle(posture, room=ends)
    towards = np.degrees(np.arctan2(*(np.array(moved.ankle) - moved.knee)))

    assert moved.knee == pytest.approx(still.knee, abs=1.0)
    assert moved.thigh_deg - towards == pytest.approx(knee, abs=0.1)
    assert size(parse(draw(posture, room=ends)))[1] == size(parse(draw(ends[0], room=ends)))[1]


def test_a_picture_for_a_page_carries_no_style_of_its_own():
    """A content security policy without unsafe-inline has nothing to refuse."""
    moving = animate(SITTING, Posture(SITTING.position, 85, 60), theme="page")
    drawn = draw(SITTING, {"hamstring": 0.4}, theme="page")
    region = region_map([0, 90], [0, 60], [[1, 1], [0, 1]], theme="page")

    for svg in (moving, drawn, region):
        assert not re.search(r"<style|style=|<script|\son\w+=", svg)


@pytest.mark.parametrize(
    ("loads", "theme", "told"),
    [
        ({"hamstrings": 0.5}, "auto", "loads has 'hamstrings'. Use hamstring or nerve."),
        ({"nerve": 1.5}, "auto", "loads['nerve'] is 1.5. Use a number from 0 to 1."),
        ({"nerve": float("nan")}, "auto", "loads['nerve'] is nan. Use a number from 0 to 1."),
        ({"nerve": "much"}, "auto", "loads['nerve'] is 'much'. Use a number from 0 to 1."),
        ({}, "sepia", "theme is 'sepia'. Use auto, light, dark or page."),
    ],
)
def test_a_wrong_argument_is_named_with_what_is_allowed(loads, theme, told):
    """One clear line: which argument, its value, what to use."""
    with pytest.raises(PoplitealError) as raised:
        draw(SITTING, loads, theme=theme)

    assert str(raised.value) == told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"position": "kneeling"}, "position is 'kneeling'. Use sitting_knee_extension, "),
        ({"knee_flexion_deg": 121}, "knee_flexion_deg is 121. Use a number from 0 to 120 degrees."),
        ({"hip_flexion_deg": float("nan")}, "hip_flexion_deg is nan. Use a number from -20 to 120"),
        ({"ankle_dorsiflexion_deg": "up"}, "ankle_dorsiflexion_deg is 'up'. Use a number from -40"),
        ({"neck_flexion_deg": True}, "neck_flexion_deg is True. Use a number from -20 to 40"),
    ],
)
def test_a_posture_nobody_can_draw_is_refused(arguments, told):
    """Out of range, no number, or an unknown position."""
    with pytest.raises(PoplitealError) as raised:
        Posture(**{"position": "long_sitting", **arguments})

    assert told in str(raised.value)
