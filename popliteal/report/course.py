"""The diary in the report: the way of the pain, its stage, and every entry further down."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from popliteal.assessment import Assessment
from popliteal.diary import Change, Day, Diary, Entry, advise, changes
from popliteal.knowledge.load import Knowledge
from popliteal.report.blocks import (
    Block,
    Cell,
    Fact,
    Facts,
    Figure,
    Items,
    Paragraph,
    Section,
    Table,
)
from popliteal.report.dates import say_date
from popliteal.report.names import said_of
from popliteal.report.plot import LEFT, RIGHT, Line, Plot, draw_plot
from popliteal.report.timeline import date_words, marks_of, span_of, spell_of

_PAINS = ("nprs_stretch", "nprs_worst24")
# The scale of the pains, and the step of its lines.
_MOST, _STEP = 10.0, 5.0
# The first of them asks for the most.
_CONCERNS = 1


def course(
    result: Assessment, diary: Diary | None, today: date, kb: Knowledge, theme: str
) -> Section:
    """Where the pain goes, what changed, and what the diary advises."""
    words = kb.report.words
    if diary is None:
        return Section("course", words["course"], (Paragraph(words["course_none"]),))
    if not diary.entries:
        empty = words["course_empty"].format(started=say_date(diary.started, kb))
        return Section("course", words["course"], (Paragraph(empty),))
    day, found = advise(diary, kb, today=today), changes(diary, kb, today=today)
    blocks: list[Block] = [
        *_chart(found, kb, theme),
        Paragraph(" ".join(_sentences(diary, day, kb))),
    ]
    if found:
        blocks.append(Facts("", tuple(_change(each, kb) for each in found)))
    above = {reason.text for reason in result.reasons}
    concerns = tuple(c.text for c in day.concerns if c.text not in above)
    if concerns:
        blocks.append(Items(concerns[:_CONCERNS]))
    return Section("course", words["course"], tuple(blocks))


def _sentences(diary: Diary, day: Day, kb: Knowledge) -> Iterator[str]:
    words, days = kb.report.words, sorted(entry.day for entry in diary.entries)
    yield words["course_span"].format(
        entries=len(days),
        first=say_date(days[0], kb),
        last=say_date(days[-1], kb),
        started=say_date(diary.started, kb),
    )
    yield kb.diary.verdicts[day.trend.verdict]
    trend = day.trend
    if trend.change is not None and trend.low is not None and trend.high is not None:
        change, low, high = map(_signed, (trend.change, trend.low, trend.high))
        yield words["course_change"].format(change=change, low=low, high=high)
    yield words["course_stage"].format(stage=kb.diary.stages[day.stage].name)
    heading = kb.diary.advice[day.move].heading
    yield words["course_advice"].format(date=say_date(day.day, kb), advice=heading)


def _signed(points: float) -> str:
    """Points with a sign; a minus that is no hyphen.

    Examples
    --------
    >>> _signed(-2.04), _signed(1.0), _signed(-0.01)
    ('−2', '+1', '0')
    """
    rounded = round(points, 1) + 0.0
    return f"{rounded:+g}".replace("-", "−") if rounded else "0"


def _change(change: Change, kb: Knowledge) -> Fact:
    name = "change_small"
    if change.is_real:
        name = "change_better" if change.is_better else "change_worse"
    first, last = (f"{value:.3g}" for _, value in (change.values[0], change.values[-1]))
    words = kb.report.words
    moved = {"first": first, "last": last, "change": _signed(change.change)}
    said = words["course_moved"].format(**moved, meaning=words[name])
    return Fact(kb.outcomes[change.outcome].name, (said,))


def _chart(found: tuple[Change, ...], kb: Knowledge, theme: str) -> Iterator[Figure]:
    """A picture of the pains; one day alone makes no line."""
    pains = [each for each in found if each.outcome in _PAINS and len(each.values) > 1]
    if not pains:
        return
    words = kb.report.words
    days = {day for change in pains for day, _ in change.values}
    first, last = (say_date(day, kb) for day in (min(days), max(days)))
    title = words["chart"].format(first=first, last=last)
    told = (_series(change, words["chart_series"], kb) for change in pains)
    alt = " ".join((title, *told))
    svg = draw_plot(_plot(pains, days, kb), ("report_pain", alt, ""), theme)
    yield Figure(svg, alt)


def _plot(pains: Sequence[Change], days: Collection[date], kb: Knowledge) -> Plot:
    """The pains on one scale; what happened when stands in the diary's own charts."""
    spell, first = spell_of(days), min(days)
    span = span_of(days, None, (LEFT + 6, RIGHT - 6))
    ticks = span.ticks()
    lines = tuple(
        Line(kb.outcomes[change.outcome].name, marks_of(change.values, spell, first))
        for change in pains
    )
    dates = tuple((day, *words) for day, words in zip(ticks, date_words(ticks, kb), strict=True))
    notes = (kb.words["chart_spell"].format(days=spell),) if spell > 1 else ()
    axis = kb.words["chart_pain_axis"]
    return Plot(axis, _MOST, _STEP, span, lines, (), None, dates, notes)


def _series(change: Change, words: str, kb: Knowledge) -> str:
    values = [value for _, value in change.values]
    start, most, end = (f"{value:g}" for value in (values[0], max(values), values[-1]))
    name = kb.outcomes[change.outcome].name
    return words.format(name=name, start=start, most=most, end=end)


def entries(diary: Diary | None, kb: Knowledge) -> Section | None:
    """Every entry, in the order of the dates."""
    if diary is None or not diary.entries:
        return None
    words = kb.report.words
    names = ("date", "worst_pain", "stretch_pain", "knee_angle", "done", "after", "notes")
    ordered = sorted(diary.entries, key=lambda entry: entry.day)
    rows = [_entry(entry, kb) for entry in ordered]
    # What was never written down needs no column.
    kept = [at for at in range(len(names)) if any(row[at] for row in rows)]
    head = tuple(words[names[at]] for at in kept)
    shown = tuple(tuple(row[at] for at in kept) for row in rows)
    return Section("entries", words["entries"], (Table("", head, shown),))


def _entry(entry: Entry, kb: Knowledge) -> tuple[Cell, ...]:
    angle = entry.knee_angle_deg
    return (
        (say_date(entry.day, kb),),
        _number(entry.worst_pain),
        _number(entry.stretch_pain),
        () if angle is None else (f"{angle:g}°",),
        tuple(_done(entry, kb)),
        (kb.diary.after[entry.after],) if entry.after else (),
        tuple(_notes(entry, kb)),
    )


def _number(value: int | None) -> Cell:
    return () if value is None else (str(value),)


def _done(entry: Entry, kb: Knowledge) -> Iterator[str]:
    for action, pain in entry.done.items():
        name = kb.actions[action].name
        yield name if pain is None else f"{name} ({pain})"


def _notes(entry: Entry, kb: Knowledge) -> Iterator[str]:
    if entry.seen:
        yield kb.report.words["seen"]
    yield from (said_of(key, value, kb) for key, value in entry.answers.items())
    listed = kb.report.words["listed"]
    yield from (listed.format(name=name, said=score) for name, score in entry.activities.items())
