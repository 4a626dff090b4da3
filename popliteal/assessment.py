"""One visit: how soon to be seen, what it could be, what to do today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from popliteal import triage
from popliteal.answers import Answers, read_answers
from popliteal.differential.asking import choose_question
from popliteal.differential.ranking import (
    CauseEstimate,
    Change,
    Evidence,
    estimate,
    rank,
    significant,
)
from popliteal.errors import AnswerError
from popliteal.knowledge.content import Disposition, DispositionWords, QuickWords
from popliteal.knowledge.load import Knowledge
from popliteal.plan import Numbers, Plan, make_plan, numbers
from popliteal.triage import LEVEL, OpenRule, Reason, Triage


@dataclass(frozen=True, slots=True)
class Urgency:
    """How soon to be seen and why: the part of a visit that decides, without words and plan.

    Attributes
    ----------
    disposition : how soon to be seen
    reasons : every rule that fired, and what the causes raised
    could_not_exclude : rules that an unsure answer left open
    within_days : when *soon*, the most days in which to be seen
    probabilities : of all causes by id, most likely first
    """

    disposition: Disposition
    reasons: tuple[Reason, ...]
    could_not_exclude: tuple[OpenRule, ...]
    within_days: int | None
    probabilities: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result of one visit.

    Attributes
    ----------
    disposition : how soon to be seen
    heading, what_to_do : the same in words, with the region's numbers
    reasons : every rule that fired, and what the causes raised
    could_not_exclude : rules that an unsure answer left open
    within_days : when *soon*, the most days in which to be seen
    causes : all causes, most likely first; their probabilities add up to 1
    groups : probability of muscle or tendon, nerve, nothing wrong, something else
    cannot_tell : the first causes are too close, or none is likely enough
    would_change : single answers that would put another cause first
    not_asked : questions whose answers could still make the advice graver
    next_question : the most useful question still open
    """

    id: str | None
    disposition: Disposition
    heading: str
    what_to_do: str
    reasons: tuple[Reason, ...]
    could_not_exclude: tuple[OpenRule, ...]
    within_days: int | None
    causes: tuple[CauseEstimate, ...]
    groups: Mapping[str, float]
    cannot_tell: bool
    would_change: tuple[Change, ...]
    not_asked: tuple[str, ...]
    next_question: str | None
    plan: Plan
    knowledge: Mapping[str, str]

    @property
    def incomplete(self) -> bool:
        """Whether something was left unasked that could make the advice graver."""
        return bool(self.not_asked)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data, for JSON."""
        return {
            "id": self.id,
            "disposition": self.disposition,
            "heading": self.heading,
            "what_to_do": self.what_to_do,
            "within_days": self.within_days,
            "reasons": [_reason(reason) for reason in self.reasons],
            "could_not_exclude": [_open_rule(rule) for rule in self.could_not_exclude],
            "causes": [_cause(cause) for cause in self.causes],
            "groups": {key: significant(value) for key, value in self.groups.items()},
            "incomplete": self.incomplete,
            "cannot_tell": self.cannot_tell,
            "would_change": [
                {"finding": change.finding, "answer": change.answer, "top": change.top}
                for change in self.would_change
            ],
            "not_asked": list(self.not_asked),
            "next_question": self.next_question,
            "plan": self.plan.to_dict(),
            "knowledge": dict(self.knowledge),
        }


def assess(
    answers: Mapping[str, Any] | Answers,
    kb: Knowledge,
    *,
    id: str | None = None,  # noqa: A002 - the name that the contract gives it
    region: str | None = None,
) -> Assessment:
    """Assess one person's answers.

    Parameters
    ----------
    answers : answer id, `not_sure` or number by question or measure id
    kb : the knowledge, from `popliteal.load()`
    id : carried through to the result
    region : ISO country code for emergency and advice numbers; None gives words that fit anywhere

    Raises
    ------
    AnswerError
        One line for each answer that cannot be read, or for an unknown region.

    Examples
    --------
    >>> import popliteal as pp
    >>> result = pp.assess({"st_other_leg": "same", "mech_pattern": "only_stretch"}, pp.load())
    >>> result.disposition, result.causes[0].id, result.incomplete
    ('self_care', 'normal_stretch', True)
    """
    if not (id is None or isinstance(id, str)):
        raise AnswerError([f"id: {id!r} stands here. Use text, or leave it out."])
    checked = read_answers(answers, kb)
    local = numbers(kb, region)
    found = triage.decide(checked.given, kb)
    ranked = rank(checked, kb)
    urgency = _urgency(found, ranked.probabilities, checked, kb)
    disposition = urgency.disposition
    heading, what_to_do = care_words(disposition, urgency.within_days, kb, local)
    return Assessment(
        id=id,
        disposition=disposition,
        heading=heading,
        what_to_do=what_to_do,
        reasons=urgency.reasons,
        could_not_exclude=urgency.could_not_exclude,
        within_days=urgency.within_days,
        causes=ranked.causes,
        groups=ranked.groups,
        cannot_tell=ranked.cannot_tell,
        would_change=ranked.would_change,
        not_asked=triage.not_asked(checked.given, kb, disposition),
        next_question=_next(checked, found, disposition, kb),
        plan=make_plan(disposition, urgency.probabilities, checked, kb, region=region),
        knowledge={"version": kb.version, "fingerprint": kb.fingerprint},
    )


def find_urgency(answers: Mapping[str, Any] | Answers, kb: Knowledge) -> Urgency:
    """How soon to be seen, as `assess` finds it, in a fraction of the time.

    Raises
    ------
    AnswerError
        One line for each answer that cannot be read.

    Examples
    --------
    >>> import popliteal as pp
    >>> find_urgency({"breathless": "yes"}, pp.load()).disposition
    'emergency'
    """
    checked = read_answers(answers, kb)
    return _urgency(triage.decide(checked.given, kb), estimate(checked, kb), checked, kb)


def next_question(answers: Mapping[str, Any] | Answers, kb: Knowledge) -> str | None:
    """The most useful question to ask next, or None when more would not change the advice.

    Examples
    --------
    >>> import popliteal as pp
    >>> kb = pp.load()
    >>> kb.questions[pp.next_question({}, kb)].priority
    'screen'
    """
    checked = read_answers(answers, kb)
    found = triage.decide(checked.given, kb)
    urgency = _urgency(found, estimate(checked, kb), checked, kb)
    return _next(checked, found, urgency.disposition, kb)


def _next(checked: Answers, found: Triage, reached: Disposition, kb: Knowledge) -> str | None:
    """The next question; none in an emergency, be it by a rule or by a likely cause."""
    return None if reached == "emergency" else choose_question(checked, found, kb)


def _urgency(
    found: Triage, probabilities: Mapping[str, float], answers: Answers, kb: Knowledge
) -> Urgency:
    """What rules and causes ask for together."""
    raised = tuple(_raised(found.disposition, probabilities, answers, kb))
    # Who is to be seen because of a likely cause is not told as well that nothing was found.
    fired = () if raised and found.fired == "self_care" else found.reasons
    levels = (found.disposition, *(reason.disposition for reason in raised))
    disposition = max(levels, key=LEVEL.__getitem__)
    reasons = (*raised, *fired)
    days = _within_days(disposition, reasons, kb)
    return Urgency(disposition, reasons, found.could_not_exclude, days, probabilities)


def _raised(
    reached: Disposition, probabilities: Mapping[str, float], answers: Answers, kb: Knowledge
) -> Iterator[Reason]:
    """What the causes ask for as examined, and as told: a finding takes no reason away."""
    known: set[str] = set()
    for shares in (probabilities, _as_told(answers, kb)):
        for reason in raised_by_causes(shares, reached, kb):
            if reason.rule not in known:
                known.add(reason.rule)
                yield reason


def _as_told(answers: Answers, kb: Knowledge) -> Mapping[str, float]:
    """The probabilities without what a clinician found; none where nobody was examined."""
    findings = _findings(kb)
    if findings.isdisjoint(answers.given):
        return {}
    told = {key: answer for key, answer in answers.given.items() if key not in findings}
    return estimate(Answers(told, answers.measures), kb)


@cache
def _findings(kb: Knowledge) -> frozenset[str]:
    return frozenset(key for key, question in kb.questions.items() if question.kind == "clinician")


def raised_by_causes(
    probabilities: Mapping[str, float], reached: Disposition, kb: Knowledge
) -> Iterator[Reason]:
    """What the causes ask for beyond what the answers gave; they can raise, never lower.

    Parameters
    ----------
    probabilities : by cause id, most likely first
    """
    leading = kb.thresholds["leading_probability"].value
    possible = kb.thresholds["raise_probability"].value
    could_fit = kb.words["cause_could_fit"]
    for place, (key, probability) in enumerate(probabilities.items()):
        cause = kb.causes[key]
        floors = (
            ("leading", cause.when_leading, place == 0 and probability >= leading),
            ("possible", cause.when_possible.to, probability > possible),
        )
        for kind, to, holds in floors:
            if holds and to is not None and LEVEL[to] > LEVEL[reached]:
                text = f"{could_fit.format(cause=cause.name)} {cause.when_possible.why}"
                yield Reason(f"{kind}_{key}", to, text, cause.sources)


def _within_days(
    disposition: Disposition, reasons: tuple[Reason, ...], kb: Knowledge
) -> int | None:
    """The shortest time that a rule gives, when the advice is to be seen within days."""
    if disposition != "soon":
        return None
    days = [reason.within_days for reason in reasons if reason.within_days is not None]
    return min(days, default=int(kb.thresholds["soon_days"].value))


def care_words(
    disposition: Disposition, within_days: int | None, kb: Knowledge, local: Numbers
) -> tuple[str, str]:
    """How soon to be seen, as a heading and as what to do, with the numbers to call.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> care_words("urgent", None, load(), numbers(load(), "GB"))[0]
    'Be seen today'
    """
    words = _words(disposition, within_days, kb)
    return words.heading, local.fill(words.what_to_do)


def _words(
    disposition: Disposition, within_days: int | None, kb: Knowledge
) -> DispositionWords | QuickWords:
    """Heading and what to do; other words where a rule leaves only a day or two."""
    words = kb.dispositions[disposition]
    quick = words.quick
    if quick is not None and within_days is not None and within_days <= quick.days:
        return quick
    return words


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "disposition": reason.disposition,
        "text": reason.text,
        "sources": list(reason.sources),
        **({} if reason.within_days is None else {"within_days": reason.within_days}),
    }


def _open_rule(rule: OpenRule) -> dict[str, Any]:
    return {
        "rule": rule.rule,
        "disposition": rule.disposition,
        "unsure": list(rule.unsure),
        "text": rule.text,
        "sources": list(rule.sources),
    }


def _cause(cause: CauseEstimate) -> dict[str, Any]:
    return {
        "id": cause.id,
        "name": cause.name,
        "group": cause.group,
        "probability": significant(cause.probability),
        "low": significant(cause.low),
        "high": significant(cause.high),
        "for": [_evidence(evidence) for evidence in cause.supporting],
        "against": [_evidence(evidence) for evidence in cause.against],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "finding": evidence.finding,
        "answer": evidence.answer,
        "bits": significant(evidence.bits),
        "text": evidence.text,
    }
