"""The service as production runs it: over a real line, with nothing stored and nothing logged."""

import http.client
import json
import sqlite3

import pytest

from tests.web.running import run_site
from tests.web.service.conftest import ASSESS, answered

FHIR = {"Content-Type": "application/fhir+json"}
MEGABYTE = 1024 * 1024


def send(site, body, headers=FHIR, path=ASSESS):
    """Status and body of what comes back; the line is dropped as soon as that is there."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        return response.status, response.read(), response.headers
    finally:
        connection.close()


@pytest.mark.slow
def test_nothing_that_was_sent_is_stored_or_logged(tmp_path):
    """Good and bad requests, and one of ten megabytes that is refused after its head alone."""
    good = json.dumps(answered({"calf_swelling": "clear", "severity": "extreme"}))
    with run_site(tmp_path, POPLITEAL_SERVICE="1") as site:
        statuses = [
            send(site, good)[0],
            send(site, good.replace("calf_swelling.clear", "calf_swelling.huge"))[0],
            send(site, "[" * 200_000)[0],
            send(site, good, {"Content-Type": "text/plain"})[0],
            send(site, json.dumps({"answers": {"severity": "worst"}}), path="/api/assess")[0],
        ]
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        connection.putrequest("POST", ASSESS)
        for name, value in {**FHIR, "Content-Length": str(10 * MEGABYTE)}.items():
            connection.putheader(name, value)
        connection.endheaders()
        large = connection.getresponse()
        told = json.loads(large.read())
        connection.close()

    assert statuses == [200, 400, 400, 415, 400]
    assert large.status == 413
    assert told["issue"][0]["code"] == "too-long"
    words = ("calf", "swelling", "severity", "extreme", "Traceback")
    assert [word for word in words if word in site.logged] == []
    with sqlite3.connect(tmp_path / "popliteal.sqlite3") as database:
        assert database.execute("select count(*) from django_session").fetchone() == (0,)
        text = "\n".join(database.iterdump())
    assert "calf_swelling" not in text
