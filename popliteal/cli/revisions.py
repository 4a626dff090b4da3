"""The clinical content as it stood in an earlier version, taken from git."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from popliteal.errors import PoplitealError
from popliteal.knowledge.load import FOLDER

_INSIDE = "the comparison needs the repository of Popliteal. Clone it and run this there."


@contextmanager
def content_at(revision: str) -> Iterator[Path]:
    """A folder that holds the content of a revision, for as long as the context lasts.

    Parameters
    ----------
    revision : what git calls a version: a tag, a branch, a commit, `HEAD~3`

    Raises
    ------
    PoplitealError
        There is no git, no repository, or no such revision.
    """
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        if _git("rev-parse", "--show-toplevel") is None:
            _refuse(_INSIDE)
        _refuse(f"{revision}: no such version. Name a tag, a branch or a commit, such as HEAD~1.")
    packed = _git("archive", "--format=tar", commit.decode().strip(), ".")
    if packed is None:
        _refuse(f"{revision}: this version has no clinical content. Name a later one.")
    with TemporaryDirectory() as folder, tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
        yield Path(folder)


def _refuse(text: str) -> NoReturn:
    raise PoplitealError(f"popliteal knowledge compare: {text}")


def _git(*words: str) -> bytes | None:
    """What git prints when run in the folder of the content; None when it fails."""
    try:
        done = subprocess.run(["git", "-C", str(FOLDER), *words], capture_output=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None
