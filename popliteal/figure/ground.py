"""What carries the body: floor, seat or couch, and a cushion."""

from __future__ import annotations

import numpy as np

from popliteal.figure.curve import number
from popliteal.figure.paint import paint
from popliteal.figure.scene import Scene
from popliteal.figure.view import WIDTH, View


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
