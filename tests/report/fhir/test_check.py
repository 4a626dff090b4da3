"""Our own checks find what the models let through: shown by planting it."""

from datetime import date

import pytest

from popliteal import assess
from popliteal.errors import PoplitealError, ResourceError
from popliteal.knowledge.load import load
from popliteal.report.fhir import (
    check_resource,
    code_systems,
    write_bundle,
    write_code_system,
    write_extension,
    write_operation,
    write_value_set,
)
from popliteal.report.fhir.check import model_of

KB = load()


def bundle():
    """A good bundle."""
    answers = {"calf_swelling": "clear"}
    return write_bundle(answers, assess(answers, KB), KB, today=date(2026, 3, 1))


def first(made, kind):
    """Its first resource of a kind."""
    every = (entry["resource"] for entry in made["entry"])
    return next(resource for resource in every if resource["resourceType"] == kind)


FAULTS = {
    "a status that does not exist": ("Flag", lambda r: r.update(status="on"), "status"),
    "a status of an open list": ("Observation", lambda r: r.update(status="done"), "status"),
    "an intent that does not exist": ("CarePlan", lambda r: r.update(intent="wish"), "intent"),
    "a probability of 3": (
        "RiskAssessment",
        lambda r: r["prediction"][4].update(probabilityDecimal=3.0),
        "prediction[4].probabilityDecimal",
    ),
    "a negative probability": (
        "RiskAssessment",
        lambda r: r["prediction"][0].update(probabilityDecimal=-0.1),
        "prediction[0].probabilityDecimal",
    ),
    "a reference to nothing": (
        "Flag",
        lambda r: r["subject"].update(reference="urn:uuid:nobody"),
        "subject.reference",
    ),
}


@pytest.mark.parametrize(("kind", "plant", "place"), FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_found_though_the_models_accept_it(kind, plant, place):
    """A receiver might believe it."""
    made = bundle()
    plant(first(made, kind))
    model_of("Bundle").model_validate(made)

    with pytest.raises(ResourceError) as caught:
        check_resource(made)
    assert [misfit.place.rpartition("resource.")[2] for misfit in caught.value.misfits] == [place]


def test_a_missing_element_is_named():
    """What the models find comes in our words."""
    made = bundle()
    del first(made, "Flag")["subject"]

    with pytest.raises(ResourceError, match=r"resource\.subject: is missing"):
        check_resource(made)


@pytest.mark.parametrize("kind", ["Knee", "bundle", "ActorDefinition", "../x", ""])
def test_a_resource_that_r4_does_not_have_is_named(kind):
    """Also one of R5."""
    with pytest.raises(ResourceError, match="no such resource"):
        check_resource({"resourceType": kind})


def test_who_has_not_installed_it_is_told_what_to_install(monkeypatch):
    """One clear line instead of a traceback."""
    monkeypatch.setattr("popliteal.report.fhir.check.find_spec", lambda _: None)
    model_of.cache_clear()

    with pytest.raises(PoplitealError, match="extra 'fhir'"):
        check_resource({"resourceType": "Flag"})


@pytest.mark.parametrize("name", code_systems(KB))
def test_code_systems_and_value_sets_are_valid(name):
    """They are sent to whoever asks what a code means."""
    system = check_resource(write_code_system(name, KB))
    assert check_resource(write_value_set(name, KB))["url"] == system["valueSet"]

    codes = [concept["code"] for concept in system["concept"]]
    assert len(codes) == len(set(codes)) == system["count"]


def test_the_extension_and_the_operation_are_valid():
    """What we define ourselves is defined in full."""
    assert check_resource(write_extension(KB))["type"] == "Extension"
    assert check_resource(write_operation(KB))["code"] == "assess"
