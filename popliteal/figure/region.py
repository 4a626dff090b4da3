"""The pain-free region as a map: hip bend upward, knee bend to the right."""

from __future__ import annotations

import textwrap
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt

from popliteal.errors import PostureError
from popliteal.figure.curve import number, soften, svg_polyline
from popliteal.figure.field import Array, Grid
from popliteal.figure.labels import Label, arrange, label_svg
from popliteal.figure.paint import INK, check_theme, paint
from popliteal.figure.trace import loops
from popliteal.figure.view import WIDTH, wrap
from popliteal.figure.words import degrees, speech

_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 378.0, 16.0, 300.0
_HEIGHT = 372.0
_ROW, _LINE = 24.0, 19.0
_WIDEST = 41
"""Letters that fit beside a sign."""
_REGION_FILL = "#bcae6c"
Point = tuple[float, float]
Mask = npt.NDArray[np.bool_]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Chart:
    """Axes: the angles shown and where they lie in the picture."""

    hip_deg: Array
    knee_deg: Array

    def at(self, hip_deg: float, knee_deg: float) -> Point:
        """Place a posture in the picture."""
        return (
            float(np.interp(knee_deg, self.knee_deg[[0, -1]], (_LEFT, _RIGHT))),
            float(np.interp(hip_deg, self.hip_deg[[0, -1]], (_BOTTOM, _TOP))),
        )


def region_map(
    hip_deg: npt.ArrayLike,
    knee_deg: npt.ArrayLike,
    allowed: npt.ArrayLike,
    *,
    person: Point | None = None,
    suggested: Point | None = None,
    here: Point | None = None,
    theme: str = "auto",
    title: str | None = None,
    words: Words | None = None,
) -> str:
    """Draw where hip and knee stay below the person's limit, with up to three points.

    Parameters
    ----------
    hip_deg : (n,) rising hip flexion. [deg]
    knee_deg : (m,) rising knee flexion. [deg]
    allowed : (n, m) true where the model stays below the limit
    person : hip and knee where the familiar pain starts. [deg]
    suggested : hip and knee of the suggested stretch. [deg]
    here : hip and knee of the posture that is shown beside the map. [deg]
    theme, title, words : as for `draw`

    Returns
    -------
    SVG text with the same facts as title and description

    Raises
    ------
    PostureError
        Axes that do not rise, shapes that do not match, or a point outside the axes.

    Examples
    --------
    >>> svg = region_map([0, 60, 90], [0, 30, 60], [[1, 1, 1], [0, 1, 1], [0, 0, 1]])
    >>> "With the hip at 90 degrees: knee bent 60 degrees or more." in svg
    True
    """
    check_theme(theme)
    chart = Chart(_axis("hip_deg", hip_deg), _axis("knee_deg", knee_deg))
    mask = _mask(allowed, chart)
    given = {"person": person, "suggested": suggested, "here": here}
    points = {name: _inside(name, point, chart) for name, point in given.items()}
    said = speech(words).words
    heading = title or said["region_title"]
    description = _described(chart, mask, points, said)
    uid = f"pr{zlib.crc32(repr((description, mask.tobytes(), heading, theme)).encode()):08x}"
    key, height = _key(points, uid, theme, said)
    parts = [
        _dots(uid),
        _area(chart, mask, uid, theme),
        _axes(chart, theme, said),
        _marks(chart, points, theme, said),
        key,
    ]
    return wrap("".join(parts), (WIDTH, height), (uid, heading, description), theme)


def _dots(uid: str) -> str:
    return (
        f'<defs><pattern id="{uid}r" width="10" height="10" patternUnits="userSpaceOnUse">'
        f'<path d="M2.5 2.5h.1M7.5 7.5h.1" stroke="{INK}" stroke-width="1.8" '
        f'stroke-linecap="round"/></pattern></defs>'
    )


def _axis(name: str, given: npt.ArrayLike) -> Array:
    values = np.asarray(given, dtype=float)
    rising = values.ndim == 1 and len(values) > 1 and bool(np.all(np.diff(values) > 0))
    if not (rising and np.isfinite(values).all()):
        raise PostureError(f"{name} must be at least two rising numbers of degrees.")
    return values


def _mask(given: npt.ArrayLike, chart: Chart) -> Mask:
    mask = np.asarray(given, dtype=bool)
    wanted = (len(chart.hip_deg), len(chart.knee_deg))
    if mask.shape != wanted:
        raise PostureError(f"allowed has shape {mask.shape}. Use one value a posture: {wanted}.")
    return mask


def _inside(name: str, point: Point | None, chart: Chart) -> Point | None:
    if point is None:
        return None
    hip, knee = point
    for angle, value, axis in (("hip", hip, chart.hip_deg), ("knee", knee, chart.knee_deg)):
        if not axis[0] <= value <= axis[-1]:
            raise PostureError(
                f"{name} has {angle} {value:g}. Use {axis[0]:g} to {axis[-1]:g} degrees."
            )
    return point


