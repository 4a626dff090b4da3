"""Colours and patterns, light and dark, as SVG attributes with classes a page may restyle.

Every fill is flat, so that print keeps it. A load is told three times: by pattern, by colour and
by words; the colours run along cividis, which people with any colour vision order alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from popliteal.errors import PoplitealError
from popliteal.figure.curve import number

THEMES: Final = ("auto", "light", "dark", "page")
INK: Final = "#1f2328"

_LIGHT: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "skin": ("#e7d9ca", "#5b4f45"),
        "far": ("#c9b9a8", "#5b4f45"),
        "shirt": ("#c3d0d8", "none"),
        "shorts": ("#9fb0bc", "none"),
        "hair": ("#8b7765", "none"),
        "line": ("none", "#5b4f45"),
        "cord": ("none", "#4a5058"),
        "halo": ("none", "#fbf8f3"),
        "seat": ("#a3907a", "#5b4f45"),
        "floor": ("#d9cfc2", "none"),
        "cushion": ("#b4c0cc", "#5b4f45"),
        "text": ("#1f2328", "none"),
        "lead": ("none", "#4a5058"),
        "grid": ("none", "#c9c4bb"),
        "frame": ("#fffdf9", "#4a5058"),
        "open": ("#bcae6c", "#5b4f45"),
    }
)
_DARK: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "skin": ("#cdbcaa", "#1d1915"),
        "far": ("#988a7b", "#1d1915"),
        "shirt": ("#8fa0ab", "none"),
        "shorts": ("#6e808c", "none"),
        "hair": ("#5f5146", "none"),
        "line": ("none", "#1d1915"),
        "cord": ("none", "#2b2f34"),
        "halo": ("none", "#1b1f23"),
        "seat": ("#6f614f", "#1d1915"),
        "floor": ("#4b443b", "none"),
        "cushion": ("#6d7f90", "#1d1915"),
        "text": ("#f1ede6", "none"),
        "lead": ("none", "#f1ede6"),
        "grid": ("none", "#4b4f55"),
        "frame": ("#24282d", "#c3bdb3"),
        "open": ("#8d8450", "#e6dfc0"),
    }
)

_CIVIDIS: Final = ("#fee838", "#bcae6c", "#7d7c78", "#434e6c", "#00224e")
"""From light to dark: on a light body the darker colour is read as more."""

STEPS: Final = 4
_DOTS = '<path d="M2 2h.1M6 6h.1" stroke-width="1.8" stroke-linecap="round"/>'
_LINES = '<path d="M-2 10L10 -2M-2 2L2 -2M6 10L10 6" stroke-width="1.3"/>'
_CROSS = _LINES + '<path d="M-2 -2L10 10M6 -2L10 2M-2 6L2 10" stroke-width="1.3"/>'
_INKS: Final = (INK, INK, "#ffffff", "#ffffff")
_HATCHES: Final = ("", _DOTS, _LINES, _CROSS)
_DASHES: Final = ("1 9", "1.2 7", "4 5", "2 2.5")


def paint(name: str, theme: str) -> str:
    """Class and colours of one part, for a theme; ``auto`` starts from light."""
    fill, stroke = (_DARK if theme == "dark" else _LIGHT)[name]
    return f'class="pf-{name}" fill="{fill}" stroke="{stroke}"'


def stylesheet() -> str:
    """CSS that turns figures dark with the reader's system.

    It also hides Play where less motion is wanted. A figure with ``theme="auto"`` carries it. A
    page whose content security policy forbids inline styles serves it as a file and uses
    ``theme="page"``, which carries none.

    Examples
    --------
    >>> "prefers-color-scheme:dark" in stylesheet()
    True
    """
    rules = "".join(
        f".pf-{name}{{fill:{fill};stroke:{stroke}}}" for name, (fill, stroke) in _DARK.items()
    )
    return f"@media(prefers-color-scheme:dark){{{rules}}}{_STILL}"


_STILL = "@media(prefers-reduced-motion:reduce){.pf-play{display:none}}"


def style(theme: str) -> str:
    """Give the style element that a theme needs; a page serves the rules itself."""
    if theme == "page":
        return ""
    return f"<style>{stylesheet() if theme == 'auto' else _STILL}</style>"


def check_theme(theme: str) -> None:
    """Refuse a theme nobody knows."""
    if theme not in THEMES:
        raise PoplitealError(f"theme is {theme!r}. Use auto, light, dark or page.")


def step_of(level: float) -> int:
    """Which of the four steps a level of 0 to 1 falls in.

    Examples
    --------
    >>> [step_of(level) for level in (0, 0.24, 0.25, 0.6, 1)]
    [0, 0, 1, 2, 3]
    """
    return min(int(level * STEPS), STEPS - 1)


def colour(level: float) -> str:
    """Colour of a level of 0 to 1, yellow to navy.

    Examples
    --------
    >>> colour(0), colour(1)
    ('#fee838', '#00224e')
    """
    stops = np.array([[int(stop[i : i + 2], 16) for i in (1, 3, 5)] for stop in _CIVIDIS])
    places = np.linspace(0, 1, len(stops))
    mixed = [round(float(np.interp(level, places, stops[:, channel]))) for channel in range(3)]
    return "#" + "".join(f"{value:02x}" for value in mixed)


def hatches(uid: str) -> str:
    """Pattern elements of the steps that have lines: dark on light colours, light on dark ones."""
    return "".join(
        f'<pattern id="{uid}s{step}" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'stroke="{_INKS[step]}" fill="none">{lines}</pattern>'
        for step, lines in enumerate(_HATCHES)
        if lines
    )


def hatched(path: str, uid: str, level: float | None, theme: str) -> str:
    """Fill an area with the colour of a level and the lines of its step over it."""
    if level is None:
        return f'<path d="{path}" {paint("open", theme)} stroke-width="1.2"/>'
    step = step_of(level)
    lines = f"url(#{uid}s{step})" if _HATCHES[step] else "none"
    return (
        f'<path d="{path}" fill="{colour(level)}" stroke="{INK}" stroke-width="1.2"/>'
        f'<path d="{path}" fill="{lines}"/>'
    )


def cable(path: str, level: float | None, width: float) -> str:
    """Draw a line with a dark edge, the colour of a level inside and the dashes of its step."""
    inside = "#f4f6f8" if level is None else colour(level)
    edge = number(width + 1.8)
    line = (
        f'<path d="{path}" stroke="{INK}" stroke-width="{edge}"/>'
        f'<path d="{path}" stroke="{inside}" stroke-width="{number(width)}"/>'
    )
    if level is not None:
        step = step_of(level)
        line += (
            f'<path d="{path}" stroke="{_INKS[step]}" opacity="{min(step, 1)}" '
            f'stroke-dasharray="{_DASHES[step]}" stroke-linecap="butt" '
            f'stroke-width="{number(width)}"/>'
        )
    return f'<g fill="none" stroke-linecap="round">{line}</g>'


def haloed(path: str, theme: str, *, dashes: str = "") -> str:
    """Draw a thin line that stays visible on skin and on the page."""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="{path}" {paint("halo", theme)} stroke-width="3"{dashed}/>'
        f'<path d="{path}" {paint("lead", theme)} stroke-width="1.2"{dashed}/>'
    )
