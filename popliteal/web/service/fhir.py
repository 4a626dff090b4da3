"""The FHIR end points: read what is published, and turn answers into a result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.http import HttpRequest, HttpResponse

from popliteal.assessment import assess
from popliteal.errors import AnswerError, Misfit, ResourceError
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir import (
    QUESTIONNAIRES,
    read_response,
    receive,
    write_bundle,
    write_code_system,
    write_extension,
    write_operation,
    write_questionnaire,
    write_value_set,
)
from popliteal.report.fhir.definitions import EXTENSION, OPERATION
from popliteal.report.fhir.terms import SYSTEMS, Record
from popliteal.web.service.bodies import read_json
from popliteal.web.service.capability import write_capability
from popliteal.web.service.days import this_day
from popliteal.web.service.languages import content
from popliteal.web.service.parameters import moved, unwrap
from popliteal.web.service.refusals import Refused, refuse
from popliteal.web.service.replies import reply_fhir

Writer = Callable[[str, Knowledge], Record]
# What is published: names and how each is written, by the kind of resource.
PUBLISHED: Mapping[str, tuple[tuple[str, ...], Writer]] = {
    "Questionnaire": (QUESTIONNAIRES, write_questionnaire),
    "CodeSystem": (SYSTEMS, write_code_system),
    "ValueSet": (SYSTEMS, write_value_set),
    "StructureDefinition": ((EXTENSION,), lambda _, kb: write_extension(kb)),
    "OperationDefinition": ((OPERATION,), lambda _, kb: write_operation(kb)),
}
_JSON = ("json", "application/json", "application/fhir+json")


def metadata(request: HttpRequest) -> HttpResponse:
    """What the service can do."""
    _check_format(request)
    kb = content(request)
    address = request.build_absolute_uri("/fhir")
    return reply_fhir(write_capability(PUBLISHED, address, kb))


def reader(kind: str) -> Callable[..., HttpResponse]:
    """The view that reads one published resource of a kind."""
    names, write = PUBLISHED[kind]

    def read(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - FHIR's name for it
        _check_format(request)
        if id not in names:
            raise refuse(404, kind, f"no such {kind}. Use {' or '.join(names)}.")
        return reply_fhir(write(id, content(request)))

    return read


def searcher(kind: str) -> Callable[..., HttpResponse]:
    """The view that finds the published resources of a kind, all of them or by their address."""
    names, write = PUBLISHED[kind]

    def search(request: HttpRequest) -> HttpResponse:
        _check_format(request)
        kb = content(request)
        every = [write(name, kb) for name in names]
        asked = request.GET.get("url")
        found = [each for each in every if asked is None or asked in _addresses(each)]
        return reply_fhir(_searchset(request, kind, found))

    return search


def _addresses(resource: Record) -> tuple[str, str]:
    """How it may be asked for: of any version, and of its own."""
    return resource["url"], f"{resource['url']}|{resource['version']}"


def _searchset(request: HttpRequest, kind: str, found: Iterable[Record]) -> Record:
    entries = [
        {
            "fullUrl": request.build_absolute_uri(f"/fhir/{kind}/{each['id']}"),
            "resource": each,
            "search": {"mode": "match"},
        }
        for each in found
    ]
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(entries),
        "link": [{"relation": "self", "url": request.build_absolute_uri(f"/fhir/{kind}")}],
        **({"entry": entries} if entries else {}),
    }


def assess_response(request: HttpRequest) -> HttpResponse:
    """The result of the answers in the body; nothing of them is kept."""
    _check_format(request)
    kb = content(request)
    place, resource = unwrap(read_json(request))
    try:
        answers = read_response(resource, kb)
        received = receive(resource, this_day())
    except ResourceError as error:
        raise Refused(400, moved(error.misfits, place), in_resource=True) from None
    try:
        result = assess(answers, kb, region=request.GET.get("region"))
    except AnswerError as error:
        raise Refused(400, [Misfit("region", text, "value") for text in error.problems]) from None
    return reply_fhir(write_bundle(answers, result, kb, today=this_day(), received=received))


def _check_format(request: HttpRequest) -> None:
    """Refuse who can only read another format; JSON is the one we have."""
    asked = request.GET.get("_format")
    if asked is not None and asked not in _JSON:
        raise refuse(406, "_format", f"only JSON here. Use {_JSON[-1]}.")
    if asked is None and not any(request.accepts(kind) for kind in _JSON[1:]):
        raise refuse(406, "Accept", f"only JSON here. Accept {_JSON[-1]}.")
