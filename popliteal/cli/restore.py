"""`popliteal restore`: a backup back in the place of the database."""

from __future__ import annotations

import argparse
from pathlib import Path

from popliteal.cli.site import with_database


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `restore`."""
    parser.add_argument("file", metavar="FILE", type=Path, help="what 'popliteal backup' wrote")
    parser.add_argument(
        "--replace", action="store_true", help="also where there are diaries already"
    )


def run(options: argparse.Namespace) -> int:
    """Put it back."""
    with_database()
    from popliteal.web.backup import restore

    count = restore(options.file, replace=options.replace)
    print("1 diary is back." if count == 1 else f"{count} diaries are back.")
    return 0
