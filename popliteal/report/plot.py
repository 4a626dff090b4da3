"""A chart as SVG: made by hand, to be read at the width of a small phone and without colour.

Lines differ by dashes and the shape of their marks, events by the shape of their sign.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from popliteal.figure.curve import number
from popliteal.figure.labels import text_width
from popliteal.figure.paint import paint
from popliteal.figure.view import wrap
from popliteal.report.timeline import Mark, Span, runs

WIDTH: Final = 320.0
LEFT, RIGHT = 30.0, 308.0
_TALL, _LINE, _LANE = 150.0, 18.0, 17.0
_LETTERS, _WORDS = 41, 44.0
_CROWDED, _ASIDE = 30, 2.5
_DASHES: Final = ("", "5 4")
SIGNS: Final = {
    "look": "m0-6l6 6l-6 6l-6-6z",
    "seen": "m-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
    "flare": "m0-6l6 11h-12z",
    "relapse": "m0 6l6-11h-12z",
    "stage": "m-5-5h10v10h-10z",
    "started": "m-3-6l9 6l-9 6z",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One measure: its marks in the order of their days, and its name where the axis has none."""

    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn.

    Attributes
    ----------
    axis : what the height means, and which way is better
    top : the highest value that is shown; the lowest is 0
    signs : of each kind of event, its word and the days on which it happened
    band : first and last day, and its label
    dates : what stands under the picture: day, date and year
    notes : further lines under the key
    """

    axis: str
    top: float
    step: float
    span: Span
    lines: tuple[Line, ...]
    signs: tuple[tuple[str, str, tuple[date, ...]], ...]
    band: tuple[date, date, str] | None
    dates: tuple[tuple[date, str, str], ...]
    notes: tuple[str, ...]


def draw_plot(plot: Plot, told: tuple[str, str, str], theme: str) -> str:
    """Draw it from top to bottom: axis, signs, band, values, dates, key.

    Parameters
    ----------
    told : id, title and text equivalent
    theme : as for the figure; `page` leaves the dark colours to the page's style sheet
    """
    head, y = _paragraph([plot.axis], 15.0)
    lanes, y = _lanes(plot, y)
    strip, y = _strip(plot, y)
    box = _Box(y, y + _TALL, plot.top)
    foot, y = _dates(plot, box.bottom + 21)
    key, y = _key(plot, y + 4, theme)
    words = f"{head}{lanes}{strip}{_scale(plot, box)}{foot}{key}"
    drawn = f"{_frame(plot, box, theme)}{_values(plot, box, theme)}"
    inner = f"{drawn}<g {paint('text', theme)}>{words}</g>"
    return wrap(inner, (WIDTH, y), told, theme)


@dataclass(frozen=True, slots=True)
class _Box:
    """Where the values stand."""

    upper: float
    bottom: float
    top: float

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.upper) * value / self.top


def _paragraph(texts: Sequence[str], y: float, left: float = 2.0) -> tuple[str, float]:
    """Lines of text, and where the next would stand."""
    parts = []
    for text in texts:
        for line in textwrap.wrap(text, _LETTERS - round(left / 7)):
            parts.append(f'<text x="{number(left)}" y="{number(y)}">{escape(line)}</text>')
            y += _LINE
    return "".join(parts), y


def _lanes(plot: Plot, y: float) -> tuple[str, float]:
    """The signs of events, one lane for each kind, at their days."""
    parts = []
    for kind, _, days in plot.signs:
        path = "".join(f"M{number(plot.span.x(day))} {number(y)}{SIGNS[kind]}" for day in days)
        parts.append(f'<path d="{path}"/>')
        y += _LANE
    return "".join(parts), y


def _strip(plot: Plot, y: float) -> tuple[str, float]:
    """The label of the band, over it where there is room."""
    if plot.band is None:
        return "", y - 8 if plot.signs else y - 6
    first, last, label = plot.band
    left, right, wide = plot.span.x(first), plot.span.x(last), text_width(label) * 0.9
    middle = min(max((left + right) / 2, LEFT + wide / 2), WIDTH - 2 - wide / 2)
    text = f'<text x="{number(middle)}" y="{number(y + 4)}" text-anchor="middle">'
    return f"{text}{escape(label)}</text>", y + 10


def _frame(plot: Plot, box: _Box, theme: str) -> str:
    """The sheet, the lines to read the height at, and the band."""
    top, tall = number(box.upper), number(box.bottom - box.upper)
    rows = "".join(f"M{number(LEFT)} {number(box.y(v))}H{number(RIGHT)}" for v in _steps(plot))
    sheet = (
        f'<rect x="{number(LEFT)}" y="{top}" width="{number(RIGHT - LEFT)}" height="{tall}" '
        f"{paint('frame', theme)}/>"
    )
    return f'{sheet}{_band(plot, box, theme)}<path d="{rows}" {paint("grid", theme)}/>'


def _band(plot: Plot, box: _Box, theme: str) -> str:
    if plot.band is None:
        return ""
    first, last, _ = plot.band
    left, right = plot.span.x(first), plot.span.x(last)
    top, tall = number(box.upper), number(box.bottom - box.upper)
    edges = "".join(
        f"M{number(plot.span.x(day))} {top}v{tall}" for day in (first, last) if plot.span.shows(day)
    )
    return (
        f'<rect x="{number(left)}" y="{top}" width="{number(right - left)}" height="{tall}" '
        f'{paint("open", theme)} fill-opacity=".35" stroke-width="0"/>'
        f'<path d="{edges}" {paint("lead", theme)} stroke-dasharray="2 3"/>'
    )


def _steps(plot: Plot) -> Iterator[float]:
    value = 0.0
    while value <= plot.top:
        yield value
        value += plot.step


def _scale(plot: Plot, box: _Box) -> str:
    texts = "".join(
        f'<text x="{number(LEFT - 6)}" y="{number(box.y(value) + 5)}">{value:g}</text>'
        for value in _steps(plot)
    )
    return f'<g text-anchor="end">{texts}</g>'


def _values(plot: Plot, box: _Box, theme: str) -> str:
    return "".join(
        _drawn(line.marks, plot.span, box, at, theme) for at, line in enumerate(plot.lines)
    )


def _drawn(marks: tuple[Mark, ...], span: Span, box: _Box, at: int, theme: str) -> str:
    """One measure: a line where the days are near enough, and a mark for each."""
    # Two reaches on one day would cover each other.
    aside = _ASIDE * at if any(mark.high > mark.low for mark in marks) else 0.0
    places = [(number(span.x(mark.day) + aside), number(box.y(mark.middle))) for mark in marks]
    where = dict(zip(marks, places, strict=True))
    joined = [run for run in runs(marks) if len(run) > 1]
    path = "".join("M" + "L".join(" ".join(where[mark]) for mark in run) for run in joined)
    reach = "".join(
        f"M{where[mark][0]} {number(box.y(mark.low))}V{number(box.y(mark.high))}"
        for mark in marks
        if mark.high > mark.low
    )
    dots = "".join(f"M{x} {y}h.1" for x, y in places)
    dashed = f' stroke-dasharray="{_DASHES[at]}"' if _DASHES[at] else ""
    lead = paint("lead", theme)
    reached = f'<path d="{reach}" {lead} stroke-width=".8"/>' if reach else ""
    line = f'<path d="{path}" {lead} stroke-width="1.6"{dashed}/>' if path else ""
    return f"{reached}{line}{_dots(dots, at, len(marks), theme)}"


def _dots(dots: str, at: int, count: int, theme: str) -> str:
    """Full circles for the first measure, open squares for the second."""
    width = 5 if count > _CROWDED else 7
    lead = paint("lead", theme)
    if at == 0:
        return f'<path d="{dots}" {lead} stroke-width="{width}" stroke-linecap="round"/>'
    square = f'stroke-linecap="square" stroke-width="{width}"'
    return (
        f'<path d="{dots}" {lead} {square}/>'
        f'<path d="{dots}" {paint("halo", theme)} stroke-linecap="square" '
        f'stroke-width="{width - 3}"/>'
    )


def _dates(plot: Plot, y: float) -> tuple[str, float]:
    """The dates under the picture, the year below the first of each."""
    parts = []
    for day, text, year in plot.dates:
        wide = text_width(text) / 2
        x = number(min(max(plot.span.x(day), wide), WIDTH - wide))
        parts.append(f'<text x="{x}" y="{number(y)}">{escape(text)}</text>')
        if year:
            parts.append(f'<text x="{x}" y="{number(y + _LINE)}">{escape(year)}</text>')
    return f'<g text-anchor="middle">{"".join(parts)}</g>', y + 2 * _LINE


def _key(plot: Plot, y: float, theme: str) -> tuple[str, float]:
    """What each line and each sign means."""
    parts = []
    for at, line in enumerate(line for line in plot.lines if line.name):
        dashed = f' stroke-dasharray="{_DASHES[at]}"' if _DASHES[at] else ""
        path = (
            f'<path d="M3 {number(y - 5)}h34" {paint("lead", theme)} stroke-width="1.6"{dashed}/>'
        )
        text, below = _paragraph([line.name], y, _WORDS)
        parts += [path, _dots(f"M20 {number(y - 5)}h.1", at, 1, theme), text]
        y = below
    for kind, word, _ in plot.signs:
        text, below = _paragraph([word], y, _WORDS)
        parts += [f'<path d="M20 {number(y - 5)}{SIGNS[kind]}"/>', text]
        y = below
    notes, y = _paragraph(plot.notes, y)
    return "".join([*parts, notes]), y - _LINE / 2
