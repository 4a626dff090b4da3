"""The site as production runs it: an orderly stop, silent logs, and PostgreSQL as its database."""

import http.client
import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from popliteal.knowledge.load import load
from tests.web.postgres import run_postgres
from tests.web.running import PATIENCE_S, run_site

pytestmark = pytest.mark.slow
# What must not be found again.
GIVEN_AWAY = "numb_foot_and_a_name"


@pytest.fixture
def site(tmp_path):
    """The site, for one test."""
    with run_site(tmp_path) as running:
        yield running


def test_a_stop_lets_a_running_request_end(site):
    """Whoever sent a form in the second of a restart still gets an answer."""
    slow = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE_S)
    body = b"region="
    slow.putrequest("POST", "/begin/")
    slow.putheader("Content-Type", "application/x-www-form-urlencoded")
    slow.putheader("Content-Length", str(len(body)))
    slow.endheaders()
    slow.send(body[:3])
    # Another request, answered after the first one was taken, shows that the server has begun it.
    with build_opener().open(f"{site.address}/health/", timeout=PATIENCE_S) as well:
        assert well.status == 200
    site.process.terminate()
    slow.send(body[3:])

    # The form carries no token, so the answer is the page that refuses it; but it is an answer.
    assert slow.getresponse().status == 403
    slow.close()
    assert site.process.wait(PATIENCE_S) == 0


def test_the_server_writes_nothing_that_was_sent(site):
    """Not what is in a broken request line, a path, a form or a header."""
    for line in (
        f"GET /{GIVEN_AWAY} HTTP/1.1",
        f"{GIVEN_AWAY}",
        f"POST /begin/?{GIVEN_AWAY} HTTP/9",
    ):
        raw = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE_S)
        raw.connect()
        raw.sock.sendall(f"{line}\r\nHost: {GIVEN_AWAY}\r\n\r\n".encode())
        assert raw.sock.recv(4096)
        raw.close()
    site.stop()

    assert GIVEN_AWAY not in site.logged
    assert "Traceback" not in site.logged


@pytest.fixture
def postgres():
    """A PostgreSQL server of this test's own; its address."""
    with run_postgres() as server:
        yield server.url


def test_a_journey_goes_on_postgresql(postgres, tmp_path):
    """Tables are made, answers are kept between pages, and an emergency is found, as on SQLite."""
    with run_site(tmp_path, POPLITEAL_DATABASE_URL=postgres) as site:
        browser = build_opener(HTTPCookieProcessor(CookieJar()))

        def send(path, **form):
            data = urlencode(form).encode() if form else None
            with browser.open(f"{site.address}{path}", data, timeout=PATIENCE_S) as page:
                return page.url.removeprefix(site.address), page.read().decode()

        def token(page):
            return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

        _, page = send("/")
        path, page = send("/begin/", region="", csrfmiddlewaretoken=token(page))
        first = re.fullmatch(r"/question/(\w+)/", path)[1]
        answer = load().questions[first].absent or "not_sure"
        path, page = send(path, answer=answer, csrfmiddlewaretoken=token(page))
        again, page = send("/question/breathless/") if first != "breathless" else (path, page)

    assert path != f"/question/{first}/"
    assert again.startswith("/question/")
