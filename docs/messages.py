"""Collect the words of the pages for translators and compile them: `make messages`.

What templates and code ask for and the .po file lacks is added without words, which a test then
names; what nothing asks for any more is taken out. Nothing here needs Debian's gettext.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1] / "popliteal/web"
WORDS = PACKAGE / "locale/es/LC_MESSAGES/django.po"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "npgettext"}


class Message(NamedTuple):
    """A text that the pages ask for: where it is used if that is said, and the words for many."""

    context: str | None
    text: str
    plural: str


def main() -> None:
    """Write the .po file and its compiled twin anew."""
    words = read()
    asked = list(dict.fromkeys(asked_for()))
    known = {message_of(entry): entry for entry in words}
    for message in set(known) - set(asked):
        words.remove(known[message])
    words.extend(_blank(message) for message in asked if message not in known)
    words.save(str(WORDS))
    WORDS.with_suffix(".mo").write_bytes(words.to_binary())
    print(f"{len(words)} texts, {len(words.untranslated_entries())} without words")


def read() -> polib.POFile:
    """The words as people edit them; no line is broken, so that a search finds a sentence."""
    return polib.pofile(str(WORDS), wrapwidth=10_000)


def message_of(entry: polib.POEntry) -> Message:
    """What a translated entry answers."""
    return Message(entry.msgctxt or None, entry.msgid, entry.msgid_plural)


def asked_for() -> Iterator[Message]:
    """Every text that templates and code of the pages ask to be translated."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield from _calls_of(ast.parse(path.read_text(encoding="utf-8")))
    for path in sorted(PACKAGE.rglob("*.html")):
        yield from _calls_in_template(path.read_text(encoding="utf-8"))


def _calls_of(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := getattr(node.func, "id", "")) in CALLS:
            said = [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]
            context = said.pop(0) if name in ("pgettext", "npgettext") else None
            plural = said[1] if name in ("ngettext", "npgettext") else ""
            yield Message(context, said[0], plural)


def _calls_in_template(text: str) -> Iterator[Message]:
    """Django turns the tags of a template into calls, among signs that say nothing."""
    code = templatize(text)
    for start in re.finditer(r"\b(?:\w*gettext|_)\(", code):
        for end in re.finditer(r"\)", code[start.start() :]):
            try:
                tree = ast.parse(code[start.start() : start.start() + end.end()])
            except SyntaxError:
                continue
            yield from _calls_of(tree)
            break


def _blank(message: Message) -> polib.POEntry:
    many = {0: "", 1: "", 2: ""} if message.plural else None
    flags = ["python-format"] if "%(" in message.text else []
    return polib.POEntry(
        msgctxt=message.context,
        msgid=message.text,
        msgid_plural=message.plural,
        msgstr_plural=many,
        flags=flags,
    )


if __name__ == "__main__":
    main()
