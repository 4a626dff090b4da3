"""How fast the site answers, beside the least that it does: ``python -m bench.web``.

Eight clients ask without a pause, two workers answer, as in production, on SQLite. What a client
waits holds the wait for the other seven. Writes docs/reference/web.md.
"""

import http.client
import os
import platform
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from urllib.parse import urlencode

from bench.__main__ import machine
from popliteal.knowledge.load import load
from tests.web.running import Site, run_site

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/web.md"
CLIENTS, EACH, WORKERS = 8, 50, 2
TEXT = """# Speed of the pages

Written by `python -m bench.web` on {date}: {machine}, {cores} cores, shared with the clients.
{clients} clients without a pause, {workers} workers, SQLite, {requests} requests for each row.

| page | pages a second | one client waits, median | p95 |
|---|---|---|---|
{rows}

Each client waits for its turn among eight.
Each request comes on a connection of its own, as from a proxy. *Health* only asks the database
whether it is well, through the same server and middleware: no page can do with less.
"""


class Client:
    """A browser that keeps its cookies and follows redirects."""

    def __init__(self, site: Site) -> None:
        self.port = site.port
        self.cookies: dict[str, str] = {}
        self.path, self.page = "", ""

    def ask(self, path: str, **form: str) -> None:
        """Get a page, or send a form with its token."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form:
            token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.page)
            body = urlencode({**form, "csrfmiddlewaretoken": token[1] if token else ""})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        wire.request("POST" if form else "GET", path, body, headers)
        answer = wire.getresponse()
        text = answer.read().decode()
        wire.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            key, _, value = line.partition(";")[0].partition("=")
            self.cookies[key] = value
        if answer.status in {301, 302}:
            self.ask(answer.headers["Location"])
            return
        if answer.status != HTTPStatus.OK:
            raise SystemExit(f"{path}: {answer.status}")
        self.path, self.page = path, text

    def finish(self) -> None:
        """Answer everything as somebody without any sign of danger."""
        kb = load()
        while found := re.fullmatch(r"/question/(\w+)/", self.path):
            question = kb.questions.get(found[1])
            if question is None:
                self.ask(self.path, skip="1")
            else:
                self.ask(self.path, answer=question.absent or "not_sure")


def times(site: Site, path: str | None, *, finished: bool) -> tuple[float, list[float]]:
    """Pages a second, and what each request took; None stands for the first question."""
    clients = [Client(site) for _ in range(CLIENTS)]
    for client in clients:
        client.ask("/")
        client.ask("/begin/", region="")
        if finished:
            client.finish()
    address = path or clients[0].path

    def go(client: Client) -> list[float]:
        found = []
        for _ in range(EACH):
            start = perf_counter()
            client.ask(address)
            found.append(perf_counter() - start)
        return found

    start = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        waited = [one for some in pool.map(go, clients) for one in some]
    return len(waited) / (perf_counter() - start), waited


def row(name: str, rate: float, waited: list[float]) -> str:
    """One line of the table."""
    cuts = quantiles(waited, n=20)
    return f"| {name} | {rate:.0f} | {1000 * cuts[9]:.0f} ms | {1000 * cuts[-1]:.0f} ms |"


def main() -> int:
    """Measure, print, write."""
    with (
        tempfile.TemporaryDirectory() as folder,
        run_site(Path(folder), POPLITEAL_WORKERS=str(WORKERS)) as site,
    ):
        rows = [
            row("health", *times(site, "/health/", finished=False)),
            row("question", *times(site, None, finished=False)),
            row("result", *times(site, "/result/", finished=True)),
        ]
    found = TEXT.format(
        date=datetime.now(tz=UTC).date().isoformat(),
        machine=machine() or platform.machine(),
        cores=os.cpu_count(),
        clients=CLIENTS,
        workers=WORKERS,
        requests=CLIENTS * EACH,
        rows="\n".join(rows),
    )
    print(found)
    PAGE.write_text(found, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
