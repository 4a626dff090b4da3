"""Triage as a person meets it. What holds for all answers is proved in tests/safety."""

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from popliteal.knowledge.content import DISPOSITIONS, NOT_SURE
from popliteal.knowledge.load import load
from popliteal.knowledge.when import Is, Truth, any_of, questions, truth
from popliteal.triage import LEVEL, decide, not_asked, raised_level
from tests.safety.people import MET_TOGETHER, people, with_rule

KB = load()
WITH_WHEN = [key for key, rule in KB.rules.items() if rule.when is not None]
FINDINGS = [key for key, question in KB.questions.items() if question.kind == "finding"]


def level(said):
    """The level of the disposition that these answers give."""
    return LEVEL[decide(said, KB).disposition]


# Reasons.


@given(people(KB))
def test_every_fired_rule_is_a_reason_with_words_and_sources(said):
    """Nobody is sent anywhere without being told why, and on whose word."""
    for reason in decide(said, KB).reasons:
        rule = KB.rules[reason.rule]
        assert rule.sign in reason.text
        assert rule.because in reason.text
        assert reason.sources == rule.sources
        assert reason.disposition == rule.disposition
        assert (reason.within_days is not None) == (rule.disposition == "soon")


@given(people(KB))
def test_a_result_is_at_least_as_grave_as_each_of_its_reasons(said):
    """The gravest rule decides; no other answer can argue it away."""
    found = decide(said, KB)

    assert LEVEL[found.disposition] >= LEVEL[found.fired]
    assert all(LEVEL[r.disposition] <= LEVEL[found.disposition] for r in found.reasons)


def test_with_no_sign_of_danger_the_reason_is_self_care():
    """A quiet result says that no rule fired, rather than nothing."""
    quiet = {key: question.absent for key, question in KB.questions.items() if question.red_flag}

    found = decide(quiet, KB)

    assert found.disposition == "self_care"
    assert [reason.rule for reason in found.reasons] == ["sc_default"]
    assert found.could_not_exclude == ()


@given(people(KB))
def test_the_self_care_reason_stands_alone(said):
    """*No rule fires* is said when it is so, and never beside a rule or a raised result."""
    found = decide(said, KB)
    rules = [reason.rule for reason in found.reasons]

    assert ("sc_default" in rules) == (found.disposition == "self_care" and rules == ["sc_default"])


# Not sure.


@given(people(KB))
def test_an_open_rule_names_just_what_the_person_was_unsure_of(said):
    """The person is told what to check, and nothing that was answered."""
    for rule in decide(said, KB).could_not_exclude:
        assert rule.unsure
        for key in rule.unsure:
            assert said[key] == NOT_SURE
            assert key in questions(KB.when.rules[rule.rule])


@given(people(KB))
def test_no_rule_is_open_when_nothing_is_unsure(said):
    """Only *not sure* leaves a rule open; what was not asked is listed apart."""
    certain = {key: answer for key, answer in said.items() if answer != NOT_SURE}

    assert decide(certain, KB).could_not_exclude == ()


@given(people(KB), st.integers(0))
@example(MET_TOGETHER, sorted(MET_TOGETHER).index("duration"))
def test_not_sure_lies_between_the_mildest_and_the_gravest_answer(said, pick):
    """For each question that a rule names, on the engine itself, whatever else is unsure."""
    key = sorted(said)[pick % len(said)] if said else "fever"

    unsure = level({**said, key: NOT_SURE})

    definite = [level({**said, key: answer}) for answer in KB.questions[key].answers]
    assert min(definite) <= unsure <= max(definite)
    assert KB.questions[key].unsure_raises or unsure == min(definite)


@pytest.mark.parametrize("key", [k for k in FINDINGS if KB.questions[k].unsure_raises])
def test_being_unsure_of_one_raising_question_gives_what_its_rules_ask_for(key):
    """With nothing else said: the level of if_unsure of each rule that the worst answer fires."""
    found = decide({key: NOT_SURE}, KB)

    asked = [raised_level(KB.rules[rule.rule]) for rule in found.could_not_exclude]
    assert LEVEL[found.disposition] == max(asked, default=0)
    assert {rule.rule for rule in found.could_not_exclude} == {
        rule
        for rule in WITH_WHEN
        for answer in KB.questions[key].answers
        if truth(KB.when.rules[rule], {key: answer}) is Truth.TRUE
    }


