"""Exact inference in a small Bayesian network; arrays in, arrays out.

The network has one cause, a few two-state latent classes that depend on the cause, and observations
that depend on the cause and on at most one of those classes::

    P(cause, observations) = P(cause) * prod_alone P(o | cause)
                           * prod_class sum_z P(z | cause) prod_{o in class} P(o | cause, z)

Sizes in the docstrings: C causes, G classes, E observations, R alternatives. Natural logarithms
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

    @cached_property
    def log_first(self) -> Array:
        """(C,) log probability of the cause with every class in its first state."""
        return np.asarray(self.log_prior + self.log_state[:, :, 0].sum(axis=0))

    @cached_property
    def prior_log_odds(self) -> Array:
        """(C,) log odds of each cause against all others, before anything is observed."""
        return log_odds(self.log_prior)

    @cached_property
    def towards(self) -> Array:
        """(G, C) log odds of the second state of each class."""
        return np.asarray(self.log_state[:, :, 1] - self.log_state[:, :, 0])


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
    def first(self) -> Array:
        """(E, C) log probability of each observation in the first state."""
        return self.like[:, :, 0]

    @cached_property
    def shift(self) -> Array:
        """(E, C) how much likelier each observation is in the second state; 0 without a class."""
        return np.asarray(self.like[:, :, 1] - self.first)

    @cached_property
    def towards(self) -> Array:
        """(G, C) log odds of the second state of each class, given cause and observations."""
        classes = np.arange(len(self.network.log_state))
        member = (self.group == classes[:, None]).astype(float)
        return np.asarray(self.network.towards + member @ self.shift)

    @cached_property
    def second(self) -> Array:
        """(G + 1, C) probability of the second state of each class.

        The last row is for an observation of no class: index -1 finds it, and its states are equal.
        """
        no_class = np.zeros((1, self.towards.shape[1]))
        return np.concatenate([1 / (1 + np.exp(-self.towards)), no_class])

    @cached_property
    def joint(self) -> Array:
        """(C,) log probability of cause and observations."""
        certain = self.network.log_first + self.first.sum(axis=0)
        return np.asarray(certain + np.logaddexp(0, self.towards).sum(axis=0))

    @cached_property
    def posterior(self) -> Array:
        """(C,) probability of each cause."""
        return normalised(self.joint)

    @cached_property
    def log_odds(self) -> Array:
        """(C,) log odds of each cause against all others."""
        return log_odds(self.joint)


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


def with_one_more(observed: Observed, p: Array, group: Indices) -> Array:
    """How likely each of R further observations is, given the cause and what was observed.

    Parameters
    ----------
    p : (R, C, 2) probability of each alternative given cause and state of its class
    group : (R,) its class, or -1

    Returns
    -------
    (R, C) The posterior times a row is, up to its sum, the posterior with that observation.

    Examples
    --------
    >>> network = Network(np.log([0.5, 0.5]), np.zeros((0, 2, 2)))
    >>> nothing = Observed(network, np.zeros((0, 2, 2)), np.zeros(0, dtype=int))
    >>> with_one_more(nothing, np.array([[[0.8, 0.8], [0.2, 0.2]]]), np.array([-1])).tolist()
    [[0.8, 0.2]]
    """
    return _over_states(observed.second[group], p)


def with_one_changed(observed: Observed, at: Indices, p: Array) -> Array:
    """How much likelier everything observed becomes when one observation is replaced.

    Parameters
    ----------
    at : (R,) which observation is replaced
    p : (R, C, 2) probability of what replaces it; ones to take it away

    Returns
    -------
    (R, C) The posterior times a row is, up to its sum, the posterior with that change.
    """
    undone = np.exp(-observed.like)[at]
    return _over_states(observed.second[observed.group[at]], p * undone)


def _over_states(second: Array, p: Array) -> Array:
    return np.asarray((1 - second) * p[..., 0] + second * p[..., 1])


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
    Shapley's share): no observation is favoured by its place in an order, and the shares add up to
    the posterior log odds less the prior log odds.

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
    if not len(observed.like):
        return np.zeros(observed.like.shape[:2])
    network = observed.network
    towards = network.towards + _PATH[:, None, None] * (observed.towards - network.towards)
    second = 1 / (1 + np.exp(-towards))
    # -log of the first state's share: what the second state adds to the joint.
    joint = network.log_first + (towards - np.log(second)).sum(axis=1)
    joint += _PATH[:, None] * observed.first.sum(axis=0)
    second = np.concatenate([second, np.zeros_like(joint)[:, None]], axis=1)
    mean = observed.first + second[:, observed.group] * observed.shift
    shares = np.tensordot(_PATH_WEIGHTS, _less_others(mean, joint), axes=1)
    total = observed.log_odds - network.prior_log_odds
    return _add_up(shares / np.log(2), total / np.log(2))


def _less_others(value: Array, joint: Array) -> Array:
    """(T, E, C) value (T, E, C) of each cause less the mean of all others, weighed by joint (T, C).

    All is taken relative to the likeliest cause, so that nothing cancels where it is nearly sure.
    """
    each, leads = np.arange(len(joint)), joint.argmax(axis=1)
    weight = np.exp(joint - joint[each, leads][:, None])
    weight[each, leads] = 0.0
    total = weight.sum(axis=1, keepdims=True)
    relative = value - value[each, :, leads][:, :, None]
    rest = 1 + total - weight
    rest[each, leads] = total[:, 0]
    summed = relative @ weight[:, :, None]
    return np.asarray((relative * (1 + total)[:, None] - summed) / rest[:, None])


def _add_up(shares: Array, total: Array) -> Array:
    """Spread what the quadrature leaves in proportion to the shares (far below 0.001 bits)."""
    size = np.abs(shares)
    rest = total - shares.sum(axis=0)
    return np.asarray(shares + rest * size / np.maximum(size.sum(axis=0), 1e-300))


def log_odds_variance(observed: Observed, own: Array, shared: Array) -> Array:
    """Variance of each cause's log odds from the uncertainty of prior and tables (delta method).

    Parameters
    ----------
    own : (E + 1, C) variance of each log probability that belongs to one cause, priors in the last
        row; 0 where the cause has no number of its own
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
