"""The first page, the page about privacy, and whether the site is well."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from popliteal.interview import USUALLY
from popliteal.web import visits
from popliteal.web.views.choices import RegionForm
from popliteal.web.words import knowledge


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, how long it takes, what it is not; begin, or go on."""
    visit = visits.find(request)
    context = {
        "form": RegionForm.of(request),
        "going_on": visit and visit.talk.number > 1 and visit.place,
        "questions": USUALLY,
    }
    return render(request, "web/start.html", context)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Start a visit with nothing answered."""
    form = RegionForm(request.POST)
    if form.is_valid():
        request.session[visits.REGION] = form.cleaned_data["region"] or None
    request.session.clear_expired()
    return redirect(visits.begin(request.session).place)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, for how long, and what is not."""
    return render(request, "web/privacy.html")


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """For the machine that watches: content loaded and database there."""
    knowledge()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_session LIMIT 1")
    return HttpResponse("well\n", content_type="text/plain")
