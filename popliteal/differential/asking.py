"""Which question to ask next: safety first, then what tells most for the effort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from popliteal import triage
from popliteal.answers import Answers, with_inapplicable
from popliteal.differential import bayes
from popliteal.differential.bayes import Array, Observed
from popliteal.differential.evidence import Model, build_model, observe
from popliteal.knowledge.content import Disposition
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import AtLeast, Is, Truth, When, pointed, truth
from popliteal.triage import Triage


def choose_question(answers: Answers, found: Triage, kb: Knowledge) -> str | None:
    """The most useful question that is still open, or None when more would not change the advice.

    An emergency rule that fires ends the questions at once; an urgent one leaves those that could
    well raise it. (A rule that is merely left open by *not sure* ends nothing: later answers may
    close it.) Else come the signs that alone are an emergency, then whatever a rule for the same
    day needs once an answer points to it, then the rest of the screen. After that the question
    that tells most for its effort, until no red flag that applies is left and no other question
    could well change the advice.

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
    screen = [key for key in open_now if kb.questions[key].priority == "screen"]
    signs = [key for key in screen if key in _emergency_signs(kb)]
    if signs and found.fired != "urgent":
        return signs[0]
    alone = triage.needed_alone(answers.given, kb, found.disposition)
    together = plausibly_needed(answers, known, open_now, found.fired, kb)
    if found.fired == "urgent":
        needed = alone | together
        return next((key for key in open_now if key in needed), None)
    if begun := [key for key in open_now if key in together]:
        return _likeliest_today(begun, answers, kb)
    return screen[0] if screen else _most_telling(found, answers, open_now, alone, kb)


def _likeliest_today(candidates: list[str], answers: Answers, kb: Knowledge) -> str:
    """The question that is likeliest to fire a rule for the same day by itself."""
    model = build_model(kb)
    _, observed = observe(answers.given, model)
    values = _Values(candidates, observed, model)
    today = values.chance_of(triage.raising_answers("soon", answers.given, kb))
    return candidates[int(np.argmax(today))]


@cache
def _emergency_signs(kb: Knowledge) -> frozenset[str]:
    """Questions of which one answer alone is an emergency."""
    return frozenset(triage.raising_answers("urgent", {}, kb))


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
    alone: frozenset[str],
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
        np.array([key in alone for key in candidates])
        | (today >= limit["ask_today_least"])
        | ((values.change + raised) / effort >= limit["ask_change_least"])
        | (values.gain_bits / effort >= least_gain)
    )
    if not worth_it.any():
        return None
    worth = (values.gain_bits + limit["ask_raise_bits"] * (raised + today)) / effort
    return candidates[int(np.argmax(np.where(worth_it, worth, -np.inf)))]


def plausibly_needed(
    answers: Answers,
    known: Mapping[str, str],
    open_now: list[str],
    fired: Disposition,
    kb: Knowledge,
) -> frozenset[str]:
    """Questions that a graver rule for the same day still hangs on, where it could well fire.

    An answer must point to the rule. Screen questions are then asked in any case, others when
    among people with these answers at least the share `ask_together_least` would fire the rule,
    going by the causes and the tables.
    """
    model = build_model(kb)
    begun = [(when, pointed(when, known)) for when in triage.same_day(kb, fired)]
    begun = [(when, hangs_on) for when, hangs_on in begun if hangs_on]
    candidates = [key for key in open_now if key in model.findings]
    if not candidates or not begun:
        return frozenset()
    _, observed = observe(answers.given, model)
    chances = _Values(candidates, observed, model).chances()
    least = kb.thresholds["ask_together_least"].value
    screen = {key for key in open_now if kb.questions[key].priority == "screen"}
    return frozenset[str]().union(
        *(
            hangs_on & (screen | _within_reach(when, known, chances, least))
            for when, hangs_on in begun
        )
    )


def _within_reach(
    when: When, known: Mapping[str, str], chances: Mapping[tuple[str, str], float], least: float
) -> frozenset[str]:
    """Open questions through which a condition comes true for at least this share of people.

    Open parts count as independent given the answers so far: good enough to leave out what one in
    a hundred people would not need.
    """
    if isinstance(when, Is):
        return frozenset() if when.question in known else frozenset({when.question})
    found = frozenset[str]()
    parts = [_chance(part, known, chances) for part in when.of]
    for at, part in enumerate(when.of):
        others = _at_least(when.count - 1, parts[:at] + parts[at + 1 :])
        if others * parts[at] >= least:
            found |= _within_reach(part, known, chances, least / others)
    return found


def _chance(
    when: When, known: Mapping[str, str], chances: Mapping[tuple[str, str], float]
) -> float:
    """How likely a condition is to come true."""
    if isinstance(when, AtLeast):
        return _at_least(when.count, [_chance(part, known, chances) for part in when.of])
    if when.question in known:
        return float(known[when.question] in when.answers)
    return sum(chances.get((when.question, answer), 0.0) for answer in when.answers)


def _at_least(count: int, chances: Sequence[float]) -> float:
    """Probability that so many of these come true.

    Examples
    --------
    >>> _at_least(1, [0.5, 0.5]), _at_least(2, [0.5, 0.5]), _at_least(0, [])
    (0.75, 0.25, 1.0)
    """
    if count <= 0 or count > len(chances):
        return float(count <= 0)
    first, *rest = chances
    return first * _at_least(count - 1, rest) + (1 - first) * _at_least(count, rest)


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

    def chances(self) -> dict[tuple[str, str], float]:
        """Probability of each answer, by question and answer id."""
        return dict(zip(self._names, self._chance.tolist(), strict=True))

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
