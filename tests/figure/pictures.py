"""Any allowed posture, and what a reader finds in a picture: its places, texts and boxes."""

import re
from xml.etree import ElementTree as ET

import numpy as np
from hypothesis import strategies as st

from popliteal.figure import ANGLES, POSITIONS, Posture

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


def _angle(name):
    low, high = ANGLES[name]
    return st.one_of(st.sampled_from([low, high, 0.0]), st.floats(low, high))


any_posture = st.builds(
    Posture,
    position=st.sampled_from(list(POSITIONS)),
    **{name: _angle(name) for name in ANGLES},
)


def parse(svg):
    """Read a picture as XML."""
    return ET.fromstring(svg)  # noqa: S314 - our own text


def elements(root, name):
    """All elements of a kind outside patterns, which have coordinates of their own."""
    inside = {id(e) for p in root.iter(f"{_SVG}pattern") for e in p.iter()}
    return [e for e in root.iter(f"{_SVG}{name}") if id(e) not in inside]


def size(root):
    """Width and height of the viewBox."""
    return tuple(float(value) for value in root.get("viewBox").split()[2:])


def places(data):
    """Absolute points of path data; control points count, since they hold the curve."""
    points, at, start = [], np.zeros(2), np.zeros(2)
    for command, text in re.findall(r"([MLCHVAZchvlz])([^MLCHVAZchvlz]*)", data):
        values = [float(value) for value in _NUMBER.findall(text)]
        if command in "Zz":
            at = start
        elif command in "Hh":
            at = np.array([values[-1] + at[0] * (command == "h"), at[1]])
        elif command in "Vv":
            at = np.array([at[0], values[-1] + at[1] * (command == "v")])
        elif command == "A":
            at = np.array(values[-2:])
        elif command == "c":
            for span in np.array(values).reshape(-1, 3, 2):
                points.extend(span + at)
                at = at + span[2]
        else:
            for pair in np.array(values).reshape(-1, 2):
                at = pair + at * (command == "l")
                points.append(at)
                start = at if command == "M" else start
        points.append(at)
    return np.array(points)


def text_boxes(root, letter=0.58, height=14.0):
    """Left, top, right, bottom of the labels in the drawing itself, at a generous width."""
    boxes = []
    for text in elements(root, "text"):
        if text.text and text.get("text-anchor") == "middle" and not text.get("transform"):
            x, y = float(text.get("x")), float(text.get("y"))
            half = len(text.text) * letter * height / 2
            boxes.append((x - half, y - height * 0.8, x + half, y + height * 0.25))
    return boxes


def clashes(boxes):
    """Pairs of boxes that share some area."""
    return [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
