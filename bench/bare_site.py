"""A Django site with one page and nothing else: what any page costs, to compare ours with."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="none",  # noqa: S106  # it signs nothing
)


def page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A page of one line."""
    return HttpResponse("<!doctype html><title>Bare</title><p>Bare.")


urlpatterns = [path("", page)]
application = get_wsgi_application()
