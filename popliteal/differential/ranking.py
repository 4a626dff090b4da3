"""The causes in order, with ranges, reasons for and against, and how sure one can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from popliteal.answers import Answers, with_inapplicable
from popliteal.differential import bayes
from popliteal.differential.bayes import Array, Observed
from popliteal.differential.evidence import Model, build_model, observe, variances
from popliteal.knowledge.load import Knowledge


class Evidence(NamedTuple):
    """What one answer says for (+) or against (-) a cause. [bits]"""

    finding: str
    answer: str
    bits: float
    text: str


@dataclass(frozen=True, slots=True)
class CauseEstimate:
    """One cause: how likely, in which range, and why."""

    id: str
    name: str
    group: str
    probability: float
    low: float
    high: float
    supporting: tuple[Evidence, ...]
    against: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A single answer that, changed alone, would put another cause first."""

    finding: str
    answer: str
    top: str


@dataclass(frozen=True, slots=True)
class Differential:
    """What it could be."""

    causes: tuple[CauseEstimate, ...]
    groups: Mapping[str, float]
    cannot_tell: bool
    would_change: tuple[Change, ...]

    @property
    def probabilities(self) -> dict[str, float]:
        """Probability by cause id."""
        return {cause.id: cause.probability for cause in self.causes}


def rank(answers: Answers, kb: Knowledge) -> Differential:
    """Exact probabilities of all causes, given the answers.

    Examples
    --------
    >>> from popliteal.answers import read_answers
    >>> from popliteal.knowledge.load import load
    >>> kb = load()
    >>> found = rank(read_answers({"st_other_leg": "same", "mech_pattern": "only_stretch"}, kb), kb)
    >>> found.causes[0].id
    'normal_stretch'
    """
    model = build_model(kb)
    used, observed = observe(answers.given, model)
    causes = _causes(used, answers.given, observed, model, kb)
    return Differential(
        causes,
        _groups(causes),
        _cannot_tell(causes, kb),
        _would_change(used, answers, observed, model, kb),
    )


def _causes(
    used: tuple[str, ...],
    given: Mapping[str, str],
    observed: Observed,
    model: Model,
    kb: Knowledge,
) -> tuple[CauseEstimate, ...]:
    probability = observed.posterior
    low, high = _range(used, given, observed, model, kb)
    bits = bayes.weights_bits(observed)
    texts = [_said(key, given[key], kb) for key in used]
    # Equal probabilities keep the order of the file, so that the same answers give the same bytes.
    order = np.argsort(-probability, kind="stable")
    return tuple(
        CauseEstimate(
            cause := model.causes[at],
            kb.causes[cause].name,
            kb.causes[cause].group,
            float(probability[at]),
            float(low[at]),
            float(high[at]),
            *_sides(used, given, bits[:, at], texts),
        )
        for at in order
    )


def _said(key: str, answer: str, kb: Knowledge) -> str:
    question = kb.questions[key]
    return f"{question.question} {question.answers[answer]}"


