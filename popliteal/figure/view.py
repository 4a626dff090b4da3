"""The picture's frame: size, scale, and the element that carries title and description."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np

from popliteal.figure import body
from popliteal.figure.curve import number
from popliteal.figure.field import Array
from popliteal.figure.labels import SIZE
from popliteal.figure.paint import style
from popliteal.figure.scene import Scene

WIDTH = 400.0
_TALLEST = 372.0
_MARGIN = 26.0
_SHORTEST = 170.0
MARK = 78.0
"""How far the line of the thigh is carried on past the knee, to show its bend. [unit]"""
_FONT = "font-family=\"system-ui,'Segoe UI',Roboto,Arial,sans-serif\""


@dataclass(frozen=True, slots=True)
class View:
    """From drawing units to the picture: scale, then shift."""

    scale: float
    shift: Array
    height: float

    def of(self, points: Array) -> Array:
        """Turn points (n, 2) of the body into points of the picture."""
        return points * self.scale + self.shift


def wrap(inner: str, size: tuple[float, float], told: tuple[str, str, str], theme: str) -> str:
    """Give the outer element with its title and description: id, title, text equivalent."""
    uid, heading, description = told
    return (
        f'<svg {head(size)} role="img" aria-labelledby="{uid}t {uid}d">'
        f'<title id="{uid}t">{escape(heading)}</title>'
        f'<desc id="{uid}d">{escape(description)}</desc>{style(theme)}{inner}</svg>'
    )


def head(size: tuple[float, float]) -> str:
    """Attributes that every picture has."""
    return (
        f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(size[0])} {number(size[1])}" '
        f'{_FONT} font-size="{number(SIZE)}" stroke-linejoin="round"'
    )


def frame(scenes: list[Scene], offsets: list[Array] | None = None) -> View:
    """Fit one or more bodies, each moved by its offset, and what they rest on."""
    moves = offsets or [np.zeros(2)] * len(scenes)
    points = np.concatenate([_extent(s) + move for s, move in zip(scenes, moves, strict=True)])
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([WIDTH, _TALLEST]) - 2 * _MARGIN
    scale = float(np.round((room / (high - low)).min(), 3))
    tall = (high[1] - low[1]) * scale
    # A body that lies flat leaves room above it for the labels.
    top = max(_MARGIN, _SHORTEST - tall - _MARGIN)
    left = (WIDTH - (high[0] - low[0]) * scale) / 2
    height = float(np.ceil(top + tall + _MARGIN))
    return View(scale, np.array([left, top]) - low * scale, height)


def _extent(scene: Scene) -> Array:
    support = scene.stance.support
    straight = scene.stance.leg.thigh.place(((0, body.THIGH_LENGTH + MARK),))
    points = [scene.body, scene.far_leg, scene.arm, straight]
    low = np.concatenate(points).min(axis=0)
    high = np.concatenate(points).max(axis=0)
    ends = [max(support.left, low[0]), min(support.right, high[0])]
    points.append(np.array([[ends[0], support.y], [ends[1], support.floor_y]]))
    return np.concatenate(points)
