"""Checks of what is shown as a picture: home tests and presets of the figure."""

from __future__ import annotations

from popliteal.knowledge.checker import Checker
from popliteal.knowledge.content import Question


class PictureChecker(Checker):
    """Whether each home test has its picture, and each picture its test."""

    def run(self) -> None:
        """Check all parts."""
        self._self_tests()
        self._presets()

    def _self_tests(self) -> None:
        content, name = self.content, "self_tests.yaml"
        for key, question in content.questions.items():
            if is_home_test(question) and key not in content.self_tests:
                self.say(name, (), f"'{key}' is a home test without steps. Add them.")
        for key, test in content.self_tests.items():
            known = self.known(name, (key,), key, content.questions, "question")
            if known and not is_home_test(content.questions[key]):
                self.say(name, (key,), f"'{key}' is no home test. Take it out, or mend its id.")
            if test.start == test.end:
                text = f"{key} starts and ends in the same posture. Change one, so that it moves."
                self.say(name, (key, "end"), text)

    def _presets(self) -> None:
        name, presets = "presets.yaml", self.content.presets
        if not presets:
            self.say(name, (), "there is no preset. Add one: the others are compared with it.")
            return
        reference = next(iter(presets.values()))
        for key, preset in presets.items():
            if preset.position != reference.position:
                text = (
                    f"{key}.position is '{preset.position}'. Use '{reference.position}' as "
                    f"{reference.id} does: the two are compared."
                )
                self.say(name, (key, "position"), text)


def is_home_test(question: Question) -> bool:
    """Whether a person tries something to answer this question."""
    return question.section == "self_test" or question.self_test is not None
