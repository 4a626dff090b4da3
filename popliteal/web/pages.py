"""What every page shares: its frame, and the plain pages for what cannot be shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from popliteal.plan import numbers
from popliteal.web.problem_words import in_words
from popliteal.web.visits import FOR_DIARY, REGION, SAID
from popliteal.web.words import knowledge, language

UNREADABLE, CONFLICT = 422, 409


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What the frame of each page shows; nothing of it is an answer."""
    region = request.session.get(REGION) if hasattr(request, "session") else None
    kb = knowledge()
    return {
        "emergency_number": numbers(kb, region).emergency,
        "country": kb.regions[region].name if region else None,
        "languages": settings.LANGUAGES,
        "notice": language().notice,
        "here": request.path,
        "accounts": settings.ACCOUNTS,
        "diary_days": settings.DIARY_DAYS,
        "for_diary": hasattr(request, "session") and FOR_DIARY in request.session,
        "in_visit": hasattr(request, "session") and SAID in request.session,
    }


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """A plain page for a request that cannot be answered: what it means, and what to do next."""
    title, *sentences = _words()[status]
    context = {"title": title, "text": " ".join(sentences)}
    return render(request, "web/refusal.html", context, status=status)


def no_room(request: HttpRequest, problem: str) -> HttpResponse:
    """A plain page for what a diary cannot hold, where no form is there to say it."""
    text = f"{in_words(problem).text} {_('Nothing was written down.')}"
    context = {"title": _("There is no room for it"), "text": text}
    return render(request, "web/refusal.html", context, status=CONFLICT)


def _words() -> dict[int, tuple[str, ...]]:
    """Title and sentences by status; each stands by itself, so that translators find it."""
    kept = _("Nothing that you answered was lost.")
    return {
        400: (_("This page could not be read"), _("Something in the request was wrong."), kept),
        403: (
            _("This form is too old"),
            _("The page was open for too long, or cookies are off. Go back and load it again."),
        ),
        404: (_("There is no such page"), _("The address may be mistyped."), kept),
        405: (_("This page cannot be called like that"), _("Start from the first page."), kept),
        413: (_("That was too much at once"), _("The form was larger than any of ours."), kept),
        429: (_("Too many pages at once"), _("Wait a minute, then load the page again."), kept),
        500: (
            _("Something broke on our side"),
            _("Load the page again. If you are worried, ask a clinician."),
            kept,
        ),
    }


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Status 400."""
    return refusal(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Status 403."""
    return refusal(request, 403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form that did not come from a page of ours, or from one that is too old."""
    return refusal(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Status 404."""
    return refusal(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Status 500."""
    return refusal(request, 500)
