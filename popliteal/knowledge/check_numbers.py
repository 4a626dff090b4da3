"""Checks of the numbers: tables add up, ranges are in order, each has its basis."""

from __future__ import annotations

from popliteal.knowledge.checker import Checker
from popliteal.knowledge.content import Prior, Question, Table
from popliteal.knowledge.when import nearest
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
    "least_movement_left",
    "ask_change_least",
    "ask_gain_least_bits",
    "ask_gain_least_bits_core",
    "ask_today_least",
    "ask_together_least",
    "ask_emergency_least",
    "soon_days",
    "ask_raise_bits",
    "effort_self_test",
    "timer_pace_s",
    "timer_rest_s",
)
# Tables are written with four decimals; more than this is a mistake and no rounding.
_ROUNDING = 0.002


class NumberChecker(Checker):
    """Whether tables add up, ranges are in order, and each number has its basis."""

    def run(self) -> None:
        """Check all parts."""
        self._tables()
        self._causes()
        self._dependence()
        self._examination()
        self._thresholds()

    def _tables(self) -> None:
        content = self.content
        for key, question in content.questions.items():
            if question.kind != "clinician" and key not in content.background:
                self.say("background.yaml", (), f"'{key}' has no usual rate. Add a line for it.")
        for key, table in content.background.items():
            self._table("background.yaml", key, table)
        for cause, tables in content.likelihoods.items():
            name = f"likelihoods/{cause}.yaml"
            self.known(name, (), cause, content.causes, "cause (the file's name)")
            for key, table in tables.items():
                self._table(name, key, table)
        for cause in content.causes:
            if cause not in content.likelihoods:
                self.say(
                    "causes.yaml",
                    (cause,),
                    f"{cause} has no file likelihoods/{cause}.yaml. Add it.",
                )

    def _table(self, name: str, key: str, table: Table) -> None:
        if not self.known(name, (key,), key, self.content.questions, "question"):
            return
        answers = self.content.questions[key].answers
        for answer in table.p:
            self.known(name, (key, answer), answer, answers, f"answer of {key}")
        missing = [answer for answer in answers if answer not in table.p]
        if missing:
            self.say(name, (key,), f"{key} has no number for {', '.join(missing)}. Add it.")
        total = sum(table.p.values())
        if not missing and abs(total - 1) > _ROUNDING:
            self.say(name, (key,), f"the answers of {key} add up to {total:.4f}. Make it 1.")
        self._graded(name, (key,), table)

    def _graded(self, name: str, where: Where, number: Table | Prior) -> None:
        what = ".".join(str(step) for step in where)
        if number.basis == "expert" and (number.grade != "D" or "expert" not in number.sources):
            self.say(name, where, f"{what}: basis expert needs grade D and source expert.")
        if number.basis != "expert" and set(number.sources) == {"expert"}:
            text = f"{what}: basis {number.basis} needs a study as source. Name it, or say expert."
            self.say(name, where, text)

    def _causes(self) -> None:
        total = 0.0
        for key, cause in self.content.causes.items():
            prior = cause.prior
            total += prior.value
            where: Where = (key, "prior")
            self.ordered("causes.yaml", where, (prior.low, prior.value, prior.high))
            self._graded("causes.yaml", where, prior)
            low, high = cause.course.expected_days
            self.ordered("causes.yaml", (key, "course", "expected_days"), (low, low, high))
        if abs(total - 1) > _ROUNDING:
            self.say("causes.yaml", (), f"the priors add up to {total:.4f}. Make it 1.")

    def _dependence(self) -> None:
        seen: dict[str, str] = {}
        for key, group in self.content.dependence.items():
            where: Where = (key, "strength")
            self.ordered("dependence.yaml", where, (group.low, group.strength, group.high))
            for member in (*group.members, *group.followers):
                where = (key, "members")
                self.known("dependence.yaml", where, member, self.content.background, "finding")
                if member in seen:
                    text = f"'{member}' stands in {seen[member]} too. Keep it in one group."
                    self.say("dependence.yaml", where, text)
                seen[member] = key

    def _examination(self) -> None:
        """What a clinician's finding looks at, measures and sums up."""
        questions = self.content.questions
        for key, question in questions.items():
            if question.kind == "clinician" and question.examines is None:
                text = f"{key}.examines is missing. Use nerve, muscle_tendon, joint or vessel."
                self.say("questions.yaml", (key,), text)
            if question.kind != "clinician" and question.examines is not None:
                text = f"{key}.examines is for a clinician's finding alone. Take it out."
                self.say("questions.yaml", (key, "examines"), text)
            for name in ("replaces", "sums_up"):
                for other in getattr(question, name):
                    self.known("questions.yaml", (key, name), other, questions, "question")
            if question.defers:
                self._defers(key, question)
            if sum(question.sums_up.values()) >= 1:
                text = (
                    f"{key}: the shares that it sums up leave nothing to tell. Keep them below 1."
                )
                self.say("questions.yaml", (key, "sums_up"), text)

    def _defers(self, key: str, question: Question) -> None:
        where: Where = (key, "defers")
        if len(question.replaces) != 1:
            self.say("questions.yaml", where, f"{key}: 'defers' needs one question to replace.")
            return
        replaced = self.content.questions.get(question.replaces[0])
        for answer, read_as in question.defers.items():
            self.known("questions.yaml", where, answer, question.answers, f"answer of {key}")
            if replaced is not None:
                what = f"answer of {replaced.id}"
                for said in (*read_as, *read_as.values()):
                    self.known("questions.yaml", where, said, replaced.answers, what)

    def _thresholds(self) -> None:
        thresholds = self.content.thresholds
        for key in THRESHOLDS:
            if key not in thresholds:
                self.say("thresholds.yaml", (), f"'{key}' is missing. Add it.")
        for key, number in thresholds.items():
            if key not in THRESHOLDS:
                self.say(
                    "thresholds.yaml",
                    (key,),
                    f"'{key}' steers nothing. {nearest(key, list(THRESHOLDS))}",
                )
            self.ordered("thresholds.yaml", (key,), (number.low, number.value, number.high))
