"""Whatever is sent that cannot be read: an OperationOutcome with the place, and nothing kept."""

import json

import pytest

from popliteal.report.fhir import check_resource
from tests.web.service.conftest import ASSESS, answered


def told(response, status):
    """The place and text of each problem of a refusal, which is a valid OperationOutcome."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/fhir+json"
    outcome = check_resource(response.json())
    assert outcome["resourceType"] == "OperationOutcome"
    assert outcome["text"]["div"]
    return [(_place(issue), issue["details"]["text"]) for issue in outcome["issue"]]


def _place(issue):
    """An element by its path, or a part of the request as R4 names it."""
    if "expression" in issue:
        return issue["expression"][0]
    return issue["location"][0].removeprefix("http.")


def wrong(**changes):
    """A good form with something of it changed."""
    return {**answered({"fever": "no"}), **changes}


FORMS = {
    "an unknown linkId": (
        wrong(item=[{"linkId": "fevr"}]),
        "QuestionnaireResponse.item[0].linkId",
        "Did you mean 'fever'?",
    ),
    "a wrong type": (
        wrong(item=[{"linkId": "fever", "answer": [{"valueInteger": 1}]}]),
        "QuestionnaireResponse.item[0].answer[0]",
        "valueCoding",
    ),
    "another questionnaire's response": (
        wrong(questionnaire="https://else.example/Questionnaire/check"),
        "QuestionnaireResponse.questionnaire",
        "https://popliteal.example/fhir/Questionnaire/check",
    ),
    "what was entered in error": (
        wrong(status="entered-in-error"),
        "QuestionnaireResponse.status",
        "nothing in it counts",
    ),
    "half a character": (
        wrong(status="\ud800"),
        "QuestionnaireResponse.status",
        "unicode",
    ),
    "a name of half a character": (
        wrong(**{"\udfff": 1}),
        "QuestionnaireResponse",
        "unicode",
    ),
    "an element of R5": (
        wrong(partOf=[{"reference": "x"}], versionAlgorithmString="x"),
        "QuestionnaireResponse.versionAlgorithmString",
        "FHIR R4",
    ),
    "a resource of R5": (
        {"resourceType": "GenomicStudy", "status": "available"},
        "GenomicStudy",
        "this is no QuestionnaireResponse",
    ),
    "another resource": ({"resourceType": "Patient"}, "Patient", "no QuestionnaireResponse"),
    "contained bombs": (
        wrong(contained=[{"resourceType": "Bundle", "contained": [{}]}] * 2),
        "QuestionnaireResponse.contained[0].contained",
        "contains none",
    ),
    "a list": ([], "QuestionnaireResponse", "no resource"),
    "null": (None, "QuestionnaireResponse", "no resource"),
}


@pytest.mark.parametrize(("form", "place", "text"), FORMS.values(), ids=FORMS.keys())
def test_a_form_that_cannot_be_read_is_refused_with_the_place(system, form, place, text):
    """Nothing is guessed, and nobody's answer is half taken."""
    said = told(system.post(ASSESS, form), 400)

    assert any(where == place and text in what for where, what in said), said


def nested(levels):
    """The text of a form that is nested deeply."""
    inside = '{"linkId":"fever","item":[' * levels + "]}" * levels
    head = json.dumps(answered({"fever": "no"})).rpartition('"item"')[0]
    return f'{head}"item": [{inside}]}}'


BODIES = {
    "no JSON": ("fever=no", "no JSON"),
    "half of it": ('{"resourceType": "Quest', "no JSON"),
    "nothing": (" ", "no JSON"),
    "NaN": ('{"resourceType": NaN}', "NaN is no JSON"),
    "a name twice": ('{"a": 1, "a": 2}', "stands twice"),
    "UTF-16": ('{"a": "é"}'.encode("utf-16"), "UTF-8"),
    "UTF-16 without its mark": ('{"a": "e"}'.encode("utf-16-le"), "UTF-8"),
    "UTF-32": ('{"a": "e"}'.encode("utf-32-be"), "UTF-8"),
    "another encoding": ('{"a": "é"}'.encode("latin-1"), "UTF-8"),
    "a number of 5000 digits": ("9" * 5000, "a number is too long"),
    "lists in lists": ("[" * 100_000, "nested"),
    "items in items": (nested(50), "nested more than 60 levels deep"),
    "far more items in items": (nested(4000), "nested"),
}


