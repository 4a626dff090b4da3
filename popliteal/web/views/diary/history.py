"""The history: which way it goes in words, the charts, what happened, and every entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from popliteal.diary import Day, follow
from popliteal.report.charts import Chart, Course, draw_course
from popliteal.report.dates import say_date
from popliteal.web.diaries import Book
from popliteal.web.entry_rows import Kept
from popliteal.web.entry_words import facts, listed
from popliteal.web.owners import with_book
from popliteal.web.views.diary.today import DONE, Care, care_of

# In the session, told once: what can be taken back, as kind and key of the entry.
UNDO = "diary_undo"
PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as the history shows it."""

    kept: Kept
    date: str
    facts: SafeString


@dataclass(frozen=True)
class History:
    """What the page of the history shows."""

    book: Book

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """What the diary said on each day."""
        return follow(self.book.diary, self.book.kb, today=self.book.today)

    @property
    def care(self) -> Care | None:
        """The card, where somebody should look: no chart may hide it."""
        return care_of(self.days[-1], self.book)

    @cached_property
    def course(self) -> Course:
        """The charts."""
        return draw_course(self.book.diary, self.days, self.book.kb, today=self.book.today)

    @property
    def charts(self) -> Iterator[tuple[Chart, SafeString, SafeString]]:
        """Each chart with its picture, which escapes every word that it is given, and its table."""
        for chart in self.course.charts:
            yield chart, SafeString(chart.svg), _rows(chart)

    @property
    def grade(self) -> SafeString | None:
        """How sure the days are on which it could be better; titles are in English."""
        kb, recovery = self.book.kb, self.course.recovery
        if not recovery.grade:
            return None
        titles = ((kb.sources[source].title,) for source in recovery.sources)
        cited = format_html_join("; ", '<cite lang="en">{}</cite>', titles)
        return format_html(kb.words["chart_band_grade"], grade=recovery.grade, sources=cited)

    @property
    def verdict(self) -> str:
        """Which way it goes, in words."""
        return self.book.kb.diary.verdicts[self.days[-1].trend.verdict]

    @property
    def stages(self) -> list[tuple[str, str]]:
        """The stages so far, each with the day from which it held."""
        kb, started = self.book.kb, self.book.row.started
        runs = [(stage, next(days)) for stage, days in groupby(self.days, lambda day: day.stage)]
        named = [(kb.diary.stages[stage].name, first.day) for stage, first in runs]
        # Everybody is at the first stage from the day on which the plan began.
        named[0] = (named[0][0], min(started, named[0][1]))
        return [(name, say_date(day, kb)) for name, day in named]

    @property
    def milestones(self) -> list[tuple[str, str]]:
        """What happened, the newest first."""
        found = reversed(self.course.milestones)
        return [(say_date(each.day, self.book.kb), each.text) for each in found]

    def page(self, number: str | None) -> Page[Kept]:
        """Some of the entries, the newest day first."""
        newest = sorted(self.book.kept, key=lambda kept: kept.entry.day)[::-1]
        return Paginator(newest, PER_PAGE).get_page(number)


def _rows(chart: Chart) -> SafeString:
    """The rows of a table, the date at the head of each."""
    cells = "<td>{}</td>" * (len(chart.head) - 1)
    return format_html_join("", f'<tr><th scope="row">{{}}</th>{cells}</tr>', chart.rows)


def show(kept: Kept, book: Book) -> Shown:
    """An entry in words."""
    return Shown(kept, say_date(kept.entry.day, book.kb), listed(facts(kept.entry, book.kb)))


@require_safe
@with_book
def history(request: HttpRequest, book: Book) -> HttpResponse:
    """How it has gone until today."""
    seen = History(book)
    if seen.days[-1].disposition == "emergency":
        # Help comes first.
        return redirect("today")
    page = seen.page(request.GET.get("page"))
    context = {
        "seen": seen,
        "page": page,
        "entries": [show(kept, book) for kept in page],
        "removed": [show(kept, book) for kept in book.removed],
        "done": request.session.pop(DONE, None),
        "undo": _undo(request, book),
    }
    return render(request, "diary/history.html", context)


def _undo(request: HttpRequest, book: Book) -> dict[str, Any] | None:
    """What can be taken back of what has just been done."""
    told = request.session.pop(UNDO, None)
    if told is None:
        return None
    kind, key = told
    places = book.removed if kind == "removed" else book.kept
    kept = next((each for each in places if str(each.key) == key), None)
    if kept is None or (kind == "changed" and not kept.undoable):
        return None
    return {"kind": kind, "kept": kept}
