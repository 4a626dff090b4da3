"""One posture as a self-contained inline SVG."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import numpy as np

from popliteal.errors import PostureError
from popliteal.figure import body, words
from popliteal.figure.curve import number, spline, svg_path, svg_polyline
from popliteal.figure.field import Array
from popliteal.figure.key import compose_key
from popliteal.figure.labels import SIZE, Box, Label, arrange
from popliteal.figure.paint import (
    INK,
    cable,
    check_theme,
    colour,
    hatched,
    haloed,
    hatches,
    paint,
    style,
)
from popliteal.figure.posture import Posture
from popliteal.figure.scene import Scene, compose
from popliteal.figure.stance import settle
from popliteal.figure.strands import belly, lay

WIDTH = 400.0
_TALLEST = 372.0
_MARGIN = 26.0
_FONT = "font-family=\"system-ui,'Segoe UI',Roboto,Arial,sans-serif\""


@dataclass(frozen=True, slots=True)
class Load:
    """How much a tissue bears compared with the caller's reference, and the words for it.

    Parameters
    ----------
    level : 0 (least) to 1 (most) on the caller's own relative scale
    text : what to say about it; without it, one of four steps is named
    """

    level: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """From drawing units to the picture: scale, then shift."""

    scale: float
    shift: Array
    height: float

    def of(self, points: Array) -> Array:
        """Turn points (n, 2) of the body into points of the picture."""
        return points * self.scale + self.shift


def draw(
    posture: Posture,
    loads: Mapping[str, float | Load] | None = None,
    *,
    theme: str = "auto",
    title: str | None = None,
) -> str:
    """Draw the body from the side with its hamstring and sciatic–tibial nerve.

    Parameters
    ----------
    posture : where the body rests and its angles
    loads : relative level of ``hamstring`` and ``nerve``, 0 to 1, or a `Load` with words; None
        draws the tissues alone
    theme : ``auto`` follows the reader's system, ``light`` and ``dark`` are fixed
    title : replaces the headline that screen readers say first

    Returns
    -------
    SVG text: one self-contained element, flat fills only, the same bytes for the same input

    Raises
    ------
    PostureError
        An unknown tissue or a level outside 0 to 1.

    Examples
    --------
    >>> svg = draw(Posture("lying_leg_raise", 80, 20), {"hamstring": 0.6, "nerve": 0.3})
    >>> svg.startswith("<svg") and "Knee bent 20 degrees." in svg
    True
    """
    check_theme(theme)
    told = check_loads(loads)
    heading = words.headline(posture) if title is None else title
    uid = f"pf{zlib.crc32(repr((posture, told, theme, heading)).encode()):08x}"
    scene = scene_of(posture)
    view = frame([scene])
    key = compose_key(told, uid, theme, view.height)
    parts = [
        _defs(told, uid),
        ground(scene, view, theme),
        *figure_parts(scene, view, told, uid, theme),
        knee_angle(scene, view, posture, theme),
        *_labelled(scene, view, posture, theme),
        key.svg,
    ]
    said = {tissue: load.text for tissue, load in told.items()}
    description = words.described(posture, said)
    return wrap(
        "".join(parts), (WIDTH, view.height + key.height), (uid, heading, description), theme
    )


@lru_cache(maxsize=64)
def scene_of(posture: Posture) -> Scene:
    """Compose the outlines of a posture; asked for often, so kept."""
    return compose(settle(posture))


def check_loads(loads: Mapping[str, float | Load] | None) -> dict[str, Load]:
    """Loads with words, in the order of the tissues."""
    given = dict(loads or {})
    for tissue in given:
        if tissue not in words.TISSUES:
            raise PostureError(f"loads has {tissue!r}. Use {' or '.join(words.TISSUES)}.")
    return {tissue: _load(tissue, given[tissue]) for tissue in words.TISSUES if tissue in given}


def _load(tissue: str, given: float | Load) -> Load:
    load = given if isinstance(given, Load) else Load(given)
    try:
        level = float(load.level)
    except (TypeError, ValueError):
        level = float("nan")
    if not 0 <= level <= 1:
        raise PostureError(f"loads[{tissue!r}] is {load.level!r}. Use a number from 0 to 1.")
    return Load(level, load.text or words.step_words(level))


def wrap(inner: str, size: tuple[float, float], told: tuple[str, str, str], theme: str) -> str:
    """Give the outer element with its title and description."""
    uid, heading, description = told
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(size[0])} '
        f'{number(size[1])}" role="img" aria-labelledby="{uid}t {uid}d" '
        f'{_FONT} font-size="{number(SIZE)}" stroke-linejoin="round">'
        f'<title id="{uid}t">{escape(heading)}</title>'
        f'<desc id="{uid}d">{escape(description)}</desc>{style(theme)}{inner}</svg>'
    )


def frame(scenes: list[Scene]) -> View:
    """Fit one or more bodies and what they rest on into the picture."""
    points = np.concatenate([_extent(scene) for scene in scenes])
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([WIDTH, _TALLEST]) - 2 * _MARGIN
    scale = float(np.round((room / (high - low)).min(), 3))
    height = float(np.ceil((high[1] - low[1]) * scale + 2 * _MARGIN))
    left = (WIDTH - (high[0] - low[0]) * scale) / 2
    return View(scale, np.array([left, _MARGIN]) - low * scale, height)


def _extent(scene: Scene) -> Array:
    support = scene.stance.support
    points = [scene.body, scene.far_leg, scene.arm]
    low = np.concatenate(points).min(axis=0)
    high = np.concatenate(points).max(axis=0)
    ends = [max(support.left, low[0]), min(support.right, high[0])]
    points.append(np.array([[ends[0], support.y], [ends[1], support.floor_y]]))
    return np.concatenate(points)


def ground(scene: Scene, view: View, theme: str) -> str:
    """Floor, seat or couch, and a cushion under the head."""
    support = scene.stance.support
    top = view.of(np.array([[0.0, support.floor_y]]))[0, 1]
    svg = (
        f'<rect x="0" y="{number(top)}" width="{number(WIDTH)}" height="9" '
        f"{paint('floor', theme)}/>"
    )
    if support.floor_y > support.y:
        svg += _furniture(scene, view, top, theme)
    if support.cushion:
        x, y, width, height = support.cushion
        left, upper = view.of(np.array([[x, y]]))[0]
        svg += (
            f'<rect x="{number(left)}" y="{number(upper)}" width="{number(width * view.scale)}" '
            f'height="{number(height * view.scale)}" rx="4" {paint("cushion", theme)}/>'
        )
    return svg


def _furniture(scene: Scene, view: View, floor: float, theme: str) -> str:
    support = scene.stance.support
    ends = np.array([[support.left, support.y], [support.right, support.y]])
    (left, top), (right, _) = view.of(ends)
    left, right = max(left, 6.0), min(right, WIDTH - 6)
    thick, leg = 13 * view.scale, 10 * view.scale
    return (
        f'<g {paint("seat", theme)} stroke-width="1"><path d="'
        f"M{number(left + leg)} {number(top + thick)}h{number(leg)}V{number(floor)}h-{number(leg)}z"
        f"M{number(right - 2 * leg)} {number(top + thick)}h{number(leg)}V{number(floor)}"
        f'h-{number(leg)}z"/><rect x="{number(left)}" y="{number(top)}" '
        f'width="{number(right - left)}" height="{number(thick)}" rx="3"/></g>'
    )


def figure_parts(
    scene: Scene, view: View, told: Mapping[str, Load], uid: str, theme: str
) -> list[str]:
    """Far leg, body, arm and tissues, back to front."""
    stance = scene.stance
    outline = "".join(svg_path(view.of(knots), closed=True) for knots in (scene.body, *scene.holes))
    cord = svg_path(view.of(lay(stance, body.CORD)), closed=False)
    clothes = [
        ("shorts", stance.leg.thigh.place(body.HEM_THIGH)),
        ("shorts", stance.trunk.pelvis.place(body.HEM_PELVIS)),
        ("shirt", stance.trunk.place(body.SHIRT)),
    ]
    far = [("shorts", stance.other.thigh.place(body.HEM_THIGH))]
    sleeve = [("shirt", stance.arm.upper.place(body.SLEEVE))]
    return [
        _clad(svg_path(view.of(scene.far_leg), closed=True), "far", far, view, f"{uid}f", theme),
        _clad(outline, "skin", clothes, view, f"{uid}b", theme),
        _hair(scene, view, theme),
        f'<path d="{cord}" {paint("cord", theme)} stroke-width="1.6" stroke-dasharray="5 2"/>',
        _clad(svg_path(view.of(scene.arm), closed=True), "skin", sleeve, view, f"{uid}a", theme),
        *tissues(scene, view, told, uid, theme),
    ]


def _clad(
    path: str, skin: str, clothes: list[tuple[str, Array]], view: View, clip: str, theme: str
) -> str:
    """Fill an outline, clothe it inside the outline only, and draw the line on top."""
    cloth = "".join(
        f'<path d="{svg_polyline(view.of(points), closed=True)}" {paint(name, theme)}/>'
        for name, points in clothes
    )
    return (
        f'<path d="{path}" {paint(skin, theme)} stroke-width="0" fill-rule="evenodd"/>'
        f'<clipPath id="{clip}"><path d="{path}" clip-rule="evenodd"/></clipPath>'
        f'<g clip-path="url(#{clip})">{cloth}</g>'
        f'<path d="{path}" {paint("line", theme)} stroke-width="1.3"/>'
    )


def _hair(scene: Scene, view: View, theme: str) -> str:
    head = scene.stance.trunk.head
    hair, ear = (
        svg_path(view.of(head.place(points)), closed=True) for points in (body.HAIR, body.EAR)
    )
    return (
        f'<path d="{hair}" {paint("hair", theme)}/>'
        f'<path d="{ear}" {paint("skin", theme)} stroke-width="0.8"/>'
    )


def tissues(scene: Scene, view: View, told: Mapping[str, Load], uid: str, theme: str) -> list[str]:
    """Draw the hamstring with its two tendons, and the nerve over it."""
    levels = {tissue: load.level for tissue, load in told.items()}
    muscle = svg_path(view.of(belly(scene.stance)), closed=True)
    sinew = "".join(
        svg_path(view.of(lay(scene.stance, path)), closed=False)
        for path in (body.INNER_TENDON, body.OUTER_TENDON)
    )
    tint = "#d8cf9f" if "hamstring" not in levels else colour(levels["hamstring"])
    nerve = svg_path(view.of(lay(scene.stance, body.NERVE)), closed=False)
    return [
        f'<g fill="none" stroke-linecap="round"><path d="{sinew}" stroke="{INK}" '
        f'stroke-width="3.2"/><path d="{sinew}" stroke="{tint}" stroke-width="1.6"/></g>',
        hatched(muscle, uid, "hamstring", levels.get("hamstring"), theme),
        cable(nerve, levels.get("nerve"), 2.8),
    ]


def knee_angle(scene: Scene, view: View, posture: Posture, theme: str) -> str:
    """Mark the bend of the knee: the thigh's line carried on, and an arc to the shank."""
    bend = posture.knee_flexion_deg
    if bend < _SMALLEST_ARC:
        return ""
    leg = scene.stance.leg
    start, straight, actual = view.of(
        np.concatenate(
            [
                leg.thigh.place(((0, body.THIGH_LENGTH),)),
                leg.thigh.place(((0, body.THIGH_LENGTH + 78),)),
                leg.shank.place(((0, 78),)),
            ]
        )
    )
    arc_from = start + (straight - start) * 0.8
    arc_to = start + (actual - start) * 0.8
    radius = number(float(np.hypot(*(arc_from - start))))
    return haloed(
        f"M{_at(start)}L{_at(straight)}M{_at(start)}L{_at(actual)}", theme, dashes="4 3"
    ) + haloed(f"M{_at(arc_from)}A{radius} {radius} 0 0 1 {_at(arc_to)}", theme)


