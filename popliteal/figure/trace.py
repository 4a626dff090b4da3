"""Outlines of a sampled field: closed loops where it changes sign."""

from __future__ import annotations

import numpy as np

from popliteal.figure.field import Array, Grid

# Which sides of a cell the outline enters and leaves by, with the inside on its left. The key
# adds 1, 2, 4, 8 for an inside corner at top left, top right, bottom right, bottom left.
_TURNS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("top", "left"),), 2: (("right", "top"),), 3: (("right", "left"),),
    4: (("bottom", "right"),), 5: (("top", "left"), ("bottom", "right")),
    6: (("bottom", "top"),), 7: (("bottom", "left"),), 8: (("left", "bottom"),),
    9: (("top", "bottom"),), 10: (("right", "top"), ("left", "bottom")),
    11: (("right", "bottom"),), 12: (("left", "right"),), 13: (("top", "right"),),
    14: (("left", "top"),),
}  # fmt: skip
