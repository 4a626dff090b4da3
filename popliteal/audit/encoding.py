"""The triage rules as formulas for z3, made from the same conditions that the engine runs.

One *completion* stands for all: a free variable for each answer of each question, of which at most
one is true (none: not asked), and a flag for each question that the person was unsure of. It is a
*witness* that the disposition is below a level, when no rule of this level is true in it and no
rule that asks for this level is true once the unsure raising questions have their worst answers.
The disposition is below the level exactly when there is a witness (docs/adr/0010).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import z3  # type: ignore[import-untyped]

from popliteal.knowledge.content import DISPOSITIONS, NOT_SURE, Disposition, Question
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import Is, When, leaves
from popliteal.triage import LEVEL, raised_level

# z3 ships no types.
Formula = Any
LEVELS = range(1, len(DISPOSITIONS))


def worst_answer(question: Question, conditions: Iterable[When]) -> str | None:
    """The answer for which every comparison holds that holds for any other answer, if there is one.

    Examples
    --------
    >>> fever = Question("fever", "systemic", "Fever?", {"no": "No", "yes": "Yes"}, "", ("expert",))
    >>> worst_answer(fever, [Is("fever", frozenset({"yes"}))])
    'yes'
    >>> worst_answer(fever, [Is("fever", frozenset({"yes"})), Is("fever", frozenset({"no"}))])
    """
    named = {
        leaf.answers for when in conditions for leaf in leaves(when) if leaf.question == question.id
    }
    wanted = [answers for answers in named if answers & question.answers.keys()]
    return next((a for a in question.answers if all(a in answers for answers in wanted)), None)


class Encoding:
    """The rules, the warning signs and the interview of one knowledge, as formulas."""

    def __init__(self, kb: Knowledge) -> None:
        self.kb = kb
        when = kb.when
        conditions = [*when.rules.values(), *when.signs.values(), *when.ask_if.values()]
        named = {leaf.question for condition in conditions for leaf in leaves(condition)}
        self.questions = tuple(key for key in kb.questions if key in named)
        self.answer: Mapping[str, Mapping[str, Formula]] = {
            key: {a: z3.Bool(f"{key} = {a}") for a in kb.questions[key].answers}
            for key in self.questions
        }
        self.unsure = {key: z3.Bool(f"{key} unsure") for key in self.questions}
        self.worst = {
            key: worst_answer(kb.questions[key], when.rules.values())
            for key in self.questions
            if kb.questions[key].unsure_raises
        }
        self.rules = {key: self.formula(condition) for key, condition in when.rules.items()}
        self.signs = {key: self.formula(condition) for key, condition in when.signs.items()}
        self._at_worst = {key: self._formula_at_worst(c) for key, c in when.rules.items()}
        self.anybody = Search(self, self.possible())
        self.interviewed = Search(self, self._consistent())

    def level(self, rule: str) -> int:
        """The level of a rule's disposition."""
        return LEVEL[self.kb.rules[rule].disposition]

    def formula(self, when: When) -> Formula:
        """The condition in the completion."""
        if isinstance(when, Is):
            return z3.Or([v for a, v in self.answer[when.question].items() if a in when.answers])
        return _at_least(when.count, [self.formula(part) for part in when.of])

    def _formula_at_worst(self, when: When) -> Formula:
        """The condition, once each raising question that is unsure has its worst answer."""
        if isinstance(when, Is):
            meets = self.worst.get(when.question) in when.answers
            return z3.Or(self.formula(when), self.unsure[when.question] if meets else False)
        return _at_least(when.count, [self._formula_at_worst(part) for part in when.of])

    def possible(self) -> Formula:
        """Each question has one answer or was not asked; an unsure one always has one."""
        return z3.And(
            [
                z3.And(
                    z3.AtMost(*answers.values(), 1),
                    z3.Implies(self.unsure[key], z3.Or(*answers.values())),
                )
                for key, answers in self.answer.items()
            ]
        )

    def _consistent(self) -> Formula:
        """All answers are definite, and a question was asked only where its `ask_if` holds."""
        asked = [
            z3.Implies(z3.Or(*self.answer[key].values()), self.formula(self.kb.when.ask_if[key]))
            for key in self.questions
            if key in self.kb.when.ask_if
        ]
        return z3.And(self.possible(), *asked, *(z3.Not(flag) for flag in self.unsure.values()))

    def any_from(self, level: int) -> Formula:
        """Some rule of this level or above is true in the completion."""
        return z3.Or([f for key, f in self.rules.items() if self.level(key) >= level])

    def any_asks_for(self, level: int) -> Formula:
        """Some rule that asks for this level by its `if_unsure` is true at the worst answers."""
        rules = self.kb.rules
        return z3.Or([f for key, f in self._at_worst.items() if raised_level(rules[key]) >= level])

    def witness_below(self, level: int) -> Formula:
        """The completion shows that the disposition is below the level."""
        return z3.And(z3.Not(self.any_from(level)), z3.Not(self.any_asks_for(level)))

    def answered(self, formula: Formula, question: str, answer: str | None) -> Formula:
        """The formula, with this definite answer to the question (None: not asked)."""
        values = [(v, z3.BoolVal(a == answer)) for a, v in self.answer[question].items()]
        return z3.substitute(formula, *values, (self.unsure[question], z3.BoolVal(False)))


