"""One body, whole at every angle: nothing gapes, pinches, sinks in or sticks out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal.figure import POSITIONS, Posture, body
from popliteal.figure.curve import spline
from popliteal.figure.field import sample, signed_distance
from popliteal.figure.pose import Frame, make_leg, reach
from popliteal.figure.scene import body_shapes, compose
from popliteal.figure.stance import settle
from popliteal.figure.strands import belly, lay
from tests.figure.pictures import any_posture

SINKS_UNITS = 2.5  # 6 mm: soft parts under weight
few = settings(max_examples=25)


def drawn(knots):
    """The curve that a reader of the SVG sees through its knots."""
    return spline(knots, 6, closed=True)


def crosses_itself(polygon):
    """Whether any two sides of a closed polygon cross."""
    start, side = polygon, np.roll(polygon, -1, 0) - polygon
    gap = start[None] - start[:, None]
    cross = side[:, None, 0] * side[None, :, 1] - side[:, None, 1] * side[None, :, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        first = (gap[..., 0] * side[None, :, 1] - gap[..., 1] * side[None, :, 0]) / cross
        second = (gap[..., 0] * side[:, None, 1] - gap[..., 1] * side[:, None, 0]) / cross
        hit = (first > 0) & (first < 1) & (second > 0) & (second < 1)
    apart = np.abs(np.subtract.outer(np.arange(len(polygon)), np.arange(len(polygon))))
    return bool((hit & (apart > 1) & (apart < len(polygon) - 1)).any())


@few
@given(posture=any_posture)
def test_the_body_is_one_outline_that_never_crosses_itself(posture):
    """One closed silhouette, whole numbers all the way round, for body, far leg and arm."""
    scene = compose(settle(posture))

    for knots in (scene.body, scene.far_leg, scene.arm):
        assert np.isfinite(knots).all()
        assert not crosses_itself(drawn(knots))


@few
@given(posture=any_posture)
def test_neighbouring_parts_overlap_at_every_angle(posture):
    """No seam: each part reaches well into the next, however the joint is bent."""
    trunk, head, thigh, shank, kneecap, foot = body_shapes(settle(posture))

    for one, other in ((trunk, head), (trunk, thigh), (thigh, shank), (shank, foot)):
        assert signed_distance(one.points, other.points).min() < -8
    assert signed_distance(kneecap.points, thigh.points).min() < -4


@few
@given(posture=any_posture)
def test_no_joint_is_pinched(posture):
    """Round every joint there is flesh: at least 3 cm from its centre to the skin."""
    stance = settle(posture)
    leg = stance.leg
    neck = stance.trunk.place(((8, -236),))
    joints = [leg.thigh.place(((0, 0),)), leg.shank.place(((0, 0),)), neck]

    depth = -signed_distance(np.concatenate(joints), drawn(compose(stance).body))

    assert depth.min() > 12
    assert -signed_distance(leg.foot.place(((0, 0),)), drawn(compose(stance).body)).min() > 6


@few
@given(posture=any_posture)
def test_nerve_and_hamstring_stay_inside_the_body(posture):
    """Both run under the skin, from the spine to the sole and from the sitting bone to the knee."""
    scene = compose(settle(posture))
    outline = drawn(scene.body)
    paths = [lay(scene.stance, path) for path in (body.NERVE, body.INNER_TENDON, body.OUTER_TENDON)]

    for path in [*paths, belly(scene.stance)]:
        assert signed_distance(spline(path, 4, closed=False), outline).max() < SINKS_UNITS


@few
@given(posture=any_posture)
def test_nobody_sinks_into_the_floor(posture):
    """What rests on a surface is flattened by it and does not pass through."""
    scene = compose(settle(posture))
    floor = scene.stance.support.floor_y

    for knots in (scene.body, scene.far_leg, scene.arm):
        assert drawn(knots)[:, 1].max() < floor + SINKS_UNITS


@few
@given(posture=any_posture)
def test_every_body_is_held_up(posture):
    """Something of the body touches what carries it: nobody floats."""
    scene = compose(settle(posture))
    support = scene.stance.support
    points = np.concatenate([drawn(scene.body), drawn(scene.far_leg)])
    over = points[(points[:, 0] > support.left) & (points[:, 0] < support.right)]

    touching = np.abs(over[:, 1] - support.y) < SINKS_UNITS

    assert touching.any()


@few
@given(posture=any_posture)
def test_the_drawn_angles_are_the_given_ones(posture):
    """The picture is built from the person's own angles, not from ones that look better."""
    stance = settle(posture)
    leg, pelvis = stance.leg, stance.trunk.pelvis

    assert leg.thigh.angle_deg - pelvis.angle_deg == pytest.approx(posture.hip_flexion_deg)
    assert leg.thigh.angle_deg - leg.shank.angle_deg == pytest.approx(posture.knee_flexion_deg)
    ankle = leg.foot.angle_deg - leg.shank.angle_deg
    assert ankle == pytest.approx(posture.ankle_dorsiflexion_deg)
    head = pelvis.angle_deg - stance.trunk.head.angle_deg
    assert head == pytest.approx(posture.neck_flexion_deg + posture.trunk_flexion_deg)


