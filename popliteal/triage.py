"""Red-flag rules: from answers alone to how soon to be seen, and why.

Nothing here knows a probability. *Not sure* is a third truth value and never counts as no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from popliteal.answers import with_inapplicable
from popliteal.knowledge.content import DISPOSITIONS, NOT_SURE, Disposition, Rule
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import (
    AtLeast,
    Is,
    Truth,
    When,
    any_of,
    can_fail,
    can_hold,
    decisive,
    extremes,
    leaves,
    live,
    pointed,
    questions,
    truth,
)

LEVEL: Mapping[Disposition, int] = {name: level for level, name in enumerate(DISPOSITIONS)}


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that fired: how soon, why, on whose word."""

    rule: str
    disposition: Disposition
    text: str
    sources: tuple[str, ...]
    within_days: int | None = None


@dataclass(frozen=True, slots=True)
class OpenRule:
    """A rule that an unsure answer leaves open, and what to check to close it."""

    rule: str
    disposition: Disposition
    unsure: tuple[str, ...]
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Triage:
    """How soon to be seen, every rule that fired and every rule that could not be excluded."""

    disposition: Disposition
    reasons: tuple[Reason, ...]
    could_not_exclude: tuple[OpenRule, ...]

    @property
    def fired(self) -> Disposition:
        """The gravest disposition of the rules that fired; unlike a raised one, it stays."""
        return max(
            (reason.disposition for reason in self.reasons),
            key=LEVEL.__getitem__,
            default="self_care",
        )


def decide(given: Mapping[str, str], kb: Knowledge) -> Triage:
    """Apply every rule to the answers.

    A rule that is true whatever the unsure answers are fires. Each way to answer the unsure
    questions that do not raise has a level: what holds however those that raise are answered, or,
    if graver, what their worst answers ask for. The mildest of these counts (docs/adr/0010).

    Parameters
    ----------
    given : answer id or `not_sure` by question id; a question that is missing was not asked

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> found = decide({"breathless": "yes"}, load())
    >>> found.disposition, [reason.rule for reason in found.reasons]
    ('emergency', ['em_pe'])
    """
    values = {key: truth(kb.when.rules[key], given) for key in touched(given, kb)}
    unknown = [key for key, value in values.items() if value is Truth.UNKNOWN]
    fired = {key for key, value in values.items() if value is Truth.TRUE}
    unsure = tuple(key for key, answer in given.items() if answer == NOT_SURE)
    fired |= {k for k in unknown if not can_fail(kb.when.rules[k], given, kb.questions)}
    still_open = [
        k for k in unknown if k not in fired and can_hold(kb.when.rules[k], given, kb.questions)
    ]
    level = max((LEVEL[kb.rules[key].disposition] for key in fired), default=0)
    level = _raised(level, still_open, given, unsure, kb)
    return Triage(
        DISPOSITIONS[level],
        tuple(reason(rule) for key, rule in kb.rules.items() if key in fired)
        or _when_nothing_fires(level, kb),
        tuple(_open_rule(kb.rules[key], given, kb) for key in still_open),
    )


def reason(rule: Rule) -> Reason:
    """The rule as a reason for a person."""
    text = f"{rule.sign}. {rule.because}"
    return Reason(rule.id, rule.disposition, text, rule.sources, rule.within_days)


def _when_nothing_fires(level: int, kb: Knowledge) -> tuple[Reason, ...]:
    """The rule for self-care; none where an unsure answer raised the disposition by itself."""
    if level > LEVEL["self_care"]:
        return ()
    return tuple(reason(rule) for rule in kb.rules.values() if rule.when is None)


def _open_rule(rule: Rule, given: Mapping[str, str], kb: Knowledge) -> OpenRule:
    named = live(kb.when.rules[rule.id], given, missing=Truth.FALSE)
    unsure = tuple(key for key in kb.questions if key in named)
    return OpenRule(rule.id, rule.disposition, unsure, f"{rule.sign}. {rule.because}", rule.sources)


def raised_level(rule: Rule) -> int:
    """The level that a rule left open asks for."""
    level = LEVEL[rule.disposition]
    return {"same": level, "one_lower": level - 1, "list_only": 0}[rule.if_unsure]


def _raised(
    level: int,
    still_open: list[str],
    given: Mapping[str, str],
    unsure: tuple[str, ...],
    kb: Knowledge,
) -> int:
    """The disposition's level once the unsure answers have had their say."""
    for higher in range(len(DISPOSITIONS) - 1, level, -1):
        together = [k for k in still_open if LEVEL[kb.rules[k].disposition] >= higher]
        raising = [k for k in together if raised_level(kb.rules[k]) >= higher]
        if together and _reached(_whens(together, kb), _whens(raising, kb), given, unsure, kb):
            return higher
    return level


def _whens(rules: Iterable[str], kb: Knowledge) -> list[When]:
    return [kb.when.rules[key] for key in rules]


def _reached(
    together: list[When],
    raising: list[When],
    given: Mapping[str, str],
    unsure: tuple[str, ...],
    kb: Knowledge,
) -> bool:
    """Whether each way to answer the rest is met: by rules anyhow, or by raising ones at worst."""
    # The raising rules are asked under the worst answers, all rules under any: one completion may
    # be met by the first and the next by the second, so neither can be tried alone.
    asking = any_of(*raising)
    names = [key for key in unsure if kb.questions[key].unsure_raises and key in questions(asking)]
    either = any_of(*together, *(_supposing(when, frozenset(names)) for when in raising))
    return any(
        not can_fail(either, {**given, **_supposed(names, worst)}, kb.questions)
        for worst in product(*(extremes(asking, kb.questions[key], most=True) for key in names))
    )


