"""The readable part of a resource: a few lines of XHTML in which everything is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

XHTML = "http://www.w3.org/1999/xhtml"


class Markup(str):
    """Text that is XHTML already."""

    __slots__ = ()


def narrate(parts: Iterable[str]) -> dict[str, str]:
    """A narrative of paragraphs and lists; text that is no markup yet is escaped.

    Examples
    --------
    >>> narrate(["1 < 2"])["div"]
    '<div xmlns="http://www.w3.org/1999/xhtml"><p>1 &lt; 2</p></div>'
    """
    body = "".join(p if isinstance(p, Markup) else f"<p>{plain(p)}</p>" for p in parts if p)
    return {"status": "generated", "div": f'<div xmlns="{XHTML}">{body}</div>'}


def text_list(lines: Iterable[str]) -> Markup:
    """A list, one line each; empty without lines.

    Examples
    --------
    >>> text_list(["a & b"])
    '<ul><li>a &amp; b</li></ul>'
    """
    items = "".join(f"<li>{plain(line)}</li>" for line in lines)
    return Markup(f"<ul>{items}</ul>" if items else "")


def plain(text: str) -> str:
    r"""The text as XHTML may hold it: escaped, and without the signs that XML forbids.

    Examples
    --------
    >>> plain("a\x00b <script>")
    'ab &lt;script&gt;'
    """
    if not text.isprintable():
        text = "".join(sign for sign in text if sign in "\n\t" or _is_text(sign))
    return escape(text, quote=False)


def _is_text(sign: str) -> bool:
    return " " <= sign < "\ud800" or "\udfff" < sign < "\ufffe" or sign > "\uffff"
