"""What of a result a person reads, and in which order; every door shows the same.

The result holds all causes, all rules and all answers. Nobody reads that: here is decided what of
it is said, what is only named, and what is left to programs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from popliteal.assessment import Assessment
from popliteal.differential.ranking import CauseEstimate, Evidence
from popliteal.knowledge.content import CareSigns
from popliteal.knowledge.load import Knowledge
from popliteal.triage import LEVEL, OpenRule, Reason

# As many causes as a person can weigh; the rest are named in one line.
_SHOWN = 3
_NAMED_FROM = 0.03
# A cause less likely than this share of the first is named without its reasons.
_WITH_REASONS = 1 / 3
# Below this an answer hardly moves anything. [bits]
_TELLING = 0.5
_EVIDENCE = 3
# More open rules than this are counted, not read.
_OPEN = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cause as it is shown: with its strongest reasons where it is likely enough."""

    estimate: CauseEstimate
    supporting: tuple[Evidence, ...]
    against: tuple[Evidence, ...]


def deciding(result: Assessment) -> tuple[Reason, ...]:
    """The reasons that decided; none where an unsure answer did."""
    return tuple(r for r in result.reasons if r.disposition == result.disposition)


def candidates(result: Assessment) -> tuple[Candidate, ...]:
    """The likeliest causes, at most three.

    Examples
    --------
    >>> import popliteal as pp
    >>> result = pp.assess({"st_other_leg": "same", "mech_pattern": "only_stretch"}, pp.load())
    >>> first = candidates(result)[0]
    >>> first.estimate.id, [reason.finding for reason in first.supporting]
    ('normal_stretch', ['st_other_leg', 'mech_pattern'])
    """
    least = _WITH_REASONS * result.causes[0].probability
    return tuple(
        Candidate(cause, _telling(cause.supporting), _telling(cause.against))
        if cause.probability >= least
        else Candidate(cause, (), ())
        for cause in result.causes[:_SHOWN]
    )


def _telling(side: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(each for each in side if abs(each.bits) >= _TELLING)[:_EVIDENCE]


def less_likely(result: Assessment) -> tuple[str, ...]:
    """Names of the causes that are not shown and not quite unlikely."""
    return tuple(c.name for c in result.causes[_SHOWN:] if c.probability >= _NAMED_FROM)


def close_pair(result: Assessment) -> tuple[str, str] | None:
    """Names of the two that cannot be told apart, of different groups; None where they can."""
    if not result.cannot_tell:
        return None
    first = result.causes[0]
    other = next(cause for cause in result.causes if cause.group != first.group)
    return first.name, other.name


def open_rules(result: Assessment) -> tuple[tuple[OpenRule, ...], int]:
    """What an unsure answer leaves open and the advice does not cover yet, gravest first.

    Returns
    -------
    the rules to read, and how many more there are
    """
    still_open = sorted(_beyond(result), key=lambda rule: -LEVEL[rule.disposition])
    return tuple(still_open[:_OPEN]), max(0, len(still_open) - _OPEN)


def _beyond(result: Assessment) -> Iterator[OpenRule]:
    level = LEVEL[result.disposition]
    for rule in result.could_not_exclude:
        asks = LEVEL[rule.disposition]
        if asks > level or (asks == level and not deciding(result)):
            yield rule


def signs_to_watch(result: Assessment) -> tuple[CareSigns, ...]:
    """Signs that would mean more than what the advice already says."""
    level = LEVEL[result.disposition]
    return tuple(care for care in result.plan.seek_care_if if LEVEL[care.disposition] > level)


def unasked_danger_signs(result: Assessment, kb: Knowledge) -> int:
    """How many screen questions have no answer, where that must not be read as all clear."""
    if LEVEL[result.disposition] >= LEVEL["urgent"]:
        return 0
    return sum(kb.questions[key].priority == "screen" for key in result.not_asked)
