"""`popliteal knowledge`: is the content safe to ship, what changed for whom, and a picture."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from popliteal.errors import PoplitealError
from popliteal.knowledge.load import load


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the tasks of `knowledge` and their options."""
    tasks = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    draw = tasks.add_parser("draw", help="draw the interview as a picture (SVG)")
    draw.add_argument("-o", "--output", metavar="FILE", help="write here, not to standard output")
    draw.set_defaults(task=_draw)


def run(options: argparse.Namespace) -> int:
    """Do one task."""
    return int(options.task(options))


def _draw(options: argparse.Namespace) -> int:
    from popliteal.cli.picture import draw_interview

    picture = draw_interview(load())
    if options.output is None:
        sys.stdout.write(picture)
        return 0
    try:
        Path(options.output).write_text(picture, encoding="utf-8")
    except OSError as error:
        raise PoplitealError(f"{options.output}: cannot be written ({error.strerror}).") from None
    return 0
