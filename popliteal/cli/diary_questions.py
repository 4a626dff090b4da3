"""Asking for one entry in a terminal: two numbers, danger signs, and what else there is to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from popliteal.cli.diary_entry import whole
from popliteal.cli.screen import asked, numbered, rendered
from popliteal.diary import read_entry
from popliteal.errors import DiaryError
from popliteal.interview import choices
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import Knowledge

_SKIP = "Enter to skip, q to leave without writing anything down."
MOST = 10
_QUIT = ("q", "quit", "exit")
_SAID = ("spread", "morning_stiff")


class LeftError(Exception):
    """The person wants to leave."""


def ask_entry(
    kb: Knowledge,
    console: Console,
    today: date,
    activities: Sequence[str],
    exercises: Mapping[str, str],
    *,
    is_emergency: Callable[[Mapping[str, str]], bool],
) -> dict[str, Any] | None:
    """Ask for each part in turn; None where the person leaves before the danger signs are told.

    A sign that is named counts as unsure until its whole question is answered. An emergency ends
    the questions: help comes first.

    Parameters
    ----------
    exercises : names of what the plan offers, by action id
    is_emergency : whether these signs, told today, make it one
    """
    talk = Talk(kb, console, today)
    try:
        raw = dict(talk.numbers())
        signs = talk.signs()
    except (LeftError, EOFError, KeyboardInterrupt):
        print()
        return None
    try:
        for key in [*signs]:
            question = kb.questions[key]
            told = talk.choose(question.question, choices(question), question.how)
            signs[key] = told or NOT_SURE
            if is_emergency(signs):
                return {**raw, "signs": signs}
        raw |= talk.rest(activities, exercises)
    except (LeftError, EOFError, KeyboardInterrupt):
        # What was told of danger is not thrown away with the rest.
        print()
    return {**raw, **({"signs": signs} if signs else {})}


class Talk:
    """Questions and answers on one console."""

    def __init__(self, kb: Knowledge, console: Console, today: date) -> None:
        self.kb, self.console, self.today = kb, console, today

    def numbers(self) -> Iterator[tuple[str, Any]]:
        """The two pains, and where the pain starts."""
        self._say(Text(f"How is it on {self.today}? {_SKIP}", "dim"))
        yield from self._part("worst_pain", "Worst pain of the day, 0 (none) to 10 (worst)")
        yield from self._part("stretch_pain", "Pain at your usual stretch, 0 to 10")
        yield from self._part("knee_angle_deg", "Degrees short of straight where the pain starts")

    def _part(self, name: str, words: str) -> Iterator[tuple[str, Any]]:
        """One part of an entry, asked again until the diary takes it."""
        while given := self._line(f"{words}: "):
            try:
                value = float(given) if name == "knee_angle_deg" else whole(given)
                read_entry({"date": self.today.isoformat(), name: value}, self.kb, today=self.today)
            except (ValueError, DiaryError) as error:
                self._say(Text(str(error)))
                continue
            yield name, value
            return

    def signs(self) -> dict[str, str]:
        """The danger signs that are new or worse, each unsure as yet."""
        signs = self.kb.diary.signs
        self._say("", asked("Is any of these new or worse?"), "")
        self._say(numbered([*signs.values(), "I am not sure"]))
        words = "Numbers, such as 2 5; 0 for none: "
        while True:
            told = self._line(words).replace(",", " ").split()
            if told == ["0"]:
                return {}
            places = {int(each) for each in told if each.isascii() and each.isdecimal()}
            if told and len(places) == len({*told}) and places <= {*range(1, len(signs) + 2)}:
                unsure = len(signs) + 1 in places
                picked = enumerate(signs, 1)
                return {key: NOT_SURE for at, key in picked if unsure or at in places}
            self._say(f"Type numbers from 1 to {len(signs) + 1}, or 0 for none.")

    def choose(self, question: str, answers: Mapping[str, str], how: str = "") -> str | None:
        """One answer of several; None where it was passed over."""
        self._say("", asked(question, how), "", numbered(answers.values()))
        while given := self._line("> "):
            if given.isascii() and given.isdecimal() and 1 <= int(given[:4]) <= len(answers):
                return [*answers][int(given[:4]) - 1]
            self._say(f"Type a number from 1 to {len(answers)}, or Enter to pass.")
        return None

    def rest(self, activities: Sequence[str], exercises: Mapping[str, str]) -> dict[str, Any]:
        """What was done, how the hours after were, the own activities, and whether one looked."""
        raw: dict[str, Any] = {}
        done = {key: self._score(f"{name}: pain 0 to 10") for key, name in exercises.items()}
        scores = {name: self._score(f"{name}: 0 (cannot) to 10 (as before)") for name in activities}
        for part, told in {"done": done, "activities": scores}.items():
            if kept := {key: value for key, value in told.items() if value is not None}:
                raw[part] = kept
        if after := self.choose("How were the hours after what you did?", {**self.kb.diary.after}):
            raw["after"] = after
        for key in _SAID:
            question = self.kb.questions[key]
            if answer := self.choose(question.question, choices(question)):
                raw[key] = answer
        if self._line("Has a clinician looked at it since? y or Enter: ").startswith("y"):
            raw["seen"] = True
        return raw

    def _score(self, words: str) -> int | None:
        while given := self._line(f"{words}, or Enter if not: "):
            if given.isascii() and given.isdecimal() and int(given[:4]) <= MOST:
                return int(given)
            self._say("Type a whole number from 0 to 10.")
        return None

    def _line(self, prompt: str) -> str:
        given = input(prompt).strip().lower()
        if given in _QUIT:
            raise LeftError
        return given

    def _say(self, *parts: Any) -> None:
        for part in parts:
            print("\n".join(rendered(self.console, part)))
