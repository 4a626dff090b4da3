"""The hamstring and the nerve laid along a posed body."""

from __future__ import annotations

import numpy as np

from popliteal.figure import body
from popliteal.figure.field import Array
from popliteal.figure.pose import Frame, Leg
from popliteal.figure.stance import Stance


def lay(stance: Stance, path: body.Path) -> Array:
    """Points (n, 2) of a path through a posed body, in the picture."""
    frames = _frames(stance)
    placed = [
        stance.trunk.place(((x, y),)) if name == "trunk" else frames[name].place(((x, y),))
        for name, x, y in path
    ]
    return np.concatenate(placed)


def belly(stance: Stance) -> Array:
    """Outline knots (n, 2) of the hamstring's muscle belly, closed."""
    centre = lay(stance, body.HAMSTRING)
    along = np.gradient(centre, axis=0)
    along /= np.hypot(*along.T)[:, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    widths = np.array(body.HAMSTRING_WIDTHS)[:, None]
    return np.concatenate([centre + widths * across, (centre - widths * across)[::-1]])


def _frames(stance: Stance) -> dict[str, Frame]:
    leg: Leg = stance.leg
    pelvis = stance.trunk.pelvis
    return {
        "pelvis": pelvis,
        "hip": Frame(pelvis.x, pelvis.y, (pelvis.angle_deg + leg.thigh.angle_deg) / 2),
        "thigh": leg.thigh,
        "knee": leg.kneecap,
        "shank": leg.shank,
        "ankle": Frame(leg.foot.x, leg.foot.y, (leg.shank.angle_deg + leg.foot.angle_deg) / 2),
        "foot": leg.foot,
    }
