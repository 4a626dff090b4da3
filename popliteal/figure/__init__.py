"""The body from the side as SVG: a posture, its tissues, and what it does to them."""

from popliteal.figure.drawing import Handle, Load, draw, handle
from popliteal.figure.key import swatch
from popliteal.figure.motion import animate
from popliteal.figure.paint import stylesheet
from popliteal.figure.posture import ANGLES, POSITIONS, Posture
from popliteal.figure.region import region_map

__all__ = [
    "ANGLES",
    "POSITIONS",
    "Handle",
    "Load",
    "Posture",
    "animate",
    "draw",
    "handle",
    "region_map",
    "stylesheet",
    "swatch",
]
