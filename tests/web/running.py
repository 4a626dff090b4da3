"""The site as production runs it, started for a test with a database of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVE = ("-m", "gunicorn", "--config", "python:popliteal.web.production")
# Far more than a page takes on a busy machine; a server that hangs fails the test.
PATIENCE_S = 30


@dataclass(frozen=True)
class Site:
    """A running site.

    Attributes
    ----------
    address : where it answers, such as http://127.0.0.1:40001
    port : the port of that
    process : the server's master
    log : what it wrote on standard output and standard error
    """

    address: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def logged(self) -> str:
        """Everything that the server wrote so far."""
        return self.log.read_text(encoding="utf-8")

    def kill(self) -> None:
        """Kill the master and its workers at once, as when the power goes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_S)

    def stop(self) -> int:
        """Ask the server to end, and wait for it; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)


def environment(folder: Path, **changes: str) -> dict[str, str]:
    """The variables of a site that lives in the folder, without any limit on the rate."""
    ours = {
        "POPLITEAL_LOCAL": "1",
        "POPLITEAL_DATA": str(folder),
        "POPLITEAL_WORKERS": "1",
        "POPLITEAL_RATE_PER_MINUTE": "0",
        "DJANGO_SETTINGS_MODULE": "popliteal.web.settings",
    }
    return {**os.environ, **ours, **changes}


def manage(variables: dict[str, str], *command: str) -> None:
    """Run one of Django's commands on the site."""
    run = [sys.executable, "manage.py", *command]
    done = subprocess.run(run, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def run_site(
    folder: Path, application: str = "popliteal.web.wsgi", *, made: bool = False, **changes: str
) -> Iterator[Site]:
    """Start the site in the folder, or another one the same way, and stop it at the end.

    Parameters
    ----------
    made : its tables and files are there from the last time

    Notes
    -----
    The socket listens before the server starts, so that nobody has to wait and ask whether it is
    up, and no other test can take the port.
    """
    variables = environment(folder, **changes)
    if not made:
        manage(variables, "migrate", "--no-input")
        manage(variables, "collectstatic", "--no-input")
    log = folder / "log"
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as stream:
        # gunicorn sets this on a socket that it makes itself; without it short answers wait 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        port = listener.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, *SERVE, application],
            cwd=ROOT,
            env={**variables, "POPLITEAL_BIND": f"fd://{listener.fileno()}"},
            pass_fds=[listener.fileno()],
            stdout=stream,
            stderr=stream,
            # A group of its own, to be killed as one.
            start_new_session=True,
        )
    # From here on only the server holds the socket: when it dies, it refuses, and nobody hangs.
    try:
        yield Site(f"http://127.0.0.1:{port}", port, process, log)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
