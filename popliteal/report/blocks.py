"""What a report is made of: sections of plain blocks, the same for text, page, PDF and records."""

from __future__ import annotations

from dataclasses import dataclass

from popliteal.knowledge.content import Disposition

# One cell of a table: a line for each part.
Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or several; `strong` where nobody may miss it."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list, with what it is a list of."""

    items: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is said under it; `strong` where it needs to be seen first."""

    name: str
    said: Cell
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what is said of each."""

    title: str
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row names it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with the words for those who cannot see it.

    Raises
    ------
    ValueError
        There are no words: a picture that says nothing to some is refused.
    """

    svg: str
    alt: str
    caption: str = ""

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("the figure has no words for those who cannot see it")


Block = Paragraph | Items | Facts | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report.

    Attributes
    ----------
    language : code of the language of its words
    lead : who answered, and that nobody examined
    made : date, version and fingerprint in a sentence
    foot : the same in a few words, for the foot of each page
    page, page_of : what stands before the number of a page and of all pages
    notice : how far to trust a translation; empty for English
    disposition : how soon to be seen
    first : what stands on the first page
    rest : what stands from the second page on
    """

    language: str
    direction: str
    title: str
    lead: str
    made: str
    foot: str
    page: str
    page_of: str
    notice: str
    disposition: Disposition
    first: tuple[Section, ...]
    rest: tuple[Section, ...]
