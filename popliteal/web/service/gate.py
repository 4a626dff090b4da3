"""What every request to the service passes: size, rate, token, origin; and the way to its view.

It stands in front of sessions, cookies and forms, so that none of them is ever touched.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.log import log_response

from popliteal.web.guards import MINUTE_S, is_too_many
from popliteal.web.service.bodies import too_large
from popliteal.web.service.refusals import Refused, refuse
from popliteal.web.service.replies import reply_refused
from popliteal.web.service.route import Route, find, methods_at
from popliteal.web.service.tokens import is_known

Handler = Callable[[HttpRequest], HttpResponseBase]
PREFIXES = ("/fhir", "/cds-services", "/api")
_HEADERS = "Authorization, Content-Type, Accept-Language"


def service(get_response: Handler) -> Handler:
    """Answer what is meant for the service, and let everything else through."""
    answered = cast("Handler", GZipMiddleware(_answer))

    def gated(request: HttpRequest) -> HttpResponseBase:
        if settings.SERVICE and request.path.startswith(PREFIXES):
            return answered(request)
        return get_response(request)

    return gated


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        response = _lead(request)
    except Refused as refused:
        response = reply_refused(refused, request.path)
    except Exception as error:  # noqa: BLE001  # whatever broke: the same plain words
        response = _broken(request, error)
    return _shared(request, response)


def _lead(request: HttpRequest) -> HttpResponse:
    """Let a request through to its view, or refuse it."""
    # Imported when it is first needed: a site without the service does not load it.
    from popliteal.web.service.routes import ROUTES

    _check_host(request)
    _check_rate(request)
    methods = methods_at(request.path, ROUTES)
    if request.method == "OPTIONS" and methods:
        return HttpResponse(status=204, headers={"Allow": ", ".join(methods)})
    route, names = find(request, ROUTES)
    _check_token(request, route)
    _check_size(request)
    response = route.view(request, **names)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _check_host(request: HttpRequest) -> None:
    try:
        request.get_host()
    except DisallowedHost:
        raise refuse(400, "Host", "this site has another name.") from None


def _check_rate(request: HttpRequest) -> None:
    if is_too_many(request):
        raise refuse(429, "http", "too many requests. Wait a minute.", Retry_After=str(MINUTE_S))


def _check_token(request: HttpRequest, route: Route) -> None:
    if route.public or not settings.SERVICE_TOKENS:
        return
    if not is_known(request.headers.get("Authorization", ""), settings.SERVICE_TOKENS):
        text = "no known token. Send 'Authorization: Bearer …' with one that this site knows."
        raise refuse(401, "Authorization", text, WWW_Authenticate='Bearer realm="popliteal"')


def _check_size(request: HttpRequest) -> None:
    """Refuse a body that no answered form has, before a byte of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > settings.SERVICE_LARGEST_BODY:
        raise too_large()


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Something of ours broke: say so, and log where in the code, never what was sent."""
    refused = refuse(500, "site", "something broke on our side. Nothing was kept. Try again.")
    response = reply_refused(refused, request.path)
    log_response("", request=request, response=response, exception=error)
    return response


def _shared(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What a browser of another site may read: nothing, unless its origin is listed."""
    if not settings.SERVICE_ORIGINS:
        return response
    patch_vary_headers(response, ["Origin"])
    origin = request.headers.get("Origin", "")
    if origin in settings.SERVICE_ORIGINS:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Headers"] = _HEADERS
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
