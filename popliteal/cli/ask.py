"""`popliteal ask`: the interview in a terminal, one question at a time. Nothing is stored."""

from __future__ import annotations

import argparse
import sys
from enum import Enum, auto

from rich.console import Console, RenderableType
from rich.text import Text

from popliteal.cli.advice import advice, card
from popliteal.cli.commands import STOPPED, add_region, checked_region
from popliteal.cli.screen import (
    MEASURE_SECTION,
    PLAN_SECTION,
    SECTIONS,
    asked,
    folded,
    heading,
    keys,
    new_console,
    numbered,
    pages,
    rendered,
)
from popliteal.interview import SKIPPED, Interview, Value, choices
from popliteal.knowledge.content import Measure, Question
from popliteal.knowledge.load import load
from popliteal.plan import numbers

INTRO = """\
Some questions about the pain behind your knee: danger signs first, then what it could be.
At the end you get advice: how soon to see whom, what it could be, what to do today.

Popliteal is for education and research. It is not a certified medical device, no clinician has \
reviewed it yet, and it does not replace one. Nothing that you type is stored or sent."""
START = "Press Enter to start, or q to leave."
MORE = "Enter for more, b back, q stop "
END = "Enter to leave, b to go back "
FAREWELL = "Nothing was stored."
NO_MORE = "The answers ended before the questions did, so there is no advice."
SO_FAR = "Before you go: this is what your answers so far already mean."


class Way(Enum):
    """Where the person wants to go, instead of answering."""

    WHY = auto()
    BACK = auto()
    QUIT = auto()
    SKIP = auto()


# Longer input is not repeated.
_WORD = 30
_WAYS = {
    **dict.fromkeys(("w", "why"), Way.WHY),
    **dict.fromkeys(("b", "back"), Way.BACK),
    **dict.fromkeys(("q", "quit", "exit"), Way.QUIT),
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `ask`."""
    add_region(parser)


def run(options: argparse.Namespace) -> int:
    """Ask until the advice can be given, then give it."""
    kb = load()
    talk = Interview(kb, checked_region(options.region, kb))
    visit = Visit(talk, new_console())
    try:
        return visit.run()
    except (EOFError, KeyboardInterrupt) as stop:
        visit.leave(NO_MORE if isinstance(stop, EOFError) else "")
        return STOPPED if isinstance(stop, KeyboardInterrupt) else 0


class Visit:
    """One person at one terminal."""

    def __init__(self, talk: Interview, console: Console) -> None:
        self.talk = talk
        self.console = console
        # A pipe holds answers only: nobody is there to press Enter.
        self.live = console.is_terminal and sys.stdin.isatty()
        self.advised = False

    def run(self) -> int:
        """Go through the interview; return the exit code."""
        if not self._start():
            self.leave()
            return 0
        while True:
            while (step := self.talk.step()) is not None:
                self.advised = False
                if not self._ask(step):
                    self.leave()
                    return 0
            self._clear()
            if self._advise() is not Way.BACK:
                return 0
            self.talk.back()

    def leave(self, why: str = "") -> None:
        """Say goodbye, and first what the answers so far already mean."""
        self._say("")
        if why:
            self._say(why)
        if self.talk.warning() and not self.advised:
            self._say(SO_FAR, "")
            self._say(card(self.talk.result(), self.talk.kb))
        self._say(FAREWELL)

    def _start(self) -> bool:
        self._clear()
        number = numbers(self.talk.kb, self.talk.region).emergency
        self._say(Text("Popliteal: pain behind the knee when you stretch", "bold"), "", INTRO, "")
        self._say(Text(f"In an emergency do not start: call {number}.", "bold"), "")
        if not self.live:
            return True
        self._say(Text(START, "dim"))
        return _WAYS.get(self._line()) is not Way.QUIT

    def _ask(self, step: Question | Measure) -> bool:
        """Show one question until it is answered or the person goes back; False to quit."""
        self._show(step)
        while True:
            given = self._line()
            way = _WAYS.get(given)
            if way is Way.QUIT:
                return False
            if way is Way.WHY:
                self._say("", folded("Why we ask", step.why), "")
                continue
            if way is Way.BACK:
                if self.talk.back():
                    return True
                self._say("This is the first question.")
                continue
            try:
                value = self._value(step, given)
            except ValueError as error:
                self._say(str(error))
                continue
            self.talk.answer(step.id, value)
            return True

    def _show(self, step: Question | Measure) -> None:
        self._clear()
        before = self.talk.before(step.id)
        self._say(heading(_section(step), self.talk.number, self.console.width), "")
        self._say(asked(step.question, step.how), "")
        if isinstance(step, Question):
            answers = choices(step)
            chosen = [*answers].index(str(before)) + 1 if before is not None else None
            self._say(numbered(answers.values(), chosen), "")
        elif before is not None:
            self._say(Text(f"Your answer before: {before:g} {step.unit}", "dim"), "")
        first = self.talk.number == 1
        measure = step if isinstance(step, Measure) else None
        self._say(keys(first=first, keeps=before is not None, measure=measure))

    def _value(self, step: Question | Measure, given: str) -> Value | None:
        """What the line means as an answer.

        Raises
        ------
        ValueError
            It is none; the text says what is.
        """
        if not given and self.talk.before(step.id) is not None:
            return self.talk.before(step.id)
        if isinstance(step, Measure):
            return _degrees(step, given)
        answers = [*choices(step)]
        if given.isdecimal() and 1 <= int(given[:4]) <= len(answers):
            return answers[int(given[:4]) - 1]
        if given in answers:
            return given
        raise ValueError(
            f"{_quoted(given)} is no answer here. Type a number from 1 to {len(answers)}."
        )

    def _line(self, prompt: str = "") -> str:
        self.console.print(f"{prompt}> ", end="", style="dim")
        given = input().strip().lower()
        if not sys.stdin.isatty():
            # The transcript of a pipe reads like a visit.
            self._say(given)
        return given

    def _say(self, *parts: RenderableType) -> None:
        for part in parts:
            print("\n".join(rendered(self.console, part)))

    def _clear(self) -> None:
        if self.console.is_terminal:
            self.console.clear()
        else:
            self._say("")

    def _advise(self) -> Way | None:
        """Show the advice, a screen at a time where somebody looks at one; say where they go."""
        sections = [
            rendered(self.console, part) for part in advice(self.talk.result(), self.talk.kb)
        ]
        height = self.console.height - 2 if self.live else sys.maxsize
        for at, page in enumerate(pages(sections, height)):
            way = _WAYS.get(self._line(MORE)) if at else None
            if way in (Way.QUIT, Way.BACK):
                return way
            print("\n".join(page))
            self.advised = True
        # A slip of the finger must not send anybody to hospital.
        return _WAYS.get(self._line(END)) if self.live else None


def _section(step: Question | Measure) -> str:
    if isinstance(step, Measure):
        return MEASURE_SECTION
    return PLAN_SECTION if step.kind == "plan" else SECTIONS[step.section]


def _quoted(given: str) -> str:
    return f"'{given}'" if given.isprintable() and 0 < len(given) < _WORD else "That"


def _degrees(measure: Measure, given: str) -> float | None:
    if given in ("s", "skip"):
        return SKIPPED
    words = f"Type a number from {measure.low:g} to {measure.high:g}, or s to skip."
    try:
        value = float(given.removesuffix("°").replace(",", "."))
    except ValueError:
        raise ValueError(f"{_quoted(given)} is no number. {words}") from None
    if not measure.low <= value <= measure.high:
        raise ValueError(f"{_quoted(given)} is out of range. {words}")
    return value
