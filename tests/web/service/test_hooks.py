"""CDS Hooks: discovery and cards as the published tables have them, with every red flag."""

import json
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from popliteal import assess
from popliteal.knowledge.load import load
from popliteal.knowledge.vignettes import load_vignettes
from popliteal.triage import LEVEL
from tests.web.service.conftest import answered as undated

KB = load()
TABLES = json.loads((Path(__file__).parent / "cds_hooks.json").read_text(encoding="utf-8"))
CALL = {
    "hook": "patient-view",
    "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
    "context": {"userId": "Practitioner/example", "patientId": "1288992"},
}
PATH = "/cds-services/popliteal-red-flags"


def ago(days):
    """The day so many days before today."""
    return (datetime.now(UTC).date() - timedelta(days=days)).isoformat()


def answered(answers, days=0):
    """A form that was answered so many days ago."""
    return {**undated(answers), "authored": ago(days)}


def faults(name, data):
    """What the tables say against it."""
    schema = {**TABLES, "$ref": f"#/$defs/{name}"}
    return [error.message for error in Draft202012Validator(schema).iter_errors(data)]


def cards(system, prefetch=None, **headers):
    """The cards for a person, which the tables have nothing against."""
    body = CALL if prefetch is None else {**CALL, "prefetch": {"answers": prefetch}}
    response = system.post(PATH, body, "application/json", **headers)
    assert response.status_code == 200, response.content
    assert faults("response", response.json()) == []
    return response.json()["cards"]


def test_the_discovery_is_as_published(system):
    """One service, for who looks at a patient, that asks for the answers."""
    found = system.get("/cds-services").json()

    assert faults("discovery", found) == []
    (service,) = found["services"]
    assert f"/cds-services/{service['id']}" == PATH
    assert service["prefetch"].keys() == {"answers"}


def test_the_tables_find_a_planted_fault(system):
    """A check that cannot fail is none."""
    (card,) = cards(system)
    for plant in (
        lambda c: c.pop("source"),
        lambda c: c.update(indicator="hard-stop"),
        lambda c: c.update(summary="x" * 140),
        lambda c: c.update(detail=""),
        lambda c: c["links"][0].pop("type"),
    ):
        spoilt = deepcopy(card)
        plant(spoilt)
        assert faults("response", {"cards": [spoilt]})


def test_without_answers_there_is_the_way_to_the_check(system):
    """Nobody is told anything about a person of whom nothing is known."""
    (card,) = cards(system)

    assert card["indicator"] == "info"
    assert card["links"][0]["url"] == "http://testserver/"


@pytest.mark.parametrize("vignette", load_vignettes()[::3], ids=lambda v: v.id)
def test_every_red_flag_is_a_card_and_the_last_says_how_soon(system, vignette):
    """What the result says, gravest first; the check is one press away on each."""
    result = assess(vignette.answers, KB)
    shown = cards(system, answered(vignette.answers))

    raising = [r for r in result.reasons if LEVEL[r.disposition] > 0]
    details = {f"{reason.text}\n\nAnswered on {ago(0)}." for reason in raising}
    assert {card["detail"] for card in shown[:-1]} == details
    assert shown[-1]["summary"] == result.heading
    assert shown[-1]["detail"].startswith(result.what_to_do)
    levels = [["info", "warning", "critical"].index(card["indicator"]) for card in shown[:-1]]
    assert levels == sorted(levels, reverse=True)
    assert all(card["links"] for card in shown)


def test_what_is_open_and_not_asked_is_said(system):
    """A clinician must not take silence for all clear."""
    last = cards(system, answered({"calf_swelling": "not_sure"}))[-1]

    assert "Could not be ruled out" in last["detail"]
    assert "Not asked" in last["detail"]


def test_answers_may_come_as_a_search_result(system):
    """That is what a prefetch of a search gives."""
    form = answered({"breathless": "yes"})
    search = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": form}]}

    assert cards(system, search)[0]["indicator"] == "critical"
    assert len(cards(system, {**search, "entry": []})) == 1


@pytest.mark.parametrize("days", [0, 14])
def test_every_card_says_of_which_day_the_answers_are(system, days):
    """A clinician reads them against the calendar."""
    shown = cards(system, answered({"breathless": "yes", "fever": "not_sure"}, days))

    assert shown[0]["indicator"] == "critical"
    assert all(card["detail"].endswith(f"Answered on {ago(days)}.") for card in shown)


