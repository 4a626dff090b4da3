"""Labels that never touch: each is put in free space near what it names, or left to the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from popliteal.figure.curve import number
from popliteal.figure.field import Array
from popliteal.figure.paint import haloed, paint

SIZE = 14.0
_WIDE = 0.58
_REACHES = np.arange(10.0, 150.0, 7.0)
_TURNS = np.radians(np.arange(0, 360, 15))


@dataclass(frozen=True, slots=True)
class Label:
    """Words and the point they belong to, in view coordinates."""

    text: str
    anchor: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a label stands: left, top, width, height, and its anchor."""

    label: Label
    left: float
    top: float
    width: float
    height: float

    def leader_end(self) -> tuple[float, float]:
        """Point of the box's edge nearest to the anchor."""
        x, y = self.label.anchor
        return (
            min(max(x, self.left), self.left + self.width),
            min(max(y, self.top), self.top + self.height),
        )


def text_width(text: str, size: float = SIZE) -> float:
    """Generous estimate of a text's width: no font is at hand to measure."""
    return len(text) * _WIDE * size


def arrange(
    labels: list[Label], outlines: list[Array], inked: Array, size: tuple[float, float]
) -> list[Box]:
    """Place labels, each at its nearest free spot, so that most of them find one.

    Parameters
    ----------
    labels : one that finds no spot in any order tried is left out
    outlines : closed polygons (n, 2) whose inside is taken
    inked : (m, 2) points that must stay uncovered
    size : width and height of the view
    """
    drawing = Drawing(tuple(outlines), _ink(np.concatenate([*outlines, inked]), size), size)
    spots = {label: Spots(label, drawing) for label in labels}
    fullest: list[Box] = []
    for order in _orders(labels):
        placed = _placed(order, spots)
        if len(placed) > len(fullest):
            fullest = placed
        if len(fullest) == len(labels):
            break
    return fullest


