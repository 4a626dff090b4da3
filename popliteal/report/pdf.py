"""The report as a tagged PDF (PDF/UA-1) on A4, by WeasyPrint, which is loaded only here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from importlib import import_module
from typing import Any

from popliteal.errors import PoplitealError
from popliteal.report.blocks import Block, Facts, Figure, Items, Paragraph, Report, Table
from popliteal.report.html import document
from popliteal.report.style import SIZES_PT, page_style

_MISSING = (
    "A PDF needs WeasyPrint and the library Pango. Install them with "
    "'pip install popliteal[pdf]' and, on Debian, 'apt install libpangoft2-1.0-0 "
    "fonts-dejavu-core'; or take the report as text or HTML."
)
_SCHEME = "figure:"
# Of a first page on which the letters grow smaller the more there are; found by least squares over
# the vignettes in both languages, with and without a diary. A wrong guess costs time and no more.
_NO_LETTERS_PT, _EACH_PT, _PICTURES_PT, _ROW = 11.62, 0.00061, 0.69, 26


def write_pdf(report: Report) -> bytes:
    """The report as a PDF: the same bytes for the same report on the same machine.

    The letters of the first page are as large as what stands on it allows.

    Raises
    ------
    PoplitealError
        WeasyPrint or Pango is missing; the text says what to install.
    """
    pictures: dict[str, str] = {}

    def named(figure: Figure) -> str:
        name = f"{_SCHEME}{len(pictures)}"
        pictures[name] = figure.svg
        return f'<img src="{name}" alt="{escape(figure.alt)}">'

    for size in sizes_to_try(report):
        pictures.clear()
        laid = _laid_out(document(report, "", named), size, pictures)
        if _first_page_fits(laid):
            break
    return bytes(laid.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"popliteal"))


def sizes_to_try(report: Report) -> tuple[float, ...]:
    """Sizes of letters, from the largest that may fit the first page; each costs a whole layout."""
    likely = _NO_LETTERS_PT - _EACH_PT * _letters(report) - _PICTURES_PT * _has_pictures(report)
    fitting = tuple(size for size in SIZES_PT if size <= likely)
    return fitting or SIZES_PT[-1:]


def _letters(report: Report) -> int:
    """Letters on the first page, with a row's worth more for each line that begins anew."""
    lines = [line for section in report.first for block in section.blocks for line in _said(block)]
    return sum(map(len, lines)) + _ROW * len(lines)


def _said(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield block.text
        case Items():
            yield from block.items
        case Facts():
            yield from (line for row in block.rows for line in row.said)
        case Table():
            yield from (line for row in block.rows for cell in row for line in cell)


def _has_pictures(report: Report) -> bool:
    return any(isinstance(b, Figure) for section in report.first for b in section.blocks)


def _laid_out(page: str, size_pt: float, pictures: Mapping[str, str]) -> Any:
    weasyprint = _weasyprint()
    html = weasyprint.HTML(string=page, url_fetcher=_only(pictures), base_url=None)
    fonts = _fonts()
    return html.render(stylesheets=[_style(size_pt)], font_config=fonts)


def _first_page_fits(laid: Any) -> bool:
    """Whether the part after the first page begins on the second."""
    return "report-reasons" in laid.pages[1].anchors


def _only(pictures: Mapping[str, str]) -> Any:
    """What WeasyPrint may fetch: the pictures of this report, and nothing from anywhere."""
    urls = _weasyprint().urls

    class Own(urls.URLFetcher):  # type: ignore[misc, name-defined]  # it ships no types
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002  # the name that is called
            if url not in pictures:
                raise urls.FatalURLFetchingError(f"{url} is no picture of this report")
            kind = {"Content-Type": "image/svg+xml"}
            return urls.URLFetcherResponse(url, pictures[url], kind)

    return Own()


@cache
def _style(size_pt: float) -> Any:
    return _weasyprint().CSS(string=page_style(size_pt), font_config=_fonts())


@cache
def _fonts() -> Any:
    return _weasyprint().text.fonts.FontConfiguration()


@cache
def _weasyprint() -> Any:
    try:
        # By name: it has no types, and is loaded for who wants a PDF and nobody else.
        for part in ("weasyprint.urls", "weasyprint.text.fonts"):
            import_module(part)
        return import_module("weasyprint")
    except (ImportError, OSError):
        raise PoplitealError(_MISSING) from None
