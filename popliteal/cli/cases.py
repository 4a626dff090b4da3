"""Cases from files and pipes: every bad line is named, and nothing is guessed.

A file is read twice, first to check every line, then to assess it: a mistake on the last line of a
million leaves standard output empty, and no more than one case is ever held. What cannot be read
twice (a pipe) is kept in a temporary file, which goes when the command ends.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NoReturn

from popliteal.answers import Answers, read_answers
from popliteal.errors import AnswerError
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import nearest

# A case with every answer takes 6 kB. A line far beyond that is no case, and reading it whole could
# take all memory.
LONGEST = 1_000_000
EXAMPLE = '{"answers": {"age_band": "30_44"}}'
_KEYS = ("id", "answers")
_WORD = 120


@dataclass(frozen=True, slots=True)
class Case:
    """One person's answers, with the id that the file gives, if any, and the line it stands on.

    `skipped` names the measures that the person would rather not take, where the file says so.
    """

    id: str | None
    answers: Answers
    line: int
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A file of cases, opened.

    Attributes
    ----------
    name : what messages call it
    stream : its bytes; can be read again from the start
    many : one case a line, or one case in all
    beside : keys that may stand beside the answers, and are passed over
    """

    name: str
    stream: IO[bytes]
    many: bool
    beside: tuple[str, ...] = ()

    def problems(self, kb: Knowledge) -> Iterator[str]:
        """Every problem as a line: file, line number, what is wrong, what is allowed."""
        empty = True
        for line, data in self._records():
            empty = False
            try:
                self._read(line, data, kb)
            except AnswerError as error:
                yield from error.problems
        if empty:
            yield f"{self.name}:1: the file is empty. Write a case: {EXAMPLE}."

    def cases(self, kb: Knowledge) -> Iterator[Case]:
        """Every case, one at a time.

        Raises
        ------
        AnswerError
            A case cannot be read; `problems` says so beforehand.
        """
        for line, data in self._records():
            yield self._read(line, data, kb)

    def _records(self) -> Iterator[tuple[int, bytes]]:
        """The bytes of each case and the line where they start; blank lines hold none."""
        self.stream.seek(0)
        if not self.many:
            data = self.stream.read(LONGEST + 1)
            if data.strip():
                yield 1, data.rstrip()
            return
        line = 0
        while data := self.stream.readline(LONGEST + 1):
            line += 1
            if data.strip():
                yield line, data.rstrip()
            while len(data) > LONGEST and not data.endswith(b"\n"):
                data = self.stream.readline(LONGEST + 1)

    def _read(self, line: int, data: bytes, kb: Knowledge) -> Case:
        if len(data) > LONGEST:
            self._refuse(line, f"the case is longer than {LONGEST:,} characters. Write {EXAMPLE}.")
        try:
            text = data.decode("utf-8-sig" if line == 1 else "utf-8")
        except UnicodeDecodeError as error:
            at = line + data.count(b"\n", 0, error.start)
            self._refuse(at, f"byte {error.start + 1} is not UTF-8. Save the file as UTF-8.")
        reading = _Reading()
        raw = self._parse(line, text, reading)
        problems = [*reading.problems, *_shape_problems(raw, kb, self.beside)]
        answers = Answers({}, {})
        if isinstance(raw, dict) and "answers" in raw:
            try:
                answers = read_answers(raw["answers"], kb)
            except AnswerError as error:
                problems += error.problems
        if problems:
            places = (line + _lines_down(text, problem) for problem in problems)
            said = zip(places, map(plain, problems), strict=True)
            raise AnswerError(f"{self.name}:{at}: {problem}" for at, problem in said)
        return Case(raw.get("id"), answers, line, _skipped(raw, answers, kb))

    def _parse(self, line: int, text: str, reading: _Reading) -> Any:
        try:
            return json.loads(
                text, object_pairs_hook=reading.pairs, parse_constant=reading.constant
            )
        except json.JSONDecodeError as error:
            said = error.msg[0].lower() + error.msg[1:]
            where = f"column {error.colno}: {said}"
            self._refuse(line + error.lineno - 1, f"broken JSON at {where}. Write {EXAMPLE}.")
        except RecursionError:
            self._refuse(line, f"lists or maps are nested too deep. Write {EXAMPLE}.")
        except ValueError:
            self._refuse(line, "a number has too many digits. Write a shorter one.")

    def _refuse(self, line: int, text: str) -> NoReturn:
        raise AnswerError([f"{self.name}:{line}: {text}"]) from None


