"""Start the site on this machine: make its database, gather its static files, listen."""

from __future__ import annotations

import os
from io import StringIO
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from popliteal.errors import PoplitealError

THREADS = 4


def open_database() -> None:
    """Set Django up, for this machine alone unless told otherwise, and bring its tables up to date.

    Raises
    ------
    PoplitealError
        The database cannot be opened.
    """
    if "POPLITEAL_SECRET_KEY" not in os.environ:
        os.environ.setdefault("POPLITEAL_LOCAL", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "popliteal.web.settings")
    import django
    from django.core.management import call_command
    from django.db import Error

    django.setup()
    try:
        call_command("migrate", verbosity=0)
    except Error:
        # What the database says of itself can hold an address or a row.
        raise PoplitealError(
            "The database cannot be opened. Is POPLITEAL_DATA a folder that you can write to, and "
            "does POPLITEAL_DATABASE_URL, where it is set, name a running server?"
        ) from None


def prepare() -> Any:
    """Make the site of this machine ready; the application."""
    os.environ.setdefault("POPLITEAL_LOCAL", "1")
    open_database()
    from django.core.management import call_command

    call_command("tidy", stdout=StringIO())
    # Before the application is made, which looks once at what there is to serve.
    call_command("collectstatic", verbosity=0, interactive=False)
    from popliteal.web.wsgi import application

    return application


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn with one process, for the people at this machine."""

    def __init__(self, application: Any, address: str) -> None:
        self.application = application
        self.address = address
        super().__init__()

    def load_config(self) -> None:
        """Listen on one address; say nothing but errors."""
        for key, value in {
            "bind": self.address,
            "threads": THREADS,
            "loglevel": "error",
            "control_socket_disable": True,
        }.items():
            if key in self.cfg.settings:
                self.cfg.set(key, value)

    def load(self) -> Any:
        """What answers the requests."""
        return self.application
