"""The database of this machine's site, for the commands that read or write it."""

from __future__ import annotations

from popliteal.errors import PoplitealError


def with_database() -> None:
    """Set Django up and bring the tables up to date.

    The site is the one that `popliteal serve` shows, unless POPLITEAL_DATABASE_URL names another.

    Raises
    ------
    PoplitealError
        The extra `web` is not installed, or the database cannot be opened.
    """
    try:
        from popliteal.web.serving import open_database
    except ModuleNotFoundError as error:
        raise PoplitealError(
            f"{error.name} is not installed. The diary needs it: pip install 'popliteal[web]'."
        ) from None
    open_database()
