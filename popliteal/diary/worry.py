"""Worry only grows: old answers, new signs and the trend, through the same check, every day anew.

A rule that fired on any day stands until a clinician has looked. A milder answer on a later day
takes no sign back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from popliteal.answers import read_answers
from popliteal.assessment import Urgency, find_urgency
from popliteal.knowledge.content import DISPOSITIONS, NOT_SURE, Disposition, Question
from popliteal.knowledge.load import Knowledge
from popliteal.triage import LEVEL

# From how many days of trouble on each answer to the question of duration holds.
_DURATIONS = ((0, "under_3d"), (3, "3_14d"), (15, "2_6w"), (43, "over_6w"))
# From which pain on each answer to the question of severity holds.
_SEVERITIES = ((0, "mild"), (4, "moderate"), (7, "severe"), (9, "extreme"))


@dataclass(frozen=True, slots=True)
class Concern:
    """Something for a clinician: the rule, how soon, why, and since which day."""

    rule: str
    disposition: Disposition
    text: str
    sources: tuple[str, ...]
    within_days: int | None
    since: date


@dataclass(slots=True)
class Watch:
    """What is known on the way through a diary, and which concerns stand.

    Attributes
    ----------
    given : the worst answer to each question so far
    standing : concerns by rule, until a clinician has looked
    known : rules that had fired when one looked
    since : the worst answer to each question that was answered since one looked
    unsure : questions whose last answer was *not sure*, since one looked
    derived : what the entries said by themselves when the check was last asked
    seen : whether a clinician has looked
    """

    kb: Knowledge
    given: dict[str, str]
    standing: dict[str, Concern] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    since: dict[str, str] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    derived: Mapping[str, str] = field(default_factory=dict)
    seen: bool = False

    def hear(self, answers: Mapping[str, str], day: date) -> None:
        """Take in the answers of one entry, and ask the check at once.

        A milder answer takes nothing back, on the same day neither: what one entry asks for stands
        before the next is read.
        """
        for key, answer in answers.items():
            question = self.kb.questions[key]
            self.given[key] = worse_of(question, self.given.get(key), answer)
            self.since[key] = worse_of(question, self.since.get(key), answer)
            (self.unsure.add if answer == NOT_SURE else self.unsure.discard)(key)
        if answers:
            self._stand(self._of_entry(answers, day))
            self.look(day, self.derived)

    def look(self, day: date, derived: Mapping[str, str]) -> None:
        """Put everything through the check, and keep what it finds.

        Parameters
        ----------
        derived : answers that the entries give by themselves, such as how long it has lasted
        """
        self.derived = derived
        told = {**self.given, **derived}
        found = [*concerns(told, day, self.kb)]
        if self.unsure:
            # A milder answer of before is no answer to what somebody is unsure of now.
            found += concerns({**told, **dict.fromkeys(self.unsure, NOT_SURE)}, day, self.kb)
        self._stand(each for each in found if not self._is_known(each.rule, derived))

    def _of_entry(self, answers: Mapping[str, str], day: date) -> Iterator[Concern]:
        """What the danger signs of one entry ask for by themselves, whatever was known before.

        A sign that was named and not answered asks for a clinician in any case.
        """
        flags = {key: a for key, a in answers.items() if self.kb.questions[key].red_flag}
        if self.seen:
            yield from concerns(flags, day, self.kb)
        if any(flags.get(key) == NOT_SURE for key in self.kb.diary.signs):
            reason = self.kb.diary.reasons["unsure"]
            yield Concern("unsure_soon", "soon", reason.text, reason.sources, None, day)

    def _stand(self, found: Iterable[Concern]) -> None:
        """Keep what was found, until a clinician has looked."""
        for concern in found:
            self.standing.setdefault(concern.rule, concern)

    def be_seen(self, day: date, derived: Mapping[str, str]) -> None:
        """A clinician has looked: what had fired is known, until something new is answered."""
        fired = concerns({**self.given, **derived}, day, self.kb)
        self.known |= {concern.rule for concern in fired} | set(self.standing)
        self.standing.clear()
        self.since.clear()
        self.unsure.clear()
        self.seen = True

    def _is_known(self, rule: str, derived: Mapping[str, str]) -> bool:
        """Whether a clinician knew of it, and nothing that was said since is needed for it."""
        if rule not in self.known:
            return False
        before = {k: a for k, a in self.given.items() if k not in self.since}
        # How care goes is counted anew from the visit, so it is never old news.
        rest = {k: a for k, a in derived.items() if k != "selfcare_response"}
        quiet = concerns({**before, **rest}, date.min, self.kb)
        return rule in {concern.rule for concern in quiet}

    @property
    def disposition(self) -> Disposition:
        """The gravest of what stands."""
        return max(
            (concern.disposition for concern in self.standing.values()),
            key=LEVEL.__getitem__,
            default="self_care",
        )


def worse_of(question: Question, old: str | None, new: str) -> str:
    """The more worrying of two answers; the new one where they cannot be compared.

    Unsure takes back no definite answer but the mildest, and is taken back by any.
    """
    if old is None or old == new:
        return new
    if NOT_SURE in (old, new):
        definite = new if old == NOT_SURE else old
        return NOT_SURE if definite == question.absent else definite
    for chain in question.worse:
        if old in chain and new in chain:
            return max(old, new, key=chain.index)
    return new


def concerns(given: Mapping[str, str], day: date, kb: Knowledge) -> tuple[Concern, ...]:
    """What the check finds above self-care, gravest first."""
    visit = checked(frozenset(given.items()), kb)
    found = [
        Concern(r.rule, r.disposition, r.text, r.sources, r.within_days, day)
        for r in visit.reasons
        if LEVEL[r.disposition] > 0
    ]
    if LEVEL[visit.disposition] > max((LEVEL[c.disposition] for c in found), default=0):
        found += _unsure(visit, day, kb)
    return tuple(sorted(found, key=lambda concern: -LEVEL[concern.disposition]))


def _unsure(visit: Urgency, day: date, kb: Knowledge) -> list[Concern]:
    """A disposition that unsure answers raised: the rules that they leave open, as one concern."""
    reason = kb.diary.reasons["unsure"]
    open_rules = [rule for rule in visit.could_not_exclude if LEVEL[rule.disposition] > 0]
    text = " ".join((reason.text, *(rule.text for rule in open_rules[:1])))
    sources = tuple(dict.fromkeys(s for rule in open_rules for s in rule.sources))
    name = f"unsure_{visit.disposition}"
    return [
        Concern(name, visit.disposition, text, sources or reason.sources, visit.within_days, day)
    ]


# Most days of a diary share their answers, and so do the people of a site on their first days. Each
# one kept takes some kilobytes.
@lru_cache(maxsize=512)
def checked(given: frozenset[tuple[str, str]], kb: Knowledge) -> Urgency:
    """What the check makes of these answers."""
    said = dict(given)
    return find_urgency({key: said[key] for key in kb.questions if key in said}, kb)


def start_watch(answers: Mapping[str, object], kb: Knowledge) -> Watch:
    """A watch that knows what was answered in the check."""
    return Watch(kb, dict(read_answers(answers, kb).given))


def duration(days: int) -> str:
    """The answer on how long it has lasted.

    Examples
    --------
    >>> duration(2), duration(14), duration(15)
    ('under_3d', '3_14d', '2_6w')
    """
    return _last_from(_DURATIONS, days)


def least_days(answer: str | None) -> int:
    """The fewest days that an answer on the duration stands for."""
    return next((days for days, name in _DURATIONS if name == answer), 0)


def severity(pain: int) -> str:
    """The answer on how bad it is.

    Examples
    --------
    >>> severity(3), severity(7)
    ('mild', 'severe')
    """
    return _last_from(_SEVERITIES, pain)


def _last_from(steps: tuple[tuple[int, str], ...], value: int) -> str:
    return [name for least, name in steps if value >= least][-1]


def gravest(dispositions: tuple[Disposition, ...]) -> Disposition:
    """The gravest of these.

    Examples
    --------
    >>> gravest(("soon", "self_care"))
    'soon'
    """
    return max(dispositions, key=DISPOSITIONS.index, default="self_care")
