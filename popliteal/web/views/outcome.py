"""Check the answers, read the result and the plan, take them along."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from popliteal.assessment import Assessment
from popliteal.diary import advise, remembered
from popliteal.errors import PoplitealError
from popliteal.interview import SKIPPED, Value, choices
from popliteal.knowledge.content import Guidance, Measure
from popliteal.plan import Plan
from popliteal.report.blocks import Report
from popliteal.report.content import make_report
from popliteal.report.html import drawn, write_body
from popliteal.web import visits
from popliteal.web.diaries import Book
from popliteal.web.owners import opened_book
from popliteal.web.visits import Visit
from popliteal.web.words import language

# The status of a page that says what this site lacks.
NOT_HERE = 503


@dataclass(frozen=True, slots=True)
class Row:
    """An answer as it is shown: the question, what was said, and where to change it.

    Attributes
    ----------
    own_test : a test that the person did at home; nobody saw it
    """

    question: str
    answer: str
    change: str
    own_test: bool


View = Callable[[HttpRequest, Visit], HttpResponse]


def finished(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Let only those in whose questions are done; the others go where they stand."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        visit = visits.find(request)
        if visit is None:
            return redirect("ended")
        if visit.next is not None:
            return redirect(visit.place)
        return view(request, visit)

    return checked


@require_safe
@finished
def check(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every answer with a way to change it."""
    if visit.is_emergency:
        return redirect("result")
    rows, examined = (
        [_row(visit, key, value) for key, value in part.items()]
        for part in (visit.told, visit.examined)
    )
    dropped = [visit.kb.questions[key].question for key in visit.dropped()]
    context = {"rows": rows, "examined": examined, "dropped": dropped}
    return render(request, "web/check.html", context)


def _row(visit: Visit, key: str, value: Value | None) -> Row:
    change = reverse("change", kwargs={"key": key})
    if key in visit.kb.measures:
        measure = visit.kb.measures[key]
        return Row(measure.question, _measured(measure, value), change, own_test=True)
    question = visit.kb.questions[key]
    answer = choices(question)[str(value)]
    return Row(question.question, answer, change, own_test=key in visit.kb.self_tests)


def _measured(measure: Measure, value: Value | None) -> str:
    return _("Skipped") if value is SKIPPED else f"{value:g} {measure.unit}"


@require_safe
@finished
def result(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How soon to be seen, why, and what it could be; in an emergency one action alone."""
    found = _found(request, visit)
    page = "web/emergency.html" if found.disposition == "emergency" else "web/result.html"
    return render(request, page, {"result": found, "visit": visit, **_keeping(request)})


def _found(request: HttpRequest, visit: Visit) -> Assessment:
    """What came of the answers; in a check for the diary never milder than the diary."""
    result, book = visit.talk.result(), _book_of(request)
    if book is None:
        return result
    day = advise(book.diary, visit.kb, today=book.today)
    return remembered(result, visit.talk.answers, day, visit.kb, region=visit.talk.region)


def _book_of(request: HttpRequest) -> Book | None:
    """The diary that the check is for; on a shared machine another check may be anybody's."""
    return opened_book(request) if visits.FOR_DIARY in request.session else None


@require_safe
@finished
def plan(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What to do today, what to leave, and when to get help."""
    found = _found(request, visit)
    if found.disposition == "emergency":
        return redirect("result")
    context = {
        "result": found,
        "plan": found.plan,
        "later": rules_for_later(found.plan),
        **_keeping(request),
    }
    return render(request, "web/plan.html", context)


def rules_for_later(plan: Plan) -> tuple[tuple[str, tuple[Guidance, ...]], ...]:
    """What holds in the days to come, each under its heading."""
    return (
        (_("If it flares up"), plan.easing_off),
        (_("When to do more"), plan.moving_on),
        (_("Back to stretching"), plan.back_to_stretching),
    )


@require_safe
@finished
def summary(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The report for a clinician: what was found, answered and not asked."""
    return report_page(request, _report_of(request, visit), VISIT)


@dataclass(frozen=True, slots=True)
class ReportPlace:
    """The names of the addresses around a report: its file, and the page before it."""

    file: str
    back: str


VISIT = ReportPlace("report", "result")
Made = Callable[[str], Report]


def report_page(
    request: HttpRequest, made: Made, place: ReportPlace, problem: str = ""
) -> HttpResponse:
    """A report as a page.

    Parameters
    ----------
    made : makes the report in the colours of a theme
    """
    report = made("page")
    # Every word in it was escaped, and the pictures escape theirs.
    body = SafeString(write_body(report, drawn))
    context = {"report": report, "body": body, "problem": problem, "place": place}
    status = NOT_HERE if problem else 200
    return render(request, "web/summary.html", context, status=status)


def report_file(request: HttpRequest, made: Made, place: ReportPlace) -> HttpResponse:
    """A report as a PDF to take along."""
    # Loaded for who asks for it: laying out a PDF takes libraries that no page needs.
    from popliteal.report.pdf import write_pdf

    try:
        file = write_pdf(made("light"))
    except PoplitealError:
        problem = _("This site cannot make a PDF now. Print this page instead.")
        return report_page(request, made, place, problem)
    response = HttpResponse(file, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="popliteal-report.pdf"'
    return response


def _report_of(request: HttpRequest, visit: Visit) -> Made:
    spoken, book = language(), _book_of(request)
    return lambda theme: make_report(
        visit.talk.result(),
        visit.talk.said,
        visit.kb,
        today=book.today if book else localdate(),
        diary=book.diary if book else None,
        region=visit.talk.region,
        notice=spoken.notice,
        direction=spoken.direction,
        theme=theme,
    )


@require_safe
@finished
def report(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same report as a PDF to take along."""
    return report_file(request, _report_of(request, visit), VISIT)


def _keeping(request: HttpRequest) -> dict[str, bool]:
    """Whether the visit is kept for longer than a day, and whether that is offered."""
    return {"kept": is_kept(request), "may_keep": SESSION_KEY not in request.session}


def is_kept(request: HttpRequest) -> bool:
    """Whether the person asked to keep the visit for longer than a day."""
    return bool(request.session.get_expiry_age() > settings.SESSION_COOKIE_AGE)


@require_safe
@finished
def save(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """The answers and the result as a file, in the form that `popliteal assess` writes."""
    skipped = [key for key, value in visit.talk.said.items() if value is SKIPPED]
    content = {
        "answers": visit.talk.answers,
        "skipped": skipped,
        "result": visit.talk.result().to_dict(),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    response = HttpResponse(f"{text}\n", content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="popliteal.json"'
    return response


@require_POST
@finished
def keep(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """Keep the visit on this device for longer than a day, because the person asked for it."""
    # Whoever is signed in would stay signed in as long.
    if SESSION_KEY not in request.session:
        request.session.set_expiry(settings.KEPT_S)
    return redirect("plan")
