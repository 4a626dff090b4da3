"""The body from the side as SVG: a posture, its tissues, and what it does to them."""

from popliteal.figure.drawing import Load, draw
from popliteal.figure.paint import stylesheet
from popliteal.figure.posture import ANGLES, POSITIONS, Posture

__all__ = ["ANGLES", "POSITIONS", "Load", "Posture", "draw", "stylesheet"]
