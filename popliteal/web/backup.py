"""The whole database out into one file, and back in: on SQLite while the site runs, and PostgreSQL.

A backup is whole or not there: it is written under another name and renamed at the end. A file is
looked through before anything is touched, and a restore happens as a whole or not at all.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from popliteal.errors import PoplitealError
from popliteal.web.models import DiaryRow

_APP = "pages"
_ENTRIES = "pages_entryrow"
_SQLITE_HEAD = b"SQLite format 3\x00"
_POSTGRES_HEAD = b"PGDMP"


def back_up(path: Path) -> None:
    """Write the database into a new file that only its owner can read.

    Raises
    ------
    PoplitealError
        The file is there already, or cannot be written.
    """
    if path.exists():
        raise PoplitealError(f"{path}: there is such a file already. Give another name.")
    try:
        # Made for its owner alone, before there is anything in it.
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        part = Path(made)
        try:
            (_dump_sqlite if connection.vendor == "sqlite" else _dump_postgres)(part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise PoplitealError(
            f"{path}: could not be written ({error.strerror}). Make room, or give another place."
        ) from None


def restore(path: Path, *, replace: bool = False) -> int:
    """Put a backup in the place of the database.

    Parameters
    ----------
    replace : also where the database holds diaries already

    Returns
    -------
    how many diaries there are now

    Raises
    ------
    PoplitealError
        The file is no backup of Popliteal, is damaged, or comes from a newer version; or there are
        diaries already. Nothing was touched.
    """
    is_sqlite = connection.vendor == "sqlite"
    _check_kind(path, _SQLITE_HEAD if is_sqlite else _POSTGRES_HEAD)
    (_check_sqlite if is_sqlite else _check_postgres)(path)
    if DiaryRow.objects.exists() and not replace:
        raise PoplitealError(
            "There are diaries in the database, and a backup takes their place. "
            "Back them up first, then say --replace."
        )
    (_load_sqlite if is_sqlite else _load_postgres)(path)
    call_command("migrate", verbosity=0)
    # Whoever was signed in at the time of the backup may have signed out since.
    Session.objects.all().delete()
    return DiaryRow.objects.count()


def _check_kind(path: Path, head: bytes) -> None:
    """Whether the file begins as a backup of this kind of database."""
    try:
        with path.open("rb") as stream:
            begins = stream.read(len(head))
    except OSError as error:
        raise PoplitealError(f"{path}: cannot be read ({error.strerror}).") from None
    if begins != head:
        other = {_SQLITE_HEAD: "SQLite", _POSTGRES_HEAD: "PostgreSQL"}[head]
        raise PoplitealError(
            f"{path}: this is no backup for {other}. Use a file that 'popliteal backup' wrote here."
        )


def _check_steps(path: Path, done: Iterable[str]) -> None:
    """Whether this version knows how far the tables of the backup had come."""
    known = {name for app, name in MigrationLoader(None).disk_migrations if app == _APP}
    found = set(done)
    if not found:
        raise PoplitealError(f"{path}: there is no diary of Popliteal in it. Nothing was changed.")
    if found - known:
        raise PoplitealError(
            f"{path}: a newer version wrote it. Bring Popliteal up to date, then restore it."
        )


def _damaged(path: Path) -> PoplitealError:
    return PoplitealError(f"{path}: the file is damaged. Take another backup. Nothing was changed.")


def _dump_sqlite(path: Path) -> None:
    """Copy page by page; whoever writes meanwhile is waited for, and nobody is stopped."""
    with closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        _sqlite().backup(copy)
        # One file alone, without a log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as backup:
            [[verdict]] = backup.execute("PRAGMA integrity_check(1)")
            steps = backup.execute("SELECT name FROM django_migrations WHERE app = ?", [_APP])
            names = [name for [name] in steps]
    except sqlite3.Error:
        raise _damaged(path) from None
    if verdict != "ok":
        raise _damaged(path)
    _check_steps(path, names)


def _load_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as backup:
        connection.ensure_connection()
        backup.backup(_sqlite())
    # What was read before the change is old now.
    connection.close()


def _sqlite() -> Any:
    return connection.connection


def _dump_postgres(path: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def _check_postgres(path: Path) -> None:
    """List what is in it, and read every byte once by writing it to nowhere."""
    listed = _run("pg_restore", "--list", str(path), damaged=path, connected=False)
    if f"TABLE DATA public {_ENTRIES} " not in listed:
        raise PoplitealError(f"{path}: there is no diary of Popliteal in it. Nothing was changed.")
    words = ("--data-only", "--table=django_migrations", "--file=-")
    rows = _run("pg_restore", *words, str(path), damaged=path, connected=False)
    lines = [line.split("\t") for line in rows.splitlines() if line.count("\t") > 1]
    _check_steps(path, (line[2] for line in lines if line[1] == _APP))
    _run("pg_restore", f"--file={os.devnull}", str(path), damaged=path, connected=False)


def _load_postgres(path: Path) -> None:
    words = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")
    name = str(connection.settings_dict["NAME"])
    connection.close()
    _run("pg_restore", *words, "--exit-on-error", f"--dbname={name}", str(path))


def _run(program: str, *words: str, damaged: Path | None = None, connected: bool = True) -> str:
    """Run one of PostgreSQL's programs; what it writes.

    Parameters
    ----------
    damaged : the file that is to blame when it fails
    connected : whether it talks to the database
    """
    found = shutil.which(program)
    if found is None:
        raise PoplitealError(
            f"{program} is not installed. On Debian: sudo apt install postgresql-client."
        )
    env = {**os.environ, **(_environment() if connected else {})}
    command = [found, *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    if done.returncode != 0 and damaged is not None:
        raise _damaged(damaged)
    if done.returncode != 0:
        # What PostgreSQL writes of an error can hold a row.
        raise PoplitealError(f"{program} failed with code {done.returncode}. Nothing was changed.")
    return done.stdout


def _environment() -> dict[str, str]:
    """Where the database is; a passphrase is not put on a command line that others can list."""
    told = connection.settings_dict
    options = told.get("OPTIONS", {})
    named = {
        "PGDATABASE": told["NAME"],
        "PGUSER": told["USER"],
        "PGPASSWORD": told["PASSWORD"],
        "PGHOST": told["HOST"] or options.get("host"),
        "PGPORT": told["PORT"],
        "PGSSLMODE": options.get("sslmode"),
    }
    return {key: str(value) for key, value in named.items() if value}
