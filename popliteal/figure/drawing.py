"""One posture as a self-contained inline SVG."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from popliteal.errors import PostureError
from popliteal.figure import body
from popliteal.figure.callouts import knee_angle, labelled
from popliteal.figure.curve import svg_path, svg_polyline
from popliteal.figure.field import Array
from popliteal.figure.ground import ground
from popliteal.figure.key import Key, compose_key
from popliteal.figure.paint import INK, cable, check_theme, colour, hatched, hatches, paint
from popliteal.figure.posture import Posture
from popliteal.figure.scene import Scene, compose
from popliteal.figure.stance import settle
from popliteal.figure.strands import belly, lay
from popliteal.figure.view import WIDTH, View, frame, wrap
from popliteal.figure.words import TISSUES, Speech, speech, upper_first


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


def draw(
    posture: Posture,
    loads: Mapping[str, float | Load] | None = None,
    *,
    room: Sequence[Posture] = (),
    key: bool = True,
    theme: str = "auto",
    title: str | None = None,
    words: Mapping[str, str] | None = None,
) -> str:
    """Draw the body from the side with its hamstring and sciatic–tibial nerve.

    Parameters
    ----------
    posture : where the body rests and its angles
    loads : relative level of ``hamstring`` and ``nerve``, 0 to 1, or a `Load` with words; None
        draws the tissues alone
    room : postures that would fit in the picture too; with the same room, postures of one position
        are drawn to the same scale
    key : whether the rows below the picture are part of it; a page may tell the same in its text
    theme : ``auto`` follows the reader's system, ``light`` and ``dark`` are fixed, ``page`` leaves
        it to the page, which serves `stylesheet`
    title : replaces the headline that screen readers say first
    words : the `words` of a knowledge in another language; English if not given

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
    spoken = speech(words)
    told = check_loads(loads, spoken)
    heading = spoken.headline(posture) if title is None else title
    uid = f"pf{zlib.crc32(repr((posture, told, theme, heading)).encode()):08x}"
    scene = scene_of(posture)
    view = _view(scene, room)
    where = uid, theme
    caption = upper_first(spoken.angles(posture))
    rows = compose_key(told, where, view.height, spoken, caption=caption) if key else Key("", 0)
    parts = [
        f"<defs>{hatches(uid) if told else ''}</defs>",
        ground(scene, view, theme),
        *figure_parts(scene, view, told, uid, theme),
        knee_angle(scene, view, posture, theme),
        *labelled(scene, view, posture, theme, spoken),
        rows.svg,
    ]
    said = {tissue: load.text for tissue, load in told.items()}
    description = spoken.described(posture, said)
    return wrap(
        "".join(parts), (WIDTH, view.height + rows.height), (uid, heading, description), theme
    )


@dataclass(frozen=True, slots=True)
class Handle:
    """Where a picture can be taken hold of: knee and ankle, and the way the thigh points.

    Lengths are those of the picture's own coordinates, whose ``width`` and ``height`` the SVG
    names; ``thigh_deg`` counts from straight down, towards the right positive. [deg]
    """

    knee: tuple[float, float]
    ankle: tuple[float, float]
    thigh_deg: float


def handle(posture: Posture, *, room: Sequence[Posture] = ()) -> Handle:
    """Find knee and ankle in the picture that `draw` makes with the same room.

    Examples
    --------
    >>> found = handle(Posture("sitting_knee_extension", 90, 0))
    >>> round(found.thigh_deg), found.ankle[0] > found.knee[0]
    (90, True)
    """
    scene = scene_of(posture)
    view, leg = _view(scene, room), scene.stance.leg
    (knee,) = view.of(leg.shank.place(((0, 0),))).tolist()
    (ankle,) = view.of(leg.foot.place(((0, 0),))).tolist()
    return Handle((knee[0], knee[1]), (ankle[0], ankle[1]), leg.thigh.angle_deg)


def _view(scene: Scene, room: Sequence[Posture]) -> View:
    return frame([scene, *map(scene_of, room)])


@lru_cache(maxsize=64)
def scene_of(posture: Posture) -> Scene:
    """Compose the outlines of a posture; asked for often, so kept."""
    return compose(settle(posture))


def check_loads(loads: Mapping[str, float | Load] | None, spoken: Speech) -> dict[str, Load]:
    """Loads with words, in the order of the tissues."""
    given = dict(loads or {})
    for tissue in given:
        if tissue not in TISSUES:
            raise PostureError(f"loads has {tissue!r}. Use {' or '.join(TISSUES)}.")
    return {tissue: _load(tissue, given[tissue], spoken) for tissue in TISSUES if tissue in given}


def _load(tissue: str, given: float | Load, spoken: Speech) -> Load:
    load = given if isinstance(given, Load) else Load(given)
    try:
        level = float(load.level)
    except (TypeError, ValueError):
        level = float("nan")
    if not 0 <= level <= 1:
        raise PostureError(f"loads[{tissue!r}] is {load.level!r}. Use a number from 0 to 1.")
    return Load(level, load.text or spoken.level(level))


def figure_parts(
    scene: Scene, view: View, told: Mapping[str, Load], uid: str, theme: str
) -> list[str]:
    """Draw far leg, body, arm and tissues, back to front."""
    stance = scene.stance
    outline = "".join(svg_path(view.of(knots), closed=True) for knots in (scene.body, *scene.holes))
    cord = svg_path(view.of(lay(stance, body.CORD)), closed=False)
    clothes = [
        ("shorts", view.of(stance.leg.thigh.place(body.HEM_THIGH))),
        ("shorts", view.of(stance.trunk.pelvis.place(body.HEM_PELVIS))),
        ("shirt", view.of(stance.trunk.place(body.SHIRT))),
    ]
    far = [("shorts", view.of(stance.other.thigh.place(body.HEM_THIGH)))]
    sleeve = [("shirt", view.of(stance.arm.upper.place(body.SLEEVE)))]
    return [
        _clad(svg_path(view.of(scene.far_leg), closed=True), "far", far, f"{uid}f", theme),
        _clad(outline, "skin", clothes, f"{uid}b", theme),
        _hair(scene, view, theme),
        f'<path d="{cord}" {paint("cord", theme)} stroke-width="1.6" stroke-dasharray="5 2"/>',
        _clad(svg_path(view.of(scene.arm), closed=True), "skin", sleeve, f"{uid}a", theme),
        *tissues(scene, view, told, uid, theme),
    ]


def _clad(path: str, skin: str, clothes: list[tuple[str, Array]], clip: str, theme: str) -> str:
    """Fill an outline, clothe it inside the outline only, and draw the line on top."""
    cloth = "".join(
        f'<path d="{svg_polyline(points, closed=True)}" {paint(name, theme)}/>'
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
    tendons = (
        f'<g fill="none" stroke-linecap="round"><path d="{sinew}" stroke="{INK}" '
        f'stroke-width="3.2"/><path d="{sinew}" stroke="{tint}" stroke-width="1.6"/></g>'
    )
    return [
        tendons,
        hatched(muscle, uid, levels.get("hamstring"), theme),
        cable(nerve, levels.get("nerve"), max(1.8, 3.8 * view.scale)),
    ]