_SMALLEST_ARC = 8.0


def _labelled(scene: Scene, view: View, posture: Posture, theme: str) -> list[str]:
    outlines = [
        spline(view.of(knots), 3, closed=True) for knots in (scene.body, scene.far_leg, scene.arm)
    ]
    boxes = arrange(
        _wanted(scene, view, posture), outlines, _inked(scene, view), (WIDTH, view.height)
    )
    return [_label(box, theme) for box in boxes]


def _wanted(scene: Scene, view: View, posture: Posture) -> list[Label]:
    stance = scene.stance
    leg = stance.leg
    spots = [
        (f"Knee {words.degrees(posture.knee_flexion_deg)}°", leg.kneecap.place(((16, 0),))),
        ("Hamstring", leg.thigh.place(((-18, 92),))),
        ("Nerve", leg.shank.place(((-12.5, 96),))),
        (f"Hip {words.degrees(posture.hip_flexion_deg)}°", leg.thigh.place(((0, 0),))),
    ]
    ankle = posture.ankle_dorsiflexion_deg
    if ankle:
        toes = words.ankle_words(ankle)
        spots.append((toes[0].upper() + toes[1:], leg.foot.place(((60, 22),))))
    if posture.neck_flexion_deg:
        way = "Chin down" if posture.neck_flexion_deg > 0 else "Head back"
        turn = f"{way} {words.degrees(abs(posture.neck_flexion_deg))}°"
        spots.append((turn, stance.trunk.head.place(((6, -262),))))
    if posture.trunk_flexion_deg:
        spots.append(
            (
                f"Slump {words.degrees(posture.trunk_flexion_deg)}°",
                stance.trunk.place(((-20, -120),)),
            )
        )
    found = [(text, view.of(point)[0]) for text, point in spots]
    return [Label(text, (float(x), float(y))) for text, (x, y) in found]