def _area(chart: Chart, mask: Mask, uid: str, theme: str) -> str:
    """Fill the region; its border runs midway between postures inside and outside."""
    frame = (
        f'<rect x="{number(_LEFT)}" y="{number(_TOP)}" width="{number(_RIGHT - _LEFT)}" '
        f'height="{number(_BOTTOM - _TOP)}" {paint("frame", theme)}/>'
    )
    path = "".join(svg_polyline(loop, closed=True) for loop in _borders(chart, mask))
    if not path:
        return frame
    return (
        f'{frame}<path d="{path}" fill="{_REGION_FILL}" stroke="{INK}" fill-rule="evenodd"/>'
        f'<path d="{path}" fill="url(#{uid}r)" fill-rule="evenodd"/>'
    )


def _borders(chart: Chart, mask: Mask) -> list[Array]:
    padded = np.pad(np.where(mask, -1.0, 1.0), 1, mode="edge")
    field = np.pad(padded, 1, constant_values=1.0)
    rows, columns = field.shape
    found = []
    for stairs in loops(Grid(-2, -2, columns, rows, 1), field):
        # The true border is smooth; only the mask has stairs.
        loop = soften(stairs, 12)
        knee = np.interp(loop[:, 0], np.arange(len(chart.knee_deg)), chart.knee_deg)
        hip = np.interp(loop[:, 1], np.arange(len(chart.hip_deg)), chart.hip_deg)
        x = np.interp(knee, chart.knee_deg[[0, -1]], (_LEFT, _RIGHT))
        y = np.interp(hip, chart.hip_deg[[0, -1]], (_BOTTOM, _TOP))
        found.append(_thinned(np.stack([x, y], axis=1)))
    return [loop for loop in found if len(loop) > 2]


def _thinned(loop: Array) -> Array:
    """Drop repeated points and points on straight stretches."""
    loop = loop[np.hypot(*(loop - np.roll(loop, 1, 0)).T) > 1e-6]
    before, after = loop - np.roll(loop, 1, 0), np.roll(loop, -1, 0) - loop
    bend = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0])
    return np.asarray(loop[bend > 1e-6])


def _ticks(axis: Array) -> list[float]:
    step = 15 if axis[-1] - axis[0] <= 75 else 30
    first = int(np.ceil(axis[0] / step)) * step
    return [float(value) for value in range(first, int(axis[-1]) + 1, step)]


def _axes(chart: Chart, theme: str, said: Words) -> str:
    text, grid = paint("text", theme), paint("grid", theme)
    parts = []
    for knee in _ticks(chart.knee_deg):
        x = number(chart.at(chart.hip_deg[0], knee)[0])
        parts.append(f'<path d="M{x} {number(_TOP)}V{number(_BOTTOM)}" {grid}/>')
        parts.append(
            f'<text x="{x}" y="{number(_BOTTOM + 18)}" text-anchor="middle" {text}>'
            f"{degrees(knee)}°</text>"
        )
    for hip in _ticks(chart.hip_deg):
        y = chart.at(hip, chart.knee_deg[0])[1]
        parts.append(f'<path d="M{number(_LEFT)} {number(y)}H{number(_RIGHT)}" {grid}/>')
        parts.append(
            f'<text x="{number(_LEFT - 6)}" y="{number(y + 5)}" text-anchor="end" {text}>'
            f"{degrees(hip)}°</text>"
        )
    middle_x, middle_y = number((_LEFT + _RIGHT) / 2), number((_TOP + _BOTTOM) / 2)
    parts.append(
        f'<text x="{middle_x}" y="{number(_BOTTOM + 40)}" text-anchor="middle" {text}>'
        f"{escape(said['region_knee_axis'])}</text>"
        f'<text transform="translate(16 {middle_y})rotate(-90)" text-anchor="middle" {text}>'
        f"{escape(said['region_hip_axis'])}</text>"
    )
    return "".join(parts)


_SHAPES = {
    "person": "M0-6.5A6.5 6.5 0 1 0 .1-6.5z",
    "suggested": "M0-8.5L8.5 0L0 8.5L-8.5 0z",
    "here": "M0-8L8 6L-8 6z",
}
_FILLS = {"person": "#ffffff", "suggested": "#00224e", "here": "#fee838"}


def _symbol(name: str, x: float, y: float) -> str:
    edge = "#ffffff" if name == "suggested" else INK
    return (
        f'<path d="{_SHAPES[name]}" transform="translate({number(x)} {number(y)})" '
        f'fill="{_FILLS[name]}" stroke="{edge}" stroke-width="2"/>'
    )