class Search:
    """Looks for a completion, among a given set of them, for which all claims hold."""

    def __init__(self, encoding: Encoding, among: Formula) -> None:
        self._encoding = encoding
        # The solver for finite domains: some ten times faster here than the general one.
        self._solver = z3.SolverFor("QF_FD")
        self._solver.add(among)

    def find(self, *claims: Formula) -> str | None:
        """The completion in words; None proves that there is none."""
        self._solver.push()
        self._solver.add(*claims)
        result = self._solver.check()
        found = self._in_words(self._solver.model()) if result == z3.sat else None
        self._solver.pop()
        if result == z3.unknown:
            raise RuntimeError(f"z3 gave up ({self._solver.reason_unknown()}): nothing is proved.")
        return found

    def _in_words(self, model: Formula) -> str:
        parts = []
        for key, answers in self._encoding.answer.items():
            unsure = " (unsure)" if z3.is_true(model.eval(self._encoding.unsure[key])) else ""
            parts += [
                f"{key}: {a}{unsure}" for a, v in answers.items() if z3.is_true(model.eval(v))
            ]
        return ", ".join(parts) or "no answer at all"


def _at_least(count: int, parts: list[Formula]) -> Formula:
    if count == len(parts):
        return z3.And(parts)
    return z3.Or(parts) if count == 1 else z3.AtLeast(*parts, count)


class Decider:
    """Triage as z3 finds it: slow, written apart from the engine, to hold the engine against."""

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding
        self._solver = z3.SolverFor("QF_FD")
        self._solver.add(encoding.possible())
        self._said = {key: self._sayings(key) for key in encoding.questions}
        self._below = {level: z3.Bool(f"witness below {level}") for level in LEVELS}
        self._rules = {key: z3.Bool(f"rule {key}") for key in encoding.rules}
        for level, name in self._below.items():
            self._solver.add(name == encoding.witness_below(level))
        for key, name in self._rules.items():
            self._solver.add(name == encoding.rules[key])

    def _sayings(self, question: str) -> dict[str | None, Formula]:
        """For each thing to say about a question (None: nothing), a flag that means it."""
        unsure, answers = self._encoding.unsure[question], self._encoding.answer[question]
        means: dict[str | None, Formula] = {NOT_SURE: unsure}
        for said in (*answers, None):
            values = [v if answer == said else z3.Not(v) for answer, v in answers.items()]
            means[said] = z3.And(z3.Not(unsure), *values)
        flags = {said: z3.Bool(f"{question} said {said}") for said in means}
        self._solver.add([z3.Implies(flag, means[said]) for said, flag in flags.items()])
        return flags

    def _facts(self, given: Mapping[str, str]) -> list[Formula]:
        return [sayings[given.get(question)] for question, sayings in self._said.items()]

    def disposition(self, given: Mapping[str, str]) -> Disposition:
        """The gravest disposition that no completion is a witness against."""
        facts = self._facts(given)
        for level in reversed(LEVELS):
            if self._solver.check(*facts, self._below[level]) == z3.unsat:
                return DISPOSITIONS[level]
        return DISPOSITIONS[0]

    def rules(self, given: Mapping[str, str]) -> tuple[set[str], set[str]]:
        """The rules that are true for all completions, and those that are true for some only."""
        facts = self._facts(given)
        always, never = set(self._rules), set(self._rules)
        self._solver.push()
        while self._solver.check(*facts) == z3.sat:
            model = self._solver.model()
            true = {key for key, rule in self._rules.items() if z3.is_true(model.eval(rule))}
            always, never = always & true, never - true
            other = [z3.Not(self._rules[key]) for key in always] + [
                self._rules[key] for key in never
            ]
            self._solver.add(z3.Or(other))
        self._solver.pop()
        return always, set(self._rules) - always - never
