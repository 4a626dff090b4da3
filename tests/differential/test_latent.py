"""The latent classes on random tables: what they keep, and what they change."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from popliteal.differential.latent import split_tables, state_shares

SEEDS = st.integers(0, 2**32)


def group(seed):
    """Tables (A, C) of 2 to 6 questions, their usual rates, and the prior of 2 to 8 causes."""
    random = np.random.default_rng(seed)
    prior = random.dirichlet(np.ones(random.integers(2, 9)))
    tables = [
        random.dirichlet(np.full(random.integers(2, 7), 0.8), len(prior)).T.clip(1e-4)
        for _ in range(random.integers(2, 7))
    ]
    tables = [table / table.sum(axis=0) for table in tables]
    return tables, [table @ prior for table in tables], prior


@given(SEEDS, st.floats(0, 3))
def test_splitting_keeps_every_table(seed, strength):
    """Weighed by the shares of the two states, a split table is the table that was split."""
    tables, usual, prior = group(seed)
    shares, states = state_shares(tables, usual, prior, strength)

    for table, split in zip(tables, split_tables(tables, states, shares), strict=True):
        mixture = split[:, :, 0] * (1 - shares) + split[:, :, 1] * shares
        assert np.abs(mixture - table).max() <= 1e-12


@given(SEEDS, st.floats(0, 3))
def test_the_answers_of_each_state_add_up_to_one(seed, strength):
    """Each state has proper probabilities of its own."""
    tables, usual, prior = group(seed)
    shares, states = state_shares(tables, usual, prior, strength)

    for split in split_tables(tables, states, shares):
        assert np.abs(split.sum(axis=0) - 1).max() <= 1e-12
        assert (split > 0).all()


@given(SEEDS)
def test_without_strength_the_states_do_not_differ(seed):
    """Strength 0 leaves the answers independent given the cause."""
    tables, usual, prior = group(seed)
    shares, states = state_shares(tables, usual, prior, 0)

    for table, split in zip(tables, split_tables(tables, states, shares), strict=True):
        assert np.abs(split - table[:, :, None]).max() <= 1e-12


@given(SEEDS, st.floats(0.1, 3))
def test_the_states_keep_their_odds_ratios(seed, strength):
    """How two answers differ between the states is the same under every cause."""
    tables, usual, prior = group(seed)
    shares, states = state_shares(tables, usual, prior, strength)

    for state, split in zip(states, split_tables(tables, states, shares), strict=True):
        ratio = np.log(split[:, :, 1] / split[:, :, 0])
        expected = np.log(state[:, 1] / state[:, 0])
        assert np.allclose(ratio - ratio[0], (expected - expected[0])[:, None], atol=1e-6)


@given(SEEDS, st.floats(0.1, 3))
def test_two_answers_of_one_kind_come_together_more_often_than_by_chance(seed, strength):
    """So the second of them tells less: whoever gave the first was likely to give it."""
    tables, usual, prior = group(seed)
    shares, states = state_shares([tables[0]] * 2, [usual[0]] * 2, prior, strength)
    first, second = split_tables([tables[0]] * 2, states, shares)

    together = (first * second * np.stack([1 - shares, shares], axis=1)).sum(axis=2)

    assert (together >= tables[0] ** 2 * (1 - 1e-9)).all()