def test_a_rule_met_by_every_definite_answer_fires_when_unsure():
    """What holds whatever the unsure answer is, holds."""
    either = any_of(Is("fever", frozenset({"no"})), Is("fever", frozenset({"yes"})))
    kb = with_rule(KB, "ur_either", either, disposition="urgent")

    found = decide({"fever": NOT_SURE}, kb)

    assert "ur_either" in [reason.rule for reason in found.reasons]
    assert "ur_either" not in [rule.rule for rule in found.could_not_exclude]


# What docs/adr/0010 gives as the reason against each rule by itself.

UNSURE_OF_THREE = {"clot_risk": NOT_SURE, "duration": NOT_SURE, "pain_place": NOT_SURE}


def level_rule_by_rule(said):
    """The evidence pack's wording: an open rule raises if a raising question is unsure in it."""
    reached = 0
    for key in WITH_WHEN:
        value = truth(KB.when.rules[key], said)
        unsure = [q for q in questions(KB.when.rules[key]) if said.get(q) == NOT_SURE]
        if value is Truth.TRUE:
            reached = max(reached, LEVEL[KB.rules[key].disposition])
        if value is Truth.UNKNOWN and any(KB.questions[q].unsure_raises for q in unsure):
            reached = max(reached, raised_level(KB.rules[key]))
    return reached


def test_rule_by_rule_not_sure_could_be_graver_than_every_answer():
    """Unsure of clot risk gave more than any clot risk, so the rules are looked at together."""
    answers = [{**UNSURE_OF_THREE, "clot_risk": a} for a in KB.questions["clot_risk"].answers]

    assert level_rule_by_rule(UNSURE_OF_THREE) > max(map(level_rule_by_rule, answers))
    assert level(UNSURE_OF_THREE) <= max(map(level, answers))


# Worse, unasked, in another order.


@given(people(KB), st.integers(0))
def test_a_worse_answer_never_lowers_the_result(said, pick):
    """Worry only grows, on the engine itself."""
    ordered = [key for key in sorted(said) if KB.questions[key].worse] or ["fever"]
    key = ordered[pick % len(ordered)]

    for chain in KB.questions[key].worse:
        levels = [level({**said, key: answer}) for answer in chain]
        assert levels == sorted(levels)


@given(people(KB))
def test_leaving_out_an_answer_never_raises_the_result(said):
    """What was not asked raises nothing."""
    for key in said:
        assert level({k: answer for k, answer in said.items() if k != key}) <= level(said)


@given(people(KB), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(said, chance: Random):
    """The same answers give the same result, down to the last word."""
    shuffled = list(said.items())
    chance.shuffle(shuffled)

    assert decide(dict(shuffled), KB) == decide(said, KB)


@given(people(KB))
def test_only_findings_act_on_triage(said):
    """What is asked for the plan changes no disposition."""
    others = {
        key: next(reversed(question.answers))
        for key, question in KB.questions.items()
        if question.kind == "plan"
    }

    assert decide({**others, **said}, KB) == decide(said, KB)


@given(people(KB), st.randoms(use_true_random=False))
def test_what_a_clinician_finds_only_raises(said, chance: Random):
    """No finding, negative or unsure, takes back what the person's answers ask for."""
    examined = {
        key: chance.choice([*question.answers, NOT_SURE])
        for key, question in KB.questions.items()
        if question.kind == "clinician" and chance.random() < 0.5
    }
    told = {key: answer for key, answer in said.items() if KB.questions[key].kind != "clinician"}
    rules = {reason.rule for reason in decide(told, KB).reasons} - {"sc_default"}

    assert level({**told, **examined}) >= level(told)
    assert rules <= {reason.rule for reason in decide({**told, **examined}, KB).reasons}


# Not asked.


def test_nothing_asked_lists_every_screen_question():
    """An empty record is incomplete, not healthy."""
    listed = not_asked({}, KB, "self_care")

    screen = {key for key in FINDINGS if KB.questions[key].priority == "screen"}
    assert screen <= set(listed)


@given(people(KB))
def test_what_was_answered_or_does_not_apply_is_not_listed(said):
    """Only questions that could still be asked are listed, each once, in their order."""
    listed = not_asked(said, KB, decide(said, KB).disposition)

    assert not set(listed) & said.keys()
    assert list(listed) == [key for key in FINDINGS if key in set(listed)]
    assert "pregnancy" not in not_asked({"sex": "male"}, KB, "self_care")


def test_the_levels_follow_the_order_of_the_dispositions():
    """Self-care, soon, urgent, emergency."""
    assert [LEVEL[name] for name in DISPOSITIONS] == [0, 1, 2, 3]
