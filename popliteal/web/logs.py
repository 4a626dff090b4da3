"""Log lines without people in them: what broke and where in the code, never what was sent."""

from __future__ import annotations

import logging
import traceback
from typing import Any


class Plain(logging.Formatter):
    """Level, logger, status, and the places of the code that an error passed.

    Messages, paths and values of variables are left out: any of them could hold an answer.

    Examples
    --------
    >>> record = logging.LogRecord("django", 40, "x.py", 1, "No '%s'", ("fever=yes",), None)
    >>> Plain().format(record)
    'ERROR django'
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line for the event, and one for each place of the code."""
        status = getattr(record, "status_code", None)
        said = [record.levelname, record.name, *([str(status)] if status else [])]
        return "\n".join((" ".join(said), *_places(record.exc_info)))


def _places(exc_info: Any) -> list[str]:
    if not exc_info or exc_info[0] is None:
        return []
    frames = traceback.extract_tb(exc_info[2])
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return [*lines, f"  {exc_info[0].__module__}.{exc_info[0].__qualname__}"]