@pytest.mark.parametrize(("body", "text"), BODIES.values(), ids=BODIES.keys())
def test_a_body_that_cannot_be_read_is_refused(system, body, text):
    """No traceback and no half-read form, however it is broken."""
    ((_, what),) = told(system.post(ASSESS, body), 400)

    assert text in what


class Untouched:
    """A body that nobody may read."""

    def read(self, *_):
        """Fail the test."""
        raise AssertionError("the body was read")

    readline = read


def test_a_body_of_ten_megabytes_is_refused_before_it_is_read(system):
    """413, and not a byte of it was taken in."""
    sent = {"wsgi.input": Untouched(), "CONTENT_LENGTH": str(10 * 1024 * 1024)}
    response = system.client.post(ASSESS, "{}", content_type="application/fhir+json", **sent)

    ((where, what),) = told(response, 413)
    assert where == "body"
    assert "256 kB" in what


def test_a_body_that_is_longer_than_it_said_is_cut_off(system):
    """The length that somebody writes is no reason to read on."""
    response = system.client.post(
        ASSESS, "{}" + " " * 300_000, content_type="application/fhir+json", CONTENT_LENGTH="2"
    )

    assert told(response, 400)


@pytest.mark.parametrize("length", ["-1", "x", "1e9"])
def test_a_length_that_is_no_number_is_refused(system, length):
    """It is not guessed."""
    sent = {"CONTENT_LENGTH": length}
    told(system.client.post(ASSESS, "{}", content_type="application/fhir+json", **sent), 413)


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "application/fhir+json; fhirVersion=5.0",
        "application/json; charset=utf-16",
        "",
    ],
)
def test_another_kind_of_body_is_refused(system, kind):
    """415 says what is read: JSON, in UTF-8, of FHIR R4."""
    ((where, _),) = told(system.post(ASSESS, "{}", kind), 415)

    assert where == "Content-Type"


@pytest.mark.parametrize("kind", ["application/json", "application/fhir+json; fhirVersion=4.0"])
def test_json_of_r4_is_read_by_either_name(system, kind):
    """Clients differ in what they call it."""
    assert system.post(ASSESS, answered({"fever": "no"}), kind).status_code == 200


@pytest.mark.parametrize(
    "path", ["/fhir", "/fhir/", "/fhir/Patient/1", "/fhir/Questionnaire/other", "/fhir/../etc"]
)
def test_what_is_not_there_is_not_there(system, path):
    """404, with what there is."""
    assert told(system.get(path), 404)


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "TRACE"])
def test_another_method_is_refused_with_those_that_are_possible(system, method):
    """405 with the header that the standard asks for."""
    response = system.call(method, "/fhir/Questionnaire/check")

    told(response, 405)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_another_format_is_refused(system):
    """We have no XML, and say so."""
    told(system.get("/fhir/metadata?_format=xml"), 406)
    told(system.get("/fhir/metadata", accept="application/fhir+xml"), 406)
    assert system.get("/fhir/metadata", accept="text/html, */*;q=0.8").status_code == 200


@pytest.mark.parametrize("query", ["_lang=xx", "_lang=", "region=XX", "region="])
def test_a_language_or_country_that_we_do_not_have_is_refused(system, query):
    """Somebody who asks for Spanish must not get English unawares."""
    ((where, _),) = told(system.post(f"{ASSESS}?{query}", answered({"fever": "no"})), 400)

    assert where == query.partition("=")[0]


def test_what_breaks_on_our_side_is_said_plainly(system, monkeypatch, caplog):
    """500 without a word of the code or of what was sent, in the answer and in the log."""

    def broken(*_args, **_more):
        raise RuntimeError("fever.yes")

    monkeypatch.setattr("popliteal.web.service.fhir.assess", broken)
    response = system.post(ASSESS, answered({"fever": "yes"}))

    told(response, 500)
    assert b"RuntimeError" not in response.content
    assert b"fever" not in response.content
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    from popliteal.web.logs import Plain

    line = Plain().format(record)
    assert "RuntimeError" in line
    assert "fever" not in line


@pytest.mark.parametrize("path", ["/api/assess", "/cds-services/popliteal-red-flags", "/api/none"])
def test_who_speaks_no_fhir_is_refused_in_plain_json(system, path):
    """The same facts in the style of the caller."""
    response = system.post(path, "[", "application/json")

    assert response.status_code in (400, 404)
    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["problems"][0].keys() == {"where", "what"}
