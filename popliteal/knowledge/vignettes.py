"""Vignettes: people with their answers, and what advice would be safe and sensible for them.

`vignettes/*.yaml` holds them. Reading one checks it as strictly as the clinical content: every
question, answer, cause and rule it names must exist, and every problem comes with file and line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from popliteal.errors import KnowledgeError
from popliteal.knowledge import yamlfile
from popliteal.knowledge.content import DISPOSITIONS, NOT_SURE, Content, Disposition, Id, Text
from popliteal.knowledge.load import FOLDER, load
from popliteal.knowledge.when import nearest

VIGNETTES = "vignettes"


@dataclass(frozen=True, slots=True)
class Expect:
    """What a vignette asks for; what it leaves out is not compared.

    `because` and `could_not_exclude` name rules that must be among those that fired or stayed open.
    """

    disposition: Disposition
    at_least: Disposition | None = None
    at_most: Disposition | None = None
    cause: tuple[Id, ...] = ()
    acceptable_first: tuple[Id, ...] = ()
    because: tuple[Id, ...] = ()
    could_not_exclude: tuple[Id, ...] = ()

    @property
    def band(self) -> tuple[Disposition, ...]:
        """The dispositions that are safe and reasonable; without a band, only the one.

        Examples
        --------
        >>> Expect("soon", at_least="self_care").band
        ('self_care', 'soon')
        """
        low = DISPOSITIONS.index(self.at_least or self.disposition)
        high = DISPOSITIONS.index(self.at_most or self.disposition)
        return DISPOSITIONS[low : high + 1]


@dataclass(frozen=True, slots=True)
class CaseSource:
    """Where a published history comes from."""

    title: Text
    first_author: Text
    year: Text
    journal: Text
    url: Text


@dataclass(frozen=True, slots=True)
class Vignette:
    """One person: what was said, and what should come of it.

    `reread` says what was changed when the story was read again with newer answers; `beyond` names
    the answers of the first readers that the shortened story no longer mentions. `kind` is the file
    that it stands in. `argued` says why advice outside the band is accepted.
    """

    id: Id
    kind: Id
    name: Text
    answers: dict[str, str | float]
    expect: Expect
    story: str = ""
    scope: Literal["core", "near"] | None = None
    synthetic: bool = False
    reread: str = ""
    beyond: tuple[Id, ...] = ()
    argued: str = ""
    reported: str = ""
    writer: str = ""
    source: CaseSource | None = None


@dataclass(frozen=True, slots=True)
class About:
    """Who stands behind a file of vignettes."""

    not_reviewed: bool
    note: Text


@dataclass(frozen=True, slots=True)
class _File:
    """One file as it is written."""

    about: About
    cases: dict[str, Vignette] = field(default_factory=dict)


_RECORDS: tuple[type, ...] = (Expect, CaseSource, Vignette, About, _File)
for _record in _RECORDS:
    # An unknown key is a spelling mistake, not something to ignore.
    _record.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]


def load_vignettes(folder: Path | None = None) -> tuple[Vignette, ...]:
    """Load the vignettes of the shipped knowledge, or of a knowledge folder of the same shape.

    Returns
    -------
    vignettes in the order of the files' names and, in a file, of the cases

    Raises
    ------
    KnowledgeError
        Every problem of every file, as ``file:line: what is wrong. What is allowed.``

    Examples
    --------
    >>> next(v.name for v in load_vignettes() if v.id == "c016")
    'A man with a swollen leg and new breathlessness goes to hospital at once'
    """
    folder = folder or FOLDER
    content = load(folder)
    problems: list[str] = []
    found: dict[str, Vignette] = {}
    for path in sorted((folder / VIGNETTES).glob("*.yaml")):
        for line, vignette in _read(path, content, problems):
            if vignette.id in found:
                other = found[vignette.id].kind
                problems.append(f"{line}: '{vignette.id}' stands in {other}.yaml too. Rename one.")
            found[vignette.id] = vignette
    if problems:
        raise KnowledgeError(problems)
    return tuple(found.values())


def screened(vignette: Vignette, content: Content) -> dict[str, str | float]:
    """The answers as triage sees them: a red flag that a story does not mention is taken as absent.

    A history leaves out what was asked and not there; the interview would have asked. Only triage
    may use these answers: as evidence for a cause they would be made up.

    Examples
    --------
    >>> knowledge = load()
    >>> soldier = next(v for v in load_vignettes() if v.id == "v131")
    >>> "fever" in soldier.answers, screened(soldier, knowledge)["fever"]
    (False, 'no')
    """
    if vignette.synthetic:
        return dict(vignette.answers)
    absent = {key: q.absent for key, q in content.questions.items() if q.red_flag and q.absent}
    return {**absent, **vignette.answers}


def notes(folder: Path | None = None) -> Mapping[str, About]:
    """What each file says about itself, by kind: shown wherever its results are shown.

    Examples
    --------
    >>> all(about.not_reviewed for about in notes().values())
    True
    """
    paths = sorted(((folder or FOLDER) / VIGNETTES).glob("*.yaml"))
    documents = ((path.stem, yamlfile.read(path).data["about"]) for path in paths)
    return {kind: About(**about) for kind, about in documents}


def vignette_schema() -> dict[str, Any]:
    """A JSON Schema of a file of vignettes, for completion and checks in an editor.

    Examples
    --------
    >>> sorted(vignette_schema()["$defs"]["Vignette"]["required"])
    ['answers', 'expect', 'name']
    """
    from pydantic import TypeAdapter

    schema = TypeAdapter(_File).json_schema()
    vignette = schema["$defs"]["Vignette"]
    for name in ("id", "kind"):
        del vignette["properties"][name]
        vignette["required"].remove(name)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**head, **schema, "title": VIGNETTES}


def _read(path: Path, content: Content, problems: list[str]) -> Iterator[tuple[str, Vignette]]:
    """Yield the vignettes of one file, each with its place; note what is wrong with them."""
    name = f"{VIGNETTES}/{path.name}"
    try:
        document = yamlfile.read(path, name)
        cases = _records(document, path.stem)
    except KnowledgeError as error:
        problems.extend(error.problems)
        return
    for key, vignette in cases.items():
        for where, text in _mistakes(vignette, content):
            problems.append(f"{name}:{document.line('cases', key, *where)}: {text}")
        yield f"{name}:{document.line('cases', key)}", vignette


def _records(document: yamlfile.Document, kind: str) -> Mapping[str, Vignette]:
    # The checker costs a quarter of a second, which nobody who only assesses should pay.
    from pydantic import TypeAdapter

    from popliteal.knowledge.schema import Problems, _validate

    problems = Problems()
    problems.keep(document)
    data = document.data
    if isinstance(data, dict) and isinstance(data.get("cases"), dict):
        cases = {key: _named(key, kind, case) for key, case in data["cases"].items()}
        data = {**data, "cases": cases}
    file: _File | None = _validate(TypeAdapter(_File), data, document.name, (), problems)
    if file is None:
        raise KnowledgeError(problems.found)
    return file.cases


def _named(key: str, kind: str, case: Any) -> Any:
    return {"id": key, "kind": kind, **case} if isinstance(case, dict) else case


_Mistake = tuple[tuple[str, ...], str]


def _mistakes(vignette: Vignette, content: Content) -> Iterator[_Mistake]:
    """Yield what is wrong with one vignette, and where in it."""
    for question, answer in vignette.answers.items():
        yield from _answer(question, answer, content)
    yield from _unknown(("beyond",), vignette.beyond, vignette.answers, "answer of this case")
    expect = vignette.expect
    for part in ("cause", "acceptable_first"):
        yield from _unknown(("expect", part), getattr(expect, part), content.causes, "cause")
    for part in ("because", "could_not_exclude"):
        yield from _unknown(("expect", part), getattr(expect, part), content.rules, "rule")
    if expect.disposition not in expect.band:
        yield ("expect",), "disposition lies outside at_least and at_most. Put it inside."
    if vignette.synthetic and not (expect.because or expect.could_not_exclude):
        yield (), f"{vignette.id} is synthetic and names no rule. Add expect.because."
    if vignette.kind == "published" and vignette.source is None:
        yield (), f"{vignette.id} is a published case without a source. Add it."


def _answer(question: str, answer: str | float, content: Content) -> Iterator[_Mistake]:
    where = ("answers", question)
    measure = content.measures.get(question)
    if measure is not None:
        if isinstance(answer, str) or not measure.low <= answer <= measure.high:
            yield where, f"{question} is {answer!r}. Use {measure.low:g} to {measure.high:g}."
        return
    known = content.questions.get(question)
    if known is None:
        yield where, f"'{question}' is no question. {nearest(question, content.questions)}"
    elif answer not in (allowed := [*known.answers, NOT_SURE]):
        yield where, f"'{question}' has no answer {answer!r}. {nearest(str(answer), allowed)}"


def _unknown(
    where: tuple[str, ...], ids: Iterable[str], known: Mapping[str, Any], noun: str
) -> Iterator[_Mistake]:
    for key in ids:
        if key not in known:
            yield where, f"'{key}' is no {noun}. {nearest(key, known)}"
