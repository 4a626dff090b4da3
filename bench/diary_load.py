"""A site that many keep their diaries on: how long its pages take. `make bench-diary`.

A PostgreSQL of its own is filled with the diaries of a hundred thousand made-up people, sixty
entries each, day by day as they would have come, so that the entries of one person lie scattered.
Then the site is asked for the pages of people whom it has not seen before.
"""

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from time import perf_counter

import numpy as np
import psycopg

from bench.machine import business, cores, load_average, machine
from bench.web import Client, Times
from popliteal.knowledge.load import load
from tests.web.postgres import Postgres, run_postgres
from tests.web.running import ROOT, Site, environment, manage, run_site

PAGE = ROOT / "docs/reference/diary/load.md"
PEOPLE = int(os.environ.get("PEOPLE", "100000"))
ENTRIES = 60
# So many people are asked for, each for the first time, alone and then by eight at once.
ALONE, TOGETHER, CLIENTS, WARM = 300, 300, 8, 20
AIMS_MS = {"/diary/": 30, "/diary/history/": 60}
NAMES = {"/diary/": "today", "/diary/history/": "history with charts"}
# Diaries of other lengths, to show that the number of questions to the database stays.
LENGTHS = (1, ENTRIES, 600)

PERSONS = """
INSERT INTO auth_user (id, password, is_superuser, username, first_name, last_name, email,
  is_staff, is_active, date_joined)
SELECT at, '!', false, 'person' || at, '', '', '', false, true, now()
FROM generate_series(1, %(people)s) AS at
"""
DIARIES = """
INSERT INTO pages_diaryrow (id, owner_id, on_device, started, answers, activities, region,
  time_zone, used_at)
SELECT at, at, false, current_date - (%(days)s)::int, %(answers)s, '["run", "bend down"]', 'GB',
  'UTC', now()
FROM generate_series(1, %(people)s) AS at
"""
# Each person starts somewhere else and halves the pain in another time, some hardly ever.
DAY = """
INSERT INTO pages_entryrow (diary_id, key, revision, day, worst_pain, stretch_pain, knee_angle_deg,
  spread, morning_stiff, after, done, activities, signs, seen, written_at)
SELECT id, gen_random_uuid(), 1, current_date - (%(before)s)::int,
  greatest(0, least(10, round(pain + 2 * random() - 1))),
  greatest(0, least(10, round(pain + 2 * random() - 1))),
  greatest(0, round(3 * pain + 5 * random())), 'no', 'none', 'settled',
  jsonb_build_object('pain_free_range', round(2 * random()), 'nerve_slider', round(2 * random())),
  jsonb_build_object('run', round(10 - pain), 'bend down', round(10 - pain)), '{}', false, now()
FROM (
  SELECT id, (3 + id %% 6) * power(0.5, (%(at)s)::float / (4 + id %% 41)) AS pain
  FROM pages_diaryrow WHERE id BETWEEN %(first)s AND %(last)s ORDER BY id
) AS person
"""
# Signs people in, as the form does after the passphrase: those would be most of the work.
SIGN_IN = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from popliteal.web.sessions import _SIGNER
store = import_module(settings.SESSION_ENGINE).SessionStore
cookies = []
for user in User.objects.filter(pk__in={people}):
    session = store()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookies.append(_SIGNER.sign(session.session_key))
print("cookies " + json.dumps(dict(name=settings.SESSION_COOKIE_NAME, cookies=cookies)))
"""


def connect(server: Postgres) -> psycopg.Connection:
    """A line to the database."""
    where = {"host": str(server.folder), "user": "popliteal", "dbname": "postgres"}
    return psycopg.connect(**where, autocommit=True)  # type: ignore[arg-type]  # words by name


def first_check() -> list[list[str]]:
    """The answers of a first check without danger signs, as the site stores them."""
    told = {"duration": "3_14d", "severity": "moderate", "age_band": "30_44"}
    absent = {key: q.absent for key, q in load().questions.items() if q.absent}
    return [*map(list, {**absent, **told}.items())]


def fill(server: Postgres) -> float:
    """Write everybody's diary through the real tables; seconds that it took."""
    begun, answers = perf_counter(), json.dumps(first_check())
    with connect(server) as line:
        line.execute(PERSONS, {"people": PEOPLE})
        line.execute(DIARIES, {"people": PEOPLE, "days": ENTRIES, "answers": answers})
        everybody = {"first": 1, "last": PEOPLE}
        for at in range(ENTRIES):
            line.execute(DAY, {**everybody, "at": at, "before": ENTRIES - at})
            print(
                f"\rday {at + 1} of {ENTRIES}, {perf_counter() - begun:.0f} s", end="", flush=True
            )
        line.execute("VACUUM ANALYZE")
    print()
    return perf_counter() - begun


def sign_in(folder: Path, people: list[int], **changes: str) -> list[Client]:
    """Connections of people who are signed in."""
    run = [sys.executable, "manage.py", "shell", "-c", SIGN_IN.format(people=people)]
    variables = environment(folder, **changes)
    done = subprocess.run(run, cwd=ROOT, env=variables, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.partition("cookies ")[2])
    return [told_client(told["name"], cookie) for cookie in told["cookies"]]


def told_client(name: str, cookie: str) -> Client:
    """A connection with this cookie; its port is set when it is used."""
    client = Client(0)
    client.cookies[name] = cookie
    return client


def ask(client: Client, port: int, path: str) -> float:
    """Ask for one page; milliseconds from the request to the last byte."""
    client.connection.port = port
    client.connection.connect()
    begun = perf_counter()
    status, where, _ = client.get(path)
    waited = 1000 * (perf_counter() - begun)
    client.connection.close()
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{path}: status {status} {where}")
    return waited


