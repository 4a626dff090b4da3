"""Every reference, as it stands in the content."""

from collections.abc import Iterator

from docs.reference_pages.words import page
from popliteal.knowledge.content import Source
from popliteal.knowledge.load import Knowledge


def source_page(kb: Knowledge) -> str:
    """The page of all references."""
    parts = ["\n\n".join(_source(source)) for _, source in sorted(kb.sources.items())]
    intro = (
        f"{len(kb.sources)} references. Most were read as abstracts only: check a number against "
        "its paper before relying on it."
    )
    return page("Sources", intro, *parts)


def _source(source: Source) -> Iterator[str]:
    yield f"## {source.id}"
    where = " ".join(part for part in (source.where, source.year) if part)
    yield ". ".join(part for part in (source.authors, source.title, where) if part) + "."
    links = [source.url] if source.url else []
    links += [f"https://doi.org/{source.doi}"] if source.doi else []
    links += [f"PMID {source.pmid}"] if source.pmid else []
    if links:
        yield " · ".join(f"<{link}>" if link.startswith("http") else link for link in links)
    if source.note:
        yield source.note
