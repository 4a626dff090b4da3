"""From one posture to another: the outlines move when the reader asks, never by themselves.

The motion is SMIL: it needs no script, starts on a click or on Enter, and ends by itself. Where
the reader's system asks for less motion the button is hidden; the goal is always drawn as a
dashed outline, so that the still picture says the same.
"""

from __future__ import annotations

import re
import textwrap
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import escape
from itertools import starmap

import numpy as np

from popliteal.errors import PostureError
from popliteal.figure.curve import number, svg_path
from popliteal.figure.drawing import Load, check_loads, figure_parts, scene_of
from popliteal.figure.field import Array
from popliteal.figure.ground import ground
from popliteal.figure.key import Key, compose_key
from popliteal.figure.paint import check_theme, hatches, paint, style
from popliteal.figure.posture import ANGLES, Posture
from popliteal.figure.scene import Scene
from popliteal.figure.view import WIDTH, View, frame, head
from popliteal.figure.words import Speech, speech

LARGEST_STEP_DEG = 16.0
"""Between two moments no joint turns further, so that points on straight paths look round."""
_SHORTEST_S, _LONGEST_S = 0.5, 10.0
_BUTTON, _LINE = 74.0, 19.0
_WIDEST = 31
"""Letters that fit beside the button."""

Loads = Mapping[str, float | Load]


def animate(
    start: Posture,
    end: Posture,
    loads: tuple[Loads, Loads] | None = None,
    *,
    seconds: float = 3.0,
    said: tuple[str, str] | None = None,
    key: bool = True,
    theme: str = "auto",
    title: str | None = None,
    words: Mapping[str, str] | None = None,
) -> str:
    """Draw the change from one posture to another in the same position.

    Parameters
    ----------
    start, end : postures of one position
    loads : levels at the start and at the end, of the same tissues, as for `draw`
    seconds : how long the motion takes, 0.5 to 10. [s]
    said : words for start and end beside the Play button; None gives the angles
    key : whether the words beside Play and the rows that name the tissues are part of it
    theme, title, words : as for `draw`

    Returns
    -------
    SVG text: still until the reader presses Play, then it moves once and stays at the end

    Raises
    ------
    PostureError
        Two positions, loads of different tissues, or a time out of range.

    Examples
    --------
    >>> svg = animate(Posture("long_sitting", 80, 0), Posture("long_sitting", 80, 20))
    >>> "<animate" in svg and "<script" not in svg
    True
    """
    check_theme(theme)
    _check(start, end, seconds)
    spoken = speech(words)
    told = _told(loads, spoken)
    heading = title or spoken.say("from_to", start=spoken.headline(start), end=spoken.angles(end))
    ends = said or (spoken.angles(start), spoken.angles(end))
    seed = repr((start, end, told, seconds, theme, heading, ends))
    uid = f"pm{zlib.crc32(seed.encode()):08x}"
    moments = _moments(start, end, told)
    scenes = [replace(scene_of(posture), holes=()) for posture, _ in moments]
    views = _views(scenes)
    drawn = [
        "".join(figure_parts(scene, view, bears, uid, theme))
        for scene, view, (_, bears) in zip(scenes, views, moments, strict=True)
    ]
    picture = (
        ground(max(scenes, key=_floor), views[0], theme)
        + _goal(scenes[-1], views[-1], theme)
        + _merged(drawn, f'begin="{uid}p.click" dur="{number(seconds)}s" fill="freeze"')
    )
    description = (
        f"{_described(start, told[0], spoken)} "
        f"{spoken.say('play_moves', end=spoken.angles(end))} "
        f"{_described(end, told[1], spoken)}"
    )
    names = (spoken.say("from"), spoken.say("to"))
    told_ends = zip(names, ends, strict=True) if key else ()
    lines = [line for row in told_ends for line in _lines(*row)]
    below = views[0].height + max(_BUTTON, 12 + _LINE * len(lines))
    rows = compose_key(_joined(told), (uid, theme), below, spoken) if key else Key("", 0)
    return (
        f'<svg {head((WIDTH, below + rows.height))} role="group" '
        f'aria-labelledby="{uid}t"><title id="{uid}t">{escape(heading)}</title>{style(theme)}'
        f"<defs>{hatches(uid) if loads else ''}</defs>"
        f'<g id="{uid}" role="img" aria-labelledby="{uid}t {uid}d">'
        f'<desc id="{uid}d">{escape(description)}</desc>{picture}</g>'
        f"{_button(uid, views[0].height, lines, (theme, spoken))}{rows.svg}</svg>"
    )


def _check(start: Posture, end: Posture, seconds: float) -> None:
    if start.position != end.position:
        raise PostureError(f"end.position is {end.position!r}. Use {start.position!r} for both.")
    if not _SHORTEST_S <= seconds <= _LONGEST_S:
        raise PostureError(f"seconds is {seconds:g}. Use {_SHORTEST_S:g} to {_LONGEST_S:g}.")


def _told(
    loads: tuple[Loads, Loads] | None, spoken: Speech
) -> tuple[dict[str, Load], dict[str, Load]]:
    before, after = (check_loads(each, spoken) for each in loads or ({}, {}))
    if before.keys() != after.keys():
        raise PostureError("loads name different tissues. Use the same at the start and the end.")
    return before, after


