"""What the causes may do to the disposition: raise it, never lower it, however wrong they are."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal.assessment import assess
from popliteal.knowledge.load import load
from popliteal.triage import LEVEL, decide
from tests.safety.people import altered, people

KB = load()


def only(cause):
    """The knowledge of somebody who is sure, before any answer, that it is one cause."""
    rare = 1e-9
    causes = {
        key: replace(entry, prior=replace(entry.prior, value=rare, low=rare / 2, high=2 * rare))
        for key, entry in KB.causes.items()
    }
    sure = replace(KB.causes[cause].prior, value=1 - rare * len(causes), low=0.99, high=1 - rare)
    causes[cause] = replace(KB.causes[cause], prior=sure)
    return altered(KB, causes=causes, fingerprint=f"sure of {cause}")


@given(people(KB))
def test_the_causes_never_lower_what_the_rules_give(said):
    """Red flags come first: each fired rule stays a reason, and the result is no milder."""
    found = decide(said, KB)

    result = assess(said, KB)

    assert LEVEL[result.disposition] >= LEVEL[found.disposition]
    assert set(found.reasons) <= set(result.reasons) | {
        reason for reason in found.reasons if reason.rule == "sc_default"
    }
    assert result.could_not_exclude == found.could_not_exclude


@settings(max_examples=20)
@given(people(KB))
def test_being_sure_that_nothing_is_wrong_silences_no_red_flag(said):
    """The worst prior that anybody could write still leaves the rules their say."""
    result = assess(said, only("normal_stretch"))

    assert LEVEL[result.disposition] >= LEVEL[decide(said, KB).disposition]


@settings(max_examples=50)
@given(people(KB), st.sampled_from([None, "made up"]))
def test_the_same_answers_give_the_same_result(said, name):
    """Same input and knowledge, same result, down to the last number."""
    assert assess(said, KB, id=name).to_dict() == assess(dict(said), KB, id=name).to_dict()


@settings(max_examples=50)
@given(people(KB))
def test_an_urgent_result_offers_safety_actions_only(said):
    """Who must be seen the same day is given nothing to try at home."""
    result = assess(said, KB)

    if LEVEL[result.disposition] >= LEVEL["urgent"]:
        plan = result.plan.to_dict()
        assert plan["exercises"] == []
        assert {KB.actions[action["id"]].kind for action in plan["do"]} <= {"safety"}
