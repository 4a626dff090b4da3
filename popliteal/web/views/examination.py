"""The clinician's page: every finding to enter, and what the examination adds to the answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from popliteal.interview import choices
from popliteal.knowledge.content import BodyPart, Question
from popliteal.report.examination import BODY_PARTS, Examination, examine
from popliteal.web.pages import UNREADABLE
from popliteal.web.views.outcome import finished
from popliteal.web.visits import REGION, Visit

# How a finding that was not done is sent; nothing at all says the same.
NOT_DONE = ""


@require_http_methods(["GET", "HEAD", "POST"])
@finished
def clinician(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the examination beside the answers, or take what was found."""
    if request.method != "POST":
        return _show(request, visit)
    findings, problems = read_findings(request.POST, visit)
    if problems:
        return _show(request, visit, problems)
    visit.examine(findings)
    return redirect("clinician")


def read_findings(data: QueryDict, visit: Visit) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What was chosen for each finding.

    Returns
    -------
    answers by finding, and each problem with the finding that it is about
    """
    found: dict[str, str] = {}
    problems = []
    for question in _findings(visit):
        answer = data.get(question.id, NOT_DONE)
        if answer == NOT_DONE:
            continue
        if answer in choices(question):
            found[question.id] = answer
        else:
            words = _("%(finding)s: choose one of the answers, or none where it was not done.")
            problems.append((question.id, words % {"finding": question.question}))
    return found, problems


def _findings(visit: Visit) -> list[Question]:
    return [each for each in visit.kb.questions.values() if each.kind == "clinician"]


def _show(
    request: HttpRequest, visit: Visit, problems: list[tuple[str, str]] | None = None
) -> HttpResponse:
    found = examine(visit.talk.answers, visit.kb, region=request.session.get(REGION))
    context = {
        "examination": found,
        "parts": [(part, part_name(part), found.of(part)) for part in BODY_PARTS],
        "problems": problems or [],
        "raised": raised(found),
    }
    return render(request, "web/clinician.html", context, status=UNREADABLE if problems else 200)


def raised(found: Examination) -> list[Any]:
    """The reasons that only the examination gives."""
    told = {reason.rule for reason in found.before.reasons}
    return [reason for reason in found.after.reasons if reason.rule not in told]


def part_name(part: BodyPart) -> str:
    """What a part of the body is called."""
    return {
        "nerve": _("Nerve"),
        "muscle_tendon": _("Muscle and tendon"),
        "joint": _("Joint"),
        "vessel": _("Blood vessels"),
    }[part]
