"""The power goes while people write: what was acknowledged is there, and nothing stands half."""

import http.client
import random
import re
import sqlite3
import sys
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

import psycopg
import pytest

from tests.web.postgres import run_postgres
from tests.web.running import PATIENCE_S, environment, manage, run_site

pytestmark = pytest.mark.slow
ROUNDS, WRITERS, LEAST = 5, 3, 20
# In one process, since starting one takes longer than all of it.
BEGIN = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from popliteal.knowledge.load import load
from popliteal.web import diaries
diaries.begin(None, {"duration": "3_14d"}, load(), time_zone="UTC")
"""
TODAY = datetime.now(UTC).date()
ENTRIES = """
SELECT key, day, worst_pain, stretch_pain, knee_angle_deg, after, spread FROM pages_entryrow
"""


@dataclass
class Writer:
    """Somebody who checks in again and again, and notes what was acknowledged.

    Attributes
    ----------
    sent : what stood in each form, by its key
    acknowledged, unanswered : keys of the forms with an answer, and of those without
    """

    seed: int
    sent: dict = field(default_factory=dict)
    acknowledged: list = field(default_factory=list)
    unanswered: list = field(default_factory=list)

    def connect(self, site):
        """Open the form once: its token serves for all."""
        self.line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE_S)
        self.line.request("GET", "/diary/check-in/")
        page = self.line.getresponse()
        self.cookie = "; ".join(
            cookie.partition(";")[0] for cookie in page.headers.get_all("Set-Cookie")
        )
        self.token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[1]

    def write(self, site, killed):
        """Check in until the site is killed; the last form may stay without an answer."""
        self.connect(site)
        chance = random.Random(self.seed)  # noqa: S311  # pains, no secrets
        while not killed.is_set():
            number = len(self.sent)
            # Ten a day for each, since a day takes no more than twenty.
            day = TODAY - timedelta(days=WRITERS * (number // 10) + self.seed % WRITERS)
            self.sent[str(uuid.uuid4())] = {
                "day": day.isoformat(),
                "worst_pain": str(chance.randrange(11)),
                "stretch_pain": str(chance.randrange(11)),
                "knee_angle_deg": str(chance.randrange(91)),
                "after": chance.choice(["settled", "worse"]),
                "spread": chance.choice(["no", "calf"]),
                "danger": "none",
            }
            if not self.send([*self.sent][-1]):
                return
        self.line.close()

    def send(self, key):
        """Send one form; whether it was answered."""
        form = {**self.sent[key], "key": key, "csrfmiddlewaretoken": self.token}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        try:
            self.line.request("POST", "/diary/check-in/", urlencode(form), headers)
            answer = self.line.getresponse()
            answer.read()
            # While the database dies before the site, a page may say that something broke.
            written = answer.status == 302
        except (OSError, http.client.HTTPException):
            written = False
        (self.acknowledged if written else self.unanswered).append(key)
        if not written:
            self.line.close()
        return written


def write_and_kill(site, writers, kill, chance):
    """Let everybody write at once, and kill in the middle of it."""
    killed, before = Event(), sum(len(writer.acknowledged) for writer in writers)
    threads = [Thread(target=writer.write, args=(site, killed)) for writer in writers]
    for thread in threads:
        thread.start()
    while sum(len(writer.acknowledged) for writer in writers) < before + LEAST:
        assert any(thread.is_alive() for thread in threads), site.logged
        killed.wait(0.005)
    killed.wait(chance.random() * 0.1)
    kill()
    killed.set()
    for thread in threads:
        thread.join(PATIENCE_S)


@dataclass
class Found:
    """What stood in the database after all rounds."""

    acknowledged: int
    unanswered: int
    lost: int
    half: int
    doubled: int

    def __str__(self):
        return (
            f"{self.acknowledged} acknowledged, {self.lost} of them lost; {self.unanswered} without"
            f" an answer; {self.half} half-written, {self.doubled} twice"
        )


def count(writers, rows):
    """Compare what was sent with what is stored."""
    sent = {key: form for writer in writers for key, form in writer.sent.items()}
    keys = [str(uuid.UUID(str(row[0]))) for row in rows]
    whole = {
        key: [*map(str, (*row[1:4], f"{row[4]:g}" if row[4] is not None else None, *row[5:]))]
        for key, row in zip(keys, rows, strict=True)
    }
    asked = {
        key: [value for name, value in form.items() if name != "danger"]
        for key, form in sent.items()
    }
    return Found(
        acknowledged=sum(len(writer.acknowledged) for writer in writers),
        unanswered=sum(len(writer.unanswered) for writer in writers),
        lost=sum(key not in whole for writer in writers for key in writer.acknowledged),
        half=sum(asked[key] != row for key, row in whole.items()),
        doubled=len(keys) - len(whole),
    )


@dataclass(frozen=True)
class Machine:
    """The site with its database, and how to kill and restart them.

    Attributes
    ----------
    rows : reads every entry, past the site
    kill : kills everything at once
    restart : starts the database again, where it is a server
    """

    folder: Path
    rows: Callable
    kill: Callable
    restart: Callable = lambda: None
    changes: dict = field(default_factory=dict)

    def begin(self):
        """Make the tables and an empty diary."""
        manage(environment(self.folder, **self.changes), "shell", "-c", BEGIN)

    def site(self, application="popliteal.web.wsgi"):
        """The site, running on what is there."""
        return run_site(self.folder, application, made=True, **self.changes)


def crash(machine, rounds=ROUNDS, application="popliteal.web.wsgi"):
    """Write and kill some rounds; what was found after each.

    At the end who got no answer sends the same form again, as a person does, and one more count is
    made.
    """
    machine.begin()
    writers, found = [Writer(seed) for seed in range(WRITERS)], []
    chance = random.Random(5)  # noqa: S311  # a moment, no secret
    for _ in range(rounds):
        with machine.site(application) as site:
            write_and_kill(site, writers, lambda: machine.kill(site), chance)
        machine.restart()
        found.append(count(writers, machine.rows()))
    with machine.site() as site:
        for writer in writers:
            writer.connect(site)
            waiting, writer.unanswered = writer.unanswered, []
            for key in waiting:
                writer.send(key)
            writer.line.close()
    return [*found, count(writers, machine.rows())]


def sqlite_machine(folder):
    """A site on SQLite."""

    def rows():
        with closing(sqlite3.connect(folder / "popliteal.sqlite3")) as line:
            assert line.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return line.execute(ENTRIES).fetchall()

    return Machine(folder, rows, lambda site: site.kill())


def postgres_machine(folder, server):
    """A site on PostgreSQL."""

    def rows():
        with psycopg.connect(host=str(server.folder), user="popliteal", dbname="postgres") as line:
            return line.execute(ENTRIES).fetchall()

    def kill(site):
        server.kill()
        site.kill()

    changes = {"POPLITEAL_DATABASE_URL": server.url}
    return Machine(folder, rows, kill, server.start, changes)


def check(found):
    """Nothing acknowledged is lost; what got no answer is there once after it was sent again."""
    *rounds, end = found
    assert all((each.lost, each.half, each.doubled) == (0, 0, 0) for each in found)
    assert end.acknowledged >= ROUNDS * LEAST
    assert end.unanswered == 0
    return f"{ROUNDS} times killed: {rounds[-1]}. Sent again: {end}."


def test_no_acknowledged_entry_is_lost_when_the_site_is_killed(tmp_path, capsys):
    """SQLite: the server and its workers are killed at once, in the middle of writing."""
    told = check(crash(sqlite_machine(tmp_path)))

    with capsys.disabled():
        sys.stdout.write(f"\nSQLite, {told}\n")


def test_no_acknowledged_entry_is_lost_when_postgresql_is_killed(tmp_path, capsys):
    """The database with all of its processes, and the site: killed in the middle of writing."""
    with run_postgres("-c", "fsync=on") as server:
        told = check(crash(postgres_machine(tmp_path, server)))

    with capsys.disabled():
        sys.stdout.write(f"\nPostgreSQL, {told}\n")


def test_a_site_that_answers_before_it_has_written_is_found_out(tmp_path):
    """The same test, on a site that thanks first: it loses entries, and the count says so."""
    found = crash(sqlite_machine(tmp_path), rounds=1, application="tests.web.hasty_site:hasty()")

    assert found[0].lost > 0
