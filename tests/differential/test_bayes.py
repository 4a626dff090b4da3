"""The exact engine against slower ways to the same numbers, on random networks."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bench.oracle import worst_on_random
from popliteal.differential.bayes import (
    Network,
    Observed,
    log_odds,
    log_odds_variance,
    normalised,
    weights_bits,
    with_one_changed,
    with_one_more,
)
from tests.differential.networks import cases, enumerated

NUMBER = st.integers(0, 2**32)


@given(cases())
def test_the_posterior_is_what_adding_up_every_state_gives(case):
    """No approximation: every cause with every combination of states, weighed and added up."""
    observed = case.observed()

    expected = enumerated(case.network, observed.like, observed.group)

    assert np.abs(observed.posterior - expected).max() <= 1e-9


def test_the_posterior_is_what_an_independent_library_gives():
    """Two programs that share no code agree on random networks with random answers."""
    assert worst_on_random(count=60, seed=7) <= 1e-9


@given(cases(), NUMBER)
def test_the_order_of_the_answers_does_not_matter(case, seed):
    """The same answers in another order give the same posterior and the same reasons."""
    order = np.random.default_rng(seed).permutation(len(case.chosen))

    there, back = case.observed(), case.observed(order)

    assert np.abs(there.posterior - back.posterior).max() <= 1e-12
    assert np.allclose(weights_bits(there)[order], weights_bits(back), atol=1e-9)


@given(cases(least_questions=1))
def test_one_more_answer_counts_as_if_it_had_been_there(case):
    """Every answer to a further question, weighed at once, equals starting anew with it."""
    *before, last = range(len(case.chosen))
    observed = case.observed(before)
    table = case.tables[last]
    chance = with_one_more(observed, table, np.repeat(case.group[last], len(table)))

    for answer, row in enumerate(chance):
        case.chosen[last] = answer
        anew = case.observed().posterior
        weighed = observed.posterior * row
        assert np.abs(weighed / weighed.sum() - anew).max() <= 1e-9
    assert np.abs(chance.sum(axis=0) - 1).max() <= 1e-9


@given(cases(least_questions=1), NUMBER)
def test_one_changed_answer_counts_as_if_it_had_been_given(case, seed):
    """Every other answer to a question, weighed at once, equals starting anew with it."""
    at = np.random.default_rng(seed).integers(len(case.chosen))
    observed = case.observed()
    table = case.tables[at]
    ratio = with_one_changed(observed, np.repeat(at, len(table)), table)

    for answer, row in enumerate(ratio):
        case.chosen[at] = answer
        weighed = observed.posterior * row
        assert np.abs(weighed / weighed.sum() - case.observed().posterior).max() <= 1e-9


@given(cases(least_questions=1), NUMBER)
def test_an_answer_taken_away_counts_as_if_it_had_never_been_given(case, seed):
    """Replacing an answer by certainty (ones) is the same as leaving it out."""
    at = np.random.default_rng(seed).integers(len(case.chosen))
    observed = case.observed()

    (row,) = with_one_changed(observed, np.array([at]), np.ones((1, *observed.like.shape[1:])))

    weighed = observed.posterior * row
    without = case.observed([other for other in range(len(case.chosen)) if other != at])
    assert np.abs(weighed / weighed.sum() - without.posterior).max() <= 1e-9


@given(cases())
def test_weights_of_evidence_add_up_to_the_change_of_the_log_odds(case):
    """The reasons are the whole story: nothing is left over, nothing counted twice."""
    observed = case.observed()

    change = (log_odds(observed.joint) - log_odds(case.network.log_prior)) / np.log(2)

    assert np.abs(weights_bits(observed).sum(axis=0) - change).max(initial=0) <= 1e-9


@given(cases(least_questions=1))
def test_answers_that_say_the_same_weigh_the_same(case):
    """No answer is favoured by its place in the order: a repeated one gets an equal share."""
    first = case.observed()
    twice = Observed(
        case.network,
        np.concatenate([first.like, first.like[:1]]),
        np.append(first.group, first.group[0]),
    )

    bits = weights_bits(twice)

    assert np.allclose(bits[0], bits[-1], atol=1e-12)


@given(cases(least_questions=1))
def test_a_single_answer_speaks_for_the_causes_that_make_it_likelier(case):
    """Its weight is positive where the cause gives the answer more often than the others do."""
    observed = case.observed([0])
    (bits,) = weights_bits(observed)
    (chance,) = with_one_more(case.observed([]), np.exp(observed.like), observed.group)
    prior = np.exp(case.network.log_prior)

    others = (chance @ prior - prior * chance) / (1 - prior)

    clear = np.abs(chance - others) > 1e-9
    assert (np.sign(bits) == np.sign(chance - others))[clear].all()


def test_the_quadrature_leaves_no_single_weight_off_by_a_thousandth_of_a_bit():
    """The path from no evidence to all of it is followed finely enough."""
    random = np.random.default_rng(3)
    network = Network(np.log(random.dirichlet(np.ones(6))), np.log(np.full((1, 6, 2), 0.5)))
    like = np.log(random.uniform(0.02, 0.9, (8, 6, 2)))
    observed = Observed(network, like, np.zeros(8, dtype=int))
    path = (np.arange(20_000) + 0.5) / 20_000

    slow = np.zeros((8, 6))
    for step in path:
        state = network.log_state + step * like.sum(axis=0)
        mean = np.einsum("cz,ecz->ec", normalised(state)[0], like)
        joint = network.log_prior + np.logaddexp(state[0, :, 0], state[0, :, 1])
        for cause in range(6):
            rest = normalised(np.where(np.arange(6) == cause, -np.inf, joint))
            slow[:, cause] += (mean[:, cause] - mean @ rest) / len(path) / np.log(2)

    assert np.abs(weights_bits(observed) - slow).max() < 1e-3


@given(cases())
def test_the_variance_of_the_log_odds_is_the_slope_squared_times_the_inputs_variance(case):
    """The slope of the log odds is found again by moving each log probability a little."""
    observed = case.observed()
    random = np.random.default_rng(0)
    size = observed.like.shape[:2]
    own = random.uniform(0.1, 1, (size[0] + 1, size[1]))
    shared = random.uniform(0.1, 1, size)
    step = 1e-6

    slope = np.array(
        [
            (log_odds(observed.joint + step * moved) - log_odds(observed.joint - step * moved))
            / (2 * step)
            for moved in np.eye(size[1])
        ]
    ).T
    moves = slope @ np.sqrt(shared).T
    expected = slope**2 @ own.sum(axis=0) + (moves**2).sum(axis=1)

    assert np.allclose(log_odds_variance(observed, own, shared), expected, rtol=1e-5)


def test_without_an_answer_the_posterior_is_the_prior():
    """Nothing said, nothing learnt."""
    network = Network(np.log([0.25, 0.75]), np.log(np.full((2, 2, 2), 0.5)))
    nothing = Observed(network, np.zeros((0, 2, 2)), np.zeros(0, dtype=int))

    assert np.allclose(nothing.posterior, [0.25, 0.75], atol=1e-15)
    assert weights_bits(nothing).shape == (0, 2)
