"""Delete what is over: visits, deleted entries, and diaries that nobody used for too long."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from popliteal.web import tidying


class Command(BaseCommand):
    """Run it once an hour; it says how much went, never whose."""

    help = "Delete visits, entries and diaries whose time is over."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Delete them."""
        call_command("clearsessions")
        gone = tidying.tidy(timezone.now(), settings.DIARY_DAYS or None)
        self.stdout.write(f"Diaries deleted because nobody used them for too long: {gone}.")
