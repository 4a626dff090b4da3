"""What the terminal shows: the question, its answers, and the way on and back."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from popliteal.interview import USUALLY
from popliteal.knowledge.content import Measure

# Longer lines are hard to follow for the eye.
WIDEST = 84
_NARROW = 60

SECTIONS: Mapping[str, str] = {
    "demographics": "About you",
    "onset": "How it began",
    "duration": "How long",
    "function": "What you can do",
    "location": "Where it hurts",
    "quality": "What it feels like",
    "radiation": "Where it travels",
    "provocation": "What brings it on",
    "modifiers": "What changes it",
    "self_test": "A small test at home",
    "neuro": "Feeling and strength",
    "vascular": "The foot and the blood flow",
    "swelling": "Swelling, skin and lumps",
    "systemic": "How you are in general",
    "history": "Your history",
}
PLAN_SECTION = "For your plan"
MEASURE_SECTION = "An angle, if you like"


def new_console() -> Console:
    """A console on standard output, no wider than the eye can follow."""
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDEST)
    return console


def rendered(console: Console, part: RenderableType) -> list[str]:
    """The lines of a part, without blanks at their ends."""
    with console.capture() as capture:
        console.print(part)
    return [line.rstrip() for line in capture.get().splitlines()]


def heading(section: str, number: int, width: int) -> RenderableType:
    """Section on the left, progress on the right; one below the other where it is narrow."""
    usually = f" · usually about {USUALLY}" if number <= USUALLY else ""
    progress = Text(f"question {number}{usually}", "dim")
    if width < _NARROW:
        return Group(Text(section, "dim"), progress)
    line = Table.grid(expand=True)
    line.add_column()
    line.add_column(justify="right")
    line.add_row(Text(section, "dim"), progress)
    return line


def asked(words: str, how: str = "") -> RenderableType:
    """The question, and how to do it where it is a test."""
    parts: list[RenderableType] = [Text(words, "bold")]
    if how:
        parts.append(Text(""))
    for line in how.splitlines():
        item = line.removeprefix("- ")
        parts.append(Text(line) if item == line else bullets([item]))
    return Group(*parts)


def bullets(lines: Iterable[str | Text]) -> RenderableType:
    """A list, each line set in under its first word."""
    table = Table.grid(padding=(0, 1, 0, 0))
    for line in lines:
        table.add_row("-", line)
    return table


def numbered(labels: Iterable[str], chosen: int | None = None) -> RenderableType:
    """The answers with their numbers; *not sure* stands apart, last."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", min_width=3, style="bold cyan", no_wrap=True)
    table.add_column()
    labels = tuple(labels)
    for at, label in enumerate(labels, 1):
        if at == len(labels):
            table.add_row("", "")
        mark = Text("   (your answer before)", "dim") if at == chosen else Text("")
        table.add_row(str(at), Text(label) + mark)
    return table


def folded(title: str, text: str) -> RenderableType:
    """A text that was asked for, set in."""
    return Padding(Group(Text(title, "italic bold"), Text(text, "italic")), (0, 0, 0, 3))


def pages(sections: Iterable[list[str]], height: int) -> Iterator[list[str]]:
    """Lines by the screenful; a section that fits on one screen is not cut.

    Examples
    --------
    >>> [len(page) for page in pages([["a"] * 3, ["b"] * 4, ["c"] * 12], 6)]
    [3, 4, 6, 6]
    """
    page: list[str] = []
    for section in sections:
        if len(page) + len(section) > height and page:
            yield page
            page = []
        page = [*page, *section]
        while len(page) > height:
            yield page[:height]
            page = page[height:]
    if page:
        yield page


def keys(*, first: bool, keeps: bool = False, measure: Measure | None = None) -> Text:
    """What can be typed besides a number."""
    # No-break spaces keep a letter with its word.
    ways = ["w\u00a0why\u00a0we\u00a0ask", *([] if first else ["b\u00a0back"]), "q\u00a0quit"]
    lead = "Type a number and press Enter."
    if measure is not None:
        lead = f"Type {measure.low:g} to {measure.high:g} {measure.unit} and press Enter."
        ways = ["s\u00a0skip", *ways]
    kept = " Enter alone keeps your answer." if keeps else ""
    return Text(f"{lead}{kept}\n{' · '.join(ways)}", "dim")
