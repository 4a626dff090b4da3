"""The interview, held with people who know only what their vignette says."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from popliteal import triage
from popliteal.assessment import Assessment, assess, next_question
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.vignettes import Vignette


@dataclass(frozen=True)
class Interview:
    """One interview from the first question to the last.

    Attributes
    ----------
    asked : ids of the questions, in order; one that the vignette does not answer got *not sure*
    decided_after : number of the question whose answer made an emergency rule fire, if one did
    """

    vignette: Vignette
    asked: tuple[str, ...]
    decided_after: int | None
    assessment: Assessment

    def answer(self, question: str) -> str | float:
        """What was answered to a question that was asked."""
        return self.vignette.answers.get(question, NOT_SURE)

    @property
    def is_today(self) -> bool:
        """Whether it ends in being seen the same day or at once."""
        return triage.LEVEL[self.assessment.disposition] >= triage.LEVEL["urgent"]

    @property
    def is_unsafe(self) -> bool:
        """Whether it ends below the band that is safe."""
        return (
            triage.LEVEL[self.assessment.disposition] < triage.LEVEL[self.vignette.expect.band[0]]
        )

    @property
    def after_deciding(self) -> int:
        """Questions that were still asked after the one that decided."""
        return len(self.asked) - (
            len(self.asked) if self.decided_after is None else self.decided_after
        )

    @property
    def first_is_acceptable(self) -> bool:
        """Whether a sensible clinician could put this cause first from this history."""
        return self.assessment.causes[0].id in self.vignette.expect.acceptable_first


def hold(vignette: Vignette, kb: Knowledge) -> Interview:
    """Ask until there is no next question; what the vignette leaves out is answered *not sure*."""
    given: dict[str, str | float] = {}
    decided = None
    while (question := next_question(given, kb)) is not None:
        given[question] = vignette.answers.get(question, NOT_SURE)
        if decided is None and _is_emergency(given, kb):
            decided = len(given)
    return Interview(vignette, tuple(given), decided, assess(given, kb))


def _is_emergency(given: dict[str, str | float], kb: Knowledge) -> bool:
    answers = {key: answer for key, answer in given.items() if isinstance(answer, str)}
    return triage.decide(answers, kb).fired == "emergency"


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long the interviews were.

    Attributes
    ----------
    all_median : questions, over all
    today_median : questions, over those that end urgent or as an emergency
    emergency_worst : questions asked after the answer that decided, in the worst emergency
    longest : questions, in the longest
    """

    all_median: float
    today_median: float
    emergency_worst: int
    longest: int


def lengths(interviews: Iterable[Interview]) -> Lengths:
    """Count the questions."""
    held = list(interviews)
    decided = [each.after_deciding for each in held if each.decided_after is not None]
    return Lengths(
        median(len(each.asked) for each in held),
        median([len(each.asked) for each in held if each.is_today] or [0]),
        max(decided, default=0),
        max(len(each.asked) for each in held),
    )
