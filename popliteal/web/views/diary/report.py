"""The clinician's report from a diary: how it stands today, and the way there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from popliteal.diary import advise, assess_today, newest_answers
from popliteal.report.content import make_report
from popliteal.web.diaries import Book
from popliteal.web.owners import with_book
from popliteal.web.views.outcome import Made, ReportPlace, report_file, report_page
from popliteal.web.words import language

DIARY = ReportPlace("diary_report_file", "today")


@require_safe
@with_book
def page(request: HttpRequest, book: Book) -> HttpResponse:
    """The report, also long after the check."""
    return report_page(request, _report_of(book), DIARY)


@require_safe
@with_book
def file(request: HttpRequest, book: Book) -> HttpResponse:
    """The same as a PDF."""
    return report_file(request, _report_of(book), DIARY)


def _report_of(book: Book) -> Made:
    today, region, spoken = book.today, book.row.region or None, language()
    day = advise(book.diary, book.kb, today=today)
    result = assess_today(book.diary, day, book.kb, today=today, region=region)
    return lambda theme: make_report(
        result,
        newest_answers(book.diary, today=today),
        book.kb,
        today=today,
        diary=book.diary,
        region=region,
        notice=spoken.notice,
        direction=spoken.direction,
        theme=theme,
    )
