"""Which question to ask next: safety first, then what tells most for the effort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from popliteal import triage
from popliteal.answers import Answers, with_inapplicable
from popliteal.differential import bayes
from popliteal.differential.bayes import Array, Observed
from popliteal.differential.evidence import Model, build_model, observe
from popliteal.differential.prospect import Outlook, Prospect
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import Truth, When, truth
from popliteal.triage import Triage


def choose_question(answers: Answers, found: Triage, kb: Knowledge) -> str | None:
    """The most useful question that is still open, or None when more would not change the advice.

    An emergency rule that fires ends the questions at once; an urgent one leaves those that could
    well make it an emergency. (A rule that is merely left open by *not sure* ends nothing: later
    answers may close it.) Else come the signs that alone are an emergency, then what is likeliest,
    for its effort, to send the person to be seen the same day, then the rest of the screen. After
    that the question that tells most for its effort, until no red flag that applies is left and no
    other question could well change the advice.

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
    model = build_model(kb)
    open_now = [key for key in _open_questions(found, known, kb) if key in model.findings]
    screen = [key for key in open_now if kb.questions[key].priority == "screen"]
    if signs := [key for key in screen if key in _emergency_signs(kb)]:
        return signs[0]
    if not open_now:
        return None
    _, observed = observe(answers.given, model)
    values = _Values(open_now, observed, model)
    alone = triage.needed_alone(answers.given, kb, found.disposition)
    outlook = Outlook(known, observed.posterior, values.given_cause, _efforts(kb))
    if found.fired == "urgent":
        return _settling(alone, outlook, kb)
    return (
        _leading_today(frozenset(screen), outlook, kb)
        or next(iter(screen), None)
        or _most_telling(found, answers, values, alone, kb)
    )


@cache
def _emergency_signs(kb: Knowledge) -> frozenset[str]:
    """Questions of which one answer alone is an emergency."""
    return frozenset(triage.raising_answers("urgent", {}, kb))


def _leading_today(screen: frozenset[str], outlook: Outlook, kb: Knowledge) -> str | None:
    """What most likely, for its effort, leads to a rule for the same day.

    Screen questions of which one answer alone fires such a rule compete with the rules that an
    answer already points to; those that could be said of anybody can wait for the screen.
    """
    least = kb.thresholds["ask_together_least"].value
    ways = _likely(triage.begun(outlook.known, kb, "soon"), least, outlook)
    today = triage.raising_answers("soon", outlook.known, kb)
    for key in kb.questions:
        if key in screen and key in today:
            way = outlook.of_answers(key, frozenset(today[key]))
            ways += [way] if way else []
    return max(ways, key=lambda way: way.chance_for_effort).first if ways else None


def _settling(alone: frozenset[str], outlook: Outlook, kb: Knowledge) -> str | None:
    """What leaves the fewest emergencies open that could still come of it, for its effort.

    An emergency rule counts when among people with these answers at least the share
    `ask_emergency_least` would fire it, going by the causes and the tables. A question of `alone`,
    whose answer by itself is an emergency, is asked however unlikely that is.
    """
    least = kb.thresholds["ask_emergency_least"].value
    settled = dict.fromkeys(alone - outlook.known.keys(), 1.0)
    for way in _likely(triage.same_day(kb, "urgent"), least, outlook):
        for key in dict.fromkeys((way.first, *way.holds, *way.fails)):
            settled[key] = settled.get(key, 0.0) + way.settled_by(key)
    efforts = _efforts(kb)
    return max(
        (key for key in kb.questions if key in settled),
        key=lambda key: settled[key] / efforts[key],
        default=None,
    )


def _likely(rules: Iterable[When], least: float, outlook: Outlook) -> list[Prospect]:
    """Those rules that are open and fire in at least this share of people."""
    ways = [way for way in map(outlook.of, rules) if not isinstance(way, bool)]
    return [way for way in ways if way.chance >= least]


@cache
def _efforts(kb: Knowledge) -> dict[str, float]:
    """What each question costs a person."""
    test = kb.thresholds["effort_self_test"].value
    return {key: test if question.self_test else 1.0 for key, question in kb.questions.items()}


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
    values: _Values,
    alone: frozenset[str],
    kb: Knowledge,
) -> str | None:
    """The question that tells most for its effort, of those that could change the advice."""
    candidates = values.candidates
    limit = {name: threshold.value for name, threshold in kb.thresholds.items()}
    efforts = _efforts(kb)
    effort = np.array([efforts[key] for key in candidates])
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


def _is_core(key: str, kb: Knowledge) -> bool:
    return kb.questions[key].priority == "core"


class _Values:
    """What each candidate question is expected to tell about the causes.

    Attributes
    ----------
    candidates : ids of the K questions
    gain_bits : (K,) expected information about the cause
    change : (K,) probability that the answer puts another cause first
    """

    def __init__(self, candidates: list[str], observed: Observed, model: Model) -> None:
        self.candidates = candidates
        rows = [row for key in candidates for row in model.findings[key].rows]
        sizes = [len(model.findings[key].rows) for key in candidates]
        self._names = [model.names[row] for row in rows]
        self._starts = np.cumsum([0, *sizes[:-1]])
        self._row = {name: at for at, name in enumerate(self._names)}
        self._p = bayes.with_one_more(observed, model.p[rows], model.group[rows])
        weights = observed.posterior * self._p
        self._chance: Array = weights.sum(axis=1)
        after = weights / self._chance[:, None]
        self.gain_bits = self._sum(_entropy(observed.posterior) - _entropy(after))
        self.change = self._sum(after.argmax(axis=1) != observed.posterior.argmax())

    def given_cause(self, question: str, answers: frozenset[str]) -> Array | None:
        """(C,) how likely the answer is one of these under each cause; None: not a candidate."""
        rows = [
            self._row[question, answer] for answer in answers if (question, answer) in self._row
        ]
        return self._p[rows].sum(axis=0) if rows else None

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
