"""The hamstring and the nerve laid along a posed body."""

from __future__ import annotations

import numpy as np

from popliteal.figure import body
from popliteal.figure.field import Array
from popliteal.figure.pose import Frame, leg_frames, trunk_frames
from popliteal.figure.stance import Stance


def lay(stance: Stance, path: body.Path) -> Array:
    """Points (n, 2) of a path through a posed body, in the picture."""
    leg, pelvis = stance.leg, stance.trunk.pelvis
    hip = Frame(pelvis.x, pelvis.y, (pelvis.angle_deg + leg.thigh.angle_deg) / 2)
    frames = {**leg_frames(leg), **trunk_frames(stance.trunk), "hip": hip}
    return np.concatenate([frames[name].place(((x, y),)) for name, x, y in path])


def belly(stance: Stance) -> Array:
    """Outline knots (n, 2) of the hamstring's muscle belly, closed."""
    centre = lay(stance, body.HAMSTRING)
    along = np.gradient(centre, axis=0)
    along /= np.hypot(*along.T)[:, None]
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    widths = np.array(body.HAMSTRING_WIDTHS)[:, None]
    return np.concatenate([centre + widths * across, (centre - widths * across)[::-1]])
