"""The key that signs sessions and forms on a person's own machine."""

from __future__ import annotations

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
