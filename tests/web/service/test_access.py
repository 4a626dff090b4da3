"""Who may ask: nobody unless the service is on, who has a token, and pages that are listed."""

import pytest

from popliteal.web.service.tokens import make_token
from tests.web.service.conftest import ASSESS, System, answered
from tests.web.test_settings import PRODUCTION, manage

TOKEN, DIGEST = make_token()
PUBLIC = ["/fhir/metadata", "/cds-services", "/api/openapi.json"]
CLOSED = ["/fhir/Questionnaire/check", "/fhir/CodeSystem/causes"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PUBLIC, *CLOSED])
def test_it_is_off_unless_somebody_turns_it_on(client, settings, path):
    """Off is as if there were no such page."""
    assert settings.SERVICE is False
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", CLOSED)
def test_without_a_known_token_nothing_is_given(system, settings, path):
    """401 with the way to do it, for no token, a wrong one and a wrong scheme."""
    settings.SERVICE_TOKENS = [DIGEST]

    for given in ("", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, f"Bearer {DIGEST}", "Bearer é"):
        response = system.get(path, authorization=given)
        assert response.status_code == 401, given
        assert response.json()["issue"][0]["code"] == "login"
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert system.get(path, authorization=f"Bearer {TOKEN}").status_code == 200


def test_answers_without_a_token_are_refused_unread(system, settings):
    """A body comes after the token; nothing is stored, and nothing is looked at."""
    settings.SERVICE_TOKENS = [DIGEST]

    assert system.post(ASSESS, "no JSON at all").status_code == 401
    for path in ("/api/assess", "/api/next-question", "/cds-services/popliteal-red-flags"):
        response = system.post(path, "no JSON at all", "application/json")
        assert response.status_code == 401
        assert response.json()["problems"][0]["where"] == "Authorization"


@pytest.mark.parametrize("path", PUBLIC)
def test_what_says_the_same_to_everybody_needs_no_token(system, settings, path):
    """A client must be able to find out that it needs one."""
    settings.SERVICE_TOKENS = [DIGEST]

    assert system.get(path).status_code == 200


def test_any_of_several_tokens_opens_the_door(system, settings):
    """One for each system, so that one can be taken away."""
    other, digest = make_token()
    settings.SERVICE_TOKENS = [DIGEST, digest]

    for token in (TOKEN, other):
        response = system.get(CLOSED[0], authorization=f"bearer {token}")
        assert response.status_code == 200


def test_no_page_of_another_site_may_read_it_unless_it_is_listed(system, settings):
    """Closed without a list; with one only for who stands on it."""
    asked = system.get("/fhir/metadata", origin="https://forms.example.org")
    assert "Access-Control-Allow-Origin" not in asked.headers

    settings.SERVICE_ORIGINS = ["https://forms.example.org"]
    listed = system.get("/fhir/metadata", origin="https://forms.example.org")
    assert listed.headers["Access-Control-Allow-Origin"] == "https://forms.example.org"
    assert "Origin" in listed.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in listed.headers
    other = system.get("/fhir/metadata", origin="https://evil.example.org")
    assert "Access-Control-Allow-Origin" not in other.headers


def test_a_browser_may_ask_first_whether_it_may(system, settings):
    """The preflight carries no token, and gets nothing but the rules."""
    settings.SERVICE_TOKENS = [DIGEST]
    settings.SERVICE_ORIGINS = ["https://forms.example.org"]
    response = system.client.options(ASSESS, headers={"origin": "https://forms.example.org"})

    assert response.status_code == 204
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]
    assert not response.content


def test_too_many_requests_are_slowed_down(system, settings):
    """429 as an OperationOutcome, with the time to wait."""
    settings.RATE_PER_MINUTE = 3
    responses = [system.client.get("/fhir/metadata", REMOTE_ADDR="192.0.2.9") for _ in range(5)]

    assert [response.status_code for response in responses] == [200, 200, 200, 429, 429]
    assert responses[-1].json()["issue"][0]["code"] == "throttled"
    assert responses[-1].headers["Retry-After"] == "60"


def test_a_request_for_another_site_is_refused(system, settings):
    """A forged Host would end up in addresses that we send."""
    settings.ALLOWED_HOSTS = ["knee.example.org"]

    assert system.get("/fhir/metadata").status_code == 400


def test_a_cookie_opens_and_changes_nothing(system):
    """Who has a visit open in the same browser sends its cookie along; it is not looked at."""
    system.client.cookies["popliteal"] = "anything"

    assert system.post(ASSESS, answered({"fever": "no"})).status_code == 200


def test_without_a_form_token_and_without_a_database_it_answers():
    """It stands before forms and sessions: Django's own check for forged forms does not apply."""
    strict = System()
    strict.client.handler.enforce_csrf_checks = True
    from django.test import override_settings

    with override_settings(SERVICE=True):
        assert strict.post(ASSESS, answered({"fever": "no"})).status_code == 200


ON = {"POPLITEAL_SERVICE": "1"}
CARELESS = {
    "no token on the open internet": ({**PRODUCTION, **ON}, "POPLITEAL_SERVICE_TOKENS"),
    "a token instead of its digest": (
        {**PRODUCTION, **ON, "POPLITEAL_SERVICE_TOKENS": TOKEN},
        "SHA-256",
    ),
    "every origin": (
        {"POPLITEAL_LOCAL": "1", **ON, "POPLITEAL_SERVICE_ORIGINS": "*"},
        "scheme and host",
    ),
    "an origin with a path": (
        {"POPLITEAL_LOCAL": "1", **ON, "POPLITEAL_SERVICE_ORIGINS": "https://a.example/x"},
        "scheme and host",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("variables", "text"), CARELESS.values(), ids=CARELESS.keys())
def test_it_does_not_start_with_careless_settings(tmp_path, variables, text):
    """The message says what to do."""
    done = manage(tmp_path, "check", **variables)

    assert done.returncode != 0
    assert text in done.stderr


@pytest.mark.slow
def test_with_a_token_it_starts(tmp_path):
    """And Django's own list for the internet finds nothing."""
    variables = {**PRODUCTION, **ON, "POPLITEAL_SERVICE_TOKENS": DIGEST}
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **variables)

    assert done.returncode == 0, done.stderr
