"""Whatever is sent to whichever address: never a broken page, never a word of it in a log."""

import logging

import pytest
from django.test import Client
from django.urls import get_resolver
from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal.knowledge.load import load
from popliteal.web.logs import Plain
from tests.web.conftest import RUNNER, Walker

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FEWER = settings(max_examples=60)
MARK = "mark0fThePerson"
KEYS = [*load().questions, *load().measures, "no_such_question", MARK]
PATHS = [str(route.pattern) for route in get_resolver().url_patterns]
FIELDS = ["answer", "skip", "region", "language", "back", "preset", "step", "hip", "knee", "ankle"]

paths = st.sampled_from(PATHS).flatmap(
    lambda path: st.sampled_from(KEYS).map(lambda key: "/" + path.replace("<slug:key>", key))
) | st.text(max_size=40).map(lambda rest: f"/{rest}")
texts = st.text(max_size=60).map(lambda text: MARK + text) | st.sampled_from(
    ["", "nan", "inf", "-0", "1e999", "٢٥", "<script>", "//evil.example", "yes", "\x00", "٫"]
)
forms = st.dictionaries(st.sampled_from(FIELDS), texts, max_size=6)
KINDS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""]


@pytest.fixture(scope="module")
def shown():
    """Every line that our log would write."""
    lines = []

    class Keeping(logging.Handler):
        def emit(self, record):
            lines.append(Plain().format(record))

    handler = Keeping()
    logging.getLogger("django").addHandler(handler)
    yield lines
    logging.getLogger("django").removeHandler(handler)


@pytest.fixture
def anybody(db):  # noqa: ARG001  # opens the database
    """Make a browser in the middle of a visit, or at its end."""

    def make(*, finished):
        walker = Walker(raise_request_exception=False)
        walker.walk(RUNNER) if finished else walker.begin()
        return walker.client

    return make


@pytest.mark.parametrize("finished", [False, True], ids=["on the way", "at the end"])
def test_no_form_breaks_a_page(anybody, shown, finished):
    """Any text in any field of any form gives a page with a status of its own, and no trace."""
    client = anybody(finished=finished)

    @FEWER
    @given(paths, forms)
    def send(path, form):
        for answer in (client.post(path, form), client.get(path, form)):
            assert answer.status_code < 500

    send()
    assert not [line for line in shown if MARK in line]


@FEWER
@given(path=paths, body=st.binary(max_size=300), kind=st.sampled_from(KINDS))
def test_no_bytes_break_a_page(path, body, kind):
    """Bytes that are no form at all are refused, with the check of forged forms on."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    assert client.generic("POST", path, body, content_type=kind).status_code < 500
    assert client.generic("PUT", path, body, content_type=kind).status_code < 500


@FEWER
@given(cookie=st.text(st.characters(codec="ascii", exclude_characters=';,\\" '), max_size=80))
def test_no_cookie_opens_anything(cookie):
    """A made-up cookie is a visit that has not begun."""
    client = Client(raise_request_exception=False)
    client.cookies["popliteal"] = cookie

    assert client.get("/result/").headers["Location"] == "/ended/"
