"""Checks that no single record can make: do ids exist, do tables add up, can a rule only grow truer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from popliteal.errors import KnowledgeError
from popliteal.knowledge.content import (
    DISPOSITIONS,
    NOT_SURE,
    Action,
    Content,
    Dose,
    Question,
    Table,
)
from popliteal.knowledge.schema import Problems, read_folder
from popliteal.knowledge.when import Reader, leaves, nearest, or_worse
from popliteal.knowledge.yamlfile import Where

# What the code steers by; a threshold that nothing uses would be a number without a meaning.
THRESHOLDS = (
    "leading_probability",
    "raise_probability",
    "cannot_tell_ratio",
    "cannot_tell_first_below",
    "would_change_most",
    "interval_mass",
    "planned_share",
    "ask_change_least",
    "ask_gain_least_bits",
    "ask_gain_least_bits_core",
    "ask_today_least",
    "ask_raise_bits",
    "effort_self_test",
)
_PREFIX = {"emergency": "em_", "urgent": "ur_", "soon": "so_", "self_care": "sc_"}


def read_checked(folder: Path, fingerprint: str) -> Content:
    """Read a knowledge folder and check it as a whole.

    Raises
    ------
    KnowledgeError
        Every problem that was found, each with its file and line.
    """
    problems = Problems()
    content = read_folder(folder, fingerprint, problems)
    if content is not None:
        _Check(content, problems).run()
    if content is None or problems.found:
        raise KnowledgeError(problems.found)
    return content


class _Check:
    def __init__(self, content: Content, problems: Problems) -> None:
        self.content = content
        self.problems = problems

    def run(self) -> None:
        self._questions()
        self._ask_if()
        self._tables()
        self._causes()
        self._rules()
        self._warning_signs()
        self._actions()
        self._plan()
        self._dependence()
        self._thresholds()
        self._rest()
        self._sources()

    def _say(self, name: str, where: Where, text: str) -> None:
        self.problems.say(name, where, text)

    def _known(
        self, name: str, where: Where, wrong: str, allowed: Mapping[str, Any], what: str
    ) -> bool:
        if wrong in allowed:
            return True
        self._say(name, where, f"'{wrong}' is no {what}. {nearest(wrong, allowed)}")
        return False

    def _reader(self, name: str, at: Where, *, unsure_allowed: bool = False) -> Reader:
        return Reader(
            self.content.questions,
            lambda text, where: self._say(name, (*at, *where), f"{at[0]}: {text}"),
            unsure_allowed=unsure_allowed,
        )

    def _questions(self) -> None:
        for key, question in self.content.questions.items():
            name = "questions.yaml"
            if NOT_SURE in question.answers:
                self._say(
                    name, (key, "answers"), f"{key}: every question has '{NOT_SURE}'. Leave it out."
                )
            if question.red_flag and question.absent is None:
                self._say(name, (key,), f"{key} is a red flag. Say which answer is 'absent'.")
            if question.absent is not None:
                self._known(
                    name, (key, "absent"), question.absent, question.answers, f"answer of {key}"
                )
            for chain in question.worse:
                for answer in chain:
                    self._known(name, (key, "worse"), answer, question.answers, f"answer of {key}")
            self._no_cycle(key, question)

    def _no_cycle(self, key: str, question: Question) -> None:
        for chain in question.worse:
            for lower, higher in zip(chain, chain[1:], strict=False):
                if lower in or_worse(question, higher):
                    self._say(
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
            when = self._reader("questions.yaml", (key, "ask_if")).read(question.ask_if)
            if question.priority == "screen":
                for leaf in leaves(when):
                    if questions[leaf.question].priority != "screen":
                        self._say(
                            "questions.yaml",
                            (key, "ask_if"),
                            f"{key} is a screen question but depends on '{leaf.question}', which is "
                            "not. Let it depend on screen questions only.",
                        )

    def _tables(self) -> None:
        content = self.content
        for key, question in content.questions.items():
            if question.kind != "clinician" and key not in content.background:
                self._say("background.yaml", (), f"'{key}' has no usual rate. Add a line for it.")
        for key, table in content.background.items():
            self._table("background.yaml", key, table)
        for cause, tables in content.likelihoods.items():
            name = f"likelihoods/{cause}.yaml"
            self._known(name, (), cause, content.causes, "cause (the file's name)")
            for key, table in tables.items():
                self._table(name, key, table)
        for cause in content.causes:
            if cause not in content.likelihoods:
                self._say(
                    "causes.yaml",
                    (cause,),
                    f"{cause} has no file likelihoods/{cause}.yaml. Add it.",
                )

    def _table(self, name: str, key: str, table: Table) -> None:
        if not self._known(name, (key,), key, self.content.questions, "question"):
            return
        answers = self.content.questions[key].answers
        for answer in table.p:
            self._known(name, (key, answer), answer, answers, f"answer of {key}")
        missing = [answer for answer in answers if answer not in table.p]
        if missing:
            self._say(name, (key,), f"{key} has no number for {', '.join(missing)}. Add it.")
        total = sum(table.p.values())
        if not missing and abs(total - 1) > 0.002:
            self._say(name, (key,), f"the answers of {key} add up to {total:.4f}. Make it 1.")
        self._graded(name, (key,), key, table.basis, table.grade, table.sources)

    def _graded(
        self, name: str, where: Where, key: str, basis: str, grade: str, sources: Iterable[str]
    ) -> None:
        if basis == "expert" and (grade != "D" or "expert" not in sources):
            self._say(name, where, f"{key}: basis expert needs grade D and source expert.")
        if basis != "expert" and set(sources) == {"expert"}:
            self._say(
                name,
                where,
                f"{key}: basis {basis} needs a study as source. Name it, or say expert.",
            )

    def _causes(self) -> None:
        total = 0.0
        for key, cause in self.content.causes.items():
            prior = cause.prior
            total += prior.value
            self._ordered(
                "causes.yaml", (key, "prior"), f"{key}.prior", prior.low, prior.value, prior.high
            )
            self._graded(
                "causes.yaml",
                (key, "prior"),
                f"{key}.prior",
                prior.basis,
                prior.grade,
                prior.sources,
            )
            low, high = cause.course.expected_days
            self._ordered(
                "causes.yaml", (key, "course"), f"{key}.course.expected_days", low, low, high
            )
        if abs(total - 1) > 0.002:
            self._say("causes.yaml", (), f"the priors add up to {total:.4f}. Make it 1.")

    def _ordered(
        self, name: str, where: Where, what: str, low: float, value: float, high: float
    ) -> None:
        if not low <= value <= high:
            self._say(
                name, where, f"{what} is {value:g}, outside {low:g} to {high:g}. Put them in order."
            )

    def _rules(self) -> None:
        defaults = [key for key, rule in self.content.rules.items() if rule.when is None]
        if [self.content.rules[key].disposition for key in defaults] != ["self_care"]:
            self._say("triage.yaml", (), "one rule without 'when' must stand here, with self_care.")
        for key, rule in self.content.rules.items():
            prefix = _PREFIX[rule.disposition]
            if not key.startswith(prefix):
                self._say(
                    "triage.yaml",
                    (key,),
                    f"{key} is {rule.disposition}. Begin its id with {prefix}.",
                )
            if rule.disposition == "soon" and rule.within_days is None:
                self._say("triage.yaml", (key,), f"{key} has no within_days. Say in how many days.")
            for cause in rule.catches:
                self._known("triage.yaml", (key, "catches"), cause, self.content.causes, "cause")
            if rule.warning_sign is not None:
                signs = self.content.warning_signs
                self._known(
                    "triage.yaml", (key, "warning_sign"), rule.warning_sign, signs, "warning sign"
                )
            for other in rule.hidden_by:
                self._known("triage.yaml", (key, "hidden_by"), other, self.content.rules, "rule")
            if rule.when is not None:
                self._only_grows("triage.yaml", (key, "when"), rule.when)

    def _only_grows(self, name: str, at: Where, data: Any) -> None:
        """A rule that names an answer names all worse ones: a worse answer never un-fires it."""
        for leaf in leaves(self._reader(name, at).read(data)):
            question = self.content.questions[leaf.question]
            if question.kind != "finding":
                self._say(
                    name,
                    at,
                    f"{at[0]}: '{leaf.question}' is no finding. Triage uses findings only.",
                )
            for answer in sorted(leaf.answers):
                for worse in sorted(or_worse(question, answer) - leaf.answers):
                    self._say(
                        name,
                        at,
                        f"{at[0]}: {leaf.question} names '{answer}' but not '{worse}', which is worse. "
                        f"Write {{{leaf.question}: {{or_worse: {answer}}}}}.",
                    )

    def _warning_signs(self) -> None:
        for key, sign in self.content.warning_signs.items():
            self._only_grows("warning_signs.yaml", (key, "definition"), sign.definition)

    def _actions(self) -> None:
        name = "actions.yaml"
        for key, action in self.content.actions.items():
            for cause in (*action.suits, *action.barred_causes):
                self._known(name, (key,), cause, self.content.causes, "cause")
            for other in action.not_with:
                self._known(name, (key, "not_with"), other, self.content.actions, "action")
            if action.offered_if is not None:
                reader = self._reader(name, (key, "offered_if"), unsure_allowed=True)
                reader.read(action.offered_if)
            if action.barred_if is not None:
                self._reader(name, (key, "barred_if")).read(action.barred_if)
            if action.kind == "exercise" and action.path is None:
                self._say(
                    name, (key,), f"{key} is an exercise without a path. Add its joint angles."
                )
            if not (action.suits or action.suits_all or action.offered_if):
                self._say(name, (key,), f"{key} suits nobody. Add suits, suits_all or offered_if.")
            self._action_words(key, action)

    def _action_words(self, key: str, action: Action) -> None:
        """An exercise says how much, when to stop and when to do more; a bar says why."""
        name = "actions.yaml"
        for field in ("dose", "stop_if", "progress"):
            if action.path is not None and not getattr(action, field):
                self._say(name, (key,), f"{key} has joint angles but no {field}. Add it.")
        if (action.barred_if or action.barred_causes) and not action.bar_reason:
            self._say(name, (key,), f"{key} can be barred but has no bar_reason. Say why.")
        if action.barred_if is not None:
            when = self._reader(name, (key, "barred_if")).read(action.barred_if)
            for question in dict.fromkeys(leaf.question for leaf in leaves(when)):
                if question not in self.content.plan.topics:
                    text = f"'{question}' bars {key} but has no words. Add it under topics."
                    self._say("plan.yaml", ("topics",), text)

    def _plan(self) -> None:
        for key in self.content.plan.questions:
            self._known("plan.yaml", ("questions",), key, self.content.questions, "question")
        for key in self.content.plan.topics:
            self._known("plan.yaml", ("topics", key), key, self.content.questions, "question")
        for field in fields(Dose):
            if field.name not in self.content.plan.words.dose:
                text = f"the dose field '{field.name}' has no words. Add it under words.dose."
                self._say("plan.yaml", ("words", "dose"), text)

    def _dependence(self) -> None:
        seen: dict[str, str] = {}
        for key, group in self.content.dependence.items():
            where: Where = (key, "strength")
            self._ordered(
                "dependence.yaml", where, f"{key}.strength", group.low, group.strength, group.high
            )
            for member in group.members:
                where = (key, "members")
                self._known("dependence.yaml", where, member, self.content.background, "finding")
                if member in seen:
                    text = f"'{member}' stands in {seen[member]} too. Keep it in one group."
                    self._say("dependence.yaml", where, text)
                seen[member] = key

    def _thresholds(self) -> None:
        thresholds = self.content.thresholds
        for key in THRESHOLDS:
            if key not in thresholds:
                self._say("thresholds.yaml", (), f"'{key}' is missing. Add it.")
        for key, number in thresholds.items():
            if key not in THRESHOLDS:
                self._say(
                    "thresholds.yaml",
                    (key,),
                    f"'{key}' steers nothing. {nearest(key, list(THRESHOLDS))}",
                )
            self._ordered("thresholds.yaml", (key,), key, number.low, number.value, number.high)

    def _rest(self) -> None:
        for disposition in DISPOSITIONS:
            if disposition not in self.content.dispositions:
                self._say("dispositions.yaml", (), f"'{disposition}' has no words. Add them.")
        for kind, tests in self.content.hidden_tests.items():
            self._reader("hidden_tests.yaml", (kind, "hidden_if")).read(tests.hidden_if)
        for key in self.content.regions:
            if not (len(key) == 2 and key.isalpha() and key.isupper()):
                self._say(
                    "regions.yaml", (key,), f"'{key}' is no country code. Use two capital letters."
                )
        for at, retired in enumerate(self.content.retired):
            for question in retired.also_for:
                self._known("retired.yaml", (at,), question, self.content.questions, "question")

    def _sources(self) -> None:
        for name, where, sources in self._named_sources():
            for source in sources:
                self._known(name, where, source, self.content.sources, "source in sources.yaml")

    def _named_sources(self) -> Iterable[tuple[str, Where, Iterable[str]]]:
        content = self.content
        records: list[tuple[str, Mapping[str, Any]]] = [
            ("questions.yaml", content.questions),
            ("measures.yaml", content.measures),
            ("causes.yaml", content.causes),
            ("background.yaml", content.background),
            ("triage.yaml", content.rules),
            ("warning_signs.yaml", content.warning_signs),
            ("actions.yaml", content.actions),
            ("dependence.yaml", content.dependence),
            ("hidden_tests.yaml", content.hidden_tests),
            ("thresholds.yaml", content.thresholds),
            ("regions.yaml", content.regions),
        ]
        records += [(f"likelihoods/{cause}.yaml", t) for cause, t in content.likelihoods.items()]
        for name, entries in records:
            for key, entry in entries.items():
                yield name, (key,), entry.sources
        for key, action in content.actions.items():
            yield "actions.yaml", (key, "bar_sources"), action.bar_sources
        for key, cause in content.causes.items():
            yield "causes.yaml", (key, "prior"), cause.prior.sources
            yield "causes.yaml", (key, "course"), cause.course.sources
        plan = content.plan
        yield "plan.yaml", ("sources",), plan.sources
        for guidance in (plan.progression, plan.regression, plan.return_to_stretch, plan.review):
            for item in guidance:
                yield "plan.yaml", (), item.sources
