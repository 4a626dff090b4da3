"""The commands, their options, and what a wrong one is answered with.

A command's module is imported when it is called: `assess` must not wait for what only `ask` needs.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from popliteal.errors import PoplitealError
from popliteal.knowledge.when import nearest

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

    from popliteal.knowledge.load import Knowledge

FAILED = 1
BAD_INPUT = 2
STOPPED = 130


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it is for, its module, and how it is called."""

    module: str
    about: str
    examples: tuple[str, ...]

    @property
    def add_options(self) -> Callable[[argparse.ArgumentParser], None]:
        """What adds the command's options to a parser."""
        return import_module(self.module).add_options  # type: ignore[no-any-return]

    @property
    def run(self) -> Callable[[argparse.Namespace], int]:
        """What runs the command and returns its exit code."""
        return import_module(self.module).run  # type: ignore[no-any-return]


COMMANDS: Mapping[str, Command] = {
    "ask": Command(
        "popliteal.cli.ask",
        "Answer questions one at a time, and get advice at the end.",
        ("popliteal ask", "popliteal ask --region GB"),
    ),
    "assess": Command(
        "popliteal.cli.assess",
        "Read answers from a file and give the advice.",
        (
            "popliteal assess case.json",
            "popliteal assess cases.jsonl --json > results.jsonl",
            "popliteal assess - < case.json",
        ),
    ),
    "report": Command(
        "popliteal.cli.report",
        "Write the report for a clinician, as text, HTML, PDF or FHIR.",
        (
            "popliteal report case.json",
            "popliteal report case.json -o report.pdf",
            "popliteal report case.json --format fhir",
            "popliteal report popliteal.json --diary diary.json --lang es -o informe.pdf",
        ),
    ),
    "posture": Command(
        "popliteal.cli.posture",
        "Show what a posture does to hamstrings and nerve, and what small steps do.",
        (
            "popliteal posture --hip 80 --knee 20 --ankle 0",
            "popliteal posture --hip 80 --knee 0 --ankle 20 --neck 30 --json",
        ),
    ),
    "diary": Command(
        "popliteal.cli.diary",
        "Keep a diary on this machine: write down, see what to do, take it out and in.",
        (
            "popliteal diary add",
            "popliteal diary add --worst 4 --stretch 3 --done pain_free_range=1 --after settled",
            "popliteal diary show",
            "popliteal diary export -o diary.json",
            "popliteal diary import diary.csv",
        ),
    ),
    "serve": Command(
        "popliteal.cli.serve",
        "Serve the same questions and advice as pages, on this machine.",
        ("popliteal serve", "popliteal serve --open --port 8765"),
    ),
    "backup": Command(
        "popliteal.cli.backup",
        "Write every diary of this machine's site into one file.",
        ("popliteal backup diaries.backup",),
    ),
    "restore": Command(
        "popliteal.cli.restore",
        "Put a backup in the place of what the site holds.",
        ("popliteal restore diaries.backup", "popliteal restore diaries.backup --replace"),
    ),
    "knowledge": Command(
        "popliteal.cli.knowledge",
        "Check the clinical content, compare two versions, draw the interview, or translate.",
        (
            "popliteal knowledge check",
            "popliteal knowledge compare HEAD",
            "popliteal knowledge draw > interview.svg",
            "popliteal knowledge translate es --missing",
        ),
    ),
}
_ABOUT = "What pain behind the knee in a hamstring stretch could be, and what to do today."
_LIMITS = (
    "Education and research. Not a certified medical device, no replacement for a clinician,\n"
    "and not yet reviewed by one. Nothing you answer is stored or sent."
)


