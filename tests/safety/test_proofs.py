"""The safety properties of triage, proved by z3 over all combinations of answers."""

import pytest
from hypothesis import example, given, settings

from popliteal.answers import with_inapplicable
from popliteal.audit.proofs import PROPERTIES
from popliteal.knowledge.load import load
from popliteal.knowledge.when import questions
from popliteal.triage import LEVEL, decide, not_asked
from tests.safety.people import MET_TOGETHER, people

KB = load()


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_shipped_rules_hold_the_property_for_all_answers(name, encoding):
    """z3 finds no counterexample among all combinations of answers, unsure and unasked ones too."""
    assert list(PROPERTIES[name](encoding)) == []


# The proofs speak of the encoding; these hold it to the engine.


@settings(max_examples=2000)
@given(people(KB))
@example(MET_TOGETHER)
def test_the_encoding_and_the_engine_agree_on_the_disposition(decider, said):
    """What is proved of the formulas is true of the program."""
    assert decide(said, KB).disposition == decider.disposition(said)


@settings(max_examples=250)
@given(people(KB))
@example(MET_TOGETHER)
def test_the_encoding_and_the_engine_agree_on_each_rule(decider, said):
    """A rule fires when it is true for all completions, and is open when true for some only."""
    found = decide(said, KB)

    always, sometimes = decider.rules(said)

    assert {reason.rule for reason in found.reasons} - {"sc_default"} == always
    assert {rule.rule for rule in found.could_not_exclude} == sometimes


def test_every_question_of_a_rule_is_in_the_encoding(encoding):
    """No rule hangs on something that the proofs leave out."""
    named = frozenset().union(*(questions(when) for when in KB.when.rules.values()))

    assert named <= set(encoding.questions)
    assert set(encoding.rules) == {key for key, rule in KB.rules.items() if rule.when is not None}


@settings(max_examples=40)
@given(people(KB))
def test_an_unasked_question_that_is_not_listed_cannot_raise_the_result(said):
    """Not asked is never read as no: what could fire a graver rule is listed as not asked."""
    reached = decide(said, KB).disposition
    listed = not_asked(said, KB, reached)
    settled = {*listed, *with_inapplicable(said, KB)}

    for key, question in KB.questions.items():
        if question.kind == "finding" and key not in settled:
            for answer in question.answers:
                graver = decide({**said, key: answer}, KB)
                assert LEVEL[graver.fired] <= LEVEL[reached], (key, answer)
