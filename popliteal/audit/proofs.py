"""What z3 proves about the triage rules, over all combinations of answers.

Each property looks for a counterexample and yields it in words; none means that it is proved.
Any number of the other questions may be unsure or not asked, unless a property says otherwise.
Needs z3 (the extra `test`); no program that people use imports this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import z3  # type: ignore[import-untyped]

from popliteal.audit.encoding import LEVELS, Encoding, Formula
from popliteal.knowledge.load import Knowledge

Property = Callable[[Encoding], Iterator[str]]
# By level: does the completion show that the disposition is below it?
Below = Mapping[int, Formula]


def _below(encoding: Encoding) -> Below:
    return {level: encoding.witness_below(level) for level in LEVELS}


def _lost(before: Below, after: Below) -> Formula:
    """At some level, the completion is a witness before the change and none after it."""
    return z3.Or([z3.And(before[level], z3.Not(after[level])) for level in LEVELS])


def _answered(encoding: Encoding, below: Below, question: str, answer: str | None) -> Below:
    return {level: encoding.answered(f, question, answer) for level, f in below.items()}


def _flagged(encoding: Encoding, below: Below, question: str, *, unsure: bool) -> Below:
    flag = (encoding.unsure[question], z3.BoolVal(unsure))
    return {level: z3.substitute(f, flag) for level, f in below.items()}


def fired_rules_count(encoding: Encoding) -> Iterator[str]:
    """A fired rule excludes everything below its level."""
    for key, rule in encoding.rules.items():
        level = encoding.level(key)
        if level and (found := encoding.anybody.find(rule, encoding.witness_below(level))):
            yield f"{key} fires, yet the result can be milder: {found}"


def worse_never_lowers(encoding: Encoding) -> Iterator[str]:
    """A worse answer never lowers the disposition."""
    below = _below(encoding)
    for key in encoding.questions:
        chains = encoding.kb.questions[key].worse
        pairs = {pair for chain in chains for pair in pairwise(chain)}
        for mild, worse in sorted(pairs):
            graver = _answered(encoding, below, key, worse)
            milder = _answered(encoding, below, key, mild)
            if found := encoding.anybody.find(_lost(graver, milder)):
                yield f"{key}: '{worse}' gives less than '{mild}' with {found}"


def warning_signs_count(encoding: Encoding) -> Iterator[str]:
    """Each warning sign of the source article, as answers, gives at least soon."""
    for key, sign in encoding.signs.items():
        if found := encoding.anybody.find(sign, encoding.witness_below(1)):
            yield f"{key} is there, yet it stays self-care: {found}"


def unsure_has_a_worst(encoding: Encoding) -> Iterator[str]:
    """Each question that raises when unsure has one answer that is the worst for every rule."""
    for key, worst in encoding.worst.items():
        if worst is None:
            yield f"{key}: no answer is the worst in every rule, so 'not sure' has no upper bound"


def unsure_is_not_below_best(encoding: Encoding) -> Iterator[str]:
    """*Not sure* is never milder than the mildest definite answer.

    The witness that it is below a level keeps its answer to the question, now as a definite one,
    and has to stay a witness.
    """
    below = _below(encoding)
    for key in encoding.questions:
        unsure = _flagged(encoding, below, key, unsure=True)
        definite = _flagged(encoding, below, key, unsure=False)
        answered = z3.Or(*encoding.answer[key].values())
        if found := encoding.anybody.find(answered, _lost(unsure, definite)):
            yield f"{key}: unsure is milder than any answer with {found}"


def unsure_is_not_above_worst(encoding: Encoding) -> Iterator[str]:
    """*Not sure* is never graver than the gravest definite answer.

    A witness with a definite answer (the worst one, where the question raises) has to stay one
    when the person is not sure of it. For a question that does not raise, *not sure* is no graver
    than any answer: with `unsure_is_not_below_best`, just as grave as the mildest.
    """
    below = _below(encoding)
    for key, answers in encoding.answer.items():
        worst = encoding.worst.get(key)
        if key in encoding.worst and worst is None:
            continue  # unsure_has_a_worst names it.
        unsure = _flagged(encoding, below, key, unsure=True)
        definite = _flagged(encoding, below, key, unsure=False)
        answered = answers[worst] if worst else z3.Or(*answers.values())
        if found := encoding.anybody.find(answered, _lost(definite, unsure)):
            yield f"{key}: unsure is graver than its gravest answer with {found}"


def not_asked_raises_nothing(encoding: Encoding) -> Iterator[str]:
    """A question that was not asked raises nothing: any answer to it gives at least as much."""
    below = _below(encoding)
    for key in encoding.questions:
        silent = _answered(encoding, below, key, None)
        if found := encoding.anybody.find(_lost(below, silent)):
            yield f"{key}: not asking it is graver than {found}"


def rules_can_fire(encoding: Encoding) -> Iterator[str]:
    """Every rule fires for some definite answers that an interview can bring together."""
    for key, rule in encoding.rules.items():
        if encoding.interviewed.find(rule) is None:
            yield f"{key} can never fire"


def hidden_rules_say_so(encoding: Encoding) -> Iterator[str]:
    """A rule that never is the only one at its level or above says `hidden_by`; no other does."""
    for key in encoding.rules:
        declared = encoding.kb.rules[key].hidden_by
        covering = hiding_rules(encoding, key)
        if covering is None and declared:
            yield f"{key} can decide alone. Take out hidden_by: [{', '.join(declared)}]"
        elif covering is not None and not _covers(encoding, key, declared):
            yield f"{key} never decides alone. Write hidden_by: [{', '.join(covering)}]"


def hiding_rules(encoding: Encoding, rule: str) -> tuple[str, ...] | None:
    """Rules of the same level or above, one of which fires whenever this one does.

    Returns
    -------
    No rule of the tuple can be left out. None when the rule can decide alone.
    """
    others = [o for o in encoding.rules if o != rule and encoding.level(o) >= encoding.level(rule)]
    if not _covers(encoding, rule, others):
        return None
    for other in tuple(others):
        fewer = [o for o in others if o != other]
        if _covers(encoding, rule, fewer):
            others = fewer
    return tuple(others)


def _covers(encoding: Encoding, rule: str, others: Sequence[str]) -> bool:
    grave = [o for o in others if encoding.level(o) >= encoding.level(rule)]
    silent = [z3.Not(encoding.rules[o]) for o in grave]
    return encoding.interviewed.find(encoding.rules[rule], *silent) is None


PROPERTIES: Mapping[str, Property] = {
    search.__name__: search
    for search in (
        fired_rules_count,
        worse_never_lowers,
        warning_signs_count,
        unsure_has_a_worst,
        unsure_is_not_below_best,
        unsure_is_not_above_worst,
        not_asked_raises_nothing,
        rules_can_fire,
        hidden_rules_say_so,
    )
}


def prove(kb: Knowledge) -> dict[str, tuple[str, ...]]:
    """Try to break each property on this knowledge.

    Returns
    -------
    counterexamples in words by property; an empty tuple is a proof.
    """
    encoding = Encoding(kb)
    return {name: tuple(search(encoding)) for name, search in PROPERTIES.items()}
