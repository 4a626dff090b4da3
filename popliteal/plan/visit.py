"""What a plan is made from, put together once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from popliteal.answers import Answers, with_inapplicable
from popliteal.knowledge.content import NOT_SURE, Disposition
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import Truth, truth


@dataclass(frozen=True, slots=True)
class Visit:
    """A person's disposition, causes and answers.

    Attributes
    ----------
    known : answers by question id. A question that is known not to apply has DOES_NOT_APPLY; one
        that the plan needs whatever else was said, or that is not to be tried, is *not sure*.
    ranked : ids of the causes, likeliest first
    planned : those of them that the plan is made for
    untested : self-tests that are not offered to this person
    """

    disposition: Disposition
    probabilities: Mapping[str, float]
    answers: Answers
    known: Mapping[str, str]
    ranked: tuple[str, ...]
    planned: tuple[str, ...]
    untested: frozenset[str]
    kb: Knowledge

    def to_ask(self, question: str) -> bool:
        """Whether the question is still to be asked."""
        return question not in self.answers.given and question not in self.untested

    @property
    def knee_angle_deg(self) -> float | None:
        """Where the familiar pain starts, sitting, short of straight; None: not measured."""
        return self.answers.measures.get("knee_angle_deg")

    @property
    def must_be_seen_today(self) -> bool:
        """Whether this is a day for being seen, and for nothing else."""
        return self.disposition in ("urgent", "emergency")


def start_visit(
    disposition: Disposition, probabilities: Mapping[str, float], answers: Answers, kb: Knowledge
) -> Visit:
    """Put together what a plan is made from."""
    untested = hidden_tests(disposition, answers.given, kb)
    open_questions = dict.fromkeys((*kb.plan.questions, *untested), NOT_SURE)
    known = with_inapplicable({**open_questions, **answers.given}, kb)
    ranked = ranked_causes(probabilities, kb)
    planned = planned_causes(probabilities, kb)
    return Visit(disposition, probabilities, answers, known, ranked, planned, untested, kb)


def hidden_tests(
    disposition: Disposition, given: Mapping[str, str], kb: Knowledge
) -> frozenset[str]:
    """Self-tests that could harm this person, or add nothing, and so are not offered."""
    hidden = {
        kind
        for kind, tests in kb.hidden_tests.items()
        if disposition in tests.dispositions
        or truth(kb.when.hidden[kind], given) is not Truth.FALSE
    }
    return frozenset(key for key, question in kb.questions.items() if question.self_test in hidden)


def ranked_causes(probabilities: Mapping[str, float], kb: Knowledge) -> tuple[str, ...]:
    """Ids of the causes, likeliest first; equally likely ones in the order of the content."""
    known = [cause for cause in kb.causes if cause in probabilities]
    return tuple(sorted(known, key=lambda cause: -probabilities[cause]))


def planned_causes(probabilities: Mapping[str, float], kb: Knowledge) -> tuple[str, ...]:
    """The causes that a plan is made for: the likeliest, and those not far behind it.

    Parameters
    ----------
    probabilities : by cause id

    Returns
    -------
    ids, likeliest first: each at least `planned_share` (thresholds.yaml) as likely as the first.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> planned_causes({"doms": 0.1, "sciatic_neural_irritation": 0.5, "bakers_cyst": 0.4}, load())
    ('sciatic_neural_irritation', 'bakers_cyst')
    """
    share = kb.thresholds["planned_share"].value
    least = share * max(probabilities.values(), default=0.0)
    ranked = ranked_causes(probabilities, kb)
    return tuple(cause for cause in ranked if probabilities[cause] >= least > 0)