def _marks(chart: Chart, points: dict[str, Point | None], theme: str, said: Words) -> str:
    places = {name: chart.at(*point) for name, point in points.items() if point is not None}
    symbols = "".join(_symbol(name, *place) for name, place in places.items())
    labels = [Label(said[f"region_{name}_label"], place) for name, place in places.items()]
    taken = _edges([(x - 11, y - 11, x + 11, y + 11) for x, y in places.values()])
    taken = np.concatenate([taken, _border(), _tick_texts(chart)])
    boxes = arrange(labels, [], taken, (WIDTH, _BOTTOM))
    return symbols + "".join(label_svg(box, theme, plate=True) for box in boxes)


def _edges(rectangles: Sequence[tuple[float, float, float, float]]) -> Array:
    points = [
        (x, y)
        for left, top, right, bottom in rectangles
        for x in np.linspace(left, right, 4)
        for y in np.linspace(top, bottom, 4)
    ]
    return np.array(points, dtype=float).reshape(-1, 2)


def _tick_texts(chart: Chart) -> Array:
    """Points on the numbers beside the map, which labels must not cover."""
    rows = [chart.at(hip, chart.knee_deg[0])[1] for hip in _ticks(chart.hip_deg)]
    return _edges([(_LEFT - 42, y - 9, _LEFT - 4, y + 7) for y in rows])


def _border() -> Array:
    """Points on the frame's edge, which labels must not cross."""
    x, y = np.linspace(_LEFT, _RIGHT, 60), np.linspace(_TOP, _BOTTOM, 60)
    sides = [(x, np.full(60, _TOP)), (x, np.full(60, _BOTTOM)), (np.full(60, _LEFT), y)]
    sides.append((np.full(60, _RIGHT), y))
    return np.concatenate([np.stack(side, axis=1) for side in sides])


def _key(points: dict[str, Point | None], uid: str, theme: str, said: Words) -> tuple[str, float]:
    y = _HEIGHT - 8
    swatch = f"M14 {number(y - 11)}h34v16h-34z"
    blank = f"M14 {number(y - 11 + _ROW)}h34v16h-34z"
    rows = [
        f'<path d="{swatch}" fill="{_REGION_FILL}" stroke="{INK}"/>',
        f'<path d="{swatch}" fill="url(#{uid}r)"/>',
        _row(said["region_below"], y + 2, theme),
        f'<path d="{blank}" {paint("frame", theme)}/>',
        _row(said["region_pain"], y + 2 + _ROW, theme),
    ]
    y += _ROW
    for name, point in points.items():
        if point is not None:
            y += _ROW
            rows.append(_symbol(name, 31, y - 3))
            lines = textwrap.wrap(_point("region_point", name, point, said), _WIDEST)
            rows += [_row(line, y + 2 + _LINE * at, theme) for at, line in enumerate(lines)]
            y += _LINE * (len(lines) - 1)
    y += _ROW
    rows.append(_row(said["figure_model"], y + 2, theme, left=14))
    return "".join(rows), y + 14


def _row(text: str, y: float, theme: str, *, left: float = 58) -> str:
    return f'<text x="{number(left)}" y="{number(y)}" {paint("text", theme)}>{escape(text)}</text>'


def _described(chart: Chart, mask: Mask, points: dict[str, Point | None], said: Words) -> str:
    knee, hip = chart.knee_deg, chart.hip_deg
    axes = said["region_axes"].format(
        hip_low=degrees(hip[0]),
        hip_high=degrees(hip[-1]),
        knee_low=degrees(knee[0]),
        knee_high=degrees(knee[-1]),
    )
    parts = [axes]
    for angle in sorted({float(hip[np.abs(hip - tick).argmin()]) for tick in _ticks(hip)}):
        row = mask[int(np.flatnonzero(hip == angle)[0])]
        knees = _knees(knee, row, said)
        parts.append(said["region_row"].format(hip=degrees(angle), knees=knees))
    for name, point in points.items():
        if point is not None:
            parts.append(_point("region_point_said", name, point, said))
    return " ".join([*parts, said["figure_model"]])


def _point(words: str, name: str, point: Point, said: Words) -> str:
    """A marked point in words."""
    hip, knee = degrees(point[0]), degrees(point[1])
    return said[words].format(name=said[f"region_{name}"], hip=hip, knee=knee)


def _knees(knee: Array, row: Mask, said: Words) -> str:
    """Say which knee angles of one hip angle are allowed."""
    if row.all():
        return said["region_any"]
    if not row.any():
        return said["region_none"]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(int)))
    spans = []
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        low, high = degrees(knee[first]), degrees(knee[after - 1])
        if after == len(row):
            spans.append(said["region_from"].format(low=low))
        elif first == 0:
            spans.append(said["region_to"].format(high=high))
        else:
            spans.append(said["region_between"].format(low=low, high=high))
    return said["region_bent"].format(spans=said["region_or"].join(spans))
