"""The ways out: hide the page, start again with everything erased, and a visit that ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from popliteal.web import visits


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Ask once, then erase every answer; whom the answers send to be seen is told so first."""
    if request.method == "POST":
        request.session.flush()
        return redirect("erased")
    visit = visits.find(request)
    warned = visit and visit.talk.warning()
    context = {"result": visit.talk.result() if visit and warned else None, "visit": visit}
    return render(request, "web/again.html", context)


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Say that nothing is left."""
    return render(request, "web/erased.html")


@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """Say that a visit is not there any more, and why that may be."""
    return render(request, "web/ended.html")


@require_safe
def hide(request: HttpRequest) -> HttpResponse:
    """A page that says nothing about what was on the screen before."""
    return render(request, "web/hide.html")