def _inked(scene: Scene, view: View) -> Array:
    """Points of floor, seat and angle marks that a label must not stand on."""
    support = scene.stance.support
    across = np.linspace(0, WIDTH, 60)
    floor = view.of(np.array([[0.0, support.floor_y]]))[0, 1]
    lines = [np.stack([across, np.full(60, floor + at)], axis=1) for at in (0, 6, 12)]
    leg = scene.stance.leg
    reach = np.linspace(0, 80, 12)
    ahead = np.stack([np.zeros(12), body.THIGH_LENGTH + reach], axis=1)
    lines.append(view.of(leg.thigh.place(ahead)))
    if support.floor_y > support.y:
        ends = view.of(np.array([[support.left, support.y], [support.right, support.y]]))
        left, right = max(ends[0, 0], 6), min(ends[1, 0], WIDTH - 6)
        slab = np.linspace(left, right, 60)
        lines += [np.stack([slab, np.full(60, ends[0, 1] + at)], axis=1) for at in (0, 6, 12)]
        legs = np.linspace(ends[0, 1], floor, 40)
        lines += [np.stack([np.full(40, x), legs], axis=1) for x in (left + 8, right - 10)]
    if support.cushion:
        x, y, width, height = support.cushion
        lines.append(view.of(np.array([[x, y], [x + width, y], [x + width / 2, y + height / 2]])))
    return np.concatenate(lines)


def _label(box: Box, theme: str) -> str:
    text = escape(box.label.text)
    anchor, end = np.array(box.label.anchor), np.array(box.leader_end())
    middle = number(box.left + box.width / 2)
    return (
        f"{haloed(f'M{_at(anchor)}L{_at(end)}', theme)}"
        f'<text x="{middle}" y="{number(box.top + box.height * 0.76)}" text-anchor="middle" '
        f"{paint('text', theme)}>{text}</text>"
    )


def _at(point: Array) -> str:
    return f"{number(float(point[0]))} {number(float(point[1]))}"


def _defs(told: Mapping[str, Load], uid: str) -> str:
    levels = {tissue: load.level for tissue, load in told.items() if tissue == "hamstring"}
    steps = {f"s{step}": (step + 0.5) / 4 for step in range(4)} if told else {}
    return f"<defs>{hatches(uid, levels | steps)}</defs>"
