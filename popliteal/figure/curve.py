"""Smooth curves: dense outlines from a few knots, a few knots from a dense outline, SVG paths."""

from __future__ import annotations

import numpy as np

from popliteal.figure.field import Array


def spline(knots: Array, per_span: int, *, closed: bool) -> Array:
    """Centripetal Catmull-Rom curve through knots (m, 2), sampled per_span times a span.

    Centripetal knots never loop or overshoot between close neighbours.
    """
    start, out_handle, in_handle, end = _handles(knots, closed=closed)
    t = (np.arange(per_span) / per_span)[:, None, None]
    points = (
        (1 - t) ** 3 * start
        + 3 * (1 - t) ** 2 * t * out_handle
        + 3 * (1 - t) * t**2 * in_handle
        + t**3 * end
    )
    dense = points.transpose(1, 0, 2).reshape(-1, 2)
    return dense if closed else np.concatenate([dense, knots[-1:]])


def svg_path(knots: Array, *, closed: bool) -> str:
    """The same curve as SVG path data, one decimal."""
    start, out_handle, in_handle, end = _handles(knots, closed=closed)
    spans = np.round(np.stack([out_handle, in_handle, end], axis=1), 1)
    first = np.round(start[0], 1)
    curves = "".join("C" + " ".join(_pair(point) for point in span) for span in spans)
    return f"M{_pair(first)}{curves}" + ("Z" if closed else "")


def svg_polyline(points: Array, *, closed: bool = False) -> str:
    """SVG path data of straight pieces, one decimal."""
    return "M" + "L".join(_pair(point) for point in np.round(points, 1)) + ("Z" if closed else "")


def number(value: float) -> str:
    """Shortest text of a coordinate with at most one decimal.

    Examples
    --------
    >>> number(3.04), number(-0.02), number(12.46)
    ('3', '0', '12.5')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _pair(point: Array) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _handles(knots: Array, *, closed: bool) -> tuple[Array, Array, Array, Array]:
    if closed:
        padded = np.concatenate([knots[-1:], knots, knots[:2]])
    else:
        first, last = 2 * knots[0] - knots[1], 2 * knots[-1] - knots[-2]
        padded = np.concatenate([[first], knots, [last]])
    step = np.maximum(np.hypot(*np.diff(padded, axis=0).T), 1e-9) ** 0.5
    before, here, after = step[:-2, None], step[1:-1, None], step[2:, None]
    p0, p1, p2, p3 = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    out = (before**2 * p2 - here**2 * p0 + (2 * before**2 + 3 * before * here + here**2) * p1) / (
        3 * before * (before + here)
    )
    into = (after**2 * p1 - here**2 * p3 + (2 * after**2 + 3 * after * here + here**2) * p2) / (
        3 * after * (after + here)
    )
    return p1, out, into, p2


def soften(outline: Array, passes: int) -> Array:
    """Average neighbours of a closed dense outline to take the raster's stairs out."""
    for _ in range(passes):
        outline = (np.roll(outline, 1, 0) + 2 * outline + np.roll(outline, -1, 0)) / 4
    return outline


def knots_of(outline: Array, count: int) -> Array:
    """Choose knots on a closed dense outline, closer together where it bends more."""
    ahead = np.roll(outline, -1, 0) - outline
    length = np.hypot(*ahead.T)
    heading = np.unwrap(np.arctan2(ahead[:, 1], ahead[:, 0]))
    window = 4
    turn = np.abs(np.roll(heading, -window) - np.roll(heading, window))
    turn = np.minimum(turn, np.abs(2 * np.pi - turn))
    kernel = np.ones(9) / 9
    bend = np.convolve(np.concatenate([turn[-4:], turn, turn[:4]]), kernel, "valid")
    weight = length * (1 + 6 * bend)
    total = np.concatenate([[0], np.cumsum(weight)])
    at = np.arange(count) / count * total[-1]
    index = np.interp(at, total, np.arange(len(total)))
    looped = np.concatenate([outline, outline[:1]])
    base = np.floor(index).astype(int)
    share = (index - base)[:, None]
    return np.asarray(looped[base] * (1 - share) + looped[base + 1] * share)
