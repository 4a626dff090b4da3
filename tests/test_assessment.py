"""One visit from answers to advice: what the result promises to those who store and show it."""

import json
import os
import subprocess
import sys
from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import popliteal as pp
from popliteal import triage
from popliteal.assessment import find_urgency
from popliteal.errors import AnswerError
from popliteal.interview import choices
from popliteal.triage import LEVEL
from tests.differential.networks import people, person

KB = pp.load()
FINDINGS = [key for key, question in KB.questions.items() if question.kind == "clinician"]

# contract.md: these names are held by other people's programs. Others may be added, none renamed.
CONTRACT = {
    "id",
    "disposition",
    "reasons",
    "could_not_exclude",
    "causes",
    "groups",
    "incomplete",
    "cannot_tell",
    "would_change",
    "not_asked",
    "next_question",
    "plan",
    "knowledge",
}
ADDED = {"heading", "what_to_do", "within_days"}
PLAN = {"do", "avoid", "exercises", "not_offered", "review", "seek_care_if"}


@given(people(KB))
def test_the_advice_is_never_below_what_the_answers_alone_give(said):
    """Probabilities can raise how soon someone is seen; nothing clever can lower it."""
    alone = triage.decide(said, KB).disposition

    result = pp.assess(said, KB)

    assert LEVEL[result.disposition] >= LEVEL[alone]
    assert all(LEVEL[result.disposition] >= LEVEL[each.disposition] for each in result.reasons)


@given(people(KB))
def test_the_urgency_alone_is_that_of_the_whole_visit(said):
    """The diary asks for it many times a day of its life; it must not say anything else."""
    alone, whole = find_urgency(said, KB), pp.assess(said, KB)

    assert alone.disposition == whole.disposition
    assert alone.reasons == whole.reasons
    assert alone.could_not_exclude == whole.could_not_exclude
    assert alone.within_days == whole.within_days
    assert [*alone.probabilities.items()] == [(c.id, c.probability) for c in whole.causes]


def told_by(said):
    """What the person said, without what a clinician found."""
    return {key: answer for key, answer in said.items() if key not in FINDINGS}


@settings(max_examples=30)
@given(people(KB))
def test_no_finding_makes_it_later(said):
    """Any answer to any finding, *not sure* too: whoever was to be seen still is, as soon."""
    told = told_by(said)
    before = find_urgency(told, KB)

    for finding in FINDINGS:
        for answer in choices(KB.questions[finding]):
            after = find_urgency({**told, finding: answer}, KB)
            assert LEVEL[after.disposition] >= LEVEL[before.disposition], (finding, answer)


@settings(max_examples=100)
@given(people(KB))
def test_no_set_of_findings_makes_it_later(said):
    """However many were made: no later day than without the examination, within days too."""
    before, after = find_urgency(told_by(said), KB), find_urgency(said, KB)

    assert LEVEL[after.disposition] >= LEVEL[before.disposition]
    if before.disposition == after.disposition == "soon":
        assert after.within_days <= before.within_days


@pytest.mark.parametrize("finding", [{"c_slump": "positive"}, {"c_wells": "unlikely"}], ids=str)
def test_a_possible_clot_is_seen_today_whatever_a_clinician_finds(finding):
    """The cause that asked for it has become less likely; the advice stays."""
    told = {"spread": "stays_calf", "clot_risk": "one", "leg_weak": "none"}

    result = pp.assess({**told, **finding}, KB)

    assert result.disposition == pp.assess(told, KB).disposition == "urgent"
    assert [reason.rule for reason in result.reasons] == ["possible_dvt"]


@given(people(KB))
def test_whatever_raised_the_advice_is_named(said):
    """If the causes raised it, a reason with that disposition says so."""
    alone = triage.decide(said, KB).disposition
    result = pp.assess(said, KB)

    if result.disposition != alone:
        raising = [r for r in result.reasons if r.disposition == result.disposition]
        assert any(r.rule.startswith(("leading_", "possible_")) for r in raising)


@given(people(KB))
@settings(max_examples=40)
def test_the_result_is_plain_json_with_the_names_of_the_contract(said):
    """Everything in it is text, number, true, false, null, list or map, and nothing is missing."""
    result = pp.assess(said, KB).to_dict()

    assert json.loads(json.dumps(result, allow_nan=False)) == result
    assert set(result) == CONTRACT | ADDED
    assert set(result["plan"]) >= PLAN
    assert set(result["knowledge"]) == {"version", "fingerprint"}
    for cause in result["causes"]:
        assert set(cause) == {
            "id", "name", "group", "probability", "low", "high", "for", "against",
        }  # fmt: skip
        for evidence in (*cause["for"], *cause["against"]):
            assert set(evidence) == {"finding", "answer", "bits", "text"}
    for reason in result["reasons"]:
        assert set(reason) - {"within_days"} == {"rule", "disposition", "text", "sources"}
    for rule in result["could_not_exclude"]:
        assert set(rule) >= {"rule", "unsure", "text"}
    for change in result["would_change"]:
        assert set(change) == {"finding", "answer", "top"}