def _supposed(names: Iterable[str], answers: Iterable[str]) -> dict[str, str]:
    return {f"{key} supposed": answer for key, answer in zip(names, answers, strict=True)}


def _supposing(when: When, names: frozenset[str]) -> When:
    """The condition, with these questions under a second name."""
    if isinstance(when, Is):
        return Is(f"{when.question} supposed", when.answers) if when.question in names else when
    return AtLeast(when.count, tuple(_supposing(part, names) for part in when.of))


def not_asked(given: Mapping[str, str], kb: Knowledge, reached: Disposition) -> tuple[str, ...]:
    """Screen questions, and questions that an open rule needs, which were not asked.

    A rule is open when one answer that is still missing would fire it, all others as they stand, or
    when an answer already points to it. What is not listed cannot fire a rule by itself.

    Parameters
    ----------
    reached : only rules above this disposition count
    """
    known = with_inapplicable(given, kb)
    needed = raising_answers(reached, given, kb).keys() | needed_together(known, kb, reached)
    return tuple(
        key
        for key, question in kb.questions.items()
        if key not in known
        and question.kind == "finding"
        and (question.priority == "screen" or key in needed)
    )


def needed_alone(given: Mapping[str, str], kb: Knowledge, reached: Disposition) -> frozenset[str]:
    """Red flags of which one answer alone would fire a graver rule, as far as they apply.

    Where an unsure answer leaves open whether one applies, it counts if it would send somebody to
    be seen the same day who is not to be seen so soon yet.
    """
    today: Mapping[str, object] = {}
    if LEVEL[reached] < LEVEL["urgent"]:
        today = raising_answers("soon", given, kb)
    return frozenset(
        key
        for key in raising_answers(reached, given, kb)
        if kb.questions[key].red_flag and _applies(key, given, kb, perhaps=key in today)
    )


def _applies(key: str, given: Mapping[str, str], kb: Knowledge, *, perhaps: bool) -> bool:
    ask_if = kb.when.ask_if.get(key)
    if ask_if is None:
        return True
    value = truth(ask_if, given)
    return value is not Truth.FALSE if perhaps else value is Truth.TRUE


def needed_together(
    known: Mapping[str, str], kb: Knowledge, reached: Disposition
) -> frozenset[str]:
    """Questions on which a graver rule for the same day still hangs, once an answer points to it.

    Parameters
    ----------
    known : answers so far, with DOES_NOT_APPLY where a question is known not to apply
    """
    return frozenset[str]().union(*begun(known, kb, reached).values())


def begun(
    known: Mapping[str, str], kb: Knowledge, reached: Disposition
) -> dict[When, frozenset[str]]:
    """Graver conditions for the same day that an answer points to, and what each hangs on."""
    near = touched(known, kb)
    found = {when: pointed(when, known) for rule, when in _same_day(kb, reached) if rule in near}
    return {when: hangs_on for when, hangs_on in found.items() if hangs_on}


def same_day(kb: Knowledge, reached: Disposition) -> list[When]:
    """Conditions of the urgent and emergency rules above the disposition reached."""
    return [when for _, when in _same_day(kb, reached)]


@cache
def _same_day(kb: Knowledge, reached: Disposition) -> tuple[tuple[str, When], ...]:
    least = max(LEVEL[reached], LEVEL["soon"])
    return tuple(
        (rule, when)
        for rule, when in kb.when.rules.items()
        if LEVEL[kb.rules[rule].disposition] > least
    )


def raising_answers(
    above: Disposition, given: Mapping[str, str], kb: Knowledge
) -> dict[str, set[str]]:
    """Answers to one further question that fire a graver rule, all others as they stand.

    Parameters
    ----------
    above : the rules above this disposition count

    Returns
    -------
    answer ids by question id
    """
    found: dict[str, set[str]] = {}
    near = touched(given, kb)
    for rule, when in kb.when.rules.items():
        if LEVEL[kb.rules[rule].disposition] > LEVEL[above]:
            for key, answer in decisive(when, given) if rule in near else _by_itself(when):
                if key not in given:
                    found.setdefault(key, set()).add(answer)
    return found


@cache
def _by_itself(when: When) -> frozenset[tuple[str, str]]:
    """Single answers that make a condition true, whatever else was said."""
    return decisive(when, {})


def touched(given: Mapping[str, str], kb: Knowledge) -> list[str]:
    """Rules that are anything but false: an answer, or an unsure one, stands in their condition."""
    rules = _rules_by_answer(kb)
    near = frozenset[str]().union(*(rules.get(said, ()) for said in given.items()))
    return [rule for rule in kb.when.rules if rule in near]


@cache
def _rules_by_answer(kb: Knowledge) -> dict[tuple[str, str], frozenset[str]]:
    """Rules by question and answer, *not sure* among them, that their conditions compare with."""
    found: dict[tuple[str, str], set[str]] = {}
    for rule, when in kb.when.rules.items():
        for leaf in leaves(when):
            for answer in (*leaf.answers, NOT_SURE):
                found.setdefault((leaf.question, answer), set()).add(rule)
    return {said: frozenset(rules) for said, rules in found.items()}
