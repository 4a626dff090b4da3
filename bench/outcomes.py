"""What the check says for each vignette, and what is counted about it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2, sqrt
from statistics import NormalDist
from typing import TypeVar

from popliteal import triage
from popliteal.assessment import Assessment, assess
from popliteal.knowledge.content import Disposition
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.vignettes import Vignette, screened

T = TypeVar("T")
LEVEL = triage.LEVEL
BINS = 10


@dataclass(frozen=True)
class Outcome:
    """What came of one vignette.

    Attributes
    ----------
    disposition : with the red flags that the case leaves out taken as absent
    assessment : from what the case says and nothing else; the causes are read from it
    """

    vignette: Vignette
    disposition: Disposition
    assessment: Assessment

    @property
    def level(self) -> int:
        """How soon to be seen, as a number."""
        return LEVEL[self.disposition]

    @property
    def is_unsafe(self) -> bool:
        """Whether the advice is below the band that is safe."""
        return self.level < LEVEL[self.vignette.expect.band[0]]

    @property
    def is_over(self) -> bool:
        """Whether the advice is above the band that is reasonable."""
        return self.level > LEVEL[self.vignette.expect.band[-1]]

    @property
    def is_inside(self) -> bool:
        """Whether the advice is safe and reasonable."""
        return not self.is_unsafe and not self.is_over

    @property
    def needs_nobody(self) -> bool:
        """Whether the person was meant to look after it."""
        return self.vignette.expect.disposition == "self_care"

    @property
    def is_benign(self) -> bool:
        """Whether the person was meant to look after it, or to be seen within days or weeks."""
        return self.vignette.expect.disposition in ("self_care", "soon")

    @property
    def needs_today(self) -> bool:
        """Whether nothing less than being seen the same day is safe."""
        return LEVEL[self.vignette.expect.band[0]] >= LEVEL["urgent"]

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """Ids of the causes, likeliest first."""
        return tuple(cause.id for cause in self.assessment.causes)

    @property
    def first_is_acceptable(self) -> bool:
        """Whether a sensible clinician could put this cause first from this history."""
        return self.ranked[0] in self.vignette.expect.acceptable_first

    @property
    def cause_is_first(self) -> bool:
        """Whether the first cause is the reported one (or one of those)."""
        return self.ranked[0] in self.vignette.expect.cause

    @property
    def cause_is_in_three(self) -> bool:
        """Whether a reported cause is among the first three."""
        return bool({*self.ranked[:3]} & {*self.vignette.expect.cause})


def see(vignette: Vignette, kb: Knowledge) -> Outcome:
    """Assess one vignette.

    Triage sees the answers with unmentioned red flags taken as absent; the causes see only what was
    said. The differential may raise the disposition, as it does in every assessment.
    """
    said = assess(vignette.answers, kb)
    given = {
        key: answer for key, answer in screened(vignette, kb).items() if isinstance(answer, str)
    }
    complete = triage.decide(given, kb).disposition
    return Outcome(vignette, max(complete, said.disposition, key=LEVEL.__getitem__), said)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share; 1 of nothing."""
        return self.hits / self.of if self.of else 1.0

    def interval(self, mass: float = 0.95) -> tuple[float, float]:
        """Wilson's score interval.

        Examples
        --------
        >>> [round(end, 3) for end in Share(8, 10).interval()]
        [0.49, 0.943]
        """
        if not self.of:
            return 0.0, 1.0
        z = NormalDist().inv_cdf((1 + mass) / 2)
        n, p = self.of, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval()
        return f"{self.hits}/{self.of} = {self.value:.1%} ({low:.0%} to {high:.0%})"


def share(
    people: Iterable[T], hit: Callable[[T], bool], among: Callable[[T], bool] = lambda _: True
) -> Share:
    """How many of those among whom it counts are hits."""
    counted = [hit(person) for person in people if among(person)]
    return Share(sum(counted), len(counted))


@dataclass(frozen=True, slots=True)
class Bin:
    """First causes of about the same probability: what was said, and how often it was so."""

    mean: float
    hits: Share


def reliability(said: Sequence[tuple[float, bool]], bins: int = BINS) -> tuple[Bin, ...]:
    """Sort (probability, was it so) into bins of equal width; empty ones are left out."""
    sorted_in: dict[int, list[tuple[float, bool]]] = {}
    for probability, hit in said:
        sorted_in.setdefault(min(int(probability * bins), bins - 1), []).append((probability, hit))
    return tuple(
        Bin(sum(p for p, _ in inside) / len(inside), Share(sum(h for _, h in inside), len(inside)))
        for _, inside in sorted(sorted_in.items())
    )


def calibration_error(said: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error: |mean probability - hit rate| over the bins, weighted by size.

    Examples
    --------
    >>> round(calibration_error([(0.9, True), (0.9, False)]), 3)
    0.4
    """
    return sum(abs(each.mean - each.hits.value) * each.hits.of for each in reliability(said)) / len(
        said
    )


def first_causes(
    outcomes: Iterable[Outcome], hit: Callable[[Outcome], bool]
) -> list[tuple[float, bool]]:
    """Probability of each first cause, and whether it was so."""
    return [(outcome.assessment.causes[0].probability, hit(outcome)) for outcome in outcomes]


def worst_addition(outcomes: Iterable[Outcome], kb: Knowledge) -> float:
    """Largest difference between summed weights of evidence and change of log odds, in bits."""
    prior = {key: cause.prior.value for key, cause in kb.causes.items()}
    return max(
        abs(sum(each.bits for each in (*cause.supporting, *cause.against)) - change)
        for outcome in outcomes
        for cause in outcome.assessment.causes
        for change in [
            _log2_odds(cause.id, {c.id: c.probability for c in outcome.assessment.causes})
            - _log2_odds(cause.id, prior)
        ]
    )


def _log2_odds(cause: str, weights: Mapping[str, float]) -> float:
    # Against the sum of the others: 1 - p has lost its digits where p is nearly 1.
    return log2(weights[cause] / sum(w for other, w in weights.items() if other != cause))
