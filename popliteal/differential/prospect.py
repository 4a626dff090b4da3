"""How likely a condition is to come true, and how to find out with the fewest questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from popliteal.differential.bayes import Array
from popliteal.knowledge.when import Is, When


class Prospect(NamedTuple):
    """What can be expected of a condition that is not settled.

    Attributes
    ----------
    given_cause : (C,) probability that it comes true, given the cause
    chance : the same over all causes
    effort : expected effort until that is known
    first : the question to begin with, to see it come true with the least effort
    holds, fails : by question, the probability that its answer alone settles the condition as true,
        as false
    """

    given_cause: Array
    chance: float
    effort: float
    first: str
    holds: Mapping[str, float]
    fails: Mapping[str, float]

    @property
    def chance_for_effort(self) -> float:
        """Chance that it comes true, for each question's worth of effort."""
        return self.chance / self.effort

    def settled_by(self, question: str) -> float:
        """Probability that the answer to this question alone settles the condition."""
        return self.holds.get(question, 0.0) + self.fails.get(question, 0.0)


@dataclass(frozen=True)
class Outlook:
    """What one person has said, and what they may still say.

    Attributes
    ----------
    known : answers so far; *not sure* can make nothing come true
    posterior : (C,) probability of each cause
    chance : how likely an answer is to be one of these, given the cause, (C,); None for a question
        that is not to be asked
    effort : what each question costs
    """

    known: Mapping[str, str]
    posterior: Array
    chance: Callable[[str, frozenset[str]], Array | None]
    effort: Mapping[str, float]

    def of(self, when: When) -> Prospect | bool:
        """What can be expected of a condition; whether it holds, where nothing is left to ask.

        Notes
        -----
        Parts count as independent given the cause, so that what one cause brings together is not
        thought unlikely.
        """
        if isinstance(when, Is):
            if when.question in self.known:
                return self.known[when.question] in when.answers
            return self.of_answers(when.question, when.answers) or False
        parts = [self.of(part) for part in when.of]
        open_parts = [part for part in parts if not isinstance(part, bool)]
        needed = when.count - sum(part is True for part in parts)
        if needed <= 0 or needed > len(open_parts):
            return needed <= 0
        return open_parts[0] if len(open_parts) == 1 else self._together(needed, open_parts)

    def of_answers(self, question: str, answers: frozenset[str]) -> Prospect | None:
        """What can be expected of a question that has no answer yet; None if it is not asked."""
        given_cause = self.chance(question, answers)
        if given_cause is None:
            return None
        chance = float(self.posterior @ given_cause)
        holds, fails = {question: chance}, {question: 1 - chance}
        return Prospect(given_cause, chance, self.effort[question], question, holds, fails)

    def _together(self, needed: int, parts: Sequence[Prospect]) -> Prospect:
        """So many of the open parts.

        Notes
        -----
        Where one part is enough, the likeliest for its effort comes first; where all must hold, the
        one likeliest to fail for its effort. That takes the least effort on average as long as the
        parts are independent and none is made of parts again; else it is a good guess.
        """
        spare = len(parts) - needed
        # Where most must hold, one that fails settles more than one that holds.
        to_fail = spare + 1 < needed
        order = sorted(parts, key=lambda p: -(1 - p.chance if to_fail else p.chance) / p.effort)
        held = [self.posterior]  # by how many of those asked hold: probability of that and a cause
        effort = 0.0
        for at, part in enumerate(order):
            undecided = held[max(at - spare, 0) : needed]
            effort += part.effort * float(sum(share.sum() for share in undecided))
            more = [share * part.given_cause for share in held]
            fewer = [share - one_more for share, one_more in zip(held, more, strict=True)]
            both = (stays + comes for stays, comes in zip(fewer[1:], more[:-1], strict=True))
            held = [fewer[0], *both, more[-1]]
        true = sum(held[needed + 1 :], held[needed])
        return Prospect(
            given_cause=true / self.posterior,
            chance=float(true.sum()),
            effort=effort,
            first=order[0].first,
            holds=_likeliest(part.holds for part in parts) if needed == 1 else {},
            fails=_likeliest(part.fails for part in parts) if spare == 0 else {},
        )


def _likeliest(chances: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """By question, the highest of its probabilities."""
    found: dict[str, float] = {}
    for each in chances:
        for question, chance in each.items():
            found[question] = max(found.get(question, 0.0), chance)
    return found
