"""The interview, held with people who know only what their vignette says."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from popliteal import triage
from popliteal.assessment import Assessment, assess, next_question
from popliteal.knowledge.content import NOT_SURE, Disposition
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.vignettes import Vignette


@dataclass(frozen=True)
class Interview:
    """One interview from the first question to the last.

    Attributes
    ----------
    asked : ids of the questions, in order; one that the vignette does not answer got *not sure*
    decided_after : number of the question whose answer made an emergency rule fire, if one did
    fired : gravest disposition of a rule that fired; what *not sure* raised does not count
    """

    vignette: Vignette
    asked: tuple[str, ...]
    decided_after: int | None
    fired: Disposition
    assessment: Assessment

    def answer(self, question: str) -> str | float:
        """What was answered to a question that was asked."""
        return self.vignette.answers.get(question, NOT_SURE)

    @property
    def is_cut_short(self) -> bool:
        """Whether a rule for the same day fired, after which causes are no longer asked for."""
        return triage.LEVEL[self.fired] >= triage.LEVEL["urgent"]

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
        if decided is None and _fired(given, kb) == "emergency":
            decided = len(given)
    return Interview(vignette, tuple(given), decided, _fired(given, kb), assess(given, kb))


def _fired(given: dict[str, str | float], kb: Knowledge) -> Disposition:
    answers = {key: answer for key, answer in given.items() if isinstance(answer, str)}
    return triage.decide(answers, kb).fired


def median_length(interviews: Iterable[Interview]) -> float:
    """Questions asked, in the median; 0 without an interview."""
    return median([len(each.asked) for each in interviews] or [0])
