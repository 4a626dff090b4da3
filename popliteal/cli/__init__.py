"""The command line: an interview in a terminal, and files of cases in, advice out."""

from __future__ import annotations

from popliteal.cli.commands import main

__all__ = ["main"]
