"""What is for nobody else on a person's own machine: the key of the pages, and the diary."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

_BYTES = 48


def local_key(folder: Path) -> str:
    """The key kept in the folder; a new one, readable by its owner only, where there is none.

    It is kept so that a visit can go on after a restart.
    """
    path = folder / "secret_key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    key = secrets.token_urlsafe(_BYTES)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(key)
    return key


def shut(path: Path) -> None:
    """Let only its owner read the database of this machine, also where the folder is open to all.

    A new one is made empty, before the database writes the first byte; it gives the files that it
    puts beside it the same rights.
    """
    # Where it cannot be made, the database says so; what is somebody else's is theirs to shut.
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    for end in ("", "-wal", "-shm"):
        file = path.with_name(f"{path.name}{end}")
        with contextlib.suppress(OSError):
            if file.is_file():
                file.chmod(0o600)
