"""The rows under a figure: what each colour and line is, and how much it bears."""

from __future__ import annotations

import textwrap
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Protocol

from popliteal.errors import PostureError
from popliteal.figure.curve import number
from popliteal.figure.labels import SIZE
from popliteal.figure.paint import cable, hatched, hatches, paint
from popliteal.figure.words import TISSUES, Speech

_ROW = 21.0
_LEFT = 14.0
_SWATCH = 34.0
_WIDEST = 41
"""Letters that fit beside a swatch at the generous width of `labels.text_width`."""


class Told(Protocol):
    """A load with its words."""

    @property
    def level(self) -> float:
        """From 0 to 1."""

    @property
    def text(self) -> str:
        """What is said about it."""


@dataclass(frozen=True, slots=True)
class Key:
    """The rows as SVG, and how much height they take."""

    svg: str
    height: float


def compose_key(
    told: Mapping[str, Told],
    where: tuple[str, str],
    top: float,
    speech: Speech,
    *,
    caption: str = "",
) -> Key:
    """Write a caption, a row for each tissue, the scale if anything is loaded, and what it is."""
    _, theme = where
    rows: list[str] = []
    y = top + 4
    if caption:
        rows.append(_text([caption], _LEFT, y, theme))
        y += _ROW + 3
    for tissue in TISSUES:
        load = told.get(tissue)
        name = speech.say(tissue)
        text = f"{name}: {load.text}" if load else speech.say(f"{tissue}_key")
        lines = textwrap.wrap(text, _WIDEST)
        rows.append(_swatch(tissue, load.level if load else None, where, y))
        rows.append(_text(lines, _LEFT + _SWATCH + 10, y, theme))
        y += _ROW * len(lines) + 3
    if told:
        rows.append(_scale(where, y, speech))
        y += _ROW + 3
    rows.append(_text([speech.say("model")], _LEFT, y, theme))
    return Key("".join(rows), y + _ROW + 4 - top)


def swatch(tissue: str, level: float) -> str:
    """Draw one tissue at one level as a small picture, for a page that tells the rest in words.

    Examples
    --------
    >>> swatch("nerve", 0.3).startswith("<svg")
    True
    """
    if tissue not in TISSUES or not 0 <= level <= 1:
        raise PostureError(f"swatch is {tissue!r} at {level!r}. Use a tissue at 0 to 1.")
    uid = f"pk{zlib.crc32(repr((tissue, level)).encode()):08x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="12 -2 38 20" aria-hidden="true">'
        f"<defs>{hatches(uid)}</defs>{_swatch(tissue, level, (uid, 'page'), 0)}</svg>"
    )


def _text(lines: list[str], x: float, y: float, theme: str) -> str:
    spans = "".join(
        f'<tspan x="{number(x)}" y="{number(y + SIZE * 0.9 + row * _ROW)}">{escape(line)}</tspan>'
        for row, line in enumerate(lines)
    )
    return f"<text {paint('text', theme)}>{spans}</text>"


def _swatch(tissue: str, level: float | None, where: tuple[str, str], y: float) -> str:
    uid, theme = where
    right = _LEFT + _SWATCH
    if tissue == "nerve":
        middle = number(y + 8)
        return cable(f"M{number(_LEFT + 2)} {middle}H{number(right - 2)}", level, 2.8)
    return hatched(_patch(_LEFT, y, _SWATCH), uid, level, theme)


def _scale(where: tuple[str, str], y: float, speech: Speech) -> str:
    uid, theme = where
    patches = "".join(
        hatched(_patch(_LEFT + 78 + 30 * step, y, 30), uid, (step + 0.5) / 4, theme)
        for step in range(4)
    )
    less = _text([speech.say("less_pull")], _LEFT, y, theme)
    more = _text([speech.say("more_pull")], _LEFT + 78 + 4 * 30 + 10, y, theme)
    return less + patches + more


def _patch(x: float, y: float, width: float) -> str:
    return f"M{number(x)} {number(y)}h{number(width)}v16h-{number(width)}z"
