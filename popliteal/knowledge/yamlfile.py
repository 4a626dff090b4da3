"""A strict subset of YAML, with line numbers.

YAML reads `no` as false, `12:30` as 750 and `0123` as 83. Clinical content cannot live with that,
so only text, plain decimals, true, false, null, lists and maps are read here; everything that other
readers might take for something else must be put in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from popliteal.errors import KnowledgeError

Key = str | int
Where = tuple[Key, ...]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z")
# What YAML readers disagree about: leading zeros and dots, signs, exponents, hex, other spellings
# of true and null, infinities, clock times.
_AMBIGUOUS = re.compile(
    r"([-+]?0[0-9xob][0-9a-fA-F_]*|[-+]?\.[0-9]+|\+[0-9.]+|[-+]?[0-9]+\.|[-+]?[0-9.]+[eE][-+]?[0-9]+"
    r"|~|True|TRUE|False|FALSE|Null|NULL|[-+]?\.(inf|Inf|INF|nan|NaN|NAN)|[0-9]+:[0-9:.]+)\Z"
)
_TOO_DEEP = "nested too deeply. Write it flatter."
_WORDS = {"true": True, "false": False, "null": None, "": None}


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one file and the line on which each part of it stands."""

    name: str
    data: Any
    lines: dict[Where, int] = field(repr=False)

    def line(self, *where: Key) -> int:
        r"""Line of the part at this path, or of its nearest parent.

        Examples
        --------
        >>> document = parse("rules:\n- id: ur_pulsing\n  grade: B\n", "triage.yaml")
        >>> document.line("rules", 0, "grade"), document.line("rules", 0, "sources")
        (3, 2)
        """
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def read(path: Path, name: str | None = None) -> Document:
    """Read one file.

    Raises
    ------
    KnowledgeError
        The file is not there, is not UTF-8, or is not in the subset; every problem at once.
    """
    name = name or path.name
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise KnowledgeError(
            [f"{name}: byte {error.start} is not UTF-8. Save it as UTF-8."]
        ) from None
    except OSError as error:
        raise KnowledgeError([f"{name}: cannot be read ({error.strerror})."]) from None
    return parse(text, name)


def parse(text: str, name: str) -> Document:
    r"""Parse text in the subset.

    Examples
    --------
    >>> parse("swollen: no\nn: 14\nage: [16_29, '0123']", "example.yaml").data
    {'swollen': 'no', 'n': 14, 'age': ['16_29', '0123']}
    >>> parse("at: 0123", "example.yaml")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    popliteal.errors.KnowledgeError: example.yaml:1: '0123' can be read in two ways. Put it in ...
    """
    reader = _Reader(name)
    try:
        data = reader.read(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise KnowledgeError([*reader.problems, f"{name}:{line}: {_explain(error)}"]) from None
    except RecursionError:
        raise KnowledgeError([f"{name}:1: {_TOO_DEEP}"]) from None
    except yaml.YAMLError as error:
        raise KnowledgeError([f"{name}: {str(error).splitlines()[0]}."]) from None
    if reader.problems:
        raise KnowledgeError(reader.problems)
    return Document(name, data, reader.lines)


def _explain(error: yaml.MarkedYAMLError) -> str:
    problem = (error.problem or "cannot be read").rstrip(".")
    if "nesting depth" in problem:
        return _TOO_DEEP
    if "cannot start any token" in problem:
        return "a tab or a reserved sign stands here. Use spaces, and quotes round text."
    return f"{problem}. Check indentation, colons and quotes."


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Reader:
    """Turns the parser's events into plain data and collects every problem on the way.

    Events, not nodes: only they still show an anchor or a tag that somebody wrote.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[str] = []
        self.lines: dict[tuple[Key, ...], int] = {}

    def read(self, events: Iterator[yaml.Event]) -> Any:
        data = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._say(event, "a second document starts here. Keep one in a file.")
            elif isinstance(event, yaml.NodeEvent):
                data = self._build(event, events, ())
        if not documents or data in (None, {}, []):
            self.problems.append(f"{self.name}:1: the file is empty. Write at least one entry.")
        return data

    def _build(self, event: yaml.Event, events: Iterator[yaml.Event], where: Where) -> Any:
        self.lines.setdefault(where, _line(event))
        if getattr(event, "anchor", None) is not None:
            self._say(event, "anchors and aliases (& and *) are not allowed. Write the value out.")
        if (tag := getattr(event, "tag", None)) is not None:
            self._say(event, f"the tag '{tag}' is not allowed. Leave it out.")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, where)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, where)
        return self._scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _sequence(self, events: Iterator[yaml.Event], where: Where) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            data.append(self._build(event, events, (*where, len(data))))
        return data

    def _mapping(self, events: Iterator[yaml.Event], where: Where) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._say(event, "a key is a list or a map. Use plain text as key.")
                self._build(event, events, (*where, "?"))
                self._build(next(events), events, (*where, "?"))
                continue
            key, again = event.value, event.value in data
            if key == "<<":
                self._say(event, "merge keys (<<) are not allowed. Write the entries out.")
            if again:
                first = self.lines[(*where, key)]
                self._say(event, f"'{key}' stands twice; first on line {first}. Keep one.")
            self.lines.setdefault((*where, key), _line(event))
            value = self._build(next(events), events, (*where, key))
            data.setdefault(key, value)
        return data

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        text: str = event.value
        if event.style:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _DECIMAL.match(text):
            return float(text) if "." in text else int(text)
        if _AMBIGUOUS.match(text):
            self._say(
                event,
                f"'{text}' can be read in two ways. "
                "Put it in quotes if it is text, or write a plain decimal.",
            )
        return text

    def _say(self, event: yaml.Event, text: str) -> None:
        self.problems.append(f"{self.name}:{_line(event)}: {text}")
