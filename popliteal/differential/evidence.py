"""From answers to log likelihoods: the knowledge's tables as a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from popliteal.differential.bayes import Array, Network, Observed
from popliteal.differential.latent import split_tables, state_shares
from popliteal.knowledge.content import NOT_SURE, Dependence, Table
from popliteal.knowledge.load import Knowledge


@dataclass(frozen=True)
class Finding:
    """One question's tables.

    Attributes
    ----------
    answers : position of each answer
    p : (A, C) probability of each answer given the cause
    like : (A, C, 2) log probability given cause and state of its class
    group : index of its class, or -1
    own, shared : (A, C) variance of log p, where the cause has a line of its own, and where it
        uses the usual rate
    """

    answers: Mapping[str, int]
    p: Array
    like: Array
    group: int
    own: Array
    shared: Array


@dataclass(frozen=True)
class Model:
    """The knowledge as arrays.

    Attributes
    ----------
    causes : ids, in the order of every array's cause axis
    prior_variance : (C,) variance of the log priors
    """

    causes: tuple[str, ...]
    network: Network
    prior_variance: Array
    findings: Mapping[str, Finding]


@cache
def build_model(kb: Knowledge) -> Model:
    """Turn the tables into a network; once for each knowledge.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> round(float(np.exp(build_model(load()).network.log_prior).sum()), 9)
    1.0
    """
    causes = tuple(kb.causes)
    prior = np.array([kb.causes[cause].prior.value for cause in causes])
    prior = prior / prior.sum()
    groups = list(kb.dependence.values())
    tables = {key: _probabilities(key, kb) for key in kb.background}
    split: dict[str, Array] = {}
    log_state = np.empty((len(groups), len(causes), 2))
    for at, group in enumerate(groups):
        log_state[at], parts = _class(group, tables, prior, kb)
        split.update(parts)
    index = {member: at for at, group in enumerate(groups) for member in group.members}
    findings = {
        key: _finding(key, tables[key], split.get(key), index.get(key, -1), kb) for key in tables
    }
    return Model(causes, Network(np.log(prior), log_state), _prior_variance(kb), findings)


def observe(given: Mapping[str, str], model: Model) -> tuple[tuple[str, ...], Observed]:
    """The answers that say something about causes, as observations.

    Returns
    -------
    ids of the E questions that count, and the observations in the same order. *Not sure*, plan
    questions and clinician findings without tables say nothing.
    """
    used = tuple(
        key
        for key in model.findings
        if given.get(key, NOT_SURE) != NOT_SURE and given[key] in model.findings[key].answers
    )
    causes = len(model.causes)
    like = np.empty((len(used), causes, 2))
    for row, key in enumerate(used):
        finding = model.findings[key]
        like[row] = finding.like[finding.answers[given[key]]]
    group = np.array([model.findings[key].group for key in used], dtype=np.intp)
    return used, Observed(model.network, like, group)


def variances(used: tuple[str, ...], given: Mapping[str, str], model: Model) -> tuple[Array, Array]:
    """Variances of the log probabilities that the observations use, for `bayes.log_odds_variance`."""
    causes = len(model.causes)
    own = np.empty((len(used) + 1, causes))
    shared = np.empty((len(used), causes))
    for row, key in enumerate(used):
        finding = model.findings[key]
        at = finding.answers[given[key]]
        own[row], shared[row] = finding.own[at], finding.shared[at]
    own[-1] = model.prior_variance
    return own, shared


def _probabilities(key: str, kb: Knowledge) -> Array:
    """(A, C) table of one question; a cause without a line gets the usual rate.

    Leaving it out would multiply by 1 and so favour the causes that we know least about.
    """
    answers = kb.questions[key].answers
    columns = []
    for cause in kb.causes:
        table = kb.likelihoods[cause].get(key, kb.background[key])
        column = np.array([table.p[answer] for answer in answers])
        columns.append(column / column.sum())
    return np.array(columns).T


def _class(
    group: Dependence, tables: Mapping[str, Array], prior: Array, kb: Knowledge
) -> tuple[Array, dict[str, Array]]:
    members = [tables[key] for key in group.members]
    usual = [
        np.array([kb.background[k].p[a] for a in kb.questions[k].answers]) for k in group.members
    ]
    usual = [rates / rates.sum() for rates in usual]
    shares, states = state_shares(members, usual, prior, group.strength)
    split = split_tables(members, states, shares)
    log_state = np.log(np.stack([1 - shares, shares], axis=1))
    return log_state, dict(zip(group.members, (np.log(part) for part in split), strict=True))


def _finding(key: str, table: Array, split: Array | None, group: int, kb: Knowledge) -> Finding:
    answers = {answer: at for at, answer in enumerate(kb.questions[key].answers)}
    like = np.repeat(np.log(table)[:, :, None], 2, axis=2) if split is None else split
    variance = np.array([_variance(_line(key, cause, kb), list(answers)) for cause in kb.causes]).T
    has_own = np.array([key in kb.likelihoods[cause] for cause in kb.causes])
    return Finding(answers, table, like, group, variance * has_own, variance * ~has_own)


def _line(key: str, cause: str, kb: Knowledge) -> Table:
    return kb.likelihoods[cause].get(key, kb.background[key])


def _variance(table: Table, answers: list[str]) -> Array:
    """Variance of log p for each answer: a log-normal with the mean and variance of the Dirichlet."""
    p = np.array([table.p[answer] for answer in answers])
    return np.asarray(np.log1p((1 - p) / (p * (table.n + 1))))


def _prior_variance(kb: Knowledge) -> Array:
    """Variance of the log priors: their 90 % range spans 2 * 1.645 standard deviations."""
    spans = [np.log(cause.prior.high / cause.prior.low) for cause in kb.causes.values()]
    return np.asarray((np.array(spans) / (2 * 1.6449)) ** 2)
