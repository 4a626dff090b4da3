"""The course of a diary as charts: pain, how straight the knee goes, and what one can do again.

Each comes as a picture with a text equivalent, and as a table that holds every value. What it could
become is drawn as a band that promises nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Final

from popliteal.diary import Change, Day, Diary, changes
from popliteal.knowledge.load import Knowledge
from popliteal.report.dates import say_date
from popliteal.report.milestones import KINDS, Milestone, find_milestones
from popliteal.report.plot import LEFT, RIGHT, Line, Plot, draw_plot
from popliteal.report.recovery import Recovery, expect_recovery
from popliteal.report.timeline import Span, date_words, marks_of, span_of, spell_of

# What each chart shows: outcomes of outcomes.yaml with the words for each line.
_CHARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "pain": {"nprs_worst24": "chart_worst", "nprs_stretch": "chart_stretch"},
    "angle": {"ake_home": "chart_start_of_pain"},
    "function": {"psfs": "chart_mean"},
}
_POINTS, _POINTS_STEP = 10.0, 2.0
_DEGREES_STEP = 15.0
_LEAST_DEGREES = 30.0


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure, or two on one scale, from the first day to the last.

    Attributes
    ----------
    id : "pain", "angle" or "function"
    svg : the picture
    summary : what changed, a sentence for each line
    head, rows : the same as a table, a day a row: date, values, what happened
    """

    id: str
    title: str
    svg: str
    summary: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that the charts show, with the days on which most people could be better."""

    charts: tuple[Chart, ...]
    milestones: tuple[Milestone, ...]
    recovery: Recovery


def draw_course(
    diary: Diary, days: Sequence[Day], kb: Knowledge, *, today: date, theme: str = "page"
) -> Course:
    """Draw every measure that was written down at least once.

    Parameters
    ----------
    days : what the diary said on each day, as `popliteal.diary.follow` gives it
    theme : `page` leaves the dark colours to the page's style sheet; `light` is for print

    Examples
    --------
    >>> from popliteal.diary import Entry, follow
    >>> from popliteal.knowledge.load import load
    >>> kb, first, today = load(), date(2026, 3, 1), date(2026, 3, 3)
    >>> entries = (Entry(first, worst_pain=6), Entry(today, worst_pain=5))
    >>> diary = Diary(first, {}, entries)
    >>> course = draw_course(diary, follow(diary, kb, today=today), kb, today=today)
    >>> [(chart.id, chart.rows) for chart in course.charts]
    [('pain', (('1 Mar 2026', '6', 'Plan began'), ('3 Mar 2026', '5', '')))]
    """
    read = {change.outcome: change for change in changes(diary, kb, today=today)}
    milestones = tuple(m for m in find_milestones(diary, days, kb) if m.day <= today)
    recovery = expect_recovery(diary, days[-1].disposition, kb, today=today)
    told = _Told(kb, diary, today, milestones, recovery, theme)
    drawn = (
        (name, [read[outcome] for outcome in lines if outcome in read])
        for name, lines in _CHARTS.items()
    )
    charts = tuple(told.chart(name, measures) for name, measures in drawn if measures)
    return Course(charts, milestones, recovery)


@dataclass(frozen=True, slots=True)
class _Told:
    """What all charts of one diary share."""

    kb: Knowledge
    diary: Diary
    today: date
    milestones: tuple[Milestone, ...]
    recovery: Recovery
    theme: str

    def chart(self, name: str, measures: Sequence[Change]) -> Chart:
        names = [self.kb.words[_CHARTS[name][measure.outcome]] for measure in measures]
        title = self.kb.words[f"chart_{name}"]
        summary = tuple(_summary(m, n, self.kb) for m, n in zip(measures, names, strict=True))
        said = (*self._said(name, measures), *summary, *self._events())
        plot = self._plot(name, measures, names)
        svg = draw_plot(plot, (f"chart_{name}", title, " ".join(said)), self.theme)
        head = (self.kb.words["chart_day"], *names, self.kb.words["chart_happened"])
        return Chart(name, title, svg, summary, head, tuple(self._rows(measures)))

    def _plot(self, name: str, measures: Sequence[Change], names: Sequence[str]) -> Plot:
        days = {day for measure in measures for day, _ in measure.values}
        spell, first = spell_of(days), min(days)
        shown = {*days, self.today, *(m.day for m in self.milestones)}
        span = span_of(shown, self._band_days(), (LEFT + 6, RIGHT - 6))
        ticks = span.ticks()
        top, step = _scale(measures)
        return Plot(
            axis=self.kb.words[f"chart_{name}_axis"],
            top=top,
            step=step,
            span=span,
            lines=tuple(
                # The axis names the measure where there can be only one.
                Line(said if len(_CHARTS[name]) > 1 else "", marks_of(measure.values, spell, first))
                for measure, said in zip(measures, names, strict=True)
            ),
            signs=tuple(self._signs()),
            band=self._band(span.first, span.last),
            dates=tuple(
                (day, *words) for day, words in zip(ticks, date_words(ticks, self.kb), strict=True)
            ),
            notes=tuple(self._notes(spell, span)),
        )

    def _band_days(self) -> tuple[date, date] | None:
        first, last = self.recovery.first, self.recovery.last
        return None if first is None or last is None else (first, last)

    def _band(self, first: date, last: date) -> tuple[date, date, str] | None:
        """The band with its label, where some of it is in sight."""
        days = self._band_days()
        if days is None or days[1] < first or days[0] > last:
            return None
        return (*days, self.kb.words["chart_band"])

    def _notes(self, spell: int, span: Span) -> Iterator[str]:
        """What the marks stand for in a long diary, and where a band out of sight lies."""
        days = self._band_days()
        if spell > 1:
            yield self.kb.words["chart_spell"].format(days=spell)
        if days is not None and self._band(span.first, span.last) is None:
            later = days[0] > span.last
            yield self.kb.words["chart_band_later" if later else "chart_band_past"]

    def _signs(self) -> Iterator[tuple[str, str, tuple[date, ...]]]:
        for kind in KINDS:
            days = sorted({m.day for m in self.milestones if m.kind == kind})
            if days:
                yield kind, self.kb.words[f"chart_{kind}"], tuple(days)

    def _said(self, name: str, measures: Sequence[Change]) -> Iterator[str]:
        days = sorted({day for measure in measures for day, _ in measure.values})
        yield self.kb.words["chart_said"].format(
            axis=self.kb.words[f"chart_{name}_axis"],
            days=len(days),
            first=say_date(days[0], self.kb),
            last=say_date(days[-1], self.kb),
        )
        if name == "function":
            yield self.kb.words["chart_mean_of"].format(names=_chosen(self.diary, days[0]))

    def _events(self) -> Iterator[str]:
        """When what happened, each kind with its days."""
        words = self.kb.words
        for _, word, days in self._signs():
            dates = ", ".join(say_date(day, self.kb) for day in days)
            event = words["chart_event"].format(what=word, date=dates)
            yield words["chart_events"].format(events=event)
        yield self.recovery.text

    def _rows(self, measures: Sequence[Change]) -> Iterator[tuple[str, ...]]:
        read = [dict(measure.values) for measure in measures]
        happened: dict[date, list[str]] = {}
        for milestone in self.milestones:
            happened.setdefault(milestone.day, []).append(milestone.text)
        for day in sorted({*happened, *(day for values in read for day in values)}):
            shown = [say_value(values[day]) if day in values else "" for values in read]
            yield say_date(day, self.kb), *shown, " ".join(happened.get(day, []))


def say_value(value: float) -> str:
    """A value as it is shown, to a tenth.

    Examples
    --------
    >>> say_value(6), say_value(20 / 3)
    ('6', '6.7')
    """
    return f"{round(value, 1):g}"


def _chosen(diary: Diary, day: date) -> str:
    """The activities that the mean is of: those of the first day with any."""
    names = {name for entry in diary.entries if entry.day == day for name in entry.activities}
    printable = ("".join(c for c in name if c.isprintable()) for name in sorted(names))
    return ", ".join(printable)


def _scale(measures: Sequence[Change]) -> tuple[float, float]:
    """The highest value that is shown, and the step of the scale."""
    if measures[0].outcome != "ake_home":
        return _POINTS, _POINTS_STEP
    highest = max(value for measure in measures for _, value in measure.values)
    top = max(_LEAST_DEGREES, ceil(highest / _DEGREES_STEP) * _DEGREES_STEP)
    return top, _DEGREES_STEP


def _summary(measure: Change, name: str, kb: Knowledge) -> str:
    first, last = measure.values[0][1], measure.values[-1][1]
    gaps = {"name": name, "first": say_value(first), "last": say_value(last)}
    if len(measure.values) == 1:
        return kb.words["chart_once"].format(name=name, last=gaps["last"])
    if not measure.is_real:
        return kb.words["chart_little"].format(**gaps)
    return kb.words["chart_better" if measure.is_better else "chart_worse"].format(**gaps)
