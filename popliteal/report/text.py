"""The report as plain text for a terminal or a letter: no line longer than a hundred characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from popliteal.report.blocks import (
    Block,
    Cell,
    Fact,
    Facts,
    Figure,
    Items,
    Paragraph,
    Report,
    Section,
    Table,
)

WIDEST = 100
_INSET = "  "
_GAP = "  "


def write_text(report: Report) -> str:
    """The whole report as text.

    Examples
    --------
    >>> from datetime import date
    >>> import popliteal as pp
    >>> from popliteal.report.content import make_report
    >>> kb, said = pp.load(), {"calf_swelling": "clear"}
    >>> report = make_report(pp.assess(said, kb), said, kb, today=date(2026, 3, 1))
    >>> text = write_text(report)
    >>> text.splitlines()[0], max(map(len, text.splitlines())) <= WIDEST
    ('FOR YOUR CLINICIAN', True)
    """
    head = (report.lead, report.made, report.notice)
    lines = [report.title.upper(), *(line for text in head if text for line in _filled(text))]
    for section in (*report.first, *report.rest):
        lines += ["", *_section(section)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield section.title.upper()
    yield "-" * len(section.title)
    for at, block in enumerate(section.blocks):
        # A table begins with a line of its own; sentences follow one another.
        if at and isinstance(block, Table):
            yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _filled(block.text)
        case Items():
            yield from _items(block)
        case Facts():
            yield from _titled(block.title)
            for row in block.rows:
                yield from _fact(row)
        case Figure():
            yield from _filled(f"[{block.alt}]")
        case Table():
            yield from _titled(block.title)
            yield from _table(block)


def _titled(title: str) -> Iterator[str]:
    if title:
        yield from _filled(title)


def _items(block: Items) -> Iterator[str]:
    yield from _titled(f"{block.title}:" if block.title else "")
    for item in block.items:
        yield from _filled(item, "- ")


def _fact(row: Fact) -> Iterator[str]:
    if len(row.said) == 1:
        yield from _filled(f"{row.name}: {row.said[0]}")
        return
    yield f"{row.name}:"
    for line in row.said:
        yield from _filled(line, "- ")


def _table(table: Table) -> Iterator[str]:
    """In columns where all of it fits; else each row as a small list of its own."""
    rows = [[" / ".join(cell) for cell in row] for row in table.rows]
    kept = [at for at in range(len(table.head)) if at == 0 or any(row[at] for row in rows)]
    grid = [[row[at] for at in kept] for row in (list(table.head), *rows)]
    widths = [max(len(row[at]) for row in grid) for at in range(len(kept))]
    if sum(widths) + len(_GAP) * (len(widths) - 1) <= WIDEST:
        for line in grid:
            yield _GAP.join(text.ljust(width) for text, width in zip(line, widths, strict=True))
        return
    for row in table.rows:
        yield from _stacked(table.head, row)


def _stacked(head: Sequence[str], row: tuple[Cell, ...]) -> Iterator[str]:
    yield from _filled(" / ".join(row[0]), "* ")
    for name, cell in zip(head[1:], row[1:], strict=True):
        if len(cell) == 1:
            yield from _filled(f"{name}: {cell[0]}", _INSET)
        elif cell:
            yield f"{_INSET}{name}:"
            for line in cell:
                yield from _filled(line, f"{_INSET}- ")


def _filled(text: str, before: str = "") -> Iterable[str]:
    """The text in lines; those after the first are set in under it."""
    inset = " " * len(before)
    return wrap(text, WIDEST, initial_indent=before, subsequent_indent=inset) or [before]
