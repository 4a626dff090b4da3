"""How a body rests in each position: pelvis, both legs, arm, and what holds it up.

Only the five angles of the posture are given; the rest is chosen so that the body could stay
there: a seat under the sitting bones, a floor under the feet, the back on the ground.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from popliteal.figure import body
from popliteal.figure.field import Array
from popliteal.figure.pose import Frame, Leg, Trunk, make_leg, reach
from popliteal.figure.posture import Posture

HIP = (0.0, 0.0)
SINK = 7.0
"""How far soft parts give way on a hard surface. [unit]"""


@dataclass(frozen=True, slots=True)
class Support:
    """A level surface from left to right, with the floor below it; equal heights mean floor."""

    y: float
    left: float
    right: float
    floor_y: float
    cushion: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Arm:
    """Upper arm and forearm with hand."""

    upper: Frame
    fore: Frame


@dataclass(frozen=True, slots=True)
class Stance:
    """A body at rest: everything needed to draw it."""

    trunk: Trunk
    leg: Leg
    other: Leg
    arm: Arm
    support: Support


def settle(posture: Posture) -> Stance:
    """Find how a body rests in a posture."""
    return _SETTLERS[posture.position](posture)


def _trunk(posture: Posture, lean_deg: float) -> Trunk:
    return Trunk(Frame(*HIP, -lean_deg), posture.trunk_flexion_deg, posture.neck_flexion_deg)


def _leg(posture: Posture, thigh_deg: float) -> Leg:
    return make_leg(HIP, thigh_deg, posture.knee_flexion_deg, posture.ankle_dorsiflexion_deg)


def _arm(trunk: Trunk, hand: tuple[float, float], *, elbow_back: bool = True) -> Arm:
    x, y = (float(v) for v in trunk.place((body.SHOULDER,))[0])
    sign = 1 if elbow_back else -1
    mirrored = (x + sign * (x - hand[0]), hand[1])
    first, bend = reach((x, y), mirrored, body.UPPER_ARM_LENGTH, body.FOREARM_LENGTH)
    upper = Frame(x, y, -sign * first)
    fore = upper.child((0, body.UPPER_ARM_LENGTH), upper.angle_deg + sign * bend)
    return Arm(upper, fore)


def lowest(*parts: Array) -> float:
    """Y of the lowest point of some placed outlines (y points down)."""
    return float(max(part[:, 1].max() for part in parts))


def _foot_bottom(leg: Leg) -> float:
    return lowest(leg.foot.place(body.FOOT))


def _leg_bottom(leg: Leg) -> float:
    return lowest(leg.shank.place(body.SHANK), leg.foot.place(body.FOOT))


def _root(rises: Callable[[float], float], low: float, high: float) -> float:
    """Zero of a rising function by halving; the nearer end where there is none."""
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (low, middle) if rises(middle) > 0 else (middle, high)
    return (low + high) / 2


def _sit(posture: Posture) -> Stance:
    hip = posture.hip_flexion_deg
    back = -30 if posture.position == "sitting_slump" else -20
    lean = float(np.clip(hip - 90, back, 30))
    thigh_deg = hip - lean
    trunk, leg = _trunk(posture, lean), _leg(posture, thigh_deg)
    seat, edge = _seat(trunk, leg)
    other = make_leg(HIP, min(thigh_deg, 90), min(thigh_deg, 90), 0)
    floor = max(_foot_bottom(other), _leg_bottom(leg))
    other = _hanging(other, floor)
    support = Support(seat, -95, edge, floor)
    hand = leg.thigh.place(((50, 92),))[0]
    if posture.position == "sitting_slump":
        hand = trunk.pelvis.place(((-56, -14),))[0]
    return Stance(trunk, leg, other, _arm(trunk, _xy(hand)), support)


def _sit_on_edge(posture: Posture) -> Stance:
    """On the edge of a seat, the thigh so far down that the heel rests on the floor."""
    other = make_leg(HIP, 90, 90, 0)
    floor = _foot_bottom(other)

    def above(thigh_deg: float) -> float:
        return floor - _leg_bottom(_leg(posture, thigh_deg))

    thigh_deg = _root(above, _LOWEST_THIGH, 90)
    lean = float(np.clip(posture.hip_flexion_deg - thigh_deg, -30, 60))
    trunk, leg = _trunk(posture, lean), _leg(posture, posture.hip_flexion_deg - lean)
    seat, edge = _seat(trunk, leg)
    floor = max(floor, _leg_bottom(leg))
    # Further forward, the hand rests nearer to the knee.
    hand = other.thigh.place(((46, 92 + 1.8 * max(lean, 0.0)),))[0]
    support = Support(seat, -95, edge, floor)
    return Stance(trunk, leg, _hanging(other, floor), _arm(trunk, _xy(hand)), support)


_LOWEST_THIGH = 40.0


def _seat(trunk: Trunk, leg: Leg) -> tuple[float, float]:
    """Height of the seat, and its front edge: short of where the thigh goes below it."""
    under = leg.thigh.place([(x, y) for x, y in body.THIGH if x < 0 and _BUTTOCK < y < _MIDTHIGH])
    seat = lowest(trunk.place(body.TRUNK)) - SINK
    if leg.thigh.angle_deg > _LEVEL:
        seat = max(seat, lowest(under) - 1)
    beyond = under[under[:, 1] > seat + 1]
    edge = float(beyond[:, 0].min()) - 6 if len(beyond) else _SEAT_DEPTH
    return seat, float(np.clip(edge, -30, _SEAT_DEPTH))


_BUTTOCK, _MIDTHIGH, _SEAT_DEPTH, _LEVEL = 20.0, 150.0, 105.0, 75.0


def _hanging(other: Leg, floor: float) -> Leg:
    """A foot that does not reach the floor hangs with the toes a little down."""

    def hang(slack: float) -> Leg:
        return make_leg(HIP, other.thigh.angle_deg, other.knee_deg, -slack)

    return hang(_root(lambda slack: _foot_bottom(hang(slack)) - floor, 0, 30))


def _lie(posture: Posture) -> Stance:
    trunk = _trunk(posture, -90)
    leg = _leg(posture, posture.hip_flexion_deg + 90)
    ground = lowest(trunk.place(body.TRUNK)[:48]) - SINK - 4
    support = _ground(trunk, leg, ground)
    other = _resting_leg(support)
    hand = (120.0, ground - 9)
    return Stance(trunk, leg, other, _arm(trunk, hand), support)


def _resting_leg(support: Support) -> Leg:
    """The other leg lies flat; where the couch ends, it is drawn up out of the way."""
    if support.floor_y > support.y:
        return make_leg(HIP, 200, 115, -15)
    return _flat_leg(support.y)


def _flat_leg(ground: float) -> Leg:
    """A straight leg lying on the ground, toes up: on the calf, and on the heel if it reaches."""

    def above(thigh_deg: float) -> float:
        return ground - _leg_bottom(make_leg(HIP, thigh_deg, 0, _LOOSE))

    return make_leg(HIP, min(_root(above, 70, 110), 90.0), 0, _LOOSE)


_LOOSE = -8.0
"""The toes of a resting leg fall a little forward. [deg]"""


def _ground(trunk: Trunk, leg: Leg, ground: float) -> Support:
    """The floor; or a couch that ends where leg or head has to go below it."""
    head = trunk.head.place(body.HEAD)
    limbs = np.concatenate([leg.shank.place(body.SHANK), leg.foot.place(body.FOOT)])
    cushion = _cushion(trunk, head, ground)
    bottom = lowest(limbs)
    low_leg, low_head = bottom > ground + _GIVE, lowest(head) > ground + _GIVE
    if not low_leg and not low_head:
        return Support(ground, -_ENDLESS, _ENDLESS, ground, cushion)
    left, right = -_ENDLESS, _ENDLESS
    if low_leg:
        thigh = leg.thigh.place(body.THIGH)
        below = np.concatenate([thigh[thigh[:, 0] > 0], limbs])
        right = float(np.clip(below[below[:, 1] > ground + _GIVE, 0].min() - 3, 10, leg.shank.x))
    if low_head:
        left = float(trunk.place(((-30, -200),))[0, 0])
    return Support(ground, left, right, max(bottom + 20, ground + _COUCH), cushion)


def _cushion(trunk: Trunk, head: Array, ground: float) -> tuple[float, float, float, float] | None:
    """Something under the head of a body that lies flat, if there is a gap to fill."""
    x, y = head[np.argmax(head[:, 1])].tolist()
    gap = ground - y
    if trunk.pelvis.angle_deg < _FLAT or not _GIVE < gap < _THICKEST:
        return None
    return x - 42, y - 3, 84.0, gap + 3


_GIVE, _COUCH, _ENDLESS, _FLAT, _THICKEST = 3.0, 150.0, 1e3, 80.0, 60.0


def _stand(posture: Posture) -> Stance:
    thigh_deg = _standing_thigh(posture.knee_flexion_deg, posture.ankle_dorsiflexion_deg)
    trunk = _trunk(posture, posture.hip_flexion_deg - thigh_deg)
    leg = _leg(posture, thigh_deg)
    own = _foot_bottom(leg)
    # Bent further than a crouch, the knee lifts its foot and the other leg carries the body.
    lifted = max(posture.knee_flexion_deg - _CROUCH, 0.0) / (120 - _CROUCH)
    floor = own + max(_STRAIGHT_LEG - own, 0.0) * lifted
    under = float(leg.foot.x) - 14 if lifted == 0 else -14.0
    ankle = (under, floor - body.SOLE_DROP)
    first, bend = reach(HIP, ankle, body.THIGH_LENGTH, body.SHANK_LENGTH)
    other = make_leg(HIP, first, bend, bend - first)
    arm = _arm(trunk, (other.foot.x + 70, floor - 36))
    return Stance(trunk, leg, other, arm, Support(floor, -_ENDLESS, _ENDLESS, floor))


def _standing_thigh(knee_deg: float, ankle_deg: float) -> float:
    """Direction of the thigh that keeps the foot flat, as far as nobody falls over. [deg]."""
    forward = min(8 + 0.6 * knee_deg, 25)
    shank_deg = float(np.clip(-ankle_deg, -forward, _LEAN_BACK))
    if -ankle_deg > _LEAN_BACK:
        # Nobody leans back further to keep the heel down: the body comes up over the toes.
        shank_deg = float(np.interp(-ankle_deg, (_LEAN_BACK, _TIPTOE), (_LEAN_BACK, 0)))
    if knee_deg <= _CROUCH:
        return shank_deg + knee_deg
    return (shank_deg + _CROUCH) * (120 - knee_deg) / (120 - _CROUCH)


_CROUCH = 60.0
_LEAN_BACK, _TIPTOE = 8.0, 20.0
_STRAIGHT_LEG = body.THIGH_LENGTH + body.SHANK_LENGTH + body.SOLE_DROP


def _sit_long(posture: Posture) -> Stance:
    thigh_deg, ground = 90.0, 38.0
    for _ in range(4):
        trunk = _trunk(posture, max(posture.hip_flexion_deg - thigh_deg, -90.0))
        ground = lowest(trunk.place(body.TRUNK)) - SINK

        def above(angle: float, level: float = ground) -> float:
            return level - _leg_bottom(_leg(posture, angle))

        thigh_deg = _root(above, 60, 180)
    lean = max(posture.hip_flexion_deg - thigh_deg, -90.0)
    trunk, leg = _trunk(posture, lean), _leg(posture, posture.hip_flexion_deg - lean)
    support = _ground(trunk, leg, ground)
    other = _resting_leg(support)
    arm = _prop(trunk, ground) if lean < -14 else _arm(trunk, _xy(leg.shank.place(((26, 40),))[0]))
    return Stance(trunk, leg, other, arm, support)


_ARM = body.UPPER_ARM_LENGTH + body.FOREARM_LENGTH


def _prop(trunk: Trunk, ground: float) -> Arm:
    """Lean back on the hand; on the forearm where the shoulder is low."""
    x, y = _xy(trunk.place((body.SHOULDER,))[0])
    height = ground - 27 - y
    if height > body.UPPER_ARM_LENGTH:
        reach_back = np.sqrt(max((0.985 * _ARM) ** 2 - height**2, 0.0))
        return _arm(trunk, (x - min(float(reach_back), 170.0), ground - 27))
    back = float(np.degrees(np.arccos(np.clip(height / body.UPPER_ARM_LENGTH, 0, 0.98))))
    upper = Frame(x, y, min(back, 80.0))
    return Arm(upper, upper.child((0, body.UPPER_ARM_LENGTH), 88))


def _xy(point: Array | tuple[float, float]) -> tuple[float, float]:
    return float(point[0]), float(point[1])


_SETTLERS = MappingProxyType(
    {
        "sitting_knee_extension": _sit,
        "sitting_slump": _sit,
        "sitting_on_edge": _sit_on_edge,
        "lying_leg_raise": _lie,
        "standing_toe_touch": _stand,
        "long_sitting": _sit_long,
    }
)