def test_an_id_is_carried_through_and_null_where_there_is_none():
    """The caller's own id comes back with the result."""
    assert pp.assess({}, KB, id="case 7").to_dict()["id"] == "case 7"
    assert pp.assess({}, KB).to_dict()["id"] is None


@given(people(KB))
@settings(max_examples=40)
def test_the_bits_of_the_json_add_up_to_its_odds(said):
    """A reader can check the arithmetic with what is printed, for likely and unlikely causes."""
    result = pp.assess(said, KB).to_dict()
    prior = {key: cause.prior.value for key, cause in KB.causes.items()}
    probability = {cause["id"]: cause["probability"] for cause in result["causes"]}
    for cause in result["causes"]:
        bits = sum(each["bits"] for each in (*cause["for"], *cause["against"]))
        change = _log2_odds(cause["id"], probability) - _log2_odds(cause["id"], prior)
        assert abs(bits - change) <= 1e-9


def _log2_odds(key, weights):
    # Against the sum of the others: 1 - p loses its digits where p is nearly 1.
    return log2(weights[key] / sum(weight for other, weight in weights.items() if other != key))


@given(people(KB))
@settings(max_examples=40)
def test_probabilities_of_the_json_add_up_to_one(said):
    """All causes are there, most likely first, and so are the groups."""
    result = pp.assess(said, KB).to_dict()
    probabilities = [cause["probability"] for cause in result["causes"]]

    assert len(probabilities) == len(KB.causes)
    assert probabilities == sorted(probabilities, reverse=True)
    assert abs(sum(probabilities) - 1) <= 1e-9
    assert abs(sum(result["groups"].values()) - 1) <= 1e-9
    assert all(c["low"] <= c["probability"] <= c["high"] for c in result["causes"])


@given(people(KB))
@settings(max_examples=40)
def test_what_was_not_asked_is_listed_and_makes_the_result_incomplete(said):
    """Not asked raises nothing and is never read as no: the result says so."""
    result = pp.assess(said, KB)

    assert result.incomplete == bool(result.not_asked)
    assert not set(result.not_asked) & set(said)


@given(people(KB))
@settings(max_examples=25)
def test_the_next_question_is_the_one_that_the_interview_would_ask(said):
    """The result and `next_question` agree."""
    assert pp.assess(said, KB).next_question == pp.next_question(said, KB)


@given(people(KB), st.sampled_from([*KB.regions]))
@settings(max_examples=25)
def test_a_region_changes_numbers_to_call_and_nothing_clinical(said, region):
    """Where someone lives changes whom they call, not how soon or what it could be."""
    here, there = pp.assess(said, KB), pp.assess(said, KB, region=region)

    assert here.disposition == there.disposition
    assert here.causes == there.causes
    assert "{" not in there.what_to_do


def test_an_unknown_region_is_refused_in_one_clear_line():
    """A wrong number to call is worse than none."""
    with pytest.raises(AnswerError, match="QQ"):
        pp.assess({}, KB, region="QQ")


PRINT = """
import json, sys, popliteal as pp
kb = pp.load()
for line in sys.stdin:
    print(json.dumps(pp.assess(json.loads(line), kb).to_dict()))
"""


def test_two_processes_give_the_same_bytes():
    """Neither the order of answers nor the hashing of names reaches the result."""
    said = [person(seed, KB) for seed in range(12)]
    backwards = [dict(reversed(each.items())) for each in said]

    outputs = {
        _printed(cases, seed) for cases, seed in ((said, "0"), (said, "12345"), (backwards, "7"))
    }

    assert len(outputs) == 1
    assert _printed(said, "0") in outputs


def _printed(cases, hash_seed):
    lines = "\n".join(json.dumps(case) for case in cases)
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    run = [sys.executable, "-c", PRINT]
    return subprocess.run(
        run, input=lines, env=environment, capture_output=True, text=True, check=True
    ).stdout


@given(people(KB))
def test_a_short_time_stands_in_the_heading(said):
    """Nobody reads "soon" who should be seen tomorrow, and "two days" stands nowhere else."""
    result = pp.assess(said, KB)
    quick = KB.dispositions["soon"].quick
    soonest = result.within_days is not None and result.within_days <= quick.days

    assert (result.heading == quick.heading) == soonest
    assert ("within two days" in result.what_to_do) == soonest


def test_a_warm_knee_is_to_be_seen_within_two_days():
    """The example of the one above: so_warmth gives two days."""
    result = pp.assess({"skin_heat": "warm", "age_band": "30_44"}, KB)

    assert (result.within_days, result.heading) == (2, "See a doctor within two days")
