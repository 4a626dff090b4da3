"""The trend: a slope that one bad day does not tip, and verdicts that mean what they say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from popliteal.diary import judge, slope_with_interval
from popliteal.knowledge.load import load

KB = load()
PAINS = st.lists(st.integers(0, 10), min_size=5, max_size=14)


def points(*pains):
    """One value a day."""
    return list(enumerate(pains))


def verdict(*pains):
    """What daily pains at the stretch say."""
    return judge(points(*pains), "nprs_stretch", KB).verdict


@given(PAINS, st.integers(1, 3))
def test_the_slope_is_that_of_an_independent_library(pains, gap):
    """Slope and interval of Theil and Sen as scipy computes them, also with days left out."""
    days = [at * gap for at in range(len(pains))]
    slope, low, high = slope_with_interval(list(zip(days, pains, strict=True)), 0.9)

    other = stats.theilslopes(pains, days, alpha=0.9)

    assert slope == pytest.approx(other.slope)
    assert low <= slope <= high
    if len(set(pains)) > 1:
        assert (low, high) == pytest.approx((other.low_slope, other.high_slope))


@given(st.integers(0, 7), st.integers(0, 10))
def test_one_wild_day_does_not_turn_a_recovery_round(at, wild):
    """A fall by half a point a day is clear whatever a single day in the middle says."""
    pains = [9 - day / 2 for day in range(9)]
    pains[min(at, 5)] = wild

    assert judge(points(*pains), "nprs_stretch", KB).verdict in (
        "clearly_better",
        "slightly_better",
    )


@settings(max_examples=300)
@given(st.lists(st.integers(0, 1), min_size=3, max_size=14))
def test_who_is_well_is_recovered_and_never_without_change(pains):
    """At 0 or 1 there is nothing left to improve."""
    assert verdict(*pains) == "recovered"


@pytest.mark.parametrize(
    ("pains", "expected"),
    [
        ((5, 7), "too_early"),
        ((5, 7, 7), "early_worse"),
        ((5, 8, 7), "early_worse"),
        ((5, 9, 8, 7), "no slope yet"),
        ((3, 4, 5), "early_worse"),
        ((3, 3, 4), "no slope yet"),
        ((5, 5, 5, 5, 5), "no slope yet"),
        ((5, 5, 5, 5, 5, 5, 5), "no_change"),
        ((6,) * 7 + (5,) * 7, "slightly_better"),
        ((6, 5, 5, 4, 4, 3, 3), "clearly_better"),
        ((2, 2, 2, 2, 2, 2, 2), "no_change"),
        ((4, 4, 4, 5, 4, 5, 5), "worse"),
        ((6, 2, 2, 2, 2, 4, 4, 4), "worse"),
    ],
)
def test_each_verdict_means_what_the_rule_says(pains, expected):
    """The rules of outcomes.yaml and diary.yaml on courses that a person can check by hand."""
    assert verdict(*pains) == expected.replace("no slope yet", "too_early")


def test_who_began_low_gets_better_by_share_and_not_by_points():
    """The same fall is little from 6, and a fifth from 2.5."""
    assert verdict(*[2.5] * 7, *[2.0] * 7) == "slightly_better"
    assert verdict(*[6] * 7, *[5.5] * 7) == "no_change"
    assert verdict(*[2] * 7) == "no_change"


@given(PAINS)
def test_a_rise_that_could_be_chance_is_not_called_sure(pains):
    """Only a verdict of worse is sure, and a slope only where its interval lies above nought."""
    trend = judge(points(*pains), "nprs_stretch", KB)

    if trend.sure:
        assert trend.verdict in ("early_worse", "worse")
    if trend.sure and trend.verdict == "worse":
        assert trend.low is not None
        assert trend.low > 0
