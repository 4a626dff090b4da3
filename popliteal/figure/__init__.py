"""The body from the side as SVG: a posture, its tissues, and what it does to them."""

from popliteal.figure.drawing import Load, draw
from popliteal.figure.motion import animate
from popliteal.figure.paint import stylesheet
from popliteal.figure.posture import ANGLES, POSITIONS, Posture
from popliteal.figure.region import region_map

__all__ = ["ANGLES", "POSITIONS", "Load", "Posture", "animate", "draw", "region_map", "stylesheet"]