@pytest.mark.parametrize("position", POSITIONS)
def test_a_usual_posture_rests_on_feet_seat_or_back(position):
    """A toe touch stands, a sitter sits upright, a long sitter's other leg lies on the floor."""
    stance = settle(Posture(position, 85, 5, -5))
    feet = np.concatenate([leg.foot.place(body.FOOT) for leg in (stance.leg, stance.other)])
    legs_deg = stance.other.thigh.angle_deg, stance.other.shank.angle_deg
    lean_deg = -stance.trunk.pelvis.angle_deg

    if position == "sitting_on_edge":
        heel = stance.leg.foot.place(body.FOOT)[:, 1].max()
        assert heel == pytest.approx(stance.support.floor_y, abs=1)
        assert lean_deg == pytest.approx(85 - stance.leg.thigh.angle_deg)
        assert legs_deg == (90, 0)
    elif position.startswith("sitting"):
        assert legs_deg == (90, 0)
        assert lean_deg == -5
    elif position == "standing_toe_touch":
        assert feet[:, 1].max() == pytest.approx(stance.support.floor_y, abs=1)
        assert lean_deg > 70
    else:
        assert legs_deg == pytest.approx((90, 90), abs=4)
        assert lean_deg == (-90 if position == "lying_leg_raise" else pytest.approx(-5, abs=5))


@given(hip=st.floats(-60, 200), knee=st.floats(1, 140))
def test_a_limb_that_reaches_for_its_own_foot_finds_its_own_angles(hip, knee):
    """Two ways to one leg: the angles give the ankle, and the ankle gives back the angles."""
    leg = make_leg((3.0, -7.0), hip, knee, 0)

    found = reach((3.0, -7.0), (leg.foot.x, leg.foot.y), body.THIGH_LENGTH, body.SHANK_LENGTH)

    turn = np.radians([found[0] - hip, found[1] - knee])
    assert np.allclose(np.sin(turn / 2), 0, atol=1e-3)


def test_knots_of_two_postures_correspond():
    """A movement is smooth, since the same knot sits on the same spot of the body."""
    first = compose(settle(Posture("sitting_knee_extension", 85, 40))).body
    second = compose(settle(Posture("sitting_knee_extension", 85, 50))).body

    moved = np.hypot(*(first - second).T)

    # Ten degrees about the knee move the toes, 22 cm beyond the 44 cm of the shank, by 9 cm.
    assert moved.max() < 50
    assert np.median(moved) < 8


@given(turn=st.floats(0, 360), part=st.sampled_from([body.FOOT, body.HEAD, body.FOREARM]))
@settings(max_examples=30)
def test_the_quick_distances_agree_with_the_slow_ones_near_the_outline(turn, part):
    """Two ways to one field: coarse far away never moves the line itself, not even at thin toes."""
    polygon = Frame(0, 0, turn).place(spline(np.array(part), 3, closed=True))
    x, y = (np.arange(low - 12, high + 12, 2.0) for low, high in zip(*_ends(polygon), strict=True))
    points = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)

    quick = sample(x, y, polygon).ravel()
    slow = signed_distance(points, polygon)

    near = np.abs(slow) < 3
    assert np.abs(quick - slow)[near].max() < 1e-9
    assert (np.sign(quick) == np.sign(slow)).all()


def _ends(polygon):
    return polygon.min(axis=0), polygon.max(axis=0)
