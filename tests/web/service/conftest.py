"""The service switched on, and another system that asks it. No test here touches a database."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from popliteal.answers import read_answers
from popliteal.knowledge.load import load
from popliteal.report.fhir import write_response

ASSESS = "/fhir/QuestionnaireResponse/$assess"
KB = load()


class System:
    """Another system; every answer of the service is looked over for what it must never hold."""

    def __init__(self, **headers):
        self.client = Client(raise_request_exception=False, headers=headers)

    def get(self, path, **headers):
        """Read something."""
        return self._seen(self.client.get(path, headers=headers))

    def post(self, path, body, kind="application/fhir+json", **headers):
        """Send something: plain data as JSON, or text and bytes as they are."""
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return self._seen(self.client.post(path, data, content_type=kind, headers=headers))

    def call(self, method, path):
        """Use any other method."""
        return self._seen(self.client.generic(method, path))

    def _seen(self, response):
        """Stateless: no cookie. Nothing that was sent is kept by anybody on the way."""
        assert not response.cookies
        assert response.headers["Cache-Control"] == "no-store, private"
        return response


@pytest.fixture
def system(settings):
    """Another system, where the service is on and asks for no token."""
    settings.SERVICE = True
    cache.clear()
    return System()


def answered(answers, kb=KB):
    """An answered form, as another system would send it."""
    return json.loads(json.dumps(write_response(read_answers(answers, kb), kb)))


def found(bundle, kind):
    """The resources of a kind in a bundle."""
    every = (entry["resource"] for entry in bundle["entry"])
    return [resource for resource in every if resource["resourceType"] == kind]


def without_marks(bundle):
    """What a bundle says, without the ids, which differ with the day."""
    text = json.dumps(bundle)
    for entry in bundle["entry"]:
        text = text.replace(entry["resource"]["id"], "id")
    return text.replace(bundle["id"], "id")