@pytest.mark.parametrize(
    "form", [answered({"breathless": "yes"}, 15), undated({"breathless": "yes"})]
)
def test_old_answers_say_nothing_about_now_and_their_red_flags_are_named(system, form):
    """Two weeks on somebody may be well, or worse; an unknown day may be older still."""
    flag, last = cards(system, form)
    day = form.get("authored", "a day that is not known")
    result = assess({"breathless": "yes"}, KB)

    assert flag["summary"] == f"Answered on {day}: {KB.rules['em_pe'].sign}"[:139]
    assert last["summary"] == f"Answered on {day}. Ask again."
    assert last["links"]
    assert result.heading not in str([flag, last])
    assert result.what_to_do not in str([flag, last])


def test_a_day_to_come_is_refused(system):
    """It cannot be the day of an answer."""
    body = {**CALL, "prefetch": {"answers": answered({"fever": "no"}, -2)}}
    response = system.post(PATH, body, "application/json")

    assert response.status_code == 400
    assert response.json()["problems"][0]["where"].endswith("QuestionnaireResponse.authored")


ERRED = {**answered({"breathless": "yes"}), "status": "entered-in-error"}


@pytest.mark.parametrize(
    "prefetch",
    [
        {"resourceType": "OperationOutcome", "issue": []},
        ERRED,
        {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "OperationOutcome"}}]},
        {"resourceType": "Bundle", "entry": [{"resource": ERRED}]},
    ],
    ids=["outcome", "in error", "an outcome found", "found in error"],
)
def test_a_failed_search_or_a_form_in_error_is_no_answer(system, prefetch):
    """The clinician is not left without a card."""
    assert cards(system, prefetch) == cards(system)


def test_a_form_in_error_does_not_hide_the_one_before(system):
    """The first that counts is read."""
    good = answered({"breathless": "yes"})
    search = {"resourceType": "Bundle", "entry": [{"resource": ERRED}, {"resource": good}]}

    assert cards(system, search) == cards(system, good)


@pytest.mark.parametrize(
    ("reference", "status"),
    [
        ("Patient/1288992", 200),
        ("https://ehr.example/r4/Patient/1288992/_history/2", 200),
        ("urn:uuid:d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", 200),
        ("Patient/1288993", 400),
        ("https://ehr.example/r4/Patient/128", 400),
        ("Group/1288992", 400),
    ],
)
def test_answers_of_somebody_else_are_refused(system, reference, status):
    """No card about one person from the answers of another."""
    form = {**answered({"breathless": "yes"}), "subject": {"reference": reference}}
    response = system.post(PATH, {**CALL, "prefetch": {"answers": form}}, "application/json")

    assert response.status_code == status
    if status != 200:
        where = response.json()["problems"][0]["where"]
        assert where == "prefetch.answers QuestionnaireResponse.subject.reference"


def test_cards_come_in_the_language_of_the_clinician(system):
    """By the header, as everywhere."""
    (card,) = cards(system, accept_language="es")

    assert "rodilla" in card["summary"]


def test_the_day_of_the_answers_is_said_in_the_language_of_the_clinician(system):
    """Old and new."""
    new, old = (cards(system, answered({}, days), accept_language="es") for days in (0, 30))

    assert f"Respondido el {ago(0)}." in new[-1]["detail"]
    assert old[-1]["summary"] == f"Respondido el {ago(30)}. Pregunte de nuevo."


FAULTY = {
    "no hook": (lambda body: body.pop("hook"), "hook"),
    "another hook": (lambda body: body.update(hook="order-sign"), "hook"),
    "no instance": (lambda body: body.pop("hookInstance"), "hookInstance"),
    "no context": (lambda body: body.pop("context"), "context"),
    "no patient": (lambda body: body["context"].pop("patientId"), "context.patientId"),
    "a user that is a number": (lambda body: body["context"].update(userId=3), "context.userId"),
    "a prefetch that is a list": (lambda body: body.update(prefetch=[]), "prefetch"),
    "answers that are text": (
        lambda body: body.update(prefetch={"answers": "x"}),
        "prefetch.answers QuestionnaireResponse",
    ),
    "answers of another form": (
        lambda body: body.update(
            prefetch={
                "answers": {
                    "resourceType": "QuestionnaireResponse",
                    "status": "completed",
                    "questionnaire": "https://else.example",
                }
            }
        ),
        "prefetch.answers QuestionnaireResponse.questionnaire",
    ),
}


@pytest.mark.parametrize(("plant", "place"), FAULTY.values(), ids=FAULTY.keys())
def test_a_call_that_cannot_be_read_is_refused_with_the_place(system, plant, place):
    """Cards from half-read answers would be worse than none."""
    body = deepcopy(CALL)
    plant(body)
    response = system.post(PATH, body, "application/json")

    assert response.status_code == 400
    assert response.json()["problems"][0]["where"] == place


def test_another_service_is_not_there(system):
    """404 with the one that is."""
    response = system.post("/cds-services/other", CALL, "application/json")

    assert response.status_code == 404
    assert "popliteal-red-flags" in response.json()["problems"][0]["what"]
