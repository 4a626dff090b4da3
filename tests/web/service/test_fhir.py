"""What the FHIR service gives: the same as the library, in R4, with nothing kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from popliteal import assess
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import translated
from popliteal.knowledge.vignettes import load_vignettes
from popliteal.report.fhir import Received, check_resource, write_bundle, write_questionnaire
from popliteal.web.service.fhir import PUBLISHED
from tests.web.service.conftest import ASSESS, answered, found

KB = load()
EVERY = [(kind, name) for kind, (names, _) in PUBLISHED.items() for name in names]


def test_it_says_what_it_can_do(system):
    """R4, and where it is; each kind that it names can be read."""
    statement = system.get("/fhir/metadata").json()

    assert check_resource(statement)["fhirVersion"] == "4.0.1"
    assert statement["implementation"]["url"] == "http://testserver/fhir"
    kinds = {resource["type"] for resource in statement["rest"][0]["resource"]}
    assert kinds == {*PUBLISHED, "QuestionnaireResponse"}


@pytest.mark.parametrize(("kind", "name"), EVERY, ids=lambda part: part)
def test_everything_that_is_published_can_be_read(system, kind, name):
    """Under its own name, and found by its address."""
    response = system.get(f"/fhir/{kind}/{name}")
    resource = response.json()

    assert response.headers["Content-Type"] == "application/fhir+json"
    assert check_resource(resource)["id"] == name
    search = system.get(f"/fhir/{kind}?url={resource['url']}").json()
    assert [entry["resource"] for entry in search["entry"]] == [resource]


@pytest.mark.parametrize(("kind", "name"), EVERY, ids=lambda part: part)
def test_english_words_are_not_marked_as_spanish(system, kind, name):
    """A reader that speaks them aloud goes by the mark."""
    english, spanish = (
        system.get(f"/fhir/{kind}/{name}?_lang={code}").json() for code in ("en", "es")
    )

    if spanish["language"] == "en":
        assert spanish == english
        return
    mark = spanish.get("_title", {}).get("extension", [{}])[0].get("valueCode")
    assert (spanish["title"] == english["title"]) is (mark == "en")
    assert spanish["description"] != english["description"]
    assert "_title" not in english


def test_an_address_with_its_version_finds_that_version(system):
    """As a form names its questionnaire."""
    canonical = answered({"fever": "no"})["questionnaire"]
    address, _, version = canonical.partition("|")

    assert version
    totals = [
        system.get(f"/fhir/Questionnaire?url={asked}").json()["total"]
        for asked in (address, canonical, f"{address}|0.0", f"{address}|")
    ]
    assert totals == [1, 1, 0, 0]


def test_an_address_that_is_not_ours_finds_nothing(system):
    """An empty searchset, not an error."""
    search = system.get("/fhir/Questionnaire?url=https://else.example").json()

    assert check_resource(search)["total"] == 0
    assert "entry" not in search


def test_every_reference_to_what_we_publish_leads_somewhere(system):
    """The operation and the extension that are named can be read."""
    statement = system.get("/fhir/metadata").json()
    (named,) = [r["operation"] for r in statement["rest"][0]["resource"] if "operation" in r]
    path = named[0]["definition"].removeprefix("https://popliteal.example")

    assert system.get(path).json()["code"] == "assess"


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/fhir/Questionnaire/check", "", "en"),
        ("/fhir/Questionnaire/check", "es-MX,es;q=0.9,en;q=0.5", "es"),
        ("/fhir/Questionnaire/check", "de,fr;q=0.9", "en"),
        ("/fhir/Questionnaire/check?_lang=es", "en", "es"),
    ],
)
def test_it_speaks_the_language_that_is_asked_for(system, path, accepted, language):
    """The address decides before the header; a language that we do not have is English."""
    response = system.get(path, accept_language=accepted)

    assert response.json() == write_questionnaire("check", translated(KB, language))
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("vignette", load_vignettes()[::7], ids=lambda v: v.id)
def test_a_form_of_another_client_gives_the_result_of_our_own_pages(system, vignette):
    """The same answers, the same result, down to the byte."""
    form = {**answered(vignette.answers), "authored": "2026-03-01"}
    bundle = system.post(ASSESS, form).json()

    result = assess(vignette.answers, KB)
    received = Received("2026-03-01", form["status"])
    today = datetime.now(UTC).date()
    assert bundle == write_bundle(vignette.answers, result, KB, today=today, received=received)


def test_only_the_answers_bear_the_day_on_which_they_were_given(system):
    """A result that is made today is not dated back."""
    form = {
        **answered({"breathless": "yes", "severity": "mild"}),
        "authored": "2026-03-01T08:30:00Z",
    }
    bundle = system.post(ASSESS, form).json()
    today = datetime.now(UTC).date().isoformat()

    how_soon, severity = found(bundle, "Observation")
    (response,) = found(bundle, "QuestionnaireResponse")
    assert response["authored"] == severity["effectiveDateTime"] == "2026-03-01"
    made = [
        bundle["timestamp"][:10],
        found(bundle, "Provenance")[0]["recorded"][:10],
        found(bundle, "Provenance")[0]["occurredDateTime"],
        found(bundle, "Flag")[0]["period"]["start"],
        found(bundle, "RiskAssessment")[0]["occurrenceDateTime"],
        found(bundle, "CarePlan")[0]["period"]["start"],
        found(bundle, "CarePlan")[0]["created"],
        how_soon["effectiveDateTime"],
    ]
    assert made == [today] * len(made)


def test_a_form_of_a_day_to_come_is_refused(system):
    """But for a day, since it may have begun elsewhere."""
    today = datetime.now(UTC).date()
    for days, status in ((0, 200), (1, 200), (2, 400), (400, 400)):
        form = {**answered({"fever": "no"}), "authored": (today + timedelta(days=days)).isoformat()}
        response = system.post(ASSESS, form)

        assert response.status_code == status
        if status != 200:
            (issue,) = response.json()["issue"]
            assert issue["expression"] == ["QuestionnaireResponse.authored"]


@pytest.mark.parametrize("day", [3, "2026-02-30", "tomorrow", "", "0000", True])
def test_what_is_no_day_is_refused(system, day):
    """And no other day is taken for it."""
    response = system.post(ASSESS, {**answered({"fever": "no"}), "authored": day})

    assert response.status_code == 400
    assert response.json()["issue"][0]["expression"] == ["QuestionnaireResponse.authored"]


def test_a_month_stays_a_month(system):
    """FHIR has days, months and years."""
    bundle = system.post(ASSESS, {**answered({"fever": "no"}), "authored": "2026-03"}).json()

    assert found(bundle, "QuestionnaireResponse")[0]["authored"] == "2026-03"


@pytest.mark.parametrize("status", ["in-progress", "completed", "amended", "stopped"])
def test_how_far_a_form_is_stays_as_its_sender_says(system, status):
    """Only the sender knows."""
    bundle = system.post(ASSESS, {**answered({"fever": "no"}), "status": status}).json()

    assert found(bundle, "QuestionnaireResponse")[0]["status"] == status


def test_two_people_who_say_the_same_get_other_ids(system):
    """A receiver that keeps both must not write the one over the other; neither comes back."""
    form = {**answered({"fever": "no"}), "authored": "2026-03-01"}
    own = [
        {},
        {"id": "form-4711"},
        {"identifier": {"value": "form-4711"}},
        {"subject": {"reference": "Patient/4711"}},
        {"subject": {"reference": "Patient/4712"}},
    ]
    bundles = [system.post(ASSESS, {**form, **more}).json() for more in own]
    again = system.post(ASSESS, {**form, **own[-1]}).json()

    every = [entry["fullUrl"] for bundle in bundles for entry in bundle["entry"]]
    assert len({*every}) == len(every)
    assert again == bundles[-1]
    assert "471" not in str([[e["resource"] for e in b["entry"]] for b in bundles]).replace(
        "id", ""
    )


def test_the_result_comes_in_the_language_and_with_the_numbers_of_the_region(system):
    """Words differ, codes do not."""
    form = answered({"breathless": "yes"})
    english = system.post(f"{ASSESS}?region=GB", form).json()
    spanish = system.post(f"{ASSESS}?_lang=es&region=ES", form).json()

    assert "999" in str(english)
    assert "112" in str(spanish)
    flags = [found(b, "Flag")[0]["code"]["coding"][0]["code"] for b in (english, spanish)]
    assert flags == ["em_pe", "em_pe"]


def wrapped(*parameters):
    """Parameters, as strict clients send what an operation takes."""
    return {"resourceType": "Parameters", "parameter": list(parameters)}


def test_a_form_may_come_in_parameters(system):
    """The same result as for the form itself."""
    form = {**answered({"fever": "no"}), "authored": "2026-03-01"}

    sent = wrapped({"name": "resource", "resource": form})
    assert system.post(ASSESS, sent).json() == system.post(ASSESS, form).json()


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        (wrapped(), "Parameters.parameter"),
        (wrapped(None), "Parameters.parameter[0]"),
        ({"resourceType": "Parameters", "parameter": {}}, "Parameters.parameter"),
        (wrapped({"name": "region", "valueCode": "GB"}), "Parameters.parameter[0].name"),
        (wrapped({"name": "resource"}), "Parameters.parameter[0].resource"),
        (
            wrapped({"name": "resource", "resource": {**answered({}), "item": [{"linkId": "x"}]}}),
            "Parameters.parameter[0].resource.item[0].linkId",
        ),
        (
            wrapped(*[{"name": "resource", "resource": answered({})}] * 2),
            "Parameters.parameter",
        ),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_parameters_that_cannot_be_read_are_refused_with_the_place(system, sent, place):
    """Down to the item inside."""
    response = system.post(ASSESS, sent)

    assert response.status_code == 400
    assert response.json()["issue"][0]["expression"] == [place]


def test_a_form_without_a_date_bears_the_day_on_which_it_came(system):
    """R4 wants a day for what was made."""
    bundle = system.post(ASSESS, answered({"fever": "no"})).json()

    written = found(bundle, "QuestionnaireResponse")[0]["authored"]
    assert abs(date.fromisoformat(written) - datetime.now(UTC).date()) <= timedelta(days=1)


def test_who_answered_does_not_come_back(system):
    """A name that came along is neither kept nor returned."""
    form = answered({"fever": "no"})
    form["subject"] = {"reference": "Patient/4711", "display": "Ada Kneebone"}
    form["contained"] = [{"resourceType": "Patient", "name": [{"family": "Kneebone"}]}]
    form["identifier"] = {"value": "NHS-4711"}
    response = system.post(ASSESS, form)

    assert response.status_code == 200
    assert b"Kneebone" not in response.content
    assert b"4711" not in response.content
