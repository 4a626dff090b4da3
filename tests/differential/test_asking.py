"""Which question comes next: safety first, never one too many, and always an end."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal import triage
from popliteal.answers import Answers, with_inapplicable
from popliteal.assessment import next_question
from popliteal.differential.asking import (
    _efforts,
    _open_questions,
    _Values,
    choose_question,
)
from popliteal.differential.bayes import log_total
from popliteal.differential.evidence import build_model, observe
from popliteal.differential.prospect import Outlook
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from popliteal.knowledge.when import Truth, questions, truth
from popliteal.triage import LEVEL
from tests.differential.networks import people, person

KB = load()
MODEL = build_model(KB)
SEEDS = st.integers(0, 2**32)


def choose(said):
    """The next question after these answers."""
    return choose_question(Answers(said, {}), triage.decide(said, KB), KB)


def interview(seed, said=None):
    """Every question with what was said before it, answered at random, until there is none."""
    chance = Random(seed)  # noqa: S311 - made-up people need no secrecy
    unsure = chance.choice([0, 0.1, 0.5, 1])
    calm = chance.choice([0, 0.9, 1])
    said = {} if said is None else said
    while (key := choose(said)) is not None:
        yield key, dict(said)
        question = KB.questions[key]
        assert key not in said
        if question.absent and chance.random() < calm:
            said[key] = question.absent
        elif chance.random() < unsure:
            said[key] = NOT_SURE
        else:
            said[key] = chance.choice(list(question.answers))


def all_said(seed):
    """What somebody has said by the end of the interview."""
    said = {}
    for _ in interview(seed, said):
        pass
    return said


@given(SEEDS)
@settings(max_examples=40)
def test_an_interview_asks_each_home_question_at_most_once_and_ends(seed):
    """Only questions that a person can answer at home, none twice: so it ends for everybody."""
    asked = [key for key, _ in interview(seed)]

    assert len(asked) == len(set(asked))
    assert all(KB.questions[key].kind == "finding" for key in asked)


@given(SEEDS)
@settings(max_examples=30)
def test_a_question_that_does_not_apply_is_never_asked(seed):
    """Nobody is asked about a pregnancy that cannot be, or how long they have had no numbness."""
    for key, said in interview(seed):
        ask_if = KB.when.ask_if.get(key)
        if ask_if is not None:
            known = with_inapplicable(said, KB)
            assert truth(ask_if, known, missing=Truth.UNKNOWN) is not Truth.FALSE


def screen_left(said):
    """Screen questions that apply, are not hidden for harm, and have not been asked."""
    known = with_inapplicable(said, KB)
    return [
        key
        for key, question in KB.questions.items()
        if question.priority == "screen" and key not in known and question.self_test is None
    ]


@given(SEEDS)
@settings(max_examples=30)
def test_signs_that_alone_are_an_emergency_come_before_everything_else(seed):
    """Breath, bladder, a cold foot: nothing is asked before them, whatever it might tell."""
    signs = set(triage.raising_answers("urgent", {}, KB))
    for key, said in interview(seed):
        if triage.decide(said, KB).fired != "urgent" and key not in signs:
            assert not signs.intersection(screen_left(said))


@given(SEEDS)
@settings(max_examples=30)
def test_only_what_a_rule_for_the_same_day_hangs_on_comes_before_the_screen(seed):
    """An answer that points to such a rule is followed up at once; all else waits."""
    for key, said in interview(seed):
        found = triage.decide(said, KB)
        if found.fired == "urgent" or KB.questions[key].priority == "screen":
            continue
        known = with_inapplicable(said, KB)
        assert not screen_left(said) or key in triage.needed_together(known, KB, found.fired)


@given(SEEDS)
@settings(max_examples=40)
def test_no_provocation_is_offered_once_a_rule_for_the_same_day_has_fired(seed):
    """Nobody with a possible clot is told to stretch it and see."""
    for key, said in interview(seed):
        if KB.questions[key].self_test == "provocation":
            assert LEVEL[triage.decide(said, KB).fired] < LEVEL["urgent"]
            assert truth(KB.when.hidden["provocation"], said) is Truth.FALSE


@given(people(KB))
def test_an_emergency_ends_the_questions_at_once(said):
    """Whoever should be calling for help is not kept talking."""
    if triage.decide(said, KB).fired == "emergency":
        assert choose(said) is None


@given(SEEDS)
@settings(max_examples=40)
def test_urgent_leaves_only_questions_that_could_raise_it(seed):
    """Each stands in an emergency rule that the answers so far have left open."""
    emergencies = triage.same_day(KB, "urgent")
    for key, said in interview(seed):
        if triage.decide(said, KB).fired == "urgent":
            known = with_inapplicable(said, KB)
            assert any(
                key in questions(when) and truth(when, known, Truth.UNKNOWN) is Truth.UNKNOWN
                for when in emergencies
            )


@given(SEEDS)
@settings(max_examples=40)
def test_no_interview_ends_before_every_question_that_alone_is_an_emergency(seed):
    """However unlikely the answer: it is asked, or it is not known to apply."""
    said = all_said(seed)
    found = triage.decide(said, KB)
    if found.fired != "emergency":
        left = triage.needed_alone(said, KB, "urgent")
        hidden = {k for k in left if KB.questions[k].self_test and _hidden(k, found, said)}
        assert left <= hidden


def test_blisters_in_a_band_are_asked_about_where_nothing_rules_the_question_out():
    """Shingles need care the same day; the other answers were all reassuring, or unsure."""
    blisters = {"skin_rash": "band_blisters"}
    said = {}
    while (key := next_question(said, KB)) is not None:
        said[key] = blisters.get(key, KB.questions[key].absent or NOT_SURE)

    assert said["skin_rash"] == "band_blisters"


@given(SEEDS)
@settings(max_examples=40)
def test_no_one_is_left_below_urgent_with_a_red_flag_unasked_that_would_change_that(seed):
    """One answer alone, to a question that applies or that an unsure answer leaves open."""
    said = all_said(seed)
    found = triage.decide(said, KB)
    if LEVEL[found.disposition] < LEVEL["urgent"]:
        left = [key for key in triage.raising_answers("soon", said, KB) if key not in said]
        missed = {
            key
            for key in left
            if KB.questions[key].red_flag
            and (key not in KB.when.ask_if or truth(KB.when.ask_if[key], said) is not Truth.FALSE)
        }

        assert all(KB.questions[key].self_test and _hidden(key, found, said) for key in missed)


def _hidden(key, found, said):
    """Whether a safety check is left out because it could do harm."""
    kind = KB.questions[key].self_test
    fired = found.fired in KB.hidden_tests[kind].dispositions
    return fired or truth(KB.when.hidden[kind], said) is not Truth.FALSE


@given(SEEDS)
@settings(max_examples=40)
def test_an_emergency_that_could_well_come_of_it_is_followed_up_after_urgent(seed):
    """Whoever stops at urgent has no emergency rule open that three in a thousand would fire."""
    said = all_said(seed)
    found = triage.decide(said, KB)
    if found.fired == "urgent":
        known = with_inapplicable(said, KB)
        open_now = [key for key in _open_questions(found, known, KB) if key in MODEL.findings]
        _, observed = observe(said, MODEL)
        values = _Values(open_now, observed, MODEL)
        outlook = Outlook(known, observed.posterior, values.given_cause, _efforts(KB))
        ways = [outlook.of(when) for when in triage.same_day(KB, "urgent")]
        assert all(way is False or way.chance < 0.003 for way in ways)


@given(people(KB))
def test_the_answers_that_raise_are_those_that_fire_a_graver_rule(said):
    """Found in one pass over the rules; here each answer to each question is tried."""
    for above in ("self_care", "soon", "urgent"):
        if LEVEL[triage.decide(said, KB).fired] > LEVEL[above]:
            continue
        rules = [
            when
            for key, when in KB.when.rules.items()
            if LEVEL[KB.rules[key].disposition] > LEVEL[above]
        ]
        expected = {}
        for key in Random(len(said)).sample(sorted(KB.questions), 12):  # noqa: S311
            if key not in said:
                expected[key] = {
                    answer
                    for answer in KB.questions[key].answers
                    if any(truth(when, {**said, key: answer}) is Truth.TRUE for when in rules)
                }
        found = triage.raising_answers(above, said, KB)
        assert {key: found.get(key, set()) for key in expected} == expected


@pytest.mark.parametrize("seed", range(4))
def test_expected_information_equals_a_slow_computation(seed):
    """Every answer to every open question, one by one: its chance, and the entropy after it.

    Without findings of a clinician, which come when the questions are over.
    """
    said = {k: a for k, a in person(seed, KB).items() if KB.questions[k].kind != "clinician"}
    open_now = [k for k in MODEL.findings if k not in said and KB.questions[k].kind == "finding"]
    _, observed = observe(said, MODEL)
    values = _Values(open_now, observed, MODEL)
    before = log_total(observed.joint)

    def entropy(p):
        return -sum(x * np.log2(x) for x in p if x > 0)

    for at, key in enumerate(open_now):
        gain = change = 0.0
        for answer in MODEL.findings[key].answers:
            _, after = observe({**said, key: answer}, MODEL)
            chance = np.exp(log_total(after.joint) - before)
            gain += chance * (entropy(observed.posterior) - entropy(after.posterior))
            change += chance * (after.posterior.argmax() != observed.posterior.argmax())
        assert abs(values.gain_bits[at] - gain) <= 1e-9
        assert abs(values.change[at] - change) <= 1e-9


@given(people(KB))
@settings(max_examples=30)
def test_a_question_is_expected_to_tell_something_never_less_than_nothing(said):
    """Expected information is never negative, and the chances of its answers add up to one."""
    open_now = [key for key in MODEL.findings if key not in said] or [next(iter(MODEL.findings))]
    values = _Values(
        open_now, observe({k: v for k, v in said.items() if k not in open_now}, MODEL)[1], MODEL
    )

    assert (values.gain_bits >= -1e-12).all()
    every = {key: set(KB.questions[key].answers) for key in open_now}
    assert np.allclose(values.chance_of(every), 1, atol=1e-9)
    assert (values.chance_of({}) == 0).all()