def _sides(
    used: tuple[str, ...], given: Mapping[str, str], bits: Array, texts: list[str]
) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Reasons for and against, strongest first; together they are the change of the log odds."""
    shares = bits.tolist()
    order = sorted(range(len(used)), key=lambda at: -abs(shares[at]))
    sorted_ = [Evidence(used[at], given[used[at]], shares[at], texts[at]) for at in order]
    return (
        tuple(evidence for evidence in sorted_ if evidence.bits > 0),
        tuple(evidence for evidence in sorted_ if evidence.bits < 0),
    )


def _range(
    used: tuple[str, ...],
    given: Mapping[str, str],
    observed: Observed,
    model: Model,
    kb: Knowledge,
) -> tuple[Array, Array]:
    """Credible range of each probability, from the ranges of priors and tables."""
    mass = kb.thresholds["interval_mass"].value
    odds = bayes.log_odds(observed.joint)
    own, shared = variances(used, given, model)
    half = NormalDist().inv_cdf((1 + mass) / 2) * np.sqrt(
        bayes.log_odds_variance(observed, own, shared)
    )
    return _probability(odds - half), _probability(odds + half)


def _probability(odds: Array) -> Array:
    return np.asarray(0.5 * (1 + np.tanh(odds / 2)))


def _groups(causes: tuple[CauseEstimate, ...]) -> dict[str, float]:
    groups = dict.fromkeys(("muscle_tendon", "nerve", "nothing_wrong", "something_else"), 0.0)
    for cause in causes:
        groups[cause.group] += cause.probability
    return groups


def _cannot_tell(causes: tuple[CauseEstimate, ...], kb: Knowledge) -> bool:
    first, second = causes[:2]
    close = first.probability < kb.thresholds["cannot_tell_ratio"].value * second.probability
    unlikely = first.probability < kb.thresholds["cannot_tell_first_below"].value
    return unlikely or (close and first.group != second.group)


def _would_change(
    used: tuple[str, ...], answers: Answers, observed: Observed, model: Model, kb: Knowledge
) -> tuple[Change, ...]:
    """Single answers that, changed alone, put another cause first, most plausible first.

    Answers that were given are changed; home questions that were left open and apply are answered. How
    plausible an answer is: its probability given all other answers.
    """
    first = int(np.argmax(observed.joint))
    found = [_changed(used, answers, observed, model, kb), _added(answers, observed, model, kb)]
    rows = [row for named, _, _ in found for row in named]
    tops = np.concatenate([joints.argmax(axis=1) for _, joints, _ in found])
    plausible = np.concatenate([chances for _, _, chances in found])
    most = int(kb.thresholds["would_change_most"].value)
    other = [at for at in np.argsort(-plausible, kind="stable") if tops[at] != first][:most]
    return tuple(Change(*rows[at], model.causes[tops[at]]) for at in other)


# Question and answer of each row, the joint (R, C) it leads to, and its log probability (R,).
_Alternatives = tuple[list[tuple[str, str]], Array, Array]


def _changed(
    used: tuple[str, ...], answers: Answers, observed: Observed, model: Model, kb: Knowledge
) -> _Alternatives:
    """Every other answer to every question that counted, with the joint it leads to."""
    rows = [
        (at, key, answer)
        for at, key in enumerate(used)
        if kb.questions[key].section != "demographics"
        for answer in model.findings[key].answers
        if answer != answers.given[key]
    ]
    at = np.array([row[0] for row in rows], dtype=np.intp)
    like = _likes([(key, answer) for _, key, answer in rows], model)
    joints = bayes.with_one_changed(observed, at, like)
    without = bayes.with_one_changed(observed, at, np.zeros_like(like))
    chances = bayes.log_total(joints) - bayes.log_total(without)
    return [(key, answer) for _, key, answer in rows], joints, chances


def _added(answers: Answers, observed: Observed, model: Model, kb: Knowledge) -> _Alternatives:
    """Every answer to every home question that is still open and applies."""
    known = with_inapplicable(answers.given, kb)
    rows = [
        (key, answer)
        for key, finding in model.findings.items()
        if kb.questions[key].kind == "finding"
        and kb.questions[key].section != "demographics"
        and answers.definite(key) is None
        and (key not in known or key in answers.given)
        for answer in finding.answers
    ]
    group = np.array([model.findings[key].group for key, _ in rows], dtype=np.intp)
    joints = bayes.with_one_more(observed, _likes(rows, model), group)
    return rows, joints, bayes.log_total(joints) - bayes.log_total(observed.joint)


def _likes(rows: list[tuple[str, str]], model: Model) -> Array:
    """(R, C, 2) log probabilities of answers."""
    likes = [
        model.findings[key].like[model.findings[key].answers[answer]] for key, answer in rows
    ]
    return np.array(likes).reshape(len(rows), len(model.causes), 2)