class _Reading:
    """Notes what JSON readers let pass: a key that stands twice, and NaN."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            self.problems += [
                f"{key}: stands twice. Keep one." for key, count in counts.items() if count > 1
            ]
        return found

    def constant(self, name: str) -> float:
        self.problems.append(f"{name} is not a number that JSON allows. Write a plain number.")
        return 0.0


def _skipped(raw: Mapping[str, Any], answers: Answers, kb: Knowledge) -> tuple[str, ...]:
    """Measures that were skipped, as the pages save it; whatever else stands there is no answer."""
    named = raw.get("skipped", ())
    named = named if isinstance(named, list) else ()
    return tuple(key for key in kb.measures if key in named and key not in answers.measures)


def _shape_problems(raw: Any, kb: Knowledge, beside: tuple[str, ...]) -> Iterator[str]:
    """What is wrong around the answers."""
    if not isinstance(raw, dict):
        what = "a list" if isinstance(raw, list) else "no map"
        many = "For many cases, write one a line in a .jsonl file."
        yield f"{what} stands here. A case is a map: {EXAMPLE}. {many}"
        return
    for key in raw:
        if key in kb.questions or key in kb.measures:
            yield f'{key}: stands beside the answers. Put it inside "answers": {EXAMPLE}.'
        elif key not in (*_KEYS, *beside):
            yield f"{key}: no such key. {_nearest_key(key[:_WORD])}"
    name = raw.get("id")
    if name is not None and not isinstance(name, str):
        yield "id: must be text. Put it in quotes."
    elif name is not None and not name.isprintable():
        yield "id: holds a line break or another character that cannot be printed. Leave it out."
    if "answers" not in raw:
        yield f'answers: not there. Write "answers": {{…}}, as in {EXAMPLE}.'


# The same slip often stands in every line of a file; looking for the nearest word is slow.
@lru_cache(maxsize=1024)
def _nearest_key(wrong: str) -> str:
    return nearest(wrong, list(_KEYS))


def _lines_down(text: str, problem: str) -> int:
    """How many lines below the first the key stands that the problem begins with."""
    if "\n" not in text.strip():
        return 0
    key = json.dumps(problem.partition(":")[0], ensure_ascii=False)
    found = list(re.finditer(rf"{re.escape(key)}\s*:", text))
    at = found[-1 if "stands twice" in problem else 0].start() if found else 0
    return text.count("\n", 0, at)


def plain(text: str) -> str:
    r"""Make words from a file fit for one line of a terminal.

    Examples
    --------
    >>> plain("two\nlines \x1b[31m")
    'two\\nlines \\x1b[31m'
    """
    shown = text[:1000]
    if not shown.isprintable():
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown)
    head, colon, rest = shown.rpartition(": ")
    return f"{head[:_WORD]}…{colon}{rest}" if len(head) > _WORD else shown


@contextmanager
def open_cases(file: str, *, beside: tuple[str, ...] = ()) -> Iterator[Source]:
    """Open a file of cases: `.json`, `.jsonl`, or `-` for standard input.

    Parameters
    ----------
    beside : keys that may stand beside the answers of a case, and are passed over

    Raises
    ------
    AnswerError
        The file is not there, cannot be read or has another ending.
    """
    if file == "-":
        with _kept(sys.stdin.buffer) as stream:
            yield Source("stdin", stream, _looks_like_lines(stream), beside)
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115  # closed below, once what can go wrong did not
    except OSError as error:
        raise AnswerError([f"{plain(file)}: {why_unreadable(error)}"]) from None
    with stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            with _kept(stream) as kept:
                yield Source(plain(file), kept, _looks_like_lines(kept), beside)
        else:
            yield Source(plain(file), stream, _is_lines(file), beside)


def why_unreadable(error: OSError) -> str:
    """Why a file cannot be opened, and what to do."""
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "no such file. Check the name, or use - for standard input.",
        IsADirectoryError: "this is a folder. Name a .json or .jsonl file.",
        PermissionError: "it may not be read. Check who owns it.",
    }
    return reasons.get(type(error), f"cannot be read ({error.strerror}).")


def _is_lines(file: str) -> bool:
    ending = Path(file).suffix.lower()
    if ending not in (".json", ".jsonl"):
        allowed = "Name it .json (one case) or .jsonl (one case a line), or use - for a pipe."
        raise AnswerError([f"{plain(file)}: cannot tell what is in it. {allowed}"])
    return ending == ".jsonl"


@contextmanager
def _kept(pipe: IO[bytes]) -> Iterator[IO[bytes]]:
    with SpooledTemporaryFile(max_size=LONGEST) as stream:
        copyfileobj(pipe, stream)
        yield stream


def _looks_like_lines(stream: IO[bytes]) -> bool:
    """Is the input one case a line? A whole map on the first line, or another that begins below."""
    stream.seek(0)
    lines = (line.strip() for line in iter(lambda: stream.readline(LONGEST), b""))
    first, second = (next((line for line in lines if line), b"") for _ in range(2))
    return first.endswith(b"}") or second.startswith(b"{")
