"""The order of the causes with ranges and reasons, on the shipped knowledge."""

from dataclasses import replace
from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.ranges import coverage, dirichlet, log_normal, shares
from popliteal.answers import Answers, with_inapplicable
from popliteal.differential.bayes import Network, Observed, log_total
from popliteal.differential.evidence import build_model, observe
from popliteal.differential.ranking import (
    _causes,
    _order,
    _would_change,
    is_undecided,
    rank,
    significant,
)
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from popliteal.knowledge.vignettes import load_vignettes
from tests.differential.networks import people

KB = load()
MODEL = build_model(KB)
CASES = [v.answers for v in load_vignettes() if v.kind != "rules"]


def ranked(said, kb=KB):
    """What it could be, given these answers."""
    return rank(Answers({k: a for k, a in said.items() if isinstance(a, str)}, {}), kb)


def with_sizes(factor):
    """The knowledge with every effective sample size multiplied, and the priors' ranges kept."""

    def resized(tables):
        return {key: replace(table, n=table.n * factor) for key, table in tables.items()}

    return replace(
        KB,
        fingerprint=f"sizes times {factor} {KB.fingerprint}",
        likelihoods={cause: resized(tables) for cause, tables in KB.likelihoods.items()},
        background=resized(KB.background),
    )


LESS_KNOWN = with_sizes(0.5)


@given(people(KB))
def test_probabilities_add_up_to_one_and_come_in_order(said):
    """All causes are there, once, most likely first, and something is the cause."""
    found = ranked(said)

    probabilities = [cause.probability for cause in found.causes]
    assert sorted(cause.id for cause in found.causes) == sorted(KB.causes)
    assert abs(sum(probabilities) - 1) <= 1e-12
    shown = [significant(p) for p in probabilities]
    assert shown == sorted(shown, reverse=True)


@given(people(KB))
def test_groups_add_up_to_one_and_are_the_sums_of_their_causes(said):
    """Muscle or tendon, nerve, nothing wrong, something else: everything is in one of them."""
    found = ranked(said)

    assert set(found.groups) == {"muscle_tendon", "nerve", "nothing_wrong", "something_else"}
    assert abs(sum(found.groups.values()) - 1) <= 1e-12
    for group, total in found.groups.items():
        members = [cause.probability for cause in found.causes if cause.group == group]
        assert abs(total - sum(members)) <= 1e-12


@given(people(KB))
def test_reasons_add_up_to_the_change_of_the_log_odds(said):
    """For and against together are what the answers did to the odds, in bits."""
    prior = {key: cause.prior.value for key, cause in KB.causes.items()}
    found = ranked(said)
    for cause in found.causes:
        rest = sum(other.probability for other in found.causes if other.id != cause.id)
        before = sum(weight for key, weight in prior.items() if key != cause.id)
        change = log2(cause.probability / rest) - log2(prior[cause.id] / before)
        told = sum(each.bits for each in (*cause.supporting, *cause.against))
        assert abs(told - change) <= 1e-9


@given(people(KB))
def test_reasons_come_strongest_first_and_name_an_answer_that_was_given(said):
    """For stands on its side, against on its own, and nobody is told what they did not say."""
    for cause in ranked(said).causes:
        for side, sign in ((cause.supporting, 1), (cause.against, -1)):
            sizes = [sign * each.bits for each in side]
            assert sizes == sorted(sizes, reverse=True)
            assert all(size > 0 for size in sizes)
            for each in side:
                answers = KB.questions[each.finding].answers
                assert said[each.finding] == each.answer != NOT_SURE
                assert each.text.startswith(
                    f"{KB.questions[each.finding].question} {answers[each.answer]}"
                )
                assert each.answer == each.counted or answers[each.counted] in each.text


def test_an_answer_that_is_as_likely_under_every_cause_is_no_reason():
    """What nobody has numbers for does not appear as evidence, not even as a rounding error."""
    model = build_model(KB)
    silent = [
        key
        for key in model.findings
        if not any(key in lines for lines in KB.likelihoods.values()) and key in KB.background
    ]
    for key in silent:
        found = ranked({key: next(iter(KB.questions[key].answers)), "age_band": "30_44"})
        named = {e.finding for c in found.causes for e in (*c.supporting, *c.against)}
        assert key not in named


@given(people(KB))
def test_the_range_contains_the_probability(said):
    """The range is about the number that it stands beside."""
    for cause in ranked(said).causes:
        assert 0 <= cause.low <= cause.probability <= cause.high <= 1


@pytest.mark.parametrize("cause", KB.causes)
def test_the_range_contains_the_probability_of_a_cause_that_everything_speaks_against(cause):
    """However close to zero: a range from 0 to 0 beside a probability would be wrong."""
    at = MODEL.causes.index(cause)
    said = {}
    for key, finding in MODEL.findings.items():
        p = MODEL.p[finding.rows].mean(axis=2)
        said[key] = MODEL.names[finding.rows[np.argmin(p[:, at] / p.max(axis=1))]][1]
    found = next(each for each in ranked(said).causes if each.id == cause)

    assert 0 < found.low <= found.probability <= found.high < 1


