"""Exact inference in a small Bayesian network; arrays in, arrays out.

The network has one cause, a few two-state latent classes that depend on the cause, and observations
that depend on the cause and on at most one of those classes::

    P(cause, observations) = P(cause) * prod_u P(u | cause) * prod_g sum_z P(z | cause) prod_{o in g} P(o | cause, z)

Sizes in the docstrings: C causes, G classes, E observations, R alternatives, B cases. Natural logarithms
unless a name says bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]

# Gauss-Legendre nodes on 0..1 for the path of `weights_bits`.
_NODES, _NODE_WEIGHTS = np.polynomial.legendre.leggauss(16)
_PATH = (_NODES + 1) / 2
_PATH_WEIGHTS = _NODE_WEIGHTS / 2


@dataclass(frozen=True)
class Network:
    """The cause and the latent classes.

    Attributes
    ----------
    log_prior : (C,)
    log_state : (G, C, 2) log probability of each state of each class, given the cause
    """

    log_prior: Array
    log_state: Array


@dataclass(frozen=True)
class Observed:
    """Observations of one case.

    Attributes
    ----------
    network : the network they belong to
    like : (E, C, 2) log probability of each observation given cause and state of its class; the two
        states are equal for an observation that belongs to no class
    group : (E,) index of the class, or -1
    """

    network: Network
    like: Array
    group: Indices

    @cached_property
    def member(self) -> Array:
        """(G, E) 1 where the observation belongs to the class."""
        classes = np.arange(len(self.network.log_state))
        return (self.group == classes[:, None]).astype(float)

    @cached_property
    def state(self) -> Array:
        """(G, C, 2) log probability of state and observations of each class, given the cause."""
        within = np.tensordot(self.member, self.like, axes=1)
        return np.asarray(self.network.log_state + within)

    @cached_property
    def joint(self) -> Array:
        """(C,) log probability of cause and observations."""
        alone = self.like[self.group < 0, :, 0].sum(axis=0)
        return np.asarray(self.network.log_prior + alone + _log_sum(self.state).sum(axis=0))

    @cached_property
    def posterior(self) -> Array:
        """(C,) probability of each cause."""
        return normalised(self.joint)


def _log_sum(states: Array) -> Array:
    """Log of the sum over the last axis, which has two entries."""
    return np.asarray(np.logaddexp(states[..., 0], states[..., 1]))


def normalised(log_weights: Array) -> Array:
    """Probabilities from log weights, over the last axis.

    Examples
    --------
    >>> normalised(np.log(np.array([1.0, 3.0]))).tolist()
    [0.25, 0.75]
    """
    top = log_weights.max(axis=-1, keepdims=True)
    weights = np.exp(log_weights - top)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def log_total(log_weights: Array) -> Array:
    """Log of the sum of weights, over the last axis."""
    top = log_weights.max(axis=-1)
    return np.asarray(top + np.log(np.exp(log_weights - top[..., None]).sum(axis=-1)))


def with_one_more(observed: Observed, like: Array, group: Indices) -> Array:
    """Joint after one further observation, for each of R alternatives.

    Parameters
    ----------
    like : (R, C, 2) log probability of each alternative
    group : (R,) its class, or -1

    Returns
    -------
    (R, C) log probability of cause and all observations.
    """
    alone = group < 0
    before = _log_sum(observed.state)
    after = _log_sum(observed.state[group] + like)
    change = np.where(alone[:, None], like[:, :, 0], after - before[group])
    return np.asarray(observed.joint + change)


def with_one_changed(observed: Observed, at: Indices, like: Array) -> Array:
    """Joint after one observation was replaced, for each of R alternatives.

    Parameters
    ----------
    at : (R,) which observation is replaced
    like : (R, C, 2) log probability of what replaces it; zeros to take it away

    Returns
    -------
    (R, C)
    """
    group = observed.group[at]
    swap = like - observed.like[at]
    before = _log_sum(observed.state)
    after = _log_sum(observed.state[group] + swap)
    change = np.where((group < 0)[:, None], swap[:, :, 0], after - before[group])
    return np.asarray(observed.joint + change)


def log_odds(log_weights: Array) -> Array:
    """(C,) log odds of each entry against all others together."""
    return np.asarray(log_weights - log_total(_without_self(log_weights)))


def _without_self(log_weights: Array) -> Array:
    """(..., C, C) row c holds the log weights with entry c taken out."""
    causes = log_weights.shape[-1]
    return np.where(np.eye(causes, dtype=bool), -np.inf, log_weights[..., None, :])


def weights_bits(observed: Observed) -> Array:
    """Weight of evidence of each observation for each cause against all others.

    The gradient of the log odds along the straight path from no evidence to all of it (Aumann and
    Shapley's share): no observation is favoured by its place in an order, and the shares add up to the
    posterior log odds less the prior log odds.

    Returns
    -------
    (E, C) [bits]

    Examples
    --------
    >>> network = Network(np.log([0.5, 0.5]), np.zeros((0, 2, 2)))
    >>> like = np.log(np.array([[[0.8, 0.8], [0.2, 0.2]]]))
    >>> weights_bits(Observed(network, like, np.array([-1]))).round(6).tolist()
    [[2.0, -2.0]]
    """
    network, like, group = observed.network, observed.like, observed.group
    if not len(like):
        return np.zeros(like.shape[:2])
    alone = like[:, :, 0]
    summed = alone[group < 0].sum(axis=0)
    within = observed.state - network.log_state
    steps = _PATH[:, None, None, None]
    states = network.log_state + steps * within
    joint = network.log_prior + _PATH[:, None] * summed + _log_sum(states).sum(axis=1)
    # An observation that belongs to no class has two equal states: its shift is zero, whatever it meets.
    second = 1 / (1 + np.exp(states[..., 0] - states[..., 1]))
    shift = like[:, :, 1] - alone
    mean = alone + (second[:, group] * shift if second.shape[1] else 0.0)
    against = mean @ normalised(_without_self(joint)).swapaxes(1, 2)
    shares = np.tensordot(_PATH_WEIGHTS, mean - against, axes=1)
    return _add_up(shares, log_odds(observed.joint) - log_odds(network.log_prior)) / np.log(2)


def _add_up(shares: Array, total: Array) -> Array:
    """Spread what the quadrature leaves (far below a thousandth of a bit) in proportion to the shares."""
    size = np.abs(shares)
    rest = total - shares.sum(axis=0)
    return np.asarray(shares + rest * size / np.maximum(size.sum(axis=0), 1e-300))


def log_odds_variance(observed: Observed, own: Array, shared: Array) -> Array:
    """Variance of each cause's log odds from the uncertainty of prior and tables (delta method).

    Parameters
    ----------
    own : (E + 1, C) variance of each log probability that belongs to one cause, priors in the last row;
        0 where the cause has no number of its own
    shared : (E, C) variance of each log probability that several causes share; 0 where they do not

    Returns
    -------
    (C,)

    Notes
    -----
    A number that several causes share moves them together and so partly cancels.
    """
    causes = len(observed.joint)
    slope = np.eye(causes) - normalised(_without_self(observed.joint))
    together = slope @ np.sqrt(shared).T
    return np.asarray(slope**2 @ own.sum(axis=0) + (together**2).sum(axis=1))
