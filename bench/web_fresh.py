"""How long a newcomer waits: a fresh clone, empty caches, ``make app``, the first page."""

import os
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter, sleep
from urllib.error import URLError
from urllib.request import urlopen

from popliteal.cli.serve import HOST, PORT

ROOT = Path(__file__).resolve().parents[1]
LONGEST_S = 600
GLANCE_S = 0.1


def first_page_seconds() -> float:
    """Seconds from the start of the clone to the first page of the commit that is checked out."""
    with socket.socket() as probe:
        if probe.connect_ex((HOST, PORT)) == 0:
            raise SystemExit(f"Something listens at port {PORT}: stop it, then measure again.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = perf_counter()
        clone = ["git", "clone", "--quiet", "--no-local", str(ROOT), str(folder / "clone")]
        subprocess.run(clone, check=True)
        app = subprocess.Popen(
            ["make", "--silent", "app"],
            cwd=folder / "clone",
            env=_newcomer(folder),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait(app, start)
            return perf_counter() - start
        finally:
            os.killpg(app.pid, signal.SIGTERM)
            app.wait()


def _newcomer(folder: Path) -> dict[str, str]:
    """The variables of somebody who has fetched nothing yet, and whose browser is not opened."""
    ours = {
        "UV_CACHE_DIR": str(folder / "uv"),
        "PIP_CACHE_DIR": str(folder / "pip"),
        "POPLITEAL_DATA": str(folder / "data"),
        "BROWSER": "true",
    }
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("VIRTUAL", "MAKE"))
    }
    kept.pop("MFLAGS", None)
    return {**kept, **ours}


def _wait(app: subprocess.Popen[bytes], start: float) -> None:
    while perf_counter() - start < LONGEST_S:
        if app.poll() is not None:
            raise SystemExit(f"make app ended by itself with {app.returncode}.")
        try:
            with urlopen(f"http://{HOST}:{PORT}/") as page:
                page.read()
                return
        except (URLError, ConnectionError):
            sleep(GLANCE_S)
    raise SystemExit(f"No page came within {LONGEST_S} s.")
