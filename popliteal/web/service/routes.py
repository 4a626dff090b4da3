"""Every end point of the service, once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from popliteal.web.service import fhir, hooks, plain
from popliteal.web.service.description import write_description
from popliteal.web.service.languages import content
from popliteal.web.service.replies import reply
from popliteal.web.service.route import Route

_LANGUAGE = ("_lang", "_format")


def describe(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description, written from the routes and the content."""
    return reply(write_description(ROUTES, request.build_absolute_uri("/")[:-1], content(request)))


def _published() -> list[Route]:
    """Two routes for each kind of resource that is published: find, and read one."""
    return [
        route
        for kind, (names, _) in fhir.PUBLISHED.items()
        for route in (
            Route(
                "GET",
                f"/fhir/{kind}",
                fhir.searcher(kind),
                f"Every {kind}, or the one with this address.",
                gives="Bundle",
                query=("url", *_LANGUAGE),
            ),
            Route(
                "GET",
                f"/fhir/{kind}/{{id}}",
                fhir.reader(kind),
                f"One {kind}.",
                gives=kind,
                names={"id": names},
                query=_LANGUAGE,
            ),
        )
    ]


ROUTES: tuple[Route, ...] = (
    Route(
        "GET",
        "/fhir/metadata",
        fhir.metadata,
        "What the FHIR service can do.",
        gives="CapabilityStatement",
        query=_LANGUAGE,
        public=True,
    ),
    *_published(),
    Route(
        "POST",
        "/fhir/QuestionnaireResponse/$assess",
        fhir.assess_response,
        "The result of an answered form. Nothing is stored.",
        gives="Bundle",
        takes="QuestionnaireResponse",
        query=("region", *_LANGUAGE),
    ),
    Route(
        "GET",
        "/cds-services",
        hooks.discover,
        "The CDS Hooks services.",
        gives="Services",
        query=("_lang",),
        public=True,
    ),
    Route(
        "POST",
        "/cds-services/{id}",
        hooks.call,
        "Cards with the red flags of prefetched answers, and the way to the check.",
        gives="Cards",
        takes="HookCall",
        names={"id": (hooks.SERVICE_ID,)},
        query=("_lang",),
    ),
    Route(
        "POST",
        "/api/assess",
        plain.assess_answers,
        "The result of one case. Nothing is stored.",
        gives="Result",
        takes="Case",
        query=("_lang",),
    ),
    Route(
        "POST",
        "/api/next-question",
        plain.ask_next,
        "The most useful question to ask next.",
        gives="NextQuestion",
        takes="Said",
        query=("_lang",),
    ),
    Route(
        "GET",
        "/api/openapi.json",
        describe,
        "This description.",
        gives="Description",
        query=("_lang",),
        public=True,
    ),
)
