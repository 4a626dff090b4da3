"""Tells Django where templates, static files and translations of the pages are."""

from __future__ import annotations

from django.apps import AppConfig

from popliteal.web.words import knowledge


class PagesConfig(AppConfig):
    """The one app of the site."""

    name = "popliteal.web"
    label = "pages"

    def ready(self) -> None:
        """Load the clinical content once, before the first person waits for it."""
        knowledge()
