"""Writing a translation: what a translator has to fill in, and the file with it filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from popliteal.errors import KnowledgeError
from popliteal.knowledge import yamlfile
from popliteal.knowledge.content import Wording
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.readable import mark, texts
from popliteal.knowledge.schema import Problems, read_translation
from popliteal.knowledge.when import nearest

_TEXTS = "\ntexts:"


def to_translate(kb: Knowledge, path: Path, *, everything: bool = False) -> str:
    """The texts that the file of a language lacks or has old words for, to be filled in.

    Each stands under its English; old words stand in their place, to be mended.

    Parameters
    ----------
    path : the file as it stands
    everything : list what is current too, for somebody who reads all of it
    """
    english = texts(kb)
    return "".join(
        _listed(text_id, english[text_id], wording.text)
        for text_id, wording in _carried(english, _wordings(path)).items()
        if everything or wording.of != mark(english[text_id])
    )


def _listed(text_id: str, english: str, said: str) -> str:
    above = "".join(f"# {line}\n" for line in english.splitlines())
    return above + _line(text_id, Wording(mark(english), said))


def _carried(english: Mapping[str, str], old: Mapping[str, Wording]) -> dict[str, Wording]:
    """The words of each text; those of a text that moved, or is said elsewhere too, go with it."""
    by_mark = {wording.of: wording for wording in reversed(tuple(old.values()))}
    nothing = Wording("", "")
    found = {}
    for text_id, text in english.items():
        here = old.get(text_id, nothing)
        found[text_id] = here if here.of == mark(text) else by_mark.get(mark(text), here)
    return found


def merge(kb: Knowledge, path: Path, filled: str, name: str) -> str:
    """The file of a language with new words in it, in the order of the content.

    What is no text of the content any more is left out. Words that were left empty are passed over.

    Parameters
    ----------
    path : the file as it stands
    filled : what `to_translate` gave, filled in; may be empty
    name : what to call it in an error

    Raises
    ------
    KnowledgeError
        A text is not known, or its English has changed since it was listed.
    """
    english, old = texts(kb), _wordings(path)
    new = _filled(english, filled, name) if filled.strip() else {}
    wordings = _carried(english, {**old, **new})
    head = path.read_text(encoding="utf-8").partition(_TEXTS)[0]
    return f"{head}{_TEXTS}\n" + "".join(_lines({i: w for i, w in wordings.items() if w.text}))


def _lines(wordings: Mapping[str, Wording]) -> Iterator[str]:
    for part, ids in groupby(wordings, lambda text_id: text_id.partition(".")[0]):
        yield f"\n  # {part}\n"
        for text_id in ids:
            yield f"  {_line(text_id, wordings[text_id])}"


def _line(text_id: str, wording: Wording) -> str:
    """One line a text, so that a change shows as one line. JSON's quotes are YAML's too."""
    said = json.dumps(wording.text, ensure_ascii=False)
    return f'{text_id}: {{of: "{wording.of}", text: {said}}}\n'


def _filled(english: Mapping[str, str], filled: str, name: str) -> dict[str, Wording]:
    document = yamlfile.parse(filled, name)
    entries = document.data if isinstance(document.data, dict) else {}
    problems = []
    for text_id, entry in entries.items():
        if wrong := _wrong(english, text_id, entry):
            problems.append(f"{name}:{document.line(text_id)}: {text_id} {wrong}")
    if problems:
        raise KnowledgeError(problems)
    return {text_id: Wording(**entry) for text_id, entry in entries.items() if entry["text"]}


def _wrong(english: Mapping[str, str], text_id: str, entry: object) -> str:
    if text_id not in english:
        return f"is no text of the content. {nearest(text_id, english)}"
    if not isinstance(entry, dict) or entry.keys() != {"of", "text"}:
        return "has another form. Write {of: ..., text: ...}."
    if not all(isinstance(value, str) for value in entry.values()):
        return "holds something else than text. Put it in quotes."
    if entry["of"] != mark(english[text_id]):
        return "is marked for another English text. List it again."
    return ""


def _wordings(path: Path) -> dict[str, Wording]:
    problems = Problems()
    translation = read_translation(path, problems)
    if translation is None:
        raise KnowledgeError(problems.found)
    return translation.texts
