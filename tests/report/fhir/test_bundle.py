"""The bundle says what the result says, in R4, about nobody."""

import json
import re
from datetime import date

import pytest

from popliteal import assess
from popliteal.diary import Diary, Entry
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import translated
from popliteal.knowledge.vignettes import load_vignettes
from popliteal.report.fhir import code_systems, read_response, write_bundle
from popliteal.triage import LEVEL

KB = load()
DAY = date(2026, 3, 1)
CASES = load_vignettes()
DIARY = Diary(
    started=DAY,
    entries=(
        Entry(DAY, worst_pain=6, stretch_pain=0, knee_angle_deg=30.5, spread="to_knee"),
        Entry(DAY, activities={"Climb <b>stairs</b> & run": 4}, signs={"fever": "not_sure"}),
    ),
)


def bundle_of(answers, kb=KB, **more):
    """The bundle of a visit."""
    return write_bundle(answers, assess(answers, kb), kb, today=DAY, **more)


def resources(bundle, kind):
    """Its resources of one kind."""
    every = (entry["resource"] for entry in bundle["entry"])
    return [resource for resource in every if resource["resourceType"] == kind]


@pytest.mark.parametrize("vignette", CASES, ids=lambda v: v.id)
def test_the_bundle_says_what_the_result_says(vignette):
    """Causes, advice, reasons, plan and answers: all of them, and nothing else."""
    result = assess(vignette.answers, KB)
    bundle = write_bundle(vignette.answers, result, KB, today=DAY)
    said = result.to_dict()

    (risk,) = resources(bundle, "RiskAssessment")
    predicted = [
        (p["outcome"]["coding"][0]["code"], p["probabilityDecimal"]) for p in risk["prediction"]
    ]
    assert predicted == [(cause["id"], cause["probability"]) for cause in said["causes"]]
    flags = {flag["code"]["coding"][0]["code"] for flag in resources(bundle, "Flag")}
    assert flags == {r.rule for r in result.reasons if LEVEL[r.disposition] > 0}
    how_soon = resources(bundle, "Observation")[0]["valueCodeableConcept"]["coding"][0]["code"]
    assert how_soon == result.disposition
    (plan,) = resources(bundle, "CarePlan")
    left = [a["detail"]["description"] for a in plan["activity"] if a["detail"]["doNotPerform"]]
    assert left == [f"Leave out: {text}" for text in result.plan.avoid]
    offered = [a["detail"]["code"].get("coding") for a in plan["activity"]]
    assert [c[0]["code"] for c in offered if c] == [
        offer.id for offer in (*result.plan.do, *result.plan.exercises)
    ]
    (response,) = resources(bundle, "QuestionnaireResponse")
    assert read_response(response, KB) == vignette.answers


def test_ranges_stand_beside_the_probabilities_in_percent():
    """R4 gives a prediction one number; the range has its unit, so that nobody mixes them up."""
    answers = {"mech_pattern": "only_stretch", "st_look_up": "less"}
    result = assess(answers, KB)
    (risk,) = resources(bundle_of(answers), "RiskAssessment")

    for cause, prediction in zip(result.causes, risk["prediction"], strict=True):
        (extension,) = prediction["extension"]
        ends = extension["valueRange"]
        assert {end["code"] for end in ends.values()} == {"%"}
        assert ends["low"]["value"] <= 100 * prediction["probabilityDecimal"]
        assert ends["high"]["value"] >= 100 * prediction["probabilityDecimal"]
        assert ends["low"]["value"] == pytest.approx(100 * cause.low)


def test_what_is_open_or_was_not_asked_is_said():
    """Nobody reads silence as all clear."""
    answers = {"calf_swelling": "not_sure"}
    result = assess(answers, KB)
    (risk,) = resources(bundle_of(answers), "RiskAssessment")
    notes = " ".join(note["text"] for note in risk["note"])

    assert risk["status"] == "preliminary"
    assert result.could_not_exclude
    assert all(rule.text in notes for rule in result.could_not_exclude)
    assert all(KB.questions[key].question in notes for key in result.not_asked)


@pytest.mark.parametrize("vignette", CASES, ids=lambda v: v.id)
def test_what_more_could_change_is_preliminary_and_an_emergency_never_is(vignette):
    """A receiver may pass over what is preliminary."""
    result = assess(vignette.answers, KB)
    bundle = bundle_of(vignette.answers)
    stated = [*resources(bundle, "RiskAssessment"), resources(bundle, "Observation")[0]]

    open_still = result.incomplete or result.could_not_exclude
    wanted = "preliminary" if open_still and result.disposition != "emergency" else "final"
    assert {each["status"] for each in stated} == {wanted}


