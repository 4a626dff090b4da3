"""Sessions whose cookie holds a signed id: a guessed or changed one never reaches the database."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

_SIGNER = Signer(salt="popliteal.web.sessions")


class SignedSessionMiddleware(SessionMiddleware):
    """Django's sessions, with the id signed in the cookie."""

    def process_request(self, request: HttpRequest) -> None:
        """Open the session that the cookie names, if we signed it."""
        request.session = SessionStore(_session_id(request))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session and sign the id in the cookie."""
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and cookie.value:
            cookie.set(cookie.key, *_coded(_SIGNER.sign(cookie.value)))
        return response


def _coded(value: str) -> tuple[str, str]:
    return value, value


def _session_id(request: HttpRequest) -> str | None:
    try:
        return _SIGNER.unsign(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    except BadSignature:
        return None
