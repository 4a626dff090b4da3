"""Every end point of the description, with what nobody thought of, good and bad: bounded, seeded.

schemathesis makes requests from the description and holds the answers against it: no 5xx, a status
and a type and a body as described, what is wrong refused, and nothing without a token.
"""

import pytest
import schemathesis
from django.test import override_settings
from hypothesis import HealthCheck, Phase, seed, settings
from schemathesis.checks import positive_data_acceptance

from popliteal.web.service.tokens import make_token
from popliteal.web.wsgi import application

TOKEN, DIGEST = make_token()
# Fixed, so that a fault is found by everybody or nobody.
SEED = 20261128
# Not packed: nobody unpacks it here.
HEADERS = {"Authorization": f"Bearer {TOKEN}", "Accept-Encoding": "identity"}
TAKES_FHIR = ("/fhir/QuestionnaireResponse/$assess", "/cds-services/{id}")


@pytest.fixture
def described(db):  # noqa: ARG001  # a connection that another test left is looked at here
    """The service, switched on and asking for a token, as it describes itself."""
    with override_settings(SERVICE=True, SERVICE_TOKENS=[DIGEST], ALLOWED_HOSTS=["localhost"]):
        config = schemathesis.Config.from_dict({"headers": HEADERS, "seed": SEED})
        yield schemathesis.openapi.from_wsgi("/api/openapi.json", application, config=config)


SCHEMA = schemathesis.pytest.from_fixture("described")


@pytest.mark.slow
@SCHEMA.parametrize()
@seed(SEED)
@settings(
    max_examples=40,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nothing_that_is_sent_breaks_it(case):
    """Each answer is one that the description promises."""
    response = case.call()

    assert "Traceback" not in response.text
    # FHIR says far more of what it takes than a JSON Schema can.
    excluded = [positive_data_acceptance] if case.operation.path in TAKES_FHIR else []
    case.validate_response(response, excluded_checks=excluded)
