"""The diary on a screen: how soon to be seen, what to do, why, which way it goes, the entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from popliteal.assessment import care_words
from popliteal.cli.advice import care_card
from popliteal.cli.screen import bullets
from popliteal.diary import Day, Diary, Entry
from popliteal.knowledge.load import Knowledge
from popliteal.plan import numbers
from popliteal.triage import LEVEL


def told(
    day: Day, diary: Diary, kb: Knowledge, *, region: str | None, last: int | None
) -> list[RenderableType]:
    """Everything a person reads, the most urgent first; an emergency has one action.

    Parameters
    ----------
    last : how many of the last entries to show; None: all of them
    """
    parts: list[RenderableType] = []
    if LEVEL[day.disposition] > 0:
        words = care_words(day.disposition, day.within_days, kb, numbers(kb, region))
        parts.append(care_card(day.disposition, words, day.within_days))
    if day.disposition == "emergency":
        return [*parts, _section("Why", bullets([each.text for each in day.concerns]))]
    why = _section("Why", bullets([why.text for why in day.reasons]))
    advice = kb.diary.advice[day.move]
    parts += [_section(advice.heading, Text(advice.text)), why, *_course(day, kb)]
    parts += [*_ask(day, kb), *_steps(day, kb)]
    if last != 0:
        parts += [*_entries(diary.entries, last)]
    return parts


def _section(heading: str, *parts: RenderableType) -> RenderableType:
    return Group(Text(""), Text(heading, "bold"), *parts)


def _course(day: Day, kb: Knowledge) -> Iterator[RenderableType]:
    trend = day.trend
    lines = [kb.diary.verdicts[trend.verdict]]
    if trend.change is not None:
        lines.append(
            f"At this rate {_points(trend.change)} in two weeks "
            f"(from {trend.low:+.1f} to {trend.high:+.1f})."
        )
    stages = list(kb.diary.stages)
    stage = kb.diary.stages[day.stage]
    lines.append(f"Stage {stages.index(day.stage) + 1} of {len(stages)}: {stage.name}.")
    yield _section("Which way it goes", *map(Text, lines))


def _points(change: float) -> str:
    return f"{abs(change):.1f} points {'more' if change > 0 else 'less'}"


def _ask(day: Day, kb: Knowledge) -> Iterator[RenderableType]:
    if day.ask:
        lines = [f"{kb.questions[key].question} (--sign {key}=...)" for key in day.ask]
        yield _section("Please answer these now", bullets(lines))


def _steps(day: Day, kb: Knowledge) -> Iterator[RenderableType]:
    if day.steps:
        lines = [f"{kb.actions[step.action].name}: {step.how}" for step in day.steps]
        yield _section("What you do", bullets(lines))


def _entries(entries: Sequence[Entry], last: int | None) -> Iterator[RenderableType]:
    newest = sorted(entries, key=lambda entry: entry.day)[::-1]
    shown = newest if last is None else newest[:last]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("Day", "Worst", "Stretch", "Angle"):
        table.add_column(column, justify="left" if column == "Day" else "right", no_wrap=True)
    table.add_column("What else")
    for entry in shown:
        angle = "" if entry.knee_angle_deg is None else f"{entry.knee_angle_deg:g}°"
        pains = (_told(entry.worst_pain), _told(entry.stretch_pain))
        table.add_row(entry.day.isoformat(), *pains, angle, "; ".join(_more(entry)))
    count = f"{len(shown)} of {len(newest)}" if len(shown) < len(newest) else f"{len(newest)}"
    yield _section(f"Entries ({count})", table if shown else Text("None yet."))


def _told(value: int | None) -> str:
    return "" if value is None else str(value)


def _more(entry: Entry) -> Iterator[str]:
    for action, pain in entry.done.items():
        yield action if pain is None else f"{action} {pain}"
    if entry.after is not None:
        yield f"after: {entry.after}"
    yield from (f"{name}: {score}" for name, score in entry.activities.items())
    yield from (f"{key}: {answer}" for key, answer in entry.answers.items())
    if entry.seen:
        yield "a clinician has looked"
