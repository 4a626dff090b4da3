"""The cast: a few people with their answers, and a browser without JavaScript to walk with."""

import re
from html import unescape

import pytest
from django.test import Client

from popliteal.interview import SKIPPED
from popliteal.knowledge.content import NOT_SURE, Measure
from popliteal.knowledge.load import load
from tests.plan.people import barred_by_nothing

# A runner with a strain: nothing of danger, a sudden pull while sprinting.
RUNNER = {
    "age_band": "30_44",
    "sex": "female",
    "onset_mode": "sprint_kick",
    "duration": "under_3d",
    "pain_place": "low_thigh",
    "mech_pattern": "load_stretch",
    "pregnancy": "no",
}
# The runner on the first day, sure that nothing speaks against ice.
ICED = {
    **barred_by_nothing(load(), duration="under_3d").given,
    **RUNNER,
    "st_heel_press": "spot",
    "st_press": "muscle",
    "severity": "mild",
}
# Someone with a clot risk: one calf clearly swollen, to be seen today.
CLOT_RISK = {"age_band": "45_59", "calf_swelling": "clear", "clot_risk": "two_plus"}
# Someone who is short of breath: an emergency from the first answer.
BREATHLESS = {"breathless": "yes"}
# Someone with a normal stretch, sure of nothing much.
STRETCHER = {"st_other_leg": "same", "mech_pattern": "only_stretch", "duration": "under_3d"}
CAST = {"runner": RUNNER, "clot risk": CLOT_RISK, "breathless": BREATHLESS, "stretch": STRETCHER}


class Walker:
    """Someone at a browser: follows every redirect, types nothing but the answers."""

    def __init__(self, **options):
        self.client = Client(**options)
        self.seen = []

    def begin(self, region=""):
        """Press Start."""
        return self.see(self.client.post("/begin/", {"region": region}, follow=True))

    def see(self, response):
        """Remember a page, with the address it ended at."""
        self.seen.append(response)
        return response

    def answer(self, response, person):
        """Fill in the question on the page."""
        key = key_of(response)
        step = load().questions.get(key) or load().measures[key]
        address = response.request["PATH_INFO"]
        after = self.see(self.client.post(address, form_data(step, person), follow=True))
        assert after.status_code == 200, f"{key}: {form_data(step, person)} was not taken"
        return after

    def walk(self, person, until=None, region=""):
        """Answer from the first question on, to the end or until a question is asked."""
        response = self.begin(region)
        while (key := key_of(response)) is not None and key != until:
            response = self.answer(response, person)
        return response


def key_of(response):
    """Id of the question on the page, or None where there is none."""
    found = re.fullmatch(r"/(?:question|change)/(\w+)/", response.request["PATH_INFO"])
    return found and found[1]


def form_data(step, person):
    """What somebody sends for a question; a sign that is not named is not there."""
    if isinstance(step, Measure):
        value = person.get(step.id, SKIPPED)
        return {"skip": "1"} if value is SKIPPED else {"answer": f"{value:g}"}
    return {"answer": person.get(step.id, step.absent or NOT_SURE)}


def text_of(response):
    """The words of a page, without tags."""
    body = re.sub(
        r"<(script|style|title)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture
def walker(db):  # noqa: ARG001  # opens the database
    """Somebody at a browser without JavaScript."""
    return Walker()
