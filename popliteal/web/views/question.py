"""One question a page: shown, answered, changed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from popliteal.interview import USUALLY
from popliteal.knowledge.content import NOT_SURE, Measure, Question
from popliteal.knowledge.load import Knowledge
from popliteal.web import visits
from popliteal.web.forms import AnswerForm, MeasureForm, form_for
from popliteal.web.pages import UNREADABLE
from popliteal.web.pictures import home_test_picture, shown_knee
from popliteal.web.sections import section_name
from popliteal.web.visits import Visit

# The place is asked on a picture of the back of the leg as well.
PLACE = "pain_place"
# Places with a spot in the picture; the style sheet says where each lies.
_SPOTS = frozenset(
    {
        "buttock_thigh",
        "mid_thigh",
        "low_thigh",
        "inner_back",
        "middle_back",
        "outer_back",
        "inner_side",
        "outer_side",
        "upper_calf",
        "lower_leg",
    }
)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask a question on the way through the interview."""
    return _ask(request, key, changing=False)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Ask it again because the person wants to change the answer."""
    return _ask(request, key, changing=True)


def _ask(request: HttpRequest, key: str, *, changing: bool) -> HttpResponse:
    visit = visits.find(request)
    if visit is None:
        return redirect("ended")
    if key not in visit.kb.questions and key not in visit.kb.measures:
        raise Http404
    step = visit.step(key)
    if step is None:
        # An old page, or an address typed by hand: nothing is stored, the visit goes on.
        return redirect(visit.place)
    if request.method != "POST":
        form = form_for(step, before=visit.talk.before(key))
        return _show(request, visit, step, form, changing=changing)
    if "look" in request.POST and isinstance(step, Measure):
        # Somebody without JavaScript looks at an angle; nothing is stored.
        return _show(request, visit, step, looked_at(step, request.POST), changing=changing)
    form = form_for(step, request.POST)
    if not form.is_valid():
        return _show(request, visit, step, form, changing=changing)
    visit.answer(key, form.value)
    return redirect(visit.place if changing else visit.after(key))


def _show(
    request: HttpRequest,
    visit: Visit,
    step: Question | Measure,
    form: AnswerForm | MeasureForm,
    *,
    changing: bool,
) -> HttpResponse:
    before = visit.before(step.id)
    errors = [*form.errors.get("answer", [])]
    context = {
        "step": step,
        "form": form,
        "errors": errors,
        # The steps of a home test say the same, in three parts.
        "how": [] if step.id in visit.kb.self_tests else how_lines(step.how),
        "not_sure": NOT_SURE,
        "section": section_name(step),
        "number": visit.number(step.id),
        "about": USUALLY,
        "chosen": form["answer"].value(),
        "dropped": [visit.kb.questions[key].question for key in visit.dropped()],
        "back": _back(before, changing=changing),
        "spots": _SPOTS,
        **pictures_for(step, form, visit),
    }
    status = UNREADABLE if errors else 200
    return render(request, template_for(step, visit.kb), context, status=status)


def template_for(step: Question | Measure, kb: Knowledge) -> str:
    """The page of a question; each is the plain one with a picture put in."""
    if isinstance(step, Measure):
        return "web/knee_measure.html"
    if step.id in kb.self_tests:
        return "web/home_test.html"
    return "web/place.html" if step.id == PLACE else "web/question.html"


def looked_at(step: Measure, data: QueryDict) -> AnswerForm | MeasureForm:
    """The form with the angle that somebody wants to see: one of the buttons, or what was typed."""
    angle = data.get("look", "")
    return form_for(step, before=str(angle)) if angle else form_for(step, data)


def pictures_for(
    step: Question | Measure, form: AnswerForm | MeasureForm, visit: Visit
) -> dict[str, Any]:
    """What the page of a home test or of a measure shows besides the words of the question."""
    kb = visit.kb
    if isinstance(step, Measure):
        looks = [*kb.plan.words.angles.items()]
        given = form.value if form.is_bound and form.is_valid() else form["answer"].value()
        return {"picture": shown_knee(given, kb), "looks": looks}
    test = kb.self_tests.get(step.id)
    if test is None:
        return {}
    unwise = visit.talk.unwise(step.id)
    picture = None if unwise else home_test_picture(test, kb)
    return {"test": test, "picture": picture, "unwise": unwise}


def _back(before: str | None, *, changing: bool) -> str:
    if changing:
        return reverse("check")
    return reverse("question", kwargs={"key": before}) if before else reverse("start")


def how_lines(text: str) -> list[tuple[bool, list[str]]]:
    """The lines in runs: plain ones, and those that make a list."""
    runs: list[tuple[bool, list[str]]] = []
    for line in text.splitlines():
        listed = line.startswith("- ")
        if not runs or runs[-1][0] != listed:
            runs.append((listed, []))
        runs[-1][1].append(line.removeprefix("- "))
    return runs
