"""`popliteal knowledge translate`: what a language still lacks, and putting new words in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from popliteal.errors import PoplitealError
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import State, states, translation_files
from popliteal.knowledge.translation_file import merge, to_translate
from popliteal.knowledge.when import nearest


def add_translate(tasks: Any) -> None:
    """Add the task and its options."""
    parser = tasks.add_parser("translate", help="what a language lacks; put new words into it")
    parser.add_argument("language", metavar="LANG", help="a language that has a file, such as es")
    do = parser.add_mutually_exclusive_group()
    do.add_argument("--missing", action="store_true", help="list what has no words, or old ones")
    do.add_argument("--all", action="store_true", help="list everything, each under its English")
    do.add_argument("--merge", metavar="FILE", help="put a filled-in list into the language's file")
    parser.set_defaults(task=_translate)


def _translate(options: argparse.Namespace) -> int:
    path = _file(options.language)
    if options.missing or options.all:
        sys.stdout.write(to_translate(load(), path, everything=options.all))
    elif options.merge:
        filled = _text(options.merge)
        path.write_text(merge(load(), path, filled, options.merge), encoding="utf-8")
    else:
        print(*told_states(s for s in states(load()) if s.language.code == path.stem), sep="\n")
    return 0


def told_states(spoken: Iterable[State]) -> Iterator[str]:
    """How complete each translation is, and what in it is old."""
    for state in spoken:
        language, said = state.language, len(state.said)
        everything = said + len(state.stale) + len(state.missing)
        blocked = (
            f" Not offered: {len(state.blocking)} of the rest decide how soon someone is seen."
        )
        yield (
            f"Translation {language.code} ({language.name}, {language.status}): "
            f"{said} of {everything} texts.{blocked if state.blocking else ''}"
        )
        yield from state.notes


def _file(code: str) -> Path:
    files = {path.stem: path for path in translation_files()}
    if code not in files:
        raise PoplitealError(f"translate: '{code}' has no file. {nearest(code, files)}")
    return files[code]


def _text(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PoplitealError(f"{name}: cannot be read ({error}).") from None
