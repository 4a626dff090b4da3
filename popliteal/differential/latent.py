"""Two-state latent classes: answers that show one state do not count as independent.

Each class is fitted to the published tables and leaves every one of them exactly as it was: only
the joint of several answers changes. Method and comparison: docs/adr/0011.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from popliteal.differential.bayes import Array, Indices

_LEAST_SHARE = 0.02
_CONVERGED = 1e-14


def state_shares(
    tables: Sequence[Array], usual: Sequence[Array], prior: Array, strength: float
) -> tuple[Array, list[Array]]:
    """Find the state that a group of questions shows, and its share under each cause.

    Parameters
    ----------
    tables : one (A, C) table a question, columns adding up to 1
    usual : one (A,) usual rate a question
    prior : (C,) weight of each cause
    strength : how far apart the two states are; 0 makes the answers independent

    Returns
    -------
    shares : (C,) probability of the second state under each cause
    states : one (A, 2) table a question, the answers in each state

    Notes
    -----
    The state is the direction in which the causes' tables differ most (first singular vector of the
    log ratios to the usual rates, weighted by prior and rate). The share of each cause is the
    maximum-likelihood mixture of the two states.
    """
    score, _ = _direction(tables, usual, prior)
    states = _states(usual, score, strength)
    return _shares(tables, states), states


def follower_states(
    followers: Sequence[Array],
    their_usual: Sequence[Array],
    members: tuple[Sequence[Array], Sequence[Array], Array],
    strength: float,
) -> list[Array]:
    """How questions answer in the two states that other questions have defined.

    A follower's score is what the direction of the members' tables says for its own: for a member
    it would be the very score that it has.

    Parameters
    ----------
    followers : one (A, C) table a question
    their_usual : one (A,) usual rate a question
    members : tables, usual rates and prior of the questions that define the states
    strength : as in `state_shares`

    Returns
    -------
    one (A, 2) table a follower

    Examples
    --------
    >>> table = np.array([[0.6, 0.2], [0.4, 0.8]])
    >>> prior, usual = np.array([0.5, 0.5]), np.array([0.4, 0.6])
    >>> members = [table, table], [usual, usual], prior
    >>> _, (state, _) = state_shares(*members, 0.5)
    >>> (follows,) = follower_states([table], [usual], members, 0.5)
    >>> bool(np.abs(follows - state).max() < 1e-12)
    True
    """
    if not followers:
        return []
    _, along = _direction(*members)
    ratios = np.log(np.concatenate(followers)) - np.log(np.concatenate(their_usual))[:, None]
    return _states(their_usual, ratios @ along, strength)


def _direction(
    tables: Sequence[Array], usual: Sequence[Array], prior: Array
) -> tuple[Array, Array]:
    """The score of each answer, and (C,) what gives the score of any answer's log ratios."""
    rates = np.concatenate(usual)
    ratios = np.log(np.concatenate(tables)) - np.log(rates)[:, None]
    weighted = np.sqrt(rates)[:, None] * ratios * np.sqrt(prior)
    left, size, right = np.linalg.svd(weighted, full_matrices=False)
    direction = left[:, 0]
    # The sign of a singular vector is arbitrary; fix it so that the same input gives equal bytes.
    sign = np.sign(direction[np.argmax(np.abs(direction))])
    questions = np.sqrt(len(tables))
    along = np.sqrt(prior) * right[0] * sign / max(size[0], 1e-300) * questions
    return direction * sign / np.sqrt(rates) * questions, along


def _states(usual: Sequence[Array], score: Array, strength: float) -> list[Array]:
    cuts = np.cumsum([len(rate) for rate in usual])[:-1]
    return [
        _tilted(rate, part, strength)
        for rate, part in zip(usual, np.split(score, cuts), strict=True)
    ]


def _tilted(rate: Array, score: Array, strength: float) -> Array:
    """(A, 2) the usual rates tilted against and towards the score."""
    log_weights = np.log(rate)[:, None] + strength * score[:, None] * np.array([-1, 1])
    weights = np.exp(log_weights - log_weights.max(axis=0))
    return np.asarray(weights / weights.sum(axis=0))


def _shares(tables: Sequence[Array], states: Sequence[Array]) -> Array:
    """(C,) expectation-maximisation for the share of the second state under each cause."""
    table = np.concatenate(tables)
    first, second = np.concatenate(states).T[:, :, None]
    share = np.full(table.shape[1], 0.5)
    for _ in range(20):
        seen = share * second
        expected = (table * seen / (seen + (1 - share) * first)).sum(axis=0) / len(tables)
        share = np.clip(expected, _LEAST_SHARE, 1 - _LEAST_SHARE)
    return share


def split_tables(tables: Sequence[Array], states: Sequence[Array], shares: Array) -> list[Array]:
    """Split each table by state, keeping the table itself and the shares exact.

    The chance that a person who gives an answer is in the second state is logistic in the log ratio
    of the two states, with the offset that gives the share its value. This keeps the association
    (odds ratios) of the states and both margins: what iterative proportional fitting tends to.

    Returns
    -------
    one (A, C, 2) table a question: probability of the answer given cause and state.

    Examples
    --------
    >>> table = np.array([[0.6, 0.2], [0.4, 0.8]])
    >>> states = np.array([[0.1, 0.9], [0.9, 0.1]])
    >>> shares = np.array([0.5, 0.3])
    >>> (split,) = split_tables([table], [states], shares)
    >>> mixture = split[:, :, 0] * (1 - shares) + split[:, :, 1] * shares
    >>> bool(np.abs(mixture - table).max() < 1e-12)
    True
    """
    starts = np.cumsum([0, *(len(table) for table in tables)])
    table, state = np.concatenate(tables), np.concatenate(states)
    ratio = (np.log(state[:, 1]) - np.log(state[:, 0]))[:, None]
    offset = _offsets(table, ratio, shares, starts[:-1])
    towards = ratio + np.repeat(offset, np.diff(starts), axis=0)
    first, second = table * _logistic(-towards), table * _logistic(towards)
    split = np.stack([first / (1 - shares), second / shares], axis=2)
    return np.split(split, starts[1:-1])


def _logistic(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def _offsets(table: Array, ratio: Array, shares: Array, starts: Indices) -> Array:
    """(Q, C) root of `sum_a p(a) logistic(ratio_a + offset) = share` for each of Q questions.

    Guarded Newton steps for all questions at once; `starts` says where each one's answers begin.
    """
    sizes = np.diff(np.append(starts, len(table)))
    offset = np.log(shares / (1 - shares)) - np.add.reduceat(table * ratio, starts)
    for _ in range(100):
        second = _logistic(ratio + np.repeat(offset, sizes, axis=0))
        gap = np.add.reduceat(table * second, starts) - shares
        if np.abs(gap).max() < _CONVERGED:
            break
        slope = np.add.reduceat(table * second * (1 - second), starts)
        offset = offset - np.clip(gap / np.maximum(slope, 1e-300), -2, 2)
    return np.asarray(offset)
