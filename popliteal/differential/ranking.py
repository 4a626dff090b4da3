"""The causes in order, with ranges, reasons for and against, and how sure one can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from popliteal.answers import Answers, with_inapplicable
from popliteal.differential import bayes
from popliteal.differential.bayes import Array, Observed
from popliteal.differential.evidence import (
    Model,
    build_model,
    observe_rows,
    rows_said,
    told_already,
    variances,
)
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import Knowledge

# Less than this is rounding: the answer is equally likely under every cause. [bits]
_NOTHING = 1e-12


class Said(NamedTuple):
    """One answer that counted, in words.

    Attributes
    ----------
    counted : the answer that it was read as; another one only where a measurement says so
    """

    finding: str
    answer: str
    counted: str
    text: str


class Evidence(NamedTuple):
    """What one answer says for (+) or against (-) a cause, in bits.

    Attributes
    ----------
    answer : what was answered
    counted : the answer that it was read as; another one only where a measurement says so
    """

    finding: str
    answer: str
    counted: str
    bits: float
    text: str


# A named tuple is made in a third of the time of a frozen dataclass, and there are 26 of them.
class CauseEstimate(NamedTuple):
    """One cause: how likely, in which range, and why.

    Attributes
    ----------
    bits : weight of evidence of each answer that counted, in the order of `said`; together they are
        the change of the log odds
    """

    id: str
    name: str
    group: str
    probability: float
    low: float
    high: float
    said: tuple[Said, ...]
    bits: tuple[float, ...]

    # Reasons are put into words only when they are read: those of most of 26 causes never are.
    @property
    def supporting(self) -> tuple[Evidence, ...]:
        """Reasons for it, strongest first."""
        return tuple(self._reasons(1))

    @property
    def against(self) -> tuple[Evidence, ...]:
        """Reasons against it, strongest first."""
        return tuple(self._reasons(-1))

    def _reasons(self, sign: int) -> Iterator[Evidence]:
        sizes = [sign * bits for bits in self.bits]
        kept = [at for at, size in enumerate(sizes) if size > _NOTHING]
        for at in sorted(kept, key=lambda at: -sizes[at]):
            said = self.said[at]
            yield Evidence(said.finding, said.answer, said.counted, self.bits[at], said.text)


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
    rows = rows_said(answers.given, model)
    observed = observe_rows(rows, model)
    order = _order(observed)
    causes = _causes(order, rows, observed, model, answers.given, kb=kb)
    return Differential(
        causes,
        _groups(causes),
        is_undecided({cause.id: cause.probability for cause in causes}, kb),
        _would_change(order[0], rows, answers, observed, kb),
    )


def is_undecided(probabilities: Mapping[str, float], kb: Knowledge) -> bool:
    """Whether the first causes are too close to tell apart, or none is likely enough.

    Parameters
    ----------
    probabilities : by cause id, most likely first

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> is_undecided({"normal_stretch": 0.45, "doms": 0.35}, load())
    True
    """
    first, second = [*probabilities][:2]
    ratio = kb.thresholds["cannot_tell_ratio"].value
    close = probabilities[first] < ratio * probabilities[second]
    unlikely = probabilities[first] < kb.thresholds["cannot_tell_first_below"].value
    return unlikely or (close and kb.causes[first].group != kb.causes[second].group)


def estimate(answers: Answers, kb: Knowledge) -> dict[str, float]:
    """The probabilities alone, by cause id, as `rank` finds them and in its order.

    Examples
    --------
    >>> from popliteal.answers import read_answers
    >>> from popliteal.knowledge.load import load
    >>> kb = load()
    >>> found = estimate(read_answers({"st_other_leg": "same"}, kb), kb)
    >>> found == rank(read_answers({"st_other_leg": "same"}, kb), kb).probabilities
    True
    """
    model = build_model(kb)
    observed = observe_rows(rows_said(answers.given, model), model)
    shares = observed.posterior.tolist()
    return {model.causes[at]: shares[at] for at in _order(observed)}


def _order(observed: Observed) -> Sequence[int]:
    """Places of the causes, most likely first."""
    # Equal probabilities keep the order of the file, so that the same answers give the same bytes.
    shown = [-significant(p) for p in observed.posterior.tolist()]
    return sorted(range(len(shown)), key=shown.__getitem__)


def _causes(
    order: Sequence[int],
    rows: Sequence[int],
    observed: Observed,
    model: Model,
    given: Mapping[str, str],
    *,
    kb: Knowledge,
) -> tuple[CauseEstimate, ...]:
    low, high = _range(rows, observed, model, kb)
    bits = bayes.weights_bits(observed)
    said = tuple(_said(*model.names[row], given, kb) for row in rows)
    return tuple(
        CauseEstimate(cause.id, cause.name, cause.group, p, least, most, said, tuple(shares))
        for cause, p, least, most, shares in zip(
            [kb.causes[model.causes[at]] for at in order],
            observed.posterior[order].tolist(),
            low[order].tolist(),
            high[order].tolist(),
            bits.T[order].tolist(),
            strict=True,
        )
    )


def significant(value: float) -> float:
    """Twelve digits: the last bits of a sum differ between processors and never reach the output.

    Digits, not decimals: the odds of an unlikely cause are as exact as those of a likely one.

    Examples
    --------
    >>> significant(1.2345678901234567e-9)
    1.23456789012e-09
    """
    return float(f"{value:.12g}")


def _said(key: str, counted: str, given: Mapping[str, str], kb: Knowledge) -> Said:
    answer = given[key]
    words = answer_words(key, answer, counted, kb)
    return Said(key, answer, counted, f"{kb.questions[key].question} {words}")


def answer_words(key: str, answer: str, counted: str, kb: Knowledge) -> str:
    """What was answered, and what it was counted as where a measurement has it read otherwise.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> answer_words("calf_swelling", "none", "none", load())
    'No'
    >>> answer_words("calf_swelling", "clear", "none", load())
    'Clearly, or 3 cm or more, or the whole leg (counted as “No”, by what was measured)'
    """
    answers = kb.questions[key].answers
    if answer == counted:
        return answers[answer]
    return kb.words["counted_as"].format(answer=answers[answer], counted=answers[counted])


def _range(
    rows: Sequence[int], observed: Observed, model: Model, kb: Knowledge
) -> tuple[Array, Array]:
    """Credible range of each probability, from the ranges of priors and tables."""
    deviation = np.sqrt(bayes.log_odds_variance(observed, *variances(rows, model)))
    half = _deviations(kb.thresholds["interval_mass"].value) * deviation
    return _probability(observed.log_odds - half), _probability(observed.log_odds + half)


@cache
def _deviations(mass: float) -> float:
    """How many standard deviations to each side hold this share of a normal distribution."""
    return NormalDist().inv_cdf((1 + mass) / 2)


def _probability(odds: Array) -> Array:
    # Not by a difference from 1, which would leave nothing of a very small one.
    return np.asarray(np.exp(-np.logaddexp(0, -odds)))


def _groups(causes: tuple[CauseEstimate, ...]) -> dict[str, float]:
    groups = dict.fromkeys(("muscle_tendon", "nerve", "nothing_wrong", "something_else"), 0.0)
    for cause in causes:
        groups[cause.group] += cause.probability
    return groups


def _would_change(
    first: int,
    rows: Sequence[int],
    answers: Answers,
    observed: Observed,
    kb: Knowledge,
) -> tuple[Change, ...]:
    """Single answers that, changed alone, put another cause first, most plausible first.

    Answers that were given are changed; home questions that were left open and apply are answered.
    How plausible an answer is: its probability given all other answers.
    """
    model = build_model(kb)
    changed, changed_weights, changed_chance = _changed(rows, observed, model, kb)
    added, added_weights, added_chance = _added(answers, observed, model, kb)
    tops = np.concatenate([changed_weights, added_weights]).argmax(axis=1)
    plausible = np.concatenate([changed_chance, added_chance])
    others = np.flatnonzero(tops != first)
    most = int(kb.thresholds["would_change_most"].value)
    best = others[np.argsort(-plausible[others], kind="stable")][:most]
    instead = [*changed, *added]
    named = [(model.names[instead[at]], model.causes[tops[at]]) for at in best]
    return tuple(Change(finding, answer, top) for (finding, answer), top in named)


# Row of each alternative answer, the weights of the causes it leads to (R, C), its chance (R,).
_Alternatives = tuple[list[int], Array, Array]


def _changed(rows: Sequence[int], observed: Observed, model: Model, kb: Knowledge) -> _Alternatives:
    """Every other answer to every question of the person's that counted."""
    pairs = [
        (at, other)
        for at, row in enumerate(rows)
        if _is_changeable(model.names[row][0], kb)
        for other in model.findings[model.names[row][0]].rows
        if other != row
    ]
    at, others = (np.array([pair[side] for pair in pairs], dtype=np.intp) for side in (0, 1))
    weights = observed.posterior * bayes.with_one_changed(observed, at, model.p[others])
    each = np.arange(len(rows))
    taken_away = bayes.with_one_changed(observed, each, np.ones_like(observed.like))
    without = (observed.posterior * taken_away).sum(axis=1)
    return others.tolist(), weights, weights.sum(axis=1) / without[at]


def _added(answers: Answers, observed: Observed, model: Model, kb: Knowledge) -> _Alternatives:
    """Every answer to every home question that is still open and applies."""
    known = with_inapplicable(answers.given, kb)
    told = told_already(answers.given, model)
    rows = [
        row
        for key, own in _answerable(kb)
        if known.get(key, NOT_SURE) == NOT_SURE and key not in told
        for row in own
    ]
    weights = observed.posterior * bayes.with_one_more(observed, model.p[rows], model.group[rows])
    return rows, weights, weights.sum(axis=1)


@cache
def _answerable(kb: Knowledge) -> tuple[tuple[str, range], ...]:
    """Home questions that someone could answer otherwise, with the rows of their answers."""
    return tuple(
        (key, finding.rows)
        for key, finding in build_model(kb).findings.items()
        if _is_changeable(key, kb)
    )


def _is_changeable(key: str, kb: Knowledge) -> bool:
    """Whether the person could answer it otherwise: no finding of a clinician, no age or sex."""
    question = kb.questions[key]
    return question.kind == "finding" and question.section != "demographics"
