"""Ice can hurt the nerve at the outer back of the knee: foot drop after 20 minutes is reported."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popliteal.answers import Answers
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from popliteal.plan import make_plan
from tests.plan.people import barred_by_nothing, visits

KB = load()
ICED = {
    key: action for key, action in KB.actions.items() if action.dose and action.dose.ice_minutes
}
OUTER = ("outer_back", "outer_side", NOT_SURE, None)


def test_ice_never_lasts_longer_than_fifteen_minutes():
    """The hard cap of the source article stands in the dose and in the sentence."""
    assert set(ICED) == {"rice", "ice_10_15"}
    for action in ICED.values():
        assert action.dose.ice_minutes == (10, 15)
        assert action.dose.ice_minutes_at_most == 15
    others = (action for key, action in KB.actions.items() if key not in ICED)
    assert not any("ice for" in action.what_to_do.lower() for action in others)


@given(visits(KB), st.sampled_from(OUTER))
def test_nobody_with_pain_at_the_outer_back_corner_is_offered_ice(visit, place):
    """Not when the pain is there, may be there, or nobody asked where it is."""
    disposition, probabilities, answers = visit
    given = {key: answer for key, answer in answers.given.items() if key != "pain_place"}
    if place is not None:
        given["pain_place"] = place
    plan = make_plan(disposition, probabilities, Answers(given, {}), KB)

    assert not {offer.id for offer in plan.do} & set(ICED)


@pytest.mark.parametrize("action", sorted(ICED))
def test_whoever_is_offered_ice_reads_where_not_to_put_it(action):
    """The place is named in the text, because the pain can move and people forget."""
    first_days = barred_by_nothing(KB, duration="under_3d")
    plan = make_plan("self_care", {"hamstring_strain_low_grade": 0.95}, first_days, KB)
    card = next(offer for offer in plan.do if offer.id == action)

    assert any("outer back corner" in text for text in card.tell_the_person)
    assert "never for more than 15" in card.dose
