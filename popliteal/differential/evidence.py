"""From answers to log likelihoods: the knowledge's tables as a network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from popliteal.differential.bayes import Array, Indices, Network, Observed
from popliteal.differential.latent import follower_states, split_tables, state_shares
from popliteal.knowledge.content import NOT_SURE, Dependence
from popliteal.knowledge.load import Knowledge


@dataclass(frozen=True)
class Finding:
    """One question's tables.

    Attributes
    ----------
    answers : position of each answer
    like : (A, C, 2) log probability given cause and state of its class
    group : index of its class, or -1
    rows : where its answers stand in the model's arrays
    """

    answers: Mapping[str, int]
    like: Array
    group: int
    rows: range


@dataclass(frozen=True)
class Model:
    """The knowledge as arrays; N is the number of answers to all questions, in order.

    Attributes
    ----------
    causes : ids, in the order of every array's cause axis
    prior_variance : (C,) variance of the log priors
    row : where each answer stands, by question and answer id
    names : question and answer id of each row
    group : (N,) class of the question, or -1
    like, p : (N, C, 2) log probability and probability given cause and state
    own, shared : (N, C) variance of the log probability, where the cause has a line of its own, and
        where it uses the usual rate
    replaces : questions that say nothing once a finding is there, by the finding that measures them
    defers : by finding and its answer, how the question that it replaces is read and counts instead
    sums_up : share of a finding that other questions tell already, by finding and question
    """

    causes: tuple[str, ...]
    network: Network
    prior_variance: Array
    findings: Mapping[str, Finding]
    row: Mapping[tuple[str, str], int]
    names: tuple[tuple[str, str], ...]
    group: Indices
    like: Array
    p: Array
    own: Array
    shared: Array
    replaces: Mapping[str, tuple[str, ...]]
    defers: Mapping[tuple[str, str], Mapping[str, str]]
    sums_up: Mapping[str, Mapping[str, float]]


@cache
def build_model(kb: Knowledge) -> Model:
    """Turn the tables into a network; once for each knowledge.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> round(float(np.exp(build_model(load()).network.log_prior).sum()), 9)
    1.0
    """
    prior = np.array([cause.prior.value for cause in kb.causes.values()])
    prior = prior / prior.sum()
    # What is asked for the plan alone says nothing about causes, whatever its usual rates are.
    asked = [key for key in kb.background if kb.questions[key].kind != "plan"]
    tables = {key: _probabilities(key, kb) for key in asked}
    log_state, likes = _split(tables, prior, kb)
    findings = _findings(likes, kb)
    names = tuple((key, answer) for key in asked for answer in findings[key].answers)
    like = np.concatenate([finding.like for finding in findings.values()])
    own, shared = _variances(tables, kb)
    return Model(
        causes=tuple(kb.causes),
        network=Network(np.log(prior), log_state),
        prior_variance=_prior_variance(kb),
        findings=findings,
        row={name: at for at, name in enumerate(names)},
        names=names,
        group=np.array([findings[key].group for key, _ in names], dtype=np.intp),
        like=like,
        p=np.exp(like),
        own=own,
        shared=shared,
        replaces={key: kb.questions[key].replaces for key in asked if kb.questions[key].replaces},
        defers={
            (key, answer): read_as
            for key in asked
            for answer, read_as in kb.questions[key].defers.items()
        },
        sums_up={key: kb.questions[key].sums_up for key in asked if kb.questions[key].sums_up},
    )


def rows_said(given: Mapping[str, str], model: Model) -> list[int]:
    """Rows of the answers that say something about causes, in the model's order.

    *Not sure*, plan questions and clinician findings without tables say nothing; nor does what a
    person guessed, once a clinician has measured it (docs/adr/0042).
    """
    counted = {said for said in given.items() if said in model.row}
    for finding, keys in model.replaces.items():
        measured = (finding, given.get(finding, NOT_SURE))
        if measured in counted:
            guesses = {said for said in counted if said[0] in keys}
            read_as = model.defers.get(measured)
            if guesses and read_as is not None:
                counted.remove(measured)
                counted |= {(key, read_as.get(answer, answer)) for key, answer in guesses}
                guesses = {(key, answer) for key, answer in guesses if answer in read_as}
            counted -= guesses
    return sorted(model.row[said] for said in counted)


def told_already(given: Mapping[str, str], model: Model) -> frozenset[str]:
    """Questions that the findings among the answers have measured or summed up.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> sorted(told_already({"c_calf_circ": "ge3"}, build_model(load())))
    ['calf_swelling']
    """
    found = [key for key, answer in given.items() if (key, answer) in model.row]
    return frozenset().union(
        *(model.replaces.get(key, ()) for key in found),
        *(model.sums_up.get(key, ()) for key in found),
    )


def observe(given: Mapping[str, str], model: Model) -> tuple[tuple[str, ...], Observed]:
    """The answers that say something about causes, as observations.

    Returns
    -------
    ids of the E questions that count, and the observations in the same order.
    """
    rows = rows_said(given, model)
    used = tuple(model.names[row][0] for row in rows)
    return used, observe_rows(rows, model)


def observe_rows(rows: Sequence[int], model: Model) -> Observed:
    """The answers that stand in these rows, as observations."""
    at = np.array(rows, dtype=np.intp)
    like = model.like[at]
    for place, left in _left(rows, model):
        key, answer = model.names[rows[place]]
        like[place] = softened(model.findings[key].like, left)[model.findings[key].answers[answer]]
    return Observed(model.network, like, model.group[at])


def softened(like: Array, left: float | Array) -> Array:
    """(A, C, 2) the log table of a finding of which only this share is left to tell.

    Notes
    -----
    `p ** left`, made to add up to 1 again: 1 is the table itself, 0 tells nothing. In between the
    order of the causes under each answer of two stays as it is.

    Examples
    --------
    >>> like = np.log(np.array([[0.9, 0.5], [0.1, 0.5]]))[:, :, None]
    >>> [round(float(np.exp(softened(like, left))[0, 0, 0]), 2) for left in (1, 0.5, 0)]
    [0.9, 0.75, 0.5]
    """
    part = like * left
    return np.asarray(part - np.log(np.exp(part).sum(axis=0)))


def _left(rows: Sequence[int], model: Model) -> list[tuple[int, float]]:
    """Which rows hold a finding that sums up other answers, and which share is left to tell."""
    keys = [model.names[row][0] for row in rows]
    return [
        (place, 1 - sum(model.sums_up[key].get(other, 0.0) for other in keys))
        for place, key in enumerate(keys)
        if key in model.sums_up
    ]


def variances(rows: Sequence[int], model: Model) -> tuple[Array, Array]:
    """Variances of the log probabilities in these rows, for `bayes.log_odds_variance`."""
    at = np.array(rows, dtype=np.intp)
    own, shared = model.own[at], model.shared[at]
    for place, left in _left(rows, model):
        own[place] *= left**2
        shared[place] *= left**2
    return np.concatenate([own, model.prior_variance[None]]), shared


def _probabilities(key: str, kb: Knowledge) -> Array:
    """(A, C) table of one question; a cause without a line gets the usual rate.

    Leaving it out would multiply by 1 and so favour the causes that we know least about.
    """
    answers = kb.questions[key].answers
    lines = [kb.likelihoods[cause].get(key, kb.background[key]) for cause in kb.causes]
    table = np.array([[line.p[answer] for answer in answers] for line in lines])
    return np.asarray((table / table.sum(axis=1, keepdims=True)).T)


def _split(
    tables: Mapping[str, Array], prior: Array, kb: Knowledge
) -> tuple[Array, dict[str, Array]]:
    """The classes' shares (G, C, 2) and the tables by cause and state (A, C, 2), all in logs."""
    likes = {key: np.repeat(np.log(table)[:, :, None], 2, axis=2) for key, table in tables.items()}
    log_state = np.empty((len(kb.dependence), len(prior), 2))
    for at, group in enumerate(kb.dependence.values()):
        members = [tables[key] for key in group.members], _usual(group.members, kb), prior
        shares, states = state_shares(*members, group.strength)
        log_state[at] = np.log(np.stack([1 - shares, shares], axis=1))
        split = split_tables(members[0], states, shares)
        likes.update(zip(group.members, (np.log(part) for part in split), strict=True))
        likes.update(_follow(group, tables, members, shares, kb))
    return log_state, likes