# What argparse says of a task, an option and a word too many or too few.
_NO_TASK = re.compile(r"argument TASK: invalid choice: '(.*)' \(choose from (.*)\)")
_TOO_MANY = re.compile(r"unrecognized arguments: (\S+)")
_TOO_FEW = re.compile(r"the following arguments are required: (.*)")


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, with the nearest option that exists."""

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Print the help; argparse itself passes over in silence what it cannot write."""
        print(self.format_help(), end="", file=file)

    def error(self, message: str) -> NoReturn:
        """Print one line and leave with exit code 2."""
        text = self._mended(message)
        end = "" if text.endswith(("?", ".")) else "."
        self.exit(BAD_INPUT, f"{self.prog}: {text}{end} Try '{self.prog} --help'.\n")

    def _mended(self, message: str) -> str:
        if found := _NO_TASK.match(message):
            tasks = found[2].replace("'", "").split(", ")
            return f"'{found[1]}': no such task. {nearest(found[1], tasks)}"
        if found := _TOO_FEW.match(message):
            return f"{found[1]} is missing"
        if found := _TOO_MANY.match(message):
            if not found[1].startswith("-"):
                return f"{found[1]}: not expected here"
            return f"{found[1]}: no such option. {nearest(found[1], [*_options(self)])}"
        return message


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Every option, those of the tasks too."""
    for action in parser._actions:  # noqa: SLF001  # argparse has no other way to tell them
        yield from action.option_strings
        tasks = action.choices if isinstance(action.choices, Mapping) else {}
        for task in tasks.values():
            yield from _options(task)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : words after `popliteal`; those of this process if not given

    Returns
    -------
    exit code: 0 done, 1 the content is not safe to ship or the result could not be written, 2 bad
    input, 130 stopped with Ctrl-C
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a sign shows a question mark, not a traceback.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = _finished(words)
        # What still waits to be written fails here, where it can be said.
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads on closed the pipe, as `head` does.
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        print(
            f"popliteal: the result could not be written ({error.strerror}). "
            "What came out is not complete: make room, and run it again.",
            file=sys.stderr,
        )
        return FAILED
    return code


def _drop_output() -> None:
    """Let nothing more be written: flushing at exit would fail, and complain, once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _finished(words: list[str]) -> int:
    """The exit code, also of what ends early."""
    try:
        return _run(words)
    except PoplitealError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0


def _run(words: list[str]) -> int:
    name = words[0] if words else "--help"
    if name in ("-h", "--help", "help"):
        print(_overview())
        return 0
    if name in ("-V", "--version"):
        print(_version())
        return 0
    if name not in COMMANDS:
        what = "option" if name.startswith("-") else "command"
        known = [*COMMANDS, "--help", "--version"]
        raise PoplitealError(f"popliteal: '{name}': no such {what}. {nearest(name, known)}")
    command = COMMANDS[name]
    parser = Parser(
        prog=f"popliteal {name}",
        description=command.about,
        epilog="examples:\n" + "\n".join(f"  {line}" for line in command.examples),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_options(parser)
    return command.run(parser.parse_args(words[1:]))


def _overview() -> str:
    width = max(map(len, COMMANDS)) + 2
    lines = (f"  {name:{width}}{command.about}" for name, command in COMMANDS.items())
    examples = (f"  {command.examples[0]}" for command in COMMANDS.values())
    return "\n".join(
        (
            f"Popliteal. {_ABOUT}\n",
            "usage: popliteal COMMAND [options]\n",
            "commands:",
            *lines,
            "\nexamples:",
            *examples,
            "\n'popliteal COMMAND --help' shows the options of a command.",
            "'popliteal --version' shows the versions of program and clinical content.\n",
            _LIMITS,
        )
    )


def _version() -> str:
    from popliteal import __version__
    from popliteal.knowledge.load import load

    kb = load()
    return f"popliteal {__version__}, clinical content {kb.version} ({kb.fingerprint})"


def add_region(parser: argparse.ArgumentParser) -> None:
    """Add `--region`."""
    parser.add_argument(
        "--region",
        metavar="XX",
        help="country (two letters) for the emergency and advice numbers, such as GB",
    )


def checked_region(code: str | None, kb: Knowledge) -> str | None:
    """Return the country code in capitals, or None.

    Raises
    ------
    AnswerError
        There are no numbers for this country.
    """
    from popliteal.plan import numbers

    numbers(kb, code)
    return code and code.upper()