def processor_seconds(*masters: int) -> float:
    """Processor time that these processes and their children have used so far."""
    ticks = 0
    for master in masters:
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        for process in (master, *map(int, children)):
            told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, told[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Asked:
    """How long people waited for a page, and how much work it was.

    Attributes
    ----------
    work_ms : processor time of site and database for a page; others on the machine do not add to it
    """

    times: Times
    work_ms: float


def measure(clients: list[Client], site: Site, path: str, at_once: int, *masters: int) -> Asked:
    """Ask for the page of each person once, by so many at a time.

    Parameters
    ----------
    masters : processes whose work counts beside that of the site
    """
    for client in clients[:WARM]:
        ask(client, site.port, path)
    counted = (site.process.pid, *masters)
    begun, worked = perf_counter(), processor_seconds(*counted)
    with ThreadPoolExecutor(at_once) as pool:
        waits = [*pool.map(lambda client: ask(client, site.port, path), clients[WARM:])]
    worked = processor_seconds(*counted) - worked
    times = Times(np.array(waits), len(waits) / (perf_counter() - begun))
    return Asked(times, 1000 * worked / len(waits))


Found = dict[tuple[str, int], Asked]


def serve(folder: Path, server: Postgres) -> tuple[Found, dict[int, Asked]]:
    """Ask our site, and then a bare one, one at a time and by eight at once."""
    rng = np.random.default_rng(20261128)
    changes = {
        "POPLITEAL_DATABASE_URL": server.url,
        "POPLITEAL_ACCOUNTS": "1",
        "POPLITEAL_WORKERS": "2",
    }
    found: Found = {}
    groups = [(1, ALONE + WARM), (CLIENTS, TOGETHER + WARM)]
    people = iter((rng.permutation(PEOPLE) + 1).tolist())
    database = server.process.pid if server.process else 0
    with run_site(folder, made=True, **changes) as site:
        for path in AIMS_MS:
            for at_once, count in groups:
                chosen = [next(people) for _ in range(count)]
                clients = sign_in(folder, chosen, **changes)
                found[path, at_once] = measure(clients, site, path, at_once, database)
    with run_site(folder, "bench.bare_site", made=True, POPLITEAL_WORKERS="2") as site:
        bare = {
            at_once: measure([Client(0) for _ in range(count)], site, "/", at_once)
            for at_once, count in groups
        }
    return found, bare


TEXT = """# The diary with many people

Written by `make bench-diary` on {date}. {machine}, {cores} cores. {busy}

{people:,} made-up people with {entries} entries each, {rows:,} rows, were written into PostgreSQL
{version} in {filled:.0f} s; the database takes {size}. The entries of one person lie scattered, as
they would have come day by day. gunicorn serves as in production, with two processes. Each request
is of a person whom the site has not seen before, so nothing of theirs is kept from earlier. The one
who asks runs on the same machine.

| page | at once | median | 95 in 100 below | aim | | a second | processor time |
|---|---|---|---|---|---|---|---|
{table}

*Processor time* is what site and database worked for a page, in all; what others do on the machine
makes people wait longer and adds far less to it.

How often a page asks the database does not depend on how long the diary is: it is tried for
{lengths} entries (`tests/web/diary/test_questions.py`).

What takes the time: no page is worked out in advance, so each goes through the whole diary, and
follows every rule from the first day on. The first page after signing in also writes down that the
diary was opened.
"""


def page(found: Found, bare: dict[int, Asked], **about: object) -> str:
    """The page of the results."""
    rows = [
        (NAMES[path], at_once, asked, AIMS_MS[path]) for (path, at_once), asked in found.items()
    ]
    rows += [("a bare Django page", at_once, asked, 0) for at_once, asked in bare.items()]
    return TEXT.format(
        **about,
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=machine(),
        cores=cores(),
        people=PEOPLE,
        entries=ENTRIES,
        rows=PEOPLE * ENTRIES,
        table="\n".join(_row(*row) for row in rows),
        lengths=", ".join(map(str, LENGTHS[:-1])) + f" and {LENGTHS[-1]}",
    )


def _row(name: str, at_once: int, asked: Asked, aim: float) -> str:
    times = asked.times
    p95 = times.at(95)
    held = ("pass" if p95 <= aim else "FAIL") if aim else ""
    wanted = f"≤ {aim:g} ms" if aim else ""
    return (
        f"| {name} | {at_once} | {times.at(50):.1f} ms | {p95:.1f} ms | {wanted} | {held} |"
        f" {times.per_second:.0f} | {asked.work_ms:.1f} ms |"
    )


def main() -> None:
    """Fill, serve, ask, and write the page."""
    # A disk that nobody waits for while it is filled, and one that is waited for when it serves.
    filling = ("fsync=off", "full_page_writes=off", "max_wal_size=8GB", "autovacuum=off")
    words = [word for setting in filling for word in ("-c", setting)]
    with tempfile.TemporaryDirectory() as home, run_postgres(*words) as server:
        folder = Path(home)
        variables = environment(folder, POPLITEAL_DATABASE_URL=server.url)
        manage(variables, "migrate", "--no-input")
        manage(variables, "collectstatic", "--no-input")
        filled = fill(server)
        server.stop()
        server.settings = ()
        server.start()
        with connect(server) as line:
            asked = "SELECT pg_size_pretty(pg_database_size('postgres')), version()"
            size, version = line.execute(asked).fetchone() or ("", "")
        about = {"size": size, "version": version.split()[1], "filled": filled}
        about["busy"] = business(load_average())
        text = page(*serve(folder, server), **about)
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
