"""The content in another language: the same ids, rules and numbers in other words.

English stands in the content itself. `translations/xx.yaml` holds, for each text by id, the words
and a mark of the English that they say. Where the English has changed since, the words are old and
are not shown; a language with an old or missing text that decides how soon someone is seen is not
offered at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from popliteal.errors import KnowledgeError
from popliteal.knowledge.content import Translation
from popliteal.knowledge.load import FOLDER, Knowledge
from popliteal.knowledge.readable import gaps, is_critical, mark, reword, texts
from popliteal.knowledge.schema import TRANSLATIONS, Problems, read_translation

_OLD = "says another English text than there is now. Translate it again."
_GONE = "is no text of the content (any more). Take it out, or mend its spelling."
_HEAD = ("name", "status", "notice", "direction")


@dataclass(frozen=True, slots=True)
class Language:
    """A language that is offered.

    Attributes
    ----------
    code : such as "es"
    name : what its speakers call it
    status : "original", "machine_translated", "translated" or "clinically_reviewed"
    notice : what its readers should know about the words, in the language; empty for English
    direction : "ltr" or "rtl"
    """

    code: str
    name: str
    status: str
    notice: str = ""
    direction: str = "ltr"


ENGLISH = Language("en", "English", "original")


@dataclass(frozen=True, slots=True)
class State:
    """How far a translation says what the English content says now.

    Attributes
    ----------
    said : words by text id, where they are current
    stale : ids whose English has changed since
    missing : ids that have no words
    notes : what a translator should look at, with file and line: stale and unknown texts
    """

    language: Language
    said: Mapping[str, str]
    stale: tuple[str, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def blocking(self) -> tuple[str, ...]:
        """The texts for want of which the language is not offered."""
        return tuple(i for i in (*self.missing, *self.stale) if is_critical(i))


def languages(kb: Knowledge, folder: Path = FOLDER) -> tuple[Language, ...]:
    """The languages that may be offered, English first.

    Raises
    ------
    KnowledgeError
        Every problem of every translation.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> [(language.code, language.status) for language in languages(load())]
    [('en', 'original'), ('es', 'machine_translated')]
    """
    offered = (state.language for state in _states(kb, folder) if not state.blocking)
    return (ENGLISH, *offered)


def translated(kb: Knowledge, code: str, folder: Path = FOLDER) -> Knowledge:
    """The knowledge in the words of a language that is offered.

    Texts that are old or missing stay in English; `states` lists them.

    Raises
    ------
    KnowledgeError
        The language is not offered, or a translation has problems.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> translated(load(), "es").questions["fever"].answers["yes"]
    'Sí'
    """
    if code == kb.language:
        return kb
    return _translated(kb, code, folder)


@lru_cache(maxsize=16)
def _translated(kb: Knowledge, code: str, folder: Path) -> Knowledge:
    offered = {state.language.code: state for state in _states(kb, folder) if not state.blocking}
    if code not in offered:
        use = " or ".join((ENGLISH.code, *offered))
        raise KnowledgeError([f"language: '{code}' is not offered. Use {use}."])
    return reword(kb, offered[code].said, language=code)


def states(kb: Knowledge, folder: Path = FOLDER) -> tuple[State, ...]:
    """The state of every translation, offered or not.

    Raises
    ------
    KnowledgeError
        Every problem of every translation.
    """
    return _states(kb, folder)


@lru_cache(maxsize=16)
def _states(kb: Knowledge, folder: Path) -> tuple[State, ...]:
    if kb.language != ENGLISH.code:
        raise ValueError("the marks are those of the English words: pass the English knowledge")
    problems = Problems()
    english = texts(kb)
    found = tuple(_read(path, english, problems) for path in translation_files(folder))
    if problems.found:
        raise KnowledgeError(problems.found)
    return tuple(state for state in found if state)


def translation_files(folder: Path = FOLDER) -> list[Path]:
    """The files with the words of each language, in a fixed order."""
    return sorted((folder / TRANSLATIONS.name).glob("*.yaml"))


def _read(path: Path, english: Mapping[str, str], problems: Problems) -> State | None:
    translation = read_translation(path, problems)
    if translation is None:
        return None
    file = _File(f"{TRANSLATIONS.name}/{path.name}", translation, problems)
    current = dict(_current(file, english))
    unknown = tuple(i for i in translation.texts if i not in english)
    stale = tuple(i for i in english if i in translation.texts and i not in current)
    return State(
        language=Language(path.stem, **{name: getattr(translation, name) for name in _HEAD}),
        said=current,
        stale=stale,
        missing=tuple(i for i in english if i not in translation.texts),
        notes=(
            *(file.placed(i, _OLD) for i in stale),
            *(file.placed(i, _GONE) for i in unknown),
        ),
    )


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    translation: Translation
    problems: Problems

    def placed(self, text_id: str, what: str) -> str:
        return self.problems.placed(self.name, ("texts", text_id), f"{text_id} {what}")


def _current(file: _File, english: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The words that say what the English says now; notes what they must not differ in."""
    for text_id, text in english.items():
        wording = file.translation.texts.get(text_id)
        if wording and wording.of == mark(text):
            for wrong in (*_wrong_gaps(text, wording.text), *_wrong_numbers(text, wording.text)):
                file.problems.say(file.name, ("texts", text_id), f"{text_id} {wrong}")
            yield text_id, wording.text


def _wrong_gaps(english: str, said: str) -> Iterator[str]:
    """What is wrong with the gaps: one that nobody fills would stop the program at a person."""
    wanted = gaps(english)
    try:
        found = gaps(said)
    except ValueError:
        yield "has a brace that is not closed. Close it."
        return
    for gap in sorted(found - wanted):
        use = " or ".join(f"{{{name}}}" for name in sorted(wanted))
        what = f"Use {use}." if use else "Take it out."
        yield f"has the gap {{{gap}}}, which stays empty. {what}"
    for gap in sorted(wanted - found):
        yield f"has no gap {{{gap}}}. Put it where the English has it."


def _wrong_numbers(english: str, said: str) -> Iterator[str]:
    """A number in figures is the same in every language: minutes on ice, points of pain."""
    wanted, found = _numbers(english), _numbers(said)
    for number in sorted(found - wanted):
        yield f"says {number}, which the English does not. Take it out, or write it as a word."
    for number in sorted(wanted - found):
        yield f"does not say {number}. Write it in figures, as the English does."


def _numbers(text: str) -> frozenset[str]:
    return frozenset(
        found.replace(",", ".") for found in re.findall(r"[0-9]+(?:[.,][0-9]+)?", text)
    )
