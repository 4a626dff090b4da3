"""The options of one entry, and what they say."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from popliteal.errors import PoplitealError

# How each part of an entry is called on the command line.
OPTIONS = {
    "date": "--date",
    "worst_pain": "--worst",
    "stretch_pain": "--stretch",
    "knee_angle_deg": "--angle",
    "spread": "--spread",
    "morning_stiff": "--stiff",
    "done": "--done",
    "after": "--after",
    "activities": "--activity",
    "seen": "--seen",
}
_NUMBERS = ("worst_pain", "stretch_pain")


def add_entry_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each part of an entry."""
    add = parser.add_argument
    add("--date", metavar="DAY", help="the day, such as 2026-03-31; today if left out")
    add("--worst", dest="worst_pain", metavar="0-10", help="the worst pain of the day")
    add("--stretch", dest="stretch_pain", metavar="0-10", help="pain at the usual stretch")
    add("--angle", dest="knee_angle_deg", metavar="DEG", help="where the pain starts, 0 = straight")
    add("--spread", metavar="ANSWER", help="how far down it travels: no, to_knee, calf, foot")
    add("--stiff", dest="morning_stiff", metavar="ANSWER", help="how stiff it is in the morning")
    add("--done", action="append", metavar="EXERCISE=PAIN", help="what was done, and how it hurt")
    add("--after", metavar="ANSWER", help="the hours after it: settled, worse, tingling")
    add("--activity", action="append", metavar="NAME=0-10", help="how well you can do it again")
    add("--sign", action="append", metavar="QUESTION=ANSWER", help="a danger sign, or any answer")
    add("--seen", action="store_true", help="a clinician has looked at it")
    add("--check", metavar="FILE", help="answers of the check, when the diary begins (a case.json)")


def raw_of(options: argparse.Namespace) -> dict[str, Any]:
    """What the options say, as plain data; empty where none was given.

    Raises
    ------
    PoplitealError
        A pair has no `=`.
    """
    plain = {name: getattr(options, name, None) for name in OPTIONS}
    pairs = {
        "done": dict(_pairs("--done", options.done, "pain_free_range=2", bare=True)),
        "activities": dict(_pairs("--activity", options.activity, "run=6")),
        "signs": dict(_pairs("--sign", options.sign, "fever=yes")),
    }
    raw: dict[str, Any] = {**plain, **pairs}
    for name in _NUMBERS:
        raw[name] = whole(raw[name])
    raw["knee_angle_deg"] = _number(raw["knee_angle_deg"])
    for name in ("done", "activities"):
        raw[name] = {key: whole(value) for key, value in raw[name].items()}
    raw["seen"] = options.seen
    return {key: value for key, value in raw.items() if value not in (None, {}, False)}


def _pairs(
    option: str, given: Sequence[str] | None, example: str, *, bare: bool = False
) -> Iterator[tuple[str, str | None]]:
    for pair in given or ():
        name, equals, value = pair.rpartition("=")
        if equals:
            yield name.strip(), value.strip()
        elif bare:
            yield pair.strip(), None
        else:
            raise PoplitealError(f"{option}: '{pair[:40]}' has no =. Write it as {example}.")


def whole(text: str | None) -> int | str | None:
    """The number that the text is, or the text, for the diary to refuse."""
    return int(text) if text is not None and text.isascii() and text.isdecimal() else text


def _number(text: str | None) -> float | str | None:
    try:
        return None if text is None else float(text.removesuffix("°").replace(",", "."))
    except ValueError:
        return text
