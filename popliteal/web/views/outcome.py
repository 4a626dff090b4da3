"""Check the answers, read the result and the plan, take them along."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from popliteal.interview import SKIPPED, Value, choices
from popliteal.knowledge.content import Measure, Question
from popliteal.web import visits
from popliteal.web.visits import Visit

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
    rows = [_row(visit, key, value) for key, value in visit.talk.said.items()]
    dropped = [visit.kb.questions[key].question for key in visit.dropped()]
    return render(request, "web/check.html", {"rows": rows, "dropped": dropped})


def _row(visit: Visit, key: str, value: Value | None) -> dict[str, str]:
    step = visit.step(key)
    change = reverse("change", kwargs={"key": key})
    if isinstance(step, Question):
        return {"question": step.question, "answer": choices(step)[str(value)], "change": change}
    measure = visit.kb.measures[key]
    return {"question": measure.question, "answer": _measured(measure, value), "change": change}


def _measured(measure: Measure, value: Value | None) -> str:
    return _("Skipped") if value is SKIPPED else f"{value:g} {measure.unit}"


@require_safe
@finished
def result(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How soon to be seen, why, and what it could be."""
    return render(request, "web/result.html", {"result": visit.talk.result(), "visit": visit})


@require_safe
@finished
def plan(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What to do today, what to leave, and when to get help."""
    found = visit.talk.result()
    context = {"result": found, "offers": [*found.plan.do, *found.plan.exercises]}
    return render(request, "web/plan.html", context)


@require_safe
@finished
def save(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """The answers and the result as a file, in the form that `popliteal assess` writes."""
    content = {"answers": visit.talk.answers, "result": visit.talk.result().to_dict()}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    response = HttpResponse(f"{text}\n", content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="popliteal.json"'
    return response


@require_POST
@finished
def keep(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """Keep the visit on this device for longer than a day, because the person asked for it."""
    request.session.set_expiry(settings.KEPT_S)
    return redirect("plan")
