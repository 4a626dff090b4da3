"""Requests that no page of ours sends: the right status, a plain page, nothing broken."""

import string

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from popliteal.knowledge.load import load
from tests.web.conftest import RUNNER, Walker, text_of

KB = load()
ROUTES = [
    "/", "/begin/", "/check/", "/result/", "/plan/", "/summary/", "/save/", "/keep/", "/choices/",
    "/again/", "/erased/", "/ended/", "/hide/", "/privacy/", "/health/", "/question/breathless/",
    "/change/breathless/", "/question/knee_angle_deg/", "/question/x/",
]  # fmt: skip
FUZZ = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("route", ["/begin/", "/keep/"])
def test_what_changes_something_is_never_done_by_a_link(walker, route):
    """405, in plain words, with the method that is allowed."""
    page = walker.client.get(route)

    assert page.status_code == 405
    assert page.headers["Allow"] == "POST"
    assert "cannot be called like that" in text_of(page)


@pytest.mark.django_db
def test_a_form_of_another_site_is_refused():
    """No answer can be put into somebody's visit from outside."""
    strict = Walker(enforce_csrf_checks=True)
    page = strict.client.post("/begin/", {"region": ""})

    assert page.status_code == 403
    assert "too old" in text_of(page)


def test_a_body_larger_than_any_form_is_refused_before_it_is_read(walker):
    """413, and the visit stays as it was."""
    walker.begin()
    page = walker.client.post("/question/breathless/", {"answer": "x" * 20_000})

    assert page.status_code == 413
    assert "Nothing that you answered was lost" in text_of(page)
    assert walker.client.get("/question/breathless/").status_code == 200


def test_too_many_requests_are_slowed_down(walker, settings):
    """429 with the time to wait; the next minute is free again."""
    settings.RATE_PER_MINUTE = 3
    pages = [walker.client.get("/privacy/", REMOTE_ADDR="192.0.2.7") for _ in range(5)]

    assert [page.status_code for page in pages] == [200, 200, 200, 429, 429]
    assert pages[-1].headers["Retry-After"] == "60"
    assert walker.client.get("/privacy/", REMOTE_ADDR="192.0.2.8").status_code == 200


@pytest.mark.parametrize(
    "path", ["/../settings.py", "/static/../settings.py", "/%2e%2e/", "/admin/"]
)
def test_no_trick_with_paths_finds_a_file(walker, path):
    """404 like any other page that is not there."""
    assert walker.client.get(path).status_code == 404


def test_back_leads_to_no_other_site(walker):
    """A forged address to go back to is passed over."""
    for back in (
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "/\\evil.example",
    ):
        page = walker.client.post("/choices/", {"region": "GB", "back": back})

        assert page.headers["Location"].startswith("/")
        assert "evil" not in page.headers["Location"]


def test_every_page_carries_the_headers(walker):
    """No framing, no sniffing, no script or style from elsewhere or from the page itself."""
    for route in ("/", "/privacy/", "/question/x/"):
        headers = walker.client.get(route).headers

        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in headers["Cache-Control"]


def test_no_page_holds_a_script_or_a_style_of_its_own(walker):
    """What the policy forbids is not there in the first place."""
    walker.walk(RUNNER)
    for route in ("/check/", "/result/", "/plan/", "/summary/"):
        walker.see(walker.client.get(route))

    for seen in walker.seen:
        html = seen.content.decode()
        assert "<script>" not in html
        assert " style=" not in html
        assert " onclick=" not in html


@pytest.mark.slow
@pytest.mark.django_db
@FUZZ
@given(
    route=st.sampled_from(ROUTES),
    method=st.sampled_from(["get", "post", "put", "delete", "head", "patch", "options"]),
    fields=st.dictionaries(
        st.sampled_from(["answer", "skip", "region", "language", "back", "preset", "step", "knee"]),
        st.one_of(
            st.text(max_size=40), st.sampled_from(["yes", "no", "not_sure", "GB", "/", "es"])
        ),
        max_size=4,
    ),
    started=st.booleans(),
)
def test_whatever_is_sent_gives_a_plain_page(route, method, fields, started):
    """Any method with any fields on any route: never a 500, never a traceback."""
    client = Client()
    if started:
        client.post("/begin/", {"region": ""})
    sent = fields if method in ("get", "post", "head") else ""
    page = getattr(client, method)(route, sent)

    assert page.status_code < 500
    assert b"Traceback" not in page.content if not page.streaming else True


@pytest.mark.slow
@pytest.mark.django_db
@FUZZ
@given(
    path=st.text(string.printable, max_size=60),
    body=st.binary(max_size=300),
    kind=st.sampled_from(
        [
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain",
            "application/json",
        ]
    ),
)
def test_any_bytes_to_any_path_give_a_plain_page(path, body, kind):
    """Broken encodings, half a multipart, odd paths."""
    page = Client().post("/" + path.replace("#", "").replace("?", ""), body, content_type=kind)

    assert page.status_code < 500
