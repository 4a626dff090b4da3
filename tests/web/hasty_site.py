"""A site that says *written down* before it is, to show that the test of crashes can fail."""

from threading import Timer
from typing import Any

# So long after the answer it is written.
LATE_S = 0.2


def hasty() -> Any:
    """Make the site; nothing of it happens to who only imports this module."""
    from popliteal.web.wsgi import application

    # After the site was set up, which the tables need.
    from popliteal.web import diaries  # isort: skip

    add = diaries.add

    def add_later(*entry: Any) -> bool:
        Timer(LATE_S, add, entry).start()
        return True

    diaries.add = add_later  # type: ignore[assignment]
    return application