def _follow(
    group: Dependence,
    tables: Mapping[str, Array],
    members: tuple[list[Array], list[Array], Array],
    shares: Array,
    kb: Knowledge,
) -> Iterator[tuple[str, Array]]:
    """The tables of a class's followers by cause and state, in logs."""
    if group.followers:
        own = [tables[key] for key in group.followers]
        states = follower_states(own, _usual(group.followers, kb), members, group.strength)
        split = split_tables(own, states, shares)
        yield from zip(group.followers, (np.log(part) for part in split), strict=True)


def _usual(keys: Sequence[str], kb: Knowledge) -> list[Array]:
    rates = [
        np.array([kb.background[key].p[answer] for answer in kb.questions[key].answers])
        for key in keys
    ]
    return [rate / rate.sum() for rate in rates]


def _findings(likes: Mapping[str, Array], kb: Knowledge) -> dict[str, Finding]:
    group = {
        key: at
        for at, of in enumerate(kb.dependence.values())
        for key in (*of.members, *of.followers)
    }
    findings: dict[str, Finding] = {}
    first = 0
    for key, like in likes.items():
        answers = {answer: at for at, answer in enumerate(kb.questions[key].answers)}
        findings[key] = Finding(answers, like, group.get(key, -1), range(first, first + len(like)))
        first += len(like)
    return findings


def _variances(tables: Mapping[str, Array], kb: Knowledge) -> tuple[Array, Array]:
    """Variance of log p for each answer: a log-normal with the Dirichlet's mean and variance.

    The Dirichlet itself will not do: six in ten numbers have p n below 1, where it says that the
    answer is all but surely never given, and nobody meant that (`bench/ranges.py` tries both).
    """
    own, shared = [], []
    for key, p in tables.items():
        lines = [kb.likelihoods[cause].get(key) for cause in kb.causes]
        size = np.array([(line or kb.background[key]).n for line in lines])
        variance = np.log1p((1 - p) / (p * (size + 1)))
        has_own = np.array([line is not None for line in lines])
        own.append(variance * has_own)
        shared.append(variance * ~has_own)
    return np.concatenate(own), np.concatenate(shared)


def _prior_variance(kb: Knowledge) -> Array:
    """Variance of the log priors: their 90 % range spans 2 * 1.645 standard deviations."""
    spans = [np.log(cause.prior.high / cause.prior.low) for cause in kb.causes.values()]
    return np.asarray((np.array(spans) / (2 * 1.6449)) ** 2)
