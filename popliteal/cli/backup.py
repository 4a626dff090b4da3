"""`popliteal backup`: every diary out into one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from popliteal.cli.site import with_database


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `backup`."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a new file for the backup")


def run(options: argparse.Namespace) -> int:
    """Write the backup."""
    with_database()
    from popliteal.web.backup import back_up

    back_up(options.file)
    print(f"{options.file} holds everything. Keep it where only you can read it.")
    return 0
