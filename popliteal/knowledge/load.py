"""The only code that opens the clinical content: load it once, checked, and pass it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec

from popliteal.errors import KnowledgeError
from popliteal.knowledge.content import Content
from popliteal.knowledge.when import Reader, When

FOLDER = Path(__file__).parent
COMPILED = "compiled.json"
_NOT_CONTENT = ("vignettes", "translations", "tissues.yaml")


@dataclass(frozen=True, slots=True)
class Conditions:
    """Every condition of the content, read: by rule, question, sign, action or kind of test."""

    rules: Mapping[str, When]
    ask_if: Mapping[str, When]
    signs: Mapping[str, When]
    offered: Mapping[str, When]
    barred: Mapping[str, When]
    hidden: Mapping[str, When]


@dataclass(frozen=True, slots=True)
class Knowledge(Content):
    """The clinical content with its conditions read, in the words of one language."""

    when: Conditions
    language: str = "en"

    @property
    def _mark(self) -> tuple[str, str]:
        return self.fingerprint, self.language

    def __hash__(self) -> int:
        return hash(self._mark)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Knowledge) and self._mark == other._mark


def load(folder: Path | None = None) -> Knowledge:
    """Load the shipped knowledge, or a folder of the same shape.

    Raises
    ------
    KnowledgeError
        Every problem of every file, as ``file:line: what is wrong. What is allowed.``

    Examples
    --------
    >>> kb = load()
    >>> kb.rules["em_pe"].disposition
    'emergency'
    """
    return _load(folder or FOLDER)


@cache
def _load(folder: Path) -> Knowledge:
    paths = content_files(folder)
    fingerprint = _fingerprint(folder, paths)
    content = _decode(folder / COMPILED, fingerprint)
    return from_content(content or _read(folder, fingerprint))


def content_files(folder: Path) -> list[Path]:
    """The files that make up the content, in a fixed order."""
    return sorted(
        path
        for path in folder.rglob("*.yaml")
        if path.relative_to(folder).parts[0] not in _NOT_CONTENT
    )


def _fingerprint(folder: Path, paths: list[Path]) -> str:
    digest = sha256()
    for path in paths:
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def _decode(path: Path, fingerprint: str) -> Content | None:
    """The compiled content, if it was made from just these files."""
    # Reading YAML and importing the checker take half a second: too long for a person who waits.
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if fingerprint.encode() not in data[:200]:
        return None
    return msgspec.json.decode(data, type=Content)


def _read(folder: Path, fingerprint: str) -> Content:
    from popliteal.knowledge.check import read_checked

    return read_checked(folder, fingerprint)


def compile_content(folder: Path = FOLDER) -> bytes:
    """Read and check the YAML files and return what `compiled.json` must hold."""
    content = _read(folder, _fingerprint(folder, content_files(folder)))
    head = {"version": content.version, "fingerprint": content.fingerprint}
    body = {f.name: getattr(content, f.name) for f in fields(content) if f.name not in head}
    return msgspec.json.encode({**head, **body}) + b"\n"


def from_content(content: Content) -> Knowledge:
    """Read the conditions of checked content."""
    problems: list[str] = []
    reader = Reader(content.questions, lambda text, _: problems.append(text))
    lenient = Reader(content.questions, lambda text, _: problems.append(text), unsure_allowed=True)
    conditions = Conditions(
        rules={i: reader.read(r.when) for i, r in content.rules.items() if r.when},
        ask_if={i: reader.read(q.ask_if) for i, q in content.questions.items() if q.ask_if},
        signs={i: reader.read(s.definition) for i, s in content.warning_signs.items()},
        offered={i: lenient.read(a.offered_if) for i, a in content.actions.items() if a.offered_if},
        barred={i: reader.read(a.barred_if) for i, a in content.actions.items() if a.barred_if},
        hidden={i: reader.read(h.hidden_if) for i, h in content.hidden_tests.items()},
    )
    if problems:
        raise KnowledgeError(problems)
    parts = {f.name: getattr(content, f.name) for f in fields(Content)}
    return Knowledge(**parts, when=conditions)
