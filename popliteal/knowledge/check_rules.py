"""Checks of everything that holds a condition: questions, rules, signs, actions, home tests."""

from __future__ import annotations

from dataclasses import fields
from itertools import pairwise
from typing import Any

from popliteal.knowledge.checker import Checker
from popliteal.knowledge.content import NOT_SURE, Action, Dose, Question
from popliteal.knowledge.when import leaves, or_worse
from popliteal.knowledge.yamlfile import Where

_PREFIX = {"emergency": "em_", "urgent": "ur_", "soon": "so_", "self_care": "sc_"}


class RuleChecker(Checker):
    """Whether ids exist, and every rule can only grow truer."""

    def run(self) -> None:
        """Check all parts."""
        self._questions()
        self._ask_if()
        self._rules()
        self._warning_signs()
        self._actions()
        self._plan()
        self._hidden_tests()

    def _questions(self) -> None:
        for key, question in self.content.questions.items():
            name = "questions.yaml"
            if NOT_SURE in question.answers:
                self.say(
                    name, (key, "answers"), f"{key}: every question has '{NOT_SURE}'. Leave it out."
                )
            if question.red_flag and question.absent is None:
                self.say(name, (key,), f"{key} is a red flag. Say which answer is 'absent'.")
            if question.absent is not None:
                self.known(
                    name, (key, "absent"), question.absent, question.answers, f"answer of {key}"
                )
            for chain in question.worse:
                for answer in chain:
                    self.known(name, (key, "worse"), answer, question.answers, f"answer of {key}")
            self._no_cycle(key, question)

    def _no_cycle(self, key: str, question: Question) -> None:
        for chain in question.worse:
            for lower, higher in pairwise(chain):
                if lower in or_worse(question, higher):
                    self.say(
                        "questions.yaml",
                        (key, "worse"),
                        f"{key}: '{higher}' is worse than '{lower}' and the other way round. "
                        "Keep one direction.",
                    )

    def _ask_if(self) -> None:
        questions = self.content.questions
        for key, question in questions.items():
            if question.ask_if is None:
                continue
            when = self.reader("questions.yaml", (key, "ask_if")).read(question.ask_if)
            if question.priority == "screen":
                for leaf in leaves(when):
                    if questions[leaf.question].priority != "screen":
                        self.say(
                            "questions.yaml",
                            (key, "ask_if"),
                            f"{key} is a screen question but depends on '{leaf.question}', which "
                            "is not. Let it depend on screen questions only.",
                        )

    def _rules(self) -> None:
        defaults = [key for key, rule in self.content.rules.items() if rule.when is None]
        if [self.content.rules[key].disposition for key in defaults] != ["self_care"]:
            self.say("triage.yaml", (), "one rule without 'when' must stand here, with self_care.")
        for key, rule in self.content.rules.items():
            prefix = _PREFIX[rule.disposition]
            if not key.startswith(prefix):
                self.say(
                    "triage.yaml",
                    (key,),
                    f"{key} is {rule.disposition}. Begin its id with {prefix}.",
                )
            if rule.disposition == "soon" and rule.within_days is None:
                self.say("triage.yaml", (key,), f"{key} has no within_days. Say in how many days.")
            for cause in rule.catches:
                self.known("triage.yaml", (key, "catches"), cause, self.content.causes, "cause")
            if rule.warning_sign is not None:
                signs = self.content.warning_signs
                self.known(
                    "triage.yaml", (key, "warning_sign"), rule.warning_sign, signs, "warning sign"
                )
            for other in rule.hidden_by:
                self.known("triage.yaml", (key, "hidden_by"), other, self.content.rules, "rule")
            if rule.when is not None:
                self._only_grows("triage.yaml", (key, "when"), rule.when)

    def _only_grows(self, name: str, at: Where, data: Any) -> None:
        """A rule that names an answer names all worse ones: a worse answer never un-fires it."""
        for leaf in leaves(self.reader(name, at).read(data)):
            question = self.content.questions[leaf.question]
            if question.kind == "plan":
                self.say(
                    name,
                    at,
                    f"{at[0]}: '{leaf.question}' is no finding. Triage uses findings only.",
                )
            for answer in sorted(leaf.answers):
                for worse in sorted(or_worse(question, answer) - leaf.answers):
                    self.say(
                        name,
                        at,
                        f"{at[0]}: {leaf.question} names '{answer}' but not '{worse}', which is "
                        f"worse. Write {{{leaf.question}: {{or_worse: {answer}}}}}.",
                    )

    def _warning_signs(self) -> None:
        for key, sign in self.content.warning_signs.items():
            self._only_grows("warning_signs.yaml", (key, "definition"), sign.definition)

    def _actions(self) -> None:
        name = "actions.yaml"
        barring: dict[str, str] = {}
        for key, action in self.content.actions.items():
            self._action_names(key, action)
            if action.offered_if is not None:
                reader = self.reader(name, (key, "offered_if"), unsure_allowed=True)
                reader.read(action.offered_if)
            if action.barred_if is not None:
                when = self.reader(name, (key, "barred_if")).read(action.barred_if)
                barring = {**{leaf.question: key for leaf in leaves(when)}, **barring}
            if (action.kind == "exercise" or action.stretch) and action.path is None:
                kind = "a stretch" if action.stretch else "an exercise"
                self.say(name, (key,), f"{key} is {kind} without a path. Add its joint angles.")
            if not (action.suits or action.suits_all or action.offered_if):
                self.say(name, (key,), f"{key} suits nobody. Add suits, suits_all or offered_if.")
            self._action_words(key, action)
        for question, key in barring.items():
            if question not in self.content.plan.topics:
                text = f"'{question}' bars {key} but has no words. Add it under topics."
                self.say("plan.yaml", ("topics",), text)

    def _action_names(self, key: str, action: Action) -> None:
        name = "actions.yaml"
        for cause in (*action.suits, *action.barred_causes):
            self.known(name, (key,), cause, self.content.causes, "cause")
        for field in ("not_with", "goes_with"):
            for other in getattr(action, field):
                self.known(name, (key, field), other, self.content.actions, "action")

    def _action_words(self, key: str, action: Action) -> None:
        """An exercise says how much, when to stop and when to do more; a bar says why."""
        name = "actions.yaml"
        for field in ("dose", "stop_if", "progress"):
            if action.path is not None and not getattr(action, field):
                self.say(name, (key,), f"{key} has joint angles but no {field}. Add it.")
        if (action.barred_if or action.barred_causes) and not action.bar_reason:
            self.say(name, (key,), f"{key} can be barred but has no bar_reason. Say why.")

    def _plan(self) -> None:
        for key in self.content.plan.questions:
            self.known("plan.yaml", ("questions",), key, self.content.questions, "question")
        for key in self.content.plan.topics:
            self.known("plan.yaml", ("topics", key), key, self.content.questions, "question")
        for field in fields(Dose):
            if field.name not in self.content.plan.words.dose:
                text = f"the dose field '{field.name}' has no words. Add it under words.dose."
                self.say("plan.yaml", ("words", "dose"), text)

    def _hidden_tests(self) -> None:
        for kind, tests in self.content.hidden_tests.items():
            self.reader("hidden_tests.yaml", (kind, "hidden_if")).read(tests.hidden_if)
