"""What a clinician's finding says for each cause, beside what the person has answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np

from popliteal.differential import bayes
from popliteal.differential.bayes import Array
from popliteal.differential.evidence import Model, build_model, observe_rows, rows_said, variances
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import Knowledge


class Ratio(NamedTuple):
    """A likelihood ratio with its range: what an answer multiplies the odds of a cause by."""

    value: float
    low: float
    high: float


class Use(NamedTuple):
    """How a finding counts.

    Attributes
    ----------
    how : why it does not count, or that it does; `deferred` where the person's own answer to what
        it measures tells more and counts instead
    replaced : questions that were answered and say nothing about causes any more
    told : questions that were answered and have told a part of it already
    left : the share that it has left to tell
    """

    how: Literal["not_done", "not_sure", "no_numbers", "deferred", "counts"]
    replaced: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    left: float = 1.0


def ratios(finding: str, answer: str, given: Mapping[str, str], kb: Knowledge) -> dict[str, Ratio]:
    """Likelihood ratio of a finding for each cause against all others, beside other answers.

    Odds with the finding over odds without it: what it replaces or says again does not count
    twice. The range comes from the lines (their `n`) of all that the finding brings in and of all
    that it takes out, nominally as wide as that of the probabilities.

    Parameters
    ----------
    given : all other answers; one to the finding itself is left out

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> found = ratios("c_slump", "positive", {}, load())["sciatic_neural_irritation"]
    >>> 1 < found.low < found.value < found.high
    True
    >>> ratios("c_homans", "positive", {}, load())["dvt"]
    Ratio(value=1.0, low=1.0, high=1.0)
    """
    model = build_model(kb)
    others = {key: said for key, said in given.items() if key != finding}
    rows, before = rows_said({**others, finding: answer}, model), rows_said(others, model)
    variance = _variance_of(rows, before, model) + _variance_of(before, rows, model)
    half = _deviations(kb) * np.sqrt(variance)
    log = observe_rows(rows, model).log_odds - observe_rows(before, model).log_odds
    values = np.exp(np.stack([log, log - half, log + half], axis=1)).tolist()
    return {cause: Ratio(*value) for cause, value in zip(model.causes, values, strict=True)}


def _variance_of(rows: Sequence[int], others: Sequence[int], model: Model) -> Array:
    """(C,) variance of the log odds from the rows that are not among the others."""
    counts = np.array([row not in others for row in rows], dtype=float)
    own, shared = variances(rows, model)
    own, shared = own * np.append(counts, 0)[:, None], shared * counts[:, None]
    return bayes.log_odds_variance(observe_rows(rows, model), own, shared)


def _deviations(kb: Knowledge) -> float:
    return NormalDist().inv_cdf((1 + kb.thresholds["interval_mass"].value) / 2)


def use_of(finding: str, given: Mapping[str, str], kb: Knowledge) -> Use:
    """How a finding counts among these answers, and why it does not.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> kb = load()
    >>> use_of("c_slump", {}, kb).how, use_of("c_homans", {"c_homans": "positive"}, kb).how
    ('not_done', 'no_numbers')
    >>> use_of("c_calf_circ", {"c_calf_circ": "ge3", "calf_swelling": "slight"}, kb).replaced
    ('calf_swelling',)
    """
    answer = given.get(finding)
    if answer is None or answer == NOT_SURE:
        return Use("not_done" if answer is None else "not_sure")
    model = build_model(kb)
    if finding not in model.findings:
        return Use("no_numbers")
    counted = {model.names[row][0] for row in rows_said(given, model)}
    if finding not in counted:
        return Use("deferred")
    told = {key: share for key, share in model.sums_up.get(finding, {}).items() if key in counted}
    replaced = tuple(
        key for key in model.replaces.get(finding, ()) if given.get(key, NOT_SURE) != NOT_SURE
    )
    return Use("counts", replaced, tuple(told), 1 - sum(told.values()))
