"""Country and language: neither is an answer, both can be changed on any page."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from popliteal.web import visits
from popliteal.web.words import knowledge

_YEAR_S = 365 * 24 * 60 * 60


class RegionForm(forms.Form):
    """Which country's numbers the advice names."""

    region = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = sorted(knowledge().regions.values(), key=lambda region: region.name)
        anywhere = ("", _("Another country, or rather not say"))
        field: Any = self.fields["region"]
        field.choices = [anywhere, *((region.id, region.name) for region in regions)]

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The form with the country chosen before."""
        return cls(initial={"region": request.session.get(visits.REGION) or ""})


class LanguageForm(forms.Form):
    """In which language the pages are."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Show both choices, or take the one that was sent."""
    back = _back(request)
    language, region = LanguageForm(request.POST), RegionForm(request.POST)
    if request.method == "POST" and "language" in request.POST and language.is_valid():
        return _with_language(redirect(back), language.cleaned_data["language"])
    if request.method == "POST" and "region" in request.POST and region.is_valid():
        request.session[visits.REGION] = region.cleaned_data["region"] or None
        return redirect(back)
    context = {"form": RegionForm.of(request), "back": back, "language": get_language()}
    return render(request, "web/choices.html", context)


def _with_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR_S,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


def _back(request: HttpRequest) -> str:
    """Where the person came from, if that is a page of ours."""
    sent = request.POST.get("back") or request.GET.get("back") or "/"
    allowed = url_has_allowed_host_and_scheme(sent, allowed_hosts=None)
    return sent if allowed and sent.startswith("/") else "/"