def test_each_entry_of_a_diary_is_there_on_its_day():
    """Scores, angle, answers and own activities; unsure is unknown and not no."""
    bundle = bundle_of({"fever": "no"}, diary=DIARY)
    said = {o["code"]["coding"][0]["code"]: o for o in resources(bundle, "Observation")}

    assert said["nprs_worst24"]["valueInteger"] == 6
    assert said["nprs_stretch"]["valueInteger"] == 0
    assert said["ake_home"]["valueQuantity"]["value"] == 30.5
    assert said["spread"]["valueCodeableConcept"]["coding"][0]["code"] == "spread.to_knee"
    assert said["fever"]["dataAbsentReason"]["coding"][0]["code"] == "asked-unknown"
    assert said["psfs"]["component"][0]["valueInteger"] == 4


def test_a_worry_of_the_diary_names_the_numbers_of_the_country():
    """Who is sent to hospital by an entry is told whom to call there."""
    diary = Diary(started=DAY, entries=(Entry(DAY, signs={"breathless": "yes"}),))
    answers = {"breathless": "no"}
    result = assess(answers, KB, region="GB")
    bundle = write_bundle(answers, result, KB, today=DAY, diary=diary, region="GB")

    how_soon = resources(bundle, "Observation")[0]
    assert how_soon["valueCodeableConcept"]["coding"][0]["code"] == "emergency"
    assert "999" in how_soon["note"][0]["text"]


def test_what_a_person_wrote_is_escaped_in_the_narrative():
    """Somebody's own words never become markup."""
    bundle = bundle_of({"fever": "no"}, diary=DIARY)
    (own,) = [o for o in resources(bundle, "Observation") if "component" in o]

    assert "&lt;b&gt;stairs&lt;/b&gt; &amp; run" in own["text"]["div"]
    assert "<b>" not in own["text"]["div"]


def test_every_resource_can_be_read_by_a_person():
    """A system that knows nothing of our codes can still show it."""
    for entry in bundle_of(CASES[0].answers, diary=DIARY)["entry"]:
        assert re.search(r"<(p|li)>[^<]", entry["resource"]["text"]["div"])


def test_nobody_can_be_told_from_it():
    """The patient is a place without a name; only the receiver knows who it is."""
    (patient,) = resources(bundle_of(CASES[0].answers), "Patient")

    assert patient.keys() == {"resourceType", "id", "language", "text"}


def test_the_same_visit_gives_the_same_bytes_and_another_gives_other_ids():
    """Ids are made from what they stand for."""
    answers = {"fever": "no", "severity": "mild"}
    first = json.dumps(bundle_of(answers))

    assert json.dumps(bundle_of(dict(answers))) == first
    ids = {
        bundle_of(answers)["id"],
        bundle_of({**answers, "fever": "yes"})["id"],
        bundle_of(answers, translated(KB, "es"))["id"],
        bundle_of(answers, diary=DIARY)["id"],
        write_bundle(answers, assess(answers, KB), KB, today=date(2026, 3, 2))["id"],
    }
    assert len(ids) == 5


def codings(node):
    """Every code anywhere."""
    if isinstance(node, dict):
        if "code" in node and "system" in node:
            yield node["system"], node["code"]
        for value in node.values():
            yield from codings(value)
    elif isinstance(node, list):
        for value in node:
            yield from codings(value)


# Codes that are not ours, each looked up in HL7's own lists and UCUM.
KNOWN = {
    ("http://unitsofmeasure.org", "%"),
    ("http://unitsofmeasure.org", "deg"),
    ("http://terminology.hl7.org/CodeSystem/flag-category", "clinical"),
    ("http://terminology.hl7.org/CodeSystem/observation-category", "survey"),
    ("http://terminology.hl7.org/CodeSystem/data-absent-reason", "asked-unknown"),
    ("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "assembler"),
}


def test_no_code_is_invented():
    """Ours stand in the code systems that are published with them; there is no ICD-10 code.

    The content marks its ICD-10 codes as not yet checked by a coder, so none is sent.
    """
    ours = {
        (f"https://popliteal.example/fhir/CodeSystem/{name}", code)
        for name, codes in code_systems(KB).items()
        for code in codes
    }
    seen = {code for case in CASES for code in codings(bundle_of(case.answers, diary=DIARY))}

    assert seen <= ours | KNOWN
    assert seen >= KNOWN


def test_it_says_with_which_content_it_was_made():
    """Another content may give another result."""
    (provenance,) = resources(bundle_of({"fever": "no"}), "Provenance")
    marks = [entity["what"].get("identifier", {}).get("value") for entity in provenance["entity"]]

    assert f"{KB.version}-{KB.fingerprint}" in marks