def test_no_answer_is_said_to_change_the_order_that_leaves_the_first_cause_first():
    """Two causes may be equal but for the last bit of a sum: then the file's order decides."""
    first, second = 3, 7
    prior = np.full(len(MODEL.causes), -20.0)
    prior[[first, second]] = np.log(0.5), np.log(0.5) + 1e-14
    nothing = np.zeros((0, len(prior), 2)), np.zeros(0, dtype=int)
    flat = np.zeros_like(MODEL.network.log_state)
    observed = Observed(Network(prior, flat), *nothing)
    assert observed.joint.argmax() == second

    order = _order(observed)
    shown = _causes(order, [], observed, MODEL, {}, kb=KB)
    found = _would_change(order[0], [], Answers({}, {}), observed, KB)

    assert shown[0].id == MODEL.causes[first]
    assert found
    assert all(change.top != shown[0].id for change in found)


@given(people(KB))
@settings(max_examples=30)
def test_the_range_grows_when_less_is_known(said):
    """Half the effective sample size everywhere: the same probabilities, wider ranges."""
    known, less = ranked(said), ranked(said, LESS_KNOWN)

    for sure, unsure in zip(known.causes, less.causes, strict=True):
        assert abs(sure.probability - unsure.probability) <= 1e-12
        assert unsure.low <= sure.low + 1e-12
        assert unsure.high >= sure.high - 1e-12


@given(people(KB))
@settings(max_examples=20)
def test_the_same_answers_give_the_same_result(said):
    """No chance is involved, in the ranges either."""
    backwards = dict(reversed(said.items()))

    assert ranked(said) == ranked(said)
    assert ranked(said).causes == ranked(backwards).causes


def test_nine_in_ten_ranges_hold_what_drawing_every_input_gives():
    """The ranges (nominal 90 %) against 150 seeded draws of all priors and tables.

    Each input is drawn as what it stands for: a log-normal with the mean and variance of its
    Dirichlet. The Dirichlets themselves have spikes at zero; the ranges are far too short for them,
    on the low side, and docs/explanation/differential.md says so.
    """
    meant = list(coverage(CASES[::4], KB, log_normal, draws=150, seed=1))
    spiked = list(coverage(CASES[::4], KB, dirichlet, draws=150, seed=1))

    assert 0.8 <= shares(meant)[0] <= 0.98
    assert 0.8 <= shares(meant, least=0.2)[0] <= 0.98
    inside, above, below = shares(spiked)
    assert inside > 0.4
    assert above < below


@pytest.mark.parametrize("case", CASES[::6], ids=str)
def test_what_would_change_the_order_does(case):
    """Each of the single answers, given instead, puts the cause first that it names."""
    said = {key: answer for key, answer in case.items() if isinstance(answer, str)}
    found = ranked(said)

    assert len(found.would_change) <= KB.thresholds["would_change_most"].value
    for change in found.would_change:
        changed = ranked({**said, change.finding: change.answer})
        assert changed.causes[0].id == change.top != found.causes[0].id
        assert said.get(change.finding) != change.answer


@given(people(KB))
@settings(max_examples=25)
def test_what_would_change_the_order_is_a_question_for_the_person(said):
    """Never a clinician's finding, never age or sex, which nobody can change."""
    for change in ranked(said).would_change:
        question = KB.questions[change.finding]
        assert question.kind == "finding"
        assert question.section != "demographics"


def alternatives(said):
    """Every single change: question, answer, the first cause it gives, and how plausible it is."""
    model = build_model(KB)
    known = with_inapplicable(said, KB)
    for key in model.findings:
        question = KB.questions[key]
        open_home = question.kind == "finding" and (key in said or key not in known)
        given_one = said.get(key, NOT_SURE) != NOT_SURE
        if question.section == "demographics" or not (given_one or open_home):
            continue
        without = log_total(observe({**said, key: NOT_SURE}, model)[1].joint)
        for answer in set(question.answers) - {said.get(key)}:
            joint = observe({**said, key: answer}, model)[1].joint
            yield key, answer, model.causes[joint.argmax()], log_total(joint) - without


@pytest.mark.parametrize("case", CASES[::15], ids=str)
def test_the_most_plausible_change_comes_first(case):
    """Of all single answers that would put another cause first, no likelier one is left out."""
    said = {key: answer for key, answer in case.items() if isinstance(answer, str)}
    found = ranked(said)

    others = [each for each in alternatives(said) if each[2] != found.causes[0].id]
    others.sort(key=lambda each: -each[3])

    told = [(change.finding, change.answer, change.top) for change in found.would_change]
    assert told == [each[:3] for each in others[: len(told)]]
    assert len(told) == min(len(others), int(KB.thresholds["would_change_most"].value))


@pytest.mark.parametrize(
    ("first", "second", "other_group", "expected"),
    [
        (0.5, 0.4, True, True),
        (0.5, 0.4, False, False),
        (0.5, 0.33, True, False),
        (0.29, 0.01, False, True),
        (0.31, 0.2, False, False),
    ],
)
def test_close_causes_of_different_groups_and_unlikely_first_causes_cannot_be_told(
    first, second, other_group, expected
):
    """Within a factor of 1.5 and of different groups, or the first below 0.3 (the contract)."""
    other = "doms" if other_group else "lumbar_radiculopathy"
    probabilities = {"sciatic_neural_irritation": first, other: second}

    assert is_undecided(probabilities, KB) is expected


@given(st.floats(1e-300, 1))
def test_twelve_digits_are_kept_of_any_probability(value):
    """Also of a tiny one: its odds are as exact as those of a likely cause."""
    assert abs(significant(value) - value) <= 1e-11 * value
    assert np.isfinite(significant(value))
