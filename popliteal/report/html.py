"""The report as HTML: the same parts for a page of the site, a file by itself, and the PDF.

Every word is escaped. The names of activities in a diary are whatever somebody typed.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape

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
from popliteal.report.style import SCREEN

# Gives the element of a picture.
Picture = Callable[[Figure], str]


def write_html(report: Report) -> str:
    r"""A document that needs nothing beside it: style and pictures are inside.

    Examples
    --------
    >>> from datetime import date
    >>> import popliteal as pp
    >>> from popliteal.report.content import make_report
    >>> kb, said = pp.load(), {"calf_swelling": "clear"}
    >>> report = make_report(pp.assess(said, kb), said, kb, today=date(2026, 3, 1))
    >>> write_html(report)[:31]
    '<!doctype html>\n<html lang="en"'
    """
    return document(report, SCREEN, inside)


def document(report: Report, style: str, picture: Picture) -> str:
    """A whole document in a style of its own."""
    return (
        f'<!doctype html>\n<html lang="{escape(report.language)}" dir="{escape(report.direction)}">'
        f'<head><meta charset="utf-8"><title>{escape(report.title)} · Popliteal</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style}</style></head>"
        # What stands at the foot of each page of the PDF; a screen has no pages.
        f'<body data-foot="{escape(report.foot)}" data-page="{escape(report.page)}" '
        f'data-of="{escape(report.page_of)}"><main>{write_head(report)}'
        f"{write_body(report, picture)}</main></body></html>\n"
    )


def write_head(report: Report) -> str:
    """Title, who answered, date and version."""
    notice = f'<p class="told">{escape(report.notice)}</p>' if report.notice else ""
    return (
        f"<h1>{escape(report.title)}</h1>"
        f'<p class="told">{escape(report.lead)} {escape(report.made)}</p>{notice}'
    )


def inside(figure: Figure) -> str:
    """The picture as data inside an image, so that no name in it meets another's."""
    data = b64encode(figure.svg.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(figure.alt)}">'


def drawn(figure: Figure) -> str:
    """The picture as it is, for a page that brings the colours; it carries its own words."""
    return figure.svg


def write_body(report: Report, picture: Picture) -> str:
    """The sections, for a page that has a head and a title of its own."""
    first = "".join(_section(section, report, picture) for section in report.first)
    rest = "".join(_section(section, report, picture) for section in report.rest)
    return f'<div class="report first">{first}</div><div class="report rest">{rest}</div>'


def _section(section: Section, report: Report, picture: Picture) -> str:
    card = f" card {report.disposition}" if section.id == "advice" else ""
    blocks = "".join(_block(block, picture) for block in section.blocks)
    return (
        f'<section class="part-{section.id}{card}" id="report-{section.id}">'
        f"<h2>{escape(section.title)}</h2>{blocks}</section>"
    )


def _block(block: Block, picture: Picture) -> str:
    match block:
        case Paragraph():
            return _paragraph(block)
        case Items():
            return _items(block)
        case Facts():
            return _facts(block)
        case Figure():
            caption = f"<figcaption>{escape(block.caption)}</figcaption>" if block.caption else ""
            return f"<figure>{picture(block)}{caption}</figure>"
        case Table():
            return _table(block)


def _paragraph(block: Paragraph) -> str:
    text = escape(block.text)
    return f"<p><strong>{text}</strong></p>" if block.strong else f"<p>{text}</p>"


def _items(block: Items) -> str:
    title = f"<h3>{escape(block.title)}</h3>" if block.title else ""
    listed = "".join(f"<li>{escape(item)}</li>" for item in block.items)
    return f"{title}<ul>{listed}</ul>"


def _facts(block: Facts) -> str:
    title = f"<h3>{escape(block.title)}</h3>" if block.title else ""
    rows = "".join(map(_fact, block.rows))
    return f'{title}<table class="facts"><tbody>{rows}</tbody></table>'


def _fact(row: Fact) -> str:
    strong = ' class="strong"' if row.strong else ""
    return f'<tr{strong}><th scope="row">{escape(row.name)}</th><td>{_cell(row.said)}</td></tr>'


def _table(block: Table) -> str:
    title = f"<h3>{escape(block.title)}</h3>" if block.title else ""
    # The corner names the names of the rows; as a header it would belong to no cell.
    corner, *names = map(escape, block.head)
    head = f"<td>{corner}</td>" + "".join(f'<th scope="col">{name}</th>' for name in names)
    rows = "".join(_row(block.head, row) for row in block.rows)
    columns = f"columns-{len(block.head)}"
    return (
        f'{title}<table class="{columns}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _row(head: Sequence[str], cells: Sequence[Cell]) -> str:
    """A row; where a screen is too narrow for columns, each cell says what it is."""
    said = "".join(
        f'<td data-label="{escape(name)}">{_cell(cell)}</td>'
        for name, cell in zip(head[1:], cells[1:], strict=True)
    )
    return f'<tr><th scope="row">{_named(cells[0])}</th>{said}</tr>'


def _named(cell: Cell) -> str:
    """The name of a row, with what belongs to it in smaller letters."""
    name, *more = cell
    return escape(name) + "".join(f"<small>{escape(text)}</small>" for text in more)


def _cell(cell: Cell) -> str:
    return "<br>".join(escape(line) for line in cell)
