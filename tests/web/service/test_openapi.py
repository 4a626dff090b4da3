"""The description says what the service does: it is written from the routes themselves."""

import pytest
from jsonschema import Draft202012Validator

from popliteal import assess
from popliteal.knowledge.load import load
from popliteal.knowledge.vignettes import load_vignettes
from popliteal.web.service.routes import ROUTES
from popliteal.web.service.schemas import write_schemas
from tests.web.service.conftest import answered

KB = load()


def validator(name):
    """What checks data against one schema of the description."""
    schemas = {"components": {"schemas": write_schemas(KB)}}
    return Draft202012Validator({**schemas, "$ref": f"#/components/schemas/{name}"})


def references(node):
    """Every reference anywhere."""
    if isinstance(node, dict):
        yield from (v for k, v in node.items() if k == "$ref")
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_every_end_point_is_described(system):
    """And no other."""
    description = system.get("/api/openapi.json").json()
    described = {
        (method.upper(), path)
        for path, methods in description["paths"].items()
        for method in methods
    }

    assert described == {(route.method, route.path) for route in ROUTES}
    assert description["openapi"] == "3.1.0"


def test_every_reference_of_it_leads_somewhere(system):
    """A name that is mistyped would make the description useless."""
    description = system.get("/api/openapi.json").json()
    schemas = description["components"]["schemas"]

    named = {reference.rpartition("/")[2] for reference in references(description)}
    assert named == schemas.keys()
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)


def test_results_and_cases_are_as_described():
    """All vignettes, in and out."""
    for vignette in load_vignettes():
        case = {"id": vignette.id, "answers": vignette.answers}
        assert not list(validator("Case").iter_errors(case)), vignette.id
        result = assess(vignette.answers, KB).to_dict()
        assert not list(validator("Result").iter_errors(result)), vignette.id


def test_what_is_not_described_is_not_valid():
    """The ids are those of the content, so that a client finds a slip before it asks."""
    assert list(validator("Case").iter_errors({"answers": {"calf_sweling": "no"}}))
    assert list(validator("Case").iter_errors({"answers": {"fever": "maybe"}}))
    assert list(validator("Result").iter_errors({"disposition": "urgent"}))


def test_forms_are_as_described_alone_and_along_with_a_call():
    """All vignettes; an angle may come as a quantity."""
    forms = [answered(vignette.answers) for vignette in load_vignettes()]
    quantity = answered({"knee_angle_deg": 25})
    degrees = {"value": 25, "system": "http://unitsofmeasure.org", "code": "deg"}
    quantity["item"][0]["item"][0]["answer"] = [{"valueQuantity": degrees}]

    call = {"hook": "patient-view", "hookInstance": "a", "context": {}}
    call["context"] = {"userId": "Practitioner/1", "patientId": "1"}
    for form in (*forms, quantity):
        assert not list(validator("QuestionnaireResponse").iter_errors(form))
        sent = {**call, "prefetch": {"answers": form}}
        assert not list(validator("HookCall").iter_errors(sent))


CODING = {"system": "https://popliteal.example/fhir/CodeSystem/answers", "code": "fever.no"}


@pytest.mark.parametrize(
    "item",
    [
        {"linkId": "fevr"},
        {"linkId": "fever", "answer": [{"valueString": "no"}]},
        {"linkId": "fever", "answer": [{"valueCoding": {**CODING, "code": "fever.maybe"}}]},
        {"linkId": "fever", "answer": [{"valueCoding": {**CODING, "code": "breathless.no"}}]},
        {"linkId": "fever", "answer": [{"valueCoding": {"code": "fever.no"}}]},
        {"linkId": "fever", "answer": [{"valueCoding": CODING}] * 2},
        {"linkId": "knee_angle_deg", "answer": [{"valueDecimal": 91}]},
        {"linkId": "home_tests", "item": [{"linkId": "fevr"}]},
    ],
    ids=str,
)
def test_a_form_with_a_slip_is_not_as_described(item):
    """Which linkIds there are, and which answers each takes, stands in the description."""
    assert list(validator("QuestionnaireResponse").iter_errors({**answered({}), "item": [item]}))
