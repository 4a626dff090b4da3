"""Answers stay in one row of the database, and nowhere else."""

import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.web.conftest import CLOT_RISK, RUNNER, text_of


def test_no_answer_stands_in_an_address_or_a_title(walker):
    """Browser history and proxies see which question was asked, never what was said."""
    walker.walk(CLOT_RISK)
    for page in ("/result/", "/plan/", "/summary/", "/check/"):
        walker.see(walker.client.get(page))

    for seen in walker.seen:
        address = seen.request["PATH_INFO"] + seen.request["QUERY_STRING"]
        assert re.fullmatch(r"/(|[a-z]+/(\w+/)?)", address), address
        title = re.search(r"<title>(.*?)</title>", seen.content.decode())[1]
        assert "clearly" not in title.lower()
        assert "today" not in title.lower()


def test_nothing_that_was_answered_is_logged_even_when_something_breaks(
    walker, caplog, monkeypatch, capsys
):
    """A fault names its place in the code; the answer that met it is not in the log."""
    walker.walk(RUNNER, until="fever")
    walker.client.raise_request_exception = False
    monkeypatch.setattr("popliteal.interview.Interview.change", lambda *_: {}["sprint_kick"])
    with caplog.at_level(logging.DEBUG):
        page = walker.client.post("/question/fever/", {"answer": "yes"})
    logged = [logging.getLogger().handlers[0].format(record) for record in caplog.records]

    assert page.status_code == 500
    assert "Something broke on our side" in text_of(page)
    assert "Traceback" not in page.content.decode()
    from popliteal.web.logs import Plain

    plain = "\n".join(Plain().format(record) for record in caplog.records)
    assert logged
    assert "KeyError" in plain
    assert "sprint_kick" not in plain
    assert "fever" not in plain
    assert "sprint_kick" not in capsys.readouterr().out


def test_erasing_deletes_the_row(walker):
    """After a question asked once, nothing is left in the database."""
    walker.walk(RUNNER)
    assert Session.objects.count() == 1
    asked = walker.client.get("/again/")
    done = walker.client.post("/again/", follow=True)

    assert "cannot be taken back" in text_of(asked)
    assert "Everything is erased" in text_of(done)
    assert Session.objects.count() == 0


def test_who_erases_too_early_is_told_first_what_the_answers_mean(walker):
    """A red flag that was said is never lost because someone starts again."""
    walker.walk(CLOT_RISK)

    assert "Be seen today" in text_of(walker.client.get("/again/"))


def test_a_new_visit_deletes_the_old_row(walker):
    """Start, on a device that somebody else used before."""
    walker.walk(RUNNER, until="fever")
    first = Session.objects.get().session_key
    walker.begin()

    assert [row.session_key for row in Session.objects.all()] != [first]


def test_a_visit_ends_after_a_day_unless_it_is_kept(walker):
    """24 hours after the last answer, or 30 days where the person asked for it."""
    walker.walk(RUNNER)
    left = [(Session.objects.get().expire_date - timezone.now()).total_seconds()]
    walker.client.post("/keep/")
    left.append((Session.objects.get().expire_date - timezone.now()).total_seconds())

    assert left[0] == pytest.approx(24 * 3600, abs=60)
    assert left[1] == pytest.approx(30 * 24 * 3600, abs=60)


def test_an_expired_visit_says_what_happened(walker):
    """A plain page, and a way to begin again."""
    walker.walk(RUNNER)
    Session.objects.update(expire_date=timezone.now() - timezone.timedelta(seconds=1))
    page = walker.client.get("/result/", follow=True)

    assert page.request["PATH_INFO"] == "/ended/"
    assert "a day has passed" in text_of(page)


def test_a_guessed_or_changed_cookie_opens_no_visit(walker):
    """The id in the cookie is signed; without our signature it never reaches the database."""
    walker.walk(RUNNER)
    key = Session.objects.get().session_key
    cookie = walker.client.cookies["popliteal"].value
    for forged in (key, cookie[:-1] + ("A" if cookie[-1] != "A" else "B"), "x" * 5000):
        thief = Client()
        thief.cookies["popliteal"] = forged

        assert thief.get("/result/", follow=True).request["PATH_INFO"] == "/ended/"


def test_the_cookies_cannot_be_read_by_a_script_or_sent_by_another_site(walker):
    """HttpOnly and SameSite on each of them."""
    walker.begin()

    for cookie in walker.client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] in ("Lax", "Strict")
