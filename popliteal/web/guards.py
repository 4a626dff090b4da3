"""What every request passes: size, rate, private headers, and a plain page for each refusal."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from popliteal.web.pages import refusal

Handler = Callable[[HttpRequest], HttpResponseBase]
MINUTE_S = 60
TOO_LARGE, TOO_MANY = 413, 429
_NOTHING_NEEDED = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


def private_pages(get_response: Handler) -> Handler:
    """No page is kept by a browser or a proxy: on a shared phone nobody finds it again."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", _NOTHING_NEEDED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Pages are found by their start page; a search engine has no use for the others.
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return guarded


def plain_refusals(get_response: Handler) -> Handler:
    """Give each refusal without words of its own a page, and keep its status and headers."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code != 405:  # noqa: PLR2004  # the one that Django leaves empty
            return response
        page = refusal(request, response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return guarded


def small_bodies(get_response: Handler) -> Handler:
    """Refuse a body that no form of ours could have, before a byte of it is read."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > _most(request):
            return refusal(request, TOO_LARGE)
        return get_response(request)

    return guarded


def _most(request: HttpRequest) -> int:
    """How large a body may be: a file on the page that takes one, a form anywhere else."""
    takes_file = request.path_info == reverse("upload")
    return settings.LARGEST_FILE if takes_file else settings.LARGEST_BODY


def limited_rate(get_response: Handler) -> Handler:
    """Slow down who asks for more pages than anybody could read."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        if is_too_many(request):
            response = refusal(request, TOO_MANY)
            response.headers["Retry-After"] = str(MINUTE_S)
            return response
        return get_response(request)

    return guarded


def is_too_many(request: HttpRequest) -> bool:
    """Count a request, and say whether its address has had its share of this minute."""
    return bool(settings.RATE_PER_MINUTE) and _count(request) > settings.RATE_PER_MINUTE


def _count(request: HttpRequest) -> int:
    """Requests of this address in the running minute; the address itself is kept nowhere."""
    key = hmac.new(settings.SECRET_KEY.encode(), _address(request).encode(), sha256).hexdigest()
    cache.add(key, 0, timeout=MINUTE_S)
    try:
        return cache.incr(key)
    except ValueError:
        # The minute ended between the two lines.
        return 1


def _address(request: HttpRequest) -> str:
    if settings.BEHIND_PROXY:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
