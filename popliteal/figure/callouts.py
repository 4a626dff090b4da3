"""Words and marks in the figure: the angles as they are, and the names of the two tissues."""

from __future__ import annotations

import numpy as np

from popliteal.figure import body
from popliteal.figure.curve import number, spline
from popliteal.figure.field import Array
from popliteal.figure.labels import Label, arrange, label_svg, pair
from popliteal.figure.paint import haloed
from popliteal.figure.posture import Posture
from popliteal.figure.scene import Scene
from popliteal.figure.view import MARK, WIDTH, View
from popliteal.figure.words import Speech, degrees, upper_first


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
                leg.thigh.place(((0, body.THIGH_LENGTH + MARK),)),
                leg.shank.place(((0, MARK),)),
            ]
        )
    )
    arc_from = start + (straight - start) * 0.8
    arc_to = start + (actual - start) * 0.8
    radius = number(float(np.hypot(*(arc_from - start))))
    return haloed(
        f"M{pair(start)}L{pair(straight)}M{pair(start)}L{pair(actual)}", theme, dashes="4 3"
    ) + haloed(f"M{pair(arc_from)}A{radius} {radius} 0 0 1 {pair(arc_to)}", theme)


_SMALLEST_ARC = 12.0


def labelled(scene: Scene, view: View, posture: Posture, theme: str, speech: Speech) -> list[str]:
    """Name the tissues and the angles where there is room; the key says the same again."""
    outlines = [
        spline(view.of(knots), 3, closed=True) for knots in (scene.body, scene.far_leg, scene.arm)
    ]
    floor = view.of(np.array([[0.0, scene.stance.support.floor_y]]))[0, 1]
    room = (WIDTH, float(floor))
    boxes = arrange(_wanted(scene, view, posture, speech), outlines, _inked(scene, view), room)
    return [label_svg(box, theme) for box in boxes]


def _wanted(scene: Scene, view: View, posture: Posture, speech: Speech) -> list[Label]:
    stance = scene.stance
    leg = stance.leg
    spots = [
        (speech.say("hamstring"), leg.thigh.place(((-18, 92),))),
        (speech.say("nerve"), leg.shank.place(((-12.5, 96),))),
        (
            speech.say("label_knee", deg=degrees(posture.knee_flexion_deg)),
            leg.kneecap.place(((16, 0),)),
        ),
        (speech.say("label_hip", deg=degrees(posture.hip_flexion_deg)), leg.thigh.place(((0, 0),))),
    ]
    ankle = posture.ankle_dorsiflexion_deg
    if ankle:
        toes = speech.ankle(ankle)
        spots.append((upper_first(toes), leg.foot.place(((77, 25),))))
    if posture.neck_flexion_deg:
        way = "label_chin_down" if posture.neck_flexion_deg > 0 else "label_head_back"
        turn = speech.turn(way, posture.neck_flexion_deg)
        spots.append((turn, stance.trunk.head.place(((6, -262),))))
    if posture.trunk_flexion_deg:
        spots.append(
            (
                speech.turn("label_slump", posture.trunk_flexion_deg),
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