def _orders(labels: list[Label]) -> list[list[Label]]:
    """A label that stands in another's way may not do so when it comes later."""
    by_side = sorted(labels, key=lambda label: label.anchor)
    return [labels, by_side[::-1], by_side, labels[::-1]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What labels must stay clear of: closed outlines, ink, and the edge of the view.

    ``ink`` counts the points that are drawn above and to the left of each pixel, so that four of
    its values tell how many lie in a rectangle.
    """

    outlines: tuple[Array, ...]
    ink: Array
    size: tuple[float, float]

    def free(self, left: Array, top: Array, width: float, height: float) -> Array:
        """Which boxes (n,) lie in the view with no ink on them, told to the pixel."""
        wide, high = self.size
        inside = (left >= _EDGE) & (left + width <= wide - _EDGE)
        inside &= (top >= _EDGE) & (top + height <= high - _EDGE)
        first = [_pixels(start - _GAP, n) for start, n in zip((top, left), self._last, strict=True)]
        ends = (top + height, left + width)
        last = [_pixels(end + _GAP + 1, n) for end, n in zip(ends, self._last, strict=True)]
        counted = (
            self.ink[last[0], last[1]]
            - self.ink[first[0], last[1]]
            - self.ink[last[0], first[1]]
            + self.ink[first[0], first[1]]
        )
        return np.asarray(inside & (counted == 0))

    @property
    def _last(self) -> tuple[int, int]:
        return self.ink.shape[0] - 1, self.ink.shape[1] - 1

    def leaves(self, box: Box) -> bool:
        """Whether the middle of a box lies outside all that is filled."""
        return not any(_holds(outline, box) for outline in self.outlines)


_EDGE, _GAP = 4.0, 3.0


def _pixels(places: Array, last: int) -> NDArray[np.intp]:
    return np.asarray(np.clip(np.floor(places), 0, last), dtype=np.intp)


def _ink(points: Array, size: tuple[float, float]) -> Array:
    wide, high = (int(np.ceil(length)) + 1 for length in size)
    inside = (points >= 0).all(axis=1) & (points[:, 0] < wide) & (points[:, 1] < high)
    column, row = points[inside].astype(np.intp).T
    counts = np.zeros((high + 1, wide + 1))
    np.add.at(counts, (row + 1, column + 1), 1.0)
    return counts.cumsum(axis=0).cumsum(axis=1)


class Spots:
    """Boxes of a label that are free of the drawing, nearest first, each looked for once."""

    def __init__(self, label: Label, drawing: Drawing) -> None:
        self._found: list[Box] = []
        self._rest = (box for box in _candidates(label, drawing) if drawing.leaves(box))

    def __iter__(self) -> Iterator[Box]:
        at = 0
        while at < len(self._found) or self._look_on():
            yield self._found[at]
            at += 1

    def _look_on(self) -> bool:
        box = next(self._rest, None)
        if box is not None:
            self._found.append(box)
        return box is not None


def _placed(labels: list[Label], spots: Mapping[Label, Spots]) -> list[Box]:
    placed: list[Box] = []
    for label in labels:
        for box in spots[label]:
            if not any(_near(box, other) or _blocks(box, other) for other in placed):
                placed.append(box)
                break
    return placed


def _candidates(label: Label, drawing: Drawing) -> Iterator[Box]:
    """Boxes without ink round the point that a label belongs to, short leaders first."""
    width, height = text_width(label.text), SIZE * 1.15
    x, y = label.anchor
    left = (x + np.cos(_TURNS)[:, None] * (_REACHES + width / 2) - width / 2).ravel()
    top = (y + np.sin(_TURNS)[:, None] * (_REACHES + height / 2) - height / 2).ravel()
    free = drawing.free(left, top, width, height)
    left, top = left[free], top[free]
    ends = np.clip(x, left, left + width), np.clip(y, top, top + height)
    order = np.hypot(ends[0] - x, ends[1] - y).argsort(kind="stable")
    for at_x, at_y in zip(left[order].tolist(), top[order].tolist(), strict=True):
        yield Box(label, at_x, at_y, width, height)


def _near(box: Box, other: Box, gap: float = 4.0) -> bool:
    return (
        box.left < other.left + other.width + gap
        and other.left < box.left + box.width + gap
        and box.top < other.top + other.height + gap
        and other.top < box.top + box.height + gap
    )


def _blocks(box: Box, other: Box) -> bool:
    """Whether one leader runs through the other label, or the two leaders cross."""
    first = np.linspace(box.leader_end(), box.label.anchor, 24)
    second = np.linspace(other.leader_end(), other.label.anchor, 24)
    gaps = np.hypot(*(first[:, None] - second[None]).T)
    return _covers(box, second) or _covers(other, first) or bool(gaps.min() < 4)


def _covers(box: Box, points: Array, gap: float = 3.0) -> bool:
    x, y = points[:, 0], points[:, 1]
    return bool(
        np.any(
            (x > box.left - gap)
            & (x < box.left + box.width + gap)
            & (y > box.top - gap)
            & (y < box.top + box.height + gap)
        )
    )


def _holds(outline: Array, box: Box) -> bool:
    """Whether the middle of a box lies inside a closed polygon."""
    x, y = box.left + box.width / 2, box.top + box.height / 2
    start, end = outline, np.roll(outline, -1, axis=0)
    spans = (start[:, 1] > y) != (end[:, 1] > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = start[:, 0] + (y - start[:, 1]) * (end[:, 0] - start[:, 0]) / (
            end[:, 1] - start[:, 1]
        )
    return bool(np.sum(spans & (cross > x)) % 2)


def label_svg(box: Box, theme: str, *, plate: bool = False) -> str:
    """Write a label with its leader; a plate keeps it readable on a filled area."""
    anchor, end = np.array(box.label.anchor), np.array(box.leader_end())
    middle = number(box.left + box.width / 2)
    behind = (
        f'<rect x="{number(box.left - 3)}" y="{number(box.top)}" width="{number(box.width + 6)}" '
        f'height="{number(box.height)}" rx="3" {paint("frame", theme)} stroke-width="0"/>'
    )
    return (
        f"{haloed(f'M{pair(anchor)}L{pair(end)}', theme)}{behind if plate else ''}"
        f'<text x="{middle}" y="{number(box.top + box.height * 0.76)}" text-anchor="middle" '
        f"{paint('text', theme)}>{escape(box.label.text)}</text>"
    )


def pair(point: Array) -> str:
    """Coordinates of a point."""
    return f"{number(float(point[0]))} {number(float(point[1]))}"
