"""A PostgreSQL server of a test's own, on a socket in a folder."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def programs() -> Path:
    """The folder of PostgreSQL's programs; Debian keeps them apart by version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    known = shutil.which("initdb")
    assert found or known, "This needs PostgreSQL. On Debian: sudo apt install postgresql"
    return found[-1] if found else Path(str(known)).parent


def as_nobody() -> dict[str, Any]:
    """How a program is run where this is root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}


@dataclass
class Postgres:
    """The server.

    Attributes
    ----------
    folder : where its data and its socket are
    settings : words for its command line
    process : the server itself, a child of this one, so that it is gone when it was killed
    """

    folder: Path
    settings: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address, as POPLITEAL_DATABASE_URL takes it."""
        return f"postgres://popliteal@/postgres?host={self.folder}"

    def make(self) -> None:
        """Make an empty database."""
        words = ["--auth=trust", "--username=popliteal", "--no-sync", "-D", "data"]
        run = [programs() / "initdb", *words]
        subprocess.run(run, check=True, cwd=self.folder, capture_output=True, **as_nobody())

    def start(self) -> None:
        """Start it, and wait until it answers."""
        listen = ["-D", "data", "-k", str(self.folder), "-c", "listen_addresses=", *self.settings]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [programs() / "postgres", *listen],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **as_nobody(),
            )
        asked = [programs() / "pg_isready", "-q", "-h", str(self.folder)]
        while subprocess.run(asked, check=False).returncode != 0:
            assert self.process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill the server and each of its processes at once, as when the power goes."""
        assert self.process is not None
        master = self.process.pid
        # Stopped first, so that it starts no new one while the others are being counted.
        self.process.send_signal(signal.SIGSTOP)
        for child in Path(f"/proc/{master}/task/{master}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Stop it, whoever is connected."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()


@contextmanager
def run_postgres(*settings: str) -> Iterator[Postgres]:
    """Start a server, and take it away with its data at the end.

    Parameters
    ----------
    settings : words for its command line; without any it trusts the disk, which is faster
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            account = pwd.getpwnam("nobody")
            os.chown(folder, account.pw_uid, account.pw_gid)
        server = Postgres(Path(folder), settings or ("-c", "fsync=off"))
        server.make()
        try:
            server.start()
            yield server
        finally:
            server.stop()
