"""How fast the pages are, under load and beside a bare Django page: `make bench-web`.

Eight people ask one server of two processes for the same page, each as soon as the last answer is
there. What a person waits for is counted, from the request to the last byte.
"""

from __future__ import annotations

import gzip
import http.client
import re
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

import numpy as np

from bench import redraw
from bench.machine import business, cores, load_average, machine
from bench.web_fresh import first_page_seconds
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from tests.web.running import run_site

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "web.md"
CLIENTS, EACH, WARM = 8, 60, 5
QUESTION_P95_MS, RESULT_P95_MS = 15, 40
FIRST_PAGE_S = 90
# Kilobytes of a first load.
HEAVIEST = {"first question page": 60, "see-why page": 90}
LONGEST_VISIT = 90


@dataclass(frozen=True)
class Times:
    """How long each of many requests took, and how many were answered in a second."""

    waits_ms: np.ndarray
    per_second: float

    def at(self, percent: float) -> float:
        """The time that so many percent of requests stay below, in milliseconds."""
        return float(np.percentile(self.waits_ms, percent))


class Client:
    """One person's connection, kept open, with its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str, bytes]:
        """Status, where it leads to, and the body as it was sent."""
        return self._send("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str, bytes]:
        """Send a form, with the token that its page carried."""
        return self._send("POST", path, urlencode(fields))

    def _send(self, method: str, path: str, body: str | None) -> tuple[int, str, bytes]:
        headers = {
            "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
            "Accept-Encoding": "gzip",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        sent = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            key, _, value = line.partition(";")[0].partition("=")
            self.cookies[key] = value
        return answer.status, answer.headers.get("Location", ""), sent


def visit(port: int, stop_after: int | None = None) -> tuple[Client, str]:
    """Somebody who denies every danger sign and is sure of little else; and where they stand."""
    client = Client(port)
    _, _, body = client.get("/")
    where = client.post("/begin/", {"csrfmiddlewaretoken": _token(body), "region": ""})[1]
    for asked in range(LONGEST_VISIT):
        if not where.startswith("/question/") or asked == stop_after:
            break
        key = where.split("/")[2]
        _, _, body = client.get(where)
        token = {"csrfmiddlewaretoken": _token(body)}
        question = load().questions.get(key)
        answer = {"answer": question.absent or NOT_SURE} if question else {"skip": "1"}
        where = client.post(where, token | answer)[1]
    # The next request opens a line of its own.
    client.connection.close()
    return client, where


def _token(body: bytes) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', _plain(body))
    return found[1] if found else ""


def _plain(body: bytes) -> str:
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()


def timed(clients: list[Client], path: str) -> Times:
    """Let all clients ask for the page at once, again and again."""

    def ask(client: Client) -> list[float]:
        waits = []
        for _ in range(EACH + WARM):
            start = perf_counter()
            status, _, _ = client.get(path)
            waits.append(1000 * (perf_counter() - start))
            if status != http.HTTPStatus.OK:
                raise RuntimeError(f"{path}: status {status}")
        return waits[WARM:]

    for client in clients:
        # The server closes a line that was idle; it is opened anew.
        client.connection.close()
    start = perf_counter()
    with ThreadPoolExecutor(len(clients)) as pool:
        waits = [wait for each in pool.map(ask, clients) for wait in each]
    return Times(np.array(waits), len(clients) * (EACH + WARM) / (perf_counter() - start))


def weight(client: Client, path: str) -> int:
    """Bytes of a page with its style and scripts, compressed as they are sent, nothing cached."""
    # The server has closed a line that was idle.
    client.connection.close()
    _, _, body = client.get(path)
    parts = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', _plain(body))
    total = len(body) + sum(len(client.get(part)[2]) for part in dict.fromkeys(parts))
    client.connection.close()
    return total


def weights(port: int, done: Client) -> dict[str, int]:
    """Bytes of the pages whose weight is held; the figure belongs to who has finished."""
    first, where = visit(port, 0)
    return {
        "first question page": weight(first, where),
        "see-why page": weight(done, "/see-why/"),
    }


def main() -> None:
    """Measure, print, and write the page."""
    busy = business(load_average())
    with tempfile.TemporaryDirectory() as folder:
        with run_site(Path(folder), POPLITEAL_WORKERS="2") as site:
            askers = [visit(site.port, stop_after=8) for _ in range(CLIENTS)]
            question = timed([client for client, _ in askers], askers[0][1])
            done = [visit(site.port)[0] for _ in range(CLIENTS)]
            result = timed(done, "/result/")
            heavy = weights(site.port, done[0])
        with run_site(Path(folder), "bench.bare_site", POPLITEAL_WORKERS="2") as site:
            bare = timed([Client(site.port) for _ in range(CLIENTS)], "/")
    moves, _, _ = redraw.measure()
    redrawn = float(np.percentile(moves, 95))
    text = _page(busy, (question, result, bare), heavy, redrawn, first_page_seconds())
    PAGE.write_text(text, encoding="utf-8")
    print(text)


def _page(
    busy: str,
    served: tuple[Times, Times, Times],
    heavy: dict[str, int],
    redrawn_ms: float,
    fresh_s: float,
) -> str:
    question, result, bare = served
    rows = [
        (
            "question page, p95",
            f"{question.at(95):.1f} ms",
            f"≤ {QUESTION_P95_MS} ms",
            question.at(95) <= QUESTION_P95_MS,
        ),
        ("question page, median", f"{question.at(50):.1f} ms", "", None),
        ("question pages a second", f"{question.per_second:.0f}", "", None),
        (
            "result page, p95",
            f"{result.at(95):.1f} ms",
            f"≤ {RESULT_P95_MS} ms",
            result.at(95) <= RESULT_P95_MS,
        ),
        ("result page, median", f"{result.at(50):.1f} ms", "", None),
        ("result pages a second", f"{result.per_second:.0f}", "", None),
        ("bare Django page, median", f"{bare.at(50):.1f} ms", "", None),
        ("bare Django page, p95", f"{bare.at(95):.1f} ms", "", None),
        ("bare Django pages a second", f"{bare.per_second:.0f}", "", None),
    ]
    for name, size in heavy.items():
        most = HEAVIEST[name]
        found = f"{size / 1000:.1f} kB"
        rows.append(
            (f"{name}: html, css and js as sent", found, f"≤ {most} kB", size <= most * 1000)
        )
    most_ms = redraw.P95_MS
    rows += [
        (
            "figure control to redraw, p95",
            f"{redrawn_ms:.0f} ms",
            f"≤ {most_ms:.0f} ms",
            redrawn_ms <= most_ms,
        ),
        (
            "fresh clone, `make app`, first page, nothing cached",
            f"{fresh_s:.0f} s",
            f"≤ {FIRST_PAGE_S} s",
            fresh_s <= FIRST_PAGE_S,
        ),
    ]
    marks = {True: "met", False: "**not met**", None: ""}
    table = "\n".join(
        f"| {name} | {found} | {aim} | {marks[held]} |" for name, found, aim, held in rows
    )
    today = datetime.now(UTC).date().isoformat()
    return (
        "# How fast the pages are\n\n"
        f"Written by `make bench-web` on {today} ({machine()}, {cores()} cores).\n"
        f"{busy}\n\n"
        f"{CLIENTS} clients on the same machine as the server (gunicorn, two processes of four "
        "threads, SQLite), each\nasking again as soon as it has its answer: what they wait for is "
        "mostly each other.\nA bare Django page is served by the same settings in the same run.\n\n"
        f"| measure | found | aim | |\n|---|---|---|---|\n{table}\n"
    )


if __name__ == "__main__":
    main()
