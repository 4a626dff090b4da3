"""What every check of the content needs: to name a place, a nearest id, a range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from popliteal.knowledge.content import Content
from popliteal.knowledge.schema import Problems
from popliteal.knowledge.when import Reader, nearest
from popliteal.knowledge.yamlfile import Where


class Checker:
    """Checks one part of the content and says what is wrong, with file and line."""

    def __init__(self, content: Content, problems: Problems) -> None:
        self.content = content
        self.problems = problems

    def say(self, name: str, where: Where, text: str) -> None:
        """Note one problem at a place in a file."""
        self.problems.say(name, where, text)

    def known(
        self, name: str, where: Where, wrong: str, allowed: Mapping[str, Any], what: str
    ) -> bool:
        """Whether an id exists; says so, with the nearest one, when it does not."""
        if wrong in allowed:
            return True
        self.say(name, where, f"'{wrong}' is no {what}. {nearest(wrong, allowed)}")
        return False

    def reader(self, name: str, at: Where, *, unsure_allowed: bool = False) -> Reader:
        """A reader of conditions that names the place of each mistake."""
        return Reader(
            self.content.questions,
            lambda text, where: self.say(name, (*at, *where), f"{at[0]}: {text}"),
            unsure_allowed=unsure_allowed,
        )

    def ordered(self, name: str, where: Where, values: tuple[float, float, float]) -> None:
        """Whether low, value and high stand in this order."""
        low, value, high = values
        if not low <= value <= high:
            what = ".".join(str(step) for step in where)
            text = f"{what} is {value:g}, outside {low:g} to {high:g}. Put them in order."
            self.say(name, where, text)
