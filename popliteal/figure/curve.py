"""Smooth curves: dense outlines from a few knots, a few knots from a dense outline, SVG paths."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

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
    """The same curve as SVG path data with relative steps of a tenth, the shortest to send.

    Steps start from the point the reader has reached, so that rounding does not add up.
    """
    start, out_handle, in_handle, end = _handles(knots, closed=closed)
    at = np.round(start[0], 1)
    text = [f"M{_joined(at)}c"]
    for span in np.stack([out_handle, in_handle, end], axis=1):
        steps = np.round(span - at, 1)
        text.append(_joined(steps.ravel()))
        at = at + steps[2]
    return text[0] + _packed(text[1:]) + ("z" if closed else "")


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


def _joined(values: Array) -> str:
    return _packed([number(float(value)) for value in values])


def _packed(texts: list[str]) -> str:
    """Join numbers; a minus sign parts them as well as a space."""
    return " ".join(texts).replace(" -", "-")


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


def knots_between(outline: Array, marks: Array, counts: Sequence[int]) -> Array:
    """Choose knots on a closed dense outline: each mark's nearest point, and some to the next.

    Between two marks they lie closer together where the outline bends more. The same marks and
    counts on the outline of another posture give knots that correspond.
    """
    if _area(outline) < 0:
        outline = outline[::-1]
    gaps = np.hypot(*(marks[:, None] - outline[None]).transpose(2, 0, 1))
    outline = np.roll(outline, -int(gaps[0].argmin()), axis=0)
    at = np.roll(gaps, -int(gaps[0].argmin()), axis=1).argmin(axis=1)
    at = _in_order(at, len(outline))
    total = _weighted_length(outline)
    ends = [*total[at[1:]], total[-1]]
    wanted = np.concatenate(
        [
            np.linspace(total[start], end, count, endpoint=False)
            for start, end, count in zip(at, ends, counts, strict=True)
        ]
    )
    index = np.interp(wanted, total, np.arange(len(total)))
    looped = np.concatenate([outline, outline[:1]])
    base = np.floor(index).astype(int)
    share = (index - base)[:, None]
    return np.asarray(looped[base] * (1 - share) + looped[base + 1] * share)


def knots_evenly(outline: Array, count: int) -> Array:
    """Choose knots on a closed dense outline that has no marks."""
    return knots_between(outline, outline[:1], [count])


def _in_order(at: npt.NDArray[np.intp], length: int) -> npt.NDArray[np.intp]:
    """Keep marks in their order where a fold brings them together."""
    step = 4
    rising = np.maximum.accumulate(at - step * np.arange(len(at))) + step * np.arange(len(at))
    latest = length - step * np.arange(len(at), 0, -1)
    return np.asarray(np.minimum(rising, latest))


def _weighted_length(outline: Array) -> Array:
    ahead = np.roll(outline, -1, 0) - outline
    heading = np.arctan2(ahead[:, 1], ahead[:, 0])
    turn = np.angle(np.exp(1j * (np.roll(heading, -_WINDOW) - np.roll(heading, _WINDOW))))
    ring = np.concatenate([turn[-_WINDOW:], turn, turn[:_WINDOW]])
    bend = np.convolve(np.abs(ring), np.ones(2 * _WINDOW + 1) / (2 * _WINDOW + 1), "valid")
    weight = np.hypot(*ahead.T) * (1 + _CARE * bend)
    return np.concatenate([[0.0], np.cumsum(weight)])


def _area(outline: Array) -> float:
    x, y = outline.T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


_WINDOW = 4
_CARE = 6.0
"""How much closer together knots lie where the outline turns by one radian."""
