"""Checks that no single record can make: of ids, of numbers and of rules, across files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from popliteal.errors import KnowledgeError
from popliteal.knowledge.check_diary import DiaryChecker
from popliteal.knowledge.check_numbers import NumberChecker
from popliteal.knowledge.check_pictures import PictureChecker
from popliteal.knowledge.check_report import ReportChecker
from popliteal.knowledge.check_rules import RuleChecker
from popliteal.knowledge.check_words import WordChecker
from popliteal.knowledge.checker import Checker
from popliteal.knowledge.content import DISPOSITIONS, Content, Retired
from popliteal.knowledge.schema import Problems, read_folder
from popliteal.knowledge.yamlfile import Where


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
        for checker in (
            RuleChecker,
            NumberChecker,
            WordChecker,
            PictureChecker,
            DiaryChecker,
            ReportChecker,
            _RestChecker,
        ):
            checker(content, problems).run()
    if content is None or problems.found:
        raise KnowledgeError(problems.found)
    return content


class _RestChecker(Checker):
    """Dispositions, regions, retired ids, and that every source exists."""

    def run(self) -> None:
        self._rest()
        self._sources()

    def _rest(self) -> None:
        for disposition in DISPOSITIONS:
            if disposition not in self.content.dispositions:
                self.say("dispositions.yaml", (), f"'{disposition}' has no words. Add them.")
        for key in self.content.regions:
            if not re.fullmatch(r"[A-Z]{2}", key):
                self.say(
                    "regions.yaml", (key,), f"'{key}' is no country code. Use two capital letters."
                )
        for at, retired in enumerate(self.content.retired):
            self._retired(at, retired)

    def _retired(self, at: int, retired: Retired) -> None:
        """An id that had to go must not live on, and what it is read as must exist."""
        name, questions = "retired.yaml", self.content.questions
        for question in retired.also_for:
            self.known(name, (at,), question, questions, "question")
        if retired.answer is None:
            if retired.question in questions:
                text = f"'{retired.question}' is still a question. Name the answer that had to go."
                self.say(name, (at, "question"), text)
        elif self.known(name, (at, "question"), retired.question, questions, "question"):
            answers = questions[retired.question].answers
            what = f"answer of {retired.question}"
            self.known(name, (at, "read_as"), retired.read_as or "", answers, what)
            if retired.answer in answers:
                self.say(
                    name, (at, "answer"), f"'{retired.answer}' is still an {what}. Leave it out."
                )

    def _sources(self) -> None:
        for name, where, sources in self._named_sources():
            for source in sources:
                self.known(name, where, source, self.content.sources, "source in sources.yaml")

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
            ("self_tests.yaml", content.self_tests),
            ("presets.yaml", content.presets),
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