def _moments(
    start: Posture, end: Posture, told: tuple[dict[str, Load], dict[str, Load]]
) -> list[tuple[Posture, dict[str, Load]]]:
    """Postures and loads on the way, close enough to look continuous."""
    turns = [abs(getattr(end, name) - getattr(start, name)) for name in ANGLES]
    count = max(2, int(np.ceil(max(turns) / LARGEST_STEP_DEG)) + 1)
    return [_moment(start, end, told, share) for share in np.linspace(0, 1, count).tolist()]


def _moment(
    start: Posture, end: Posture, told: tuple[dict[str, Load], dict[str, Load]], share: float
) -> tuple[Posture, dict[str, Load]]:
    def between(first: float, last: float) -> float:
        return first + (last - first) * share

    angles = {name: between(getattr(start, name), getattr(end, name)) for name in ANGLES}
    bears = {
        tissue: Load(between(load.level, told[1][tissue].level), "-")
        for tissue, load in told[0].items()
    }
    return Posture(start.position, **angles), bears


def _views(scenes: list[Scene]) -> list[View]:
    """One frame for all moments; what the body rests on stays where it is."""
    rests = [_rest(scene) for scene in scenes]
    offsets = [rests[0] - rest for rest in rests]
    view = frame(scenes, offsets)
    return [replace(view, shift=view.shift + offset * view.scale) for offset in offsets]


def _rest(scene: Scene) -> Array:
    support = scene.stance.support
    standing = support.y == support.floor_y and support.cushion is None
    foot = scene.stance.other.foot.x if standing and _upright(scene) else 0.0
    return np.array([foot, support.y])


def _upright(scene: Scene) -> bool:
    return abs(scene.stance.other.shank.angle_deg) < 60


def _floor(scene: Scene) -> float:
    return scene.stance.support.floor_y - scene.stance.support.y


_ELEMENT = re.compile(r"<path ([^>]*)/>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def _merged(drawn: list[str], timing: str) -> str:
    """One drawing from many that differ only in attributes of their paths."""
    elements = zip(*(_ELEMENT.findall(svg) for svg in drawn), strict=True)
    moving: Iterator[str] = starmap(_moving, ((list(each), timing) for each in elements))
    return _ELEMENT.sub(lambda _: next(moving), drawn[0])


def _moving(moments: list[str], timing: str) -> str:
    """One path from all its moments; patterns fade in and out, since no browser mixes them."""
    each = [dict(_ATTRIBUTE.findall(moment)) for moment in moments]
    patterns = sorted({path.get("fill", "") for path in each if "url(" in path.get("fill", "")})
    if not patterns:
        return _animated(each, timing)
    layers = []
    for pattern in patterns:
        shown = [path | {"fill": pattern, "opacity": _seen(path, pattern)} for path in each]
        layers.append(_animated(shown, timing))
    return "".join(layers)


def _seen(path: dict[str, str], pattern: str) -> str:
    return "1" if path["fill"] == pattern else "0"


def _animated(each: list[dict[str, str]], timing: str) -> str:
    first = " ".join(f'{name}="{value}"' for name, value in each[0].items())
    changes = "".join(
        _change(name, [path[name] for path in each], timing)
        for name in each[0]
        if len({path[name] for path in each}) > 1
    )
    return f"<path {first}>{changes}</path>" if changes else f"<path {first}/>"


def _change(name: str, values: list[str], timing: str) -> str:
    smooth = name == "d" or all(value.startswith("#") for value in values)
    mode = "" if smooth else ' calcMode="discrete"'
    return f'<animate attributeName="{name}" {timing}{mode} values="{";".join(values)}"/>'


def _goal(scene: Scene, view: View, theme: str) -> str:
    path = svg_path(view.of(scene.body), closed=True)
    return f'<path d="{path}" {paint("lead", theme)} stroke-width="1.2" stroke-dasharray="3 4"/>'


def _lines(name: str, told: str) -> list[str]:
    return textwrap.wrap(f"{name}: {told}", _WIDEST)


def _button(uid: str, top: float, lines: list[str], shown: tuple[str, Speech]) -> str:
    theme, spoken = shown
    y = top + 4
    play = escape(spoken.say("play_movement"))
    rows = "".join(
        f'<text x="132" y="{number(y + 24 + _LINE * row)}" {paint("text", theme)}>'
        f"{escape(line)}</text>"
        for row, line in enumerate(lines)
    )
    return (
        f'<a id="{uid}p" class="pf-play" href="#{uid}" aria-label="{play}">'
        f'<rect x="14" y="{number(y)}" width="106" height="64" rx="6" {paint("frame", theme)} '
        f'stroke-width="1.5"/><path d="M30 {number(y + 24)}v16l14-8z" '
        f'{paint("text", theme)}/><text x="54" y="{number(y + 39)}" font-size="20" '
        f"{paint('text', theme)}>"
        f"{escape(spoken.say('play'))}</text></a>{rows}"
    )


def _joined(told: tuple[dict[str, Load], dict[str, Load]]) -> dict[str, Load]:
    return {
        tissue: Load(load.level, f"{told[0][tissue].text} → {load.text}")
        for tissue, load in told[1].items()
    }


def _described(posture: Posture, told: dict[str, Load], spoken: Speech) -> str:
    return spoken.described(posture, {tissue: load.text for tissue, load in told.items()})
