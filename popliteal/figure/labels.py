"""Labels that never touch: each is put in free space near what it names, or left to the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

import numpy as np

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
    drawing = Drawing(tuple(outlines), np.concatenate([*outlines, inked]), size)
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
    """What labels must stay clear of: closed outlines, points, and the edge of the view."""

    outlines: tuple[Array, ...]
    solid: Array
    size: tuple[float, float]

    def leaves(self, box: Box) -> bool:
        """Whether a box stands free of all that is drawn."""
        inside = (
            box.left >= _EDGE
            and box.top >= _EDGE
            and box.left + box.width <= self.size[0] - _EDGE
            and box.top + box.height <= self.size[1] - _EDGE
        )
        return (
            inside
            and not _covers(box, self.solid)
            and not any(_holds(outline, box) for outline in self.outlines)
        )


_EDGE = 4.0


class Spots:
    """Boxes of a label that are free of the drawing, nearest first, each looked for once."""

    def __init__(self, label: Label, drawing: Drawing) -> None:
        self._found: list[Box] = []
        self._rest = (box for box in _candidates(label) if drawing.leaves(box))

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


def _candidates(label: Label) -> Iterator[Box]:
    """Boxes round the point that a label belongs to, those with a short leader first."""
    width, height = text_width(label.text), SIZE * 1.15
    x, y = label.anchor
    left = x + np.cos(_TURNS)[:, None] * (_REACHES + width / 2) - width / 2
    top = y + np.sin(_TURNS)[:, None] * (_REACHES + height / 2) - height / 2
    ends = np.clip(x, left, left + width), np.clip(y, top, top + height)
    order = np.hypot(ends[0] - x, ends[1] - y).ravel().argsort(kind="stable")
    for at_x, at_y in zip(left.ravel()[order].tolist(), top.ravel()[order].tolist(), strict=True):
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
