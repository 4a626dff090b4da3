"""A site that says *written down* before it is, to show that the test of crashes can fail."""

from importlib import import_module
from threading import Timer
from typing import Any

from popliteal.web.wsgi import application

__all__ = ["application"]
# So long after the answer it is written.
LATE_S = 0.2
# After the site was set up, which the tables need.
diaries = import_module("popliteal.web.diaries")
_add = diaries.add


def _add_later(*entry: Any) -> bool:
    Timer(LATE_S, _add, entry).start()
    return True


diaries.add = _add_later  # type: ignore[attr-defined]
