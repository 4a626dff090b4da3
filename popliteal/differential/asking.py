"""Which question to ask next: safety first, then what tells most for the effort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from popliteal import triage
from popliteal.answers import Answers, with_inapplicable
from popliteal.differential import bayes
from popliteal.differential.bayes import Array, Observed
from popliteal.differential.evidence import Model, build_model, observe
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import Truth, truth
from popliteal.triage import Triage


def choose_question(answers: Answers, found: Triage, kb: Knowledge) -> str | None:
    """The most useful question that is still open, or None when more would not change the advice.

    An emergency rule that fires ends the questions at once; an urgent one leaves those that could
    still raise it. (A rule that is merely left open by *not sure* ends nothing: later answers may
    close it.) Else the screen comes first, then every question that a rule for the same day still
    needs, then the one that tells most for its effort, as long as one could well change the advice.

    Examples
    --------
    >>> from popliteal.answers import read_answers
    >>> from popliteal.knowledge.load import load
    >>> kb = load()
    >>> answers = read_answers({"breathless": "yes"}, kb)
    >>> choose_question(answers, triage.decide(answers.given, kb), kb) is None
    True
    """
    if found.fired == "emergency":
        return None
    known = with_inapplicable(answers.given, kb)
    open_now = _open_questions(found, known, kb)
    needed = triage.still_needed(answers.given, kb, found.disposition)
    if found.fired == "urgent":
        return next((key for key in open_now if key in needed), None)
    screen = [key for key in open_now if kb.questions[key].priority == "screen"]
    return screen[0] if screen else _most_telling(found, answers, open_now, needed, kb)


def _open_questions(found: Triage, known: Mapping[str, str], kb: Knowledge) -> list[str]:
    """Home questions not asked yet that apply and are not hidden, in the order of asking."""
    hidden = {kind for kind in kb.hidden_tests if _is_hidden(kind, found, known, kb)}
    return [
        key
        for key in kb.questions
        if key not in known
        and kb.questions[key].kind == "finding"
        and kb.questions[key].self_test not in hidden
    ]


def _is_hidden(kind: str, found: Triage, known: Mapping[str, str], kb: Knowledge) -> bool:
    """Is a kind of home test kept back? An unsure answer keeps it back as the worst one would."""
    fired = found.fired in kb.hidden_tests[kind].dispositions
    return fired or truth(kb.when.hidden[kind], known) is not Truth.FALSE


def _most_telling(
    found: Triage,
    answers: Answers,
    open_now: list[str],
    needed: frozenset[str],
    kb: Knowledge,
) -> str | None:
    """The question that tells most for its effort, of those that could change the advice."""
    model = build_model(kb)
    candidates = [key for key in open_now if key in model.findings]
    if not candidates:
        return None
    _, observed = observe(answers.given, model)
    values = _Values(candidates, observed, model)
    limit = {name: threshold.value for name, threshold in kb.thresholds.items()}
    effort = np.array(
        [limit["effort_self_test"] if kb.questions[key].self_test else 1.0 for key in candidates]
    )
    least_gain = np.array(
        [
            limit["ask_gain_least_bits_core" if _is_core(key, kb) else "ask_gain_least_bits"]
            for key in candidates
        ]
    )
    today = values.chance_of(triage.raising_answers("soon", answers.given, kb))
    raised = values.chance_of(triage.raising_answers(found.disposition, answers.given, kb))
    worth_it = (
        np.array([key in needed for key in candidates])
        | (today >= limit["ask_today_least"])
        | ((values.change + raised) / effort >= limit["ask_change_least"])
        | (values.gain_bits / effort >= least_gain)
    )
    if not worth_it.any():
        return None
    worth = (values.gain_bits + limit["ask_raise_bits"] * (raised + today)) / effort
    return candidates[int(np.argmax(np.where(worth_it, worth, -np.inf)))]


def _is_core(key: str, kb: Knowledge) -> bool:
    return kb.questions[key].priority == "core"


class _Values:
    """What each candidate question is expected to tell about the causes.

    Attributes
    ----------
    gain_bits : (K,) expected information about the cause
    change : (K,) probability that the answer puts another cause first
    """

    def __init__(self, candidates: list[str], observed: Observed, model: Model) -> None:
        rows = [row for key in candidates for row in model.findings[key].rows]
        sizes = [len(model.findings[key].rows) for key in candidates]
        self._names = [model.names[row] for row in rows]
        self._starts = np.cumsum([0, *sizes[:-1]])
        p = bayes.with_one_more(observed, model.p[rows], model.group[rows])
        weights = observed.posterior * p
        self._chance: Array = weights.sum(axis=1)
        after = weights / self._chance[:, None]
        self.gain_bits = self._sum(_entropy(observed.posterior) - _entropy(after))
        self.change = self._sum(after.argmax(axis=1) != observed.posterior.argmax())

    def chance_of(self, wanted: Mapping[str, set[str]]) -> Array:
        """(K,) probability that the answer to each question is one of those wanted."""
        none: set[str] = set()
        hits = [answer in wanted.get(key, none) for key, answer in self._names]
        return self._sum(np.array(hits))

    def _sum(self, value: NDArray[Any]) -> Array:
        """(K,) what to expect of a value that hangs on the answer."""
        return np.asarray(np.add.reduceat(self._chance * value, self._starts))


def _entropy(p: Array) -> Array:
    """Entropy over the last axis, in bits."""
    return np.asarray(-(p * np.log2(np.maximum(p, 1e-300))).sum(axis=-1))
