"""The figure that can be moved: see why, and the person's own knee angle."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from popliteal.report.calendar import Words, write_calendar
from popliteal.web import visits
from popliteal.web.pages import UNREADABLE
from popliteal.web.pictures import shown_knee
from popliteal.web.seeing import JOINTS, PostureForm, moved, preset_degrees, see
from popliteal.web.views.outcome import finished
from popliteal.web.visits import Visit

# Who must be seen the same day is not shown how to stretch.
_SHOWN_AT = ("self_care", "soon")


@require_http_methods(["GET", "HEAD", "POST"])
@finished
def see_why(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Move hip, knee, toes, head and back, and see what it does to muscle and nerve."""
    if visit.disposition not in _SHOWN_AT:
        return redirect("result")
    presets = visit.kb.presets
    first = next(iter(presets.values()))
    preset = presets.get(request.POST.get("preset", ""))
    typed = request.method == "POST" and preset is None
    form = PostureForm(request.POST if typed else None, first)
    degrees = preset_degrees(preset or first)
    if form.is_bound:
        form.full_clean()
        degrees = moved(form.degrees(), request.POST.get("step", ""))
    problems = [error for errors in form.errors.values() for error in errors]
    context = _seen(visit, degrees) | {"errors": problems}
    if "HX-Request" in request.headers:
        # A number on its way to being typed is no error worth a line in the console.
        response = render(request, "web/seen.html", context)
    else:
        status = UNREADABLE if problems else 200
        response = render(request, "web/see_why.html", context, status=status)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


def _seen(visit: Visit, degrees: dict[str, int]) -> dict[str, Any]:
    measured = visit.talk.answers.get("knee_angle_deg")
    return {
        "joints": [(joint, degrees[joint.name]) for joint in JOINTS],
        "presets": [(key, p, preset_degrees(p)) for key, p in visit.kb.presets.items()],
        "degrees": degrees,
        "seen": see(degrees, None if measured is None else float(measured), visit.kb),
        "reference": next(iter(visit.kb.presets.values())),
        "knee_angle_deg": measured,
        # Skipped, so that it can be changed; who was never asked had a reason not to be.
        "may_measure": "knee_angle_deg" in visit.talk.said,
    }


@require_POST
def knee(request: HttpRequest) -> HttpResponse:
    """The picture for the number in the form; nothing is stored."""
    visit = visits.find(request)
    if visit is None:
        return redirect("ended")
    picture = shown_knee(request.POST.get("answer"), visit.kb)
    return render(request, "web/knee_picture.html", {"picture": picture})


@require_safe
@finished
def calendar(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The days to look again as a calendar file; with ?daily a reminder to exercise too."""
    words = Words(
        look_again=_("Popliteal: look again"),
        exercises=_("Popliteal: today's reminder"),
        what_to_do=_("Open your plan and go through it."),
    )
    file = write_calendar(
        visit.talk.result().plan,
        visit.kb,
        datetime.now(UTC).date(),
        exercises="daily" in request.GET,
        words=words,
    )
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="popliteal.ics"'
    return response
