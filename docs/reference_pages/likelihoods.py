"""How often each answer is given: by people with one cause, and by everybody."""

from collections.abc import Iterator, Mapping

from scipy.stats import beta

from docs.reference_pages.words import cited, page, table
from popliteal.knowledge.content import Table
from popliteal.knowledge.load import Knowledge

RANGES = (
    "Each row is one question: how often each answer is given, with the 5 to 95 % range of a "
    "Dirichlet whose weight is n. *direct*: the number itself was published; *adapted*: moved from "
    "a study to this setting; *expert*: a guess. A question without a row here has the "
)


def likelihood_index(kb: Knowledge) -> str:
    """The list of tables, with what they rest on."""
    rows = [
        [f"[{kb.causes[cause].name}]({cause}.md)", *_bases(tables)]
        for cause, tables in kb.likelihoods.items()
    ]
    return page(
        "Likelihoods",
        "How often people with each cause give each answer. [Usual rates](background.md) stand in "
        "where a cause has no row of its own.",
        table(["cause", "rows", "direct", "adapted", "expert"], rows),
    )


def _bases(tables: Mapping[str, Table]) -> Iterator[str]:
    yield str(len(tables))
    for basis in ("direct", "adapted", "expert"):
        yield str(sum(table.basis == basis for table in tables.values()))


def likelihood_page(cause: str, kb: Knowledge) -> str:
    """The tables of one cause."""
    title = f"How often: {kb.causes[cause].name}"
    link = "[usual rate](background.md)."
    return page(title, RANGES + link, _table(kb.likelihoods[cause], kb))


def background_page(kb: Knowledge) -> str:
    """The usual rates."""
    return page("Usual rates", RANGES + "rate of this page.", _table(kb.background, kb))


def _table(tables: Mapping[str, Table], kb: Knowledge) -> str:
    order = [key for key in kb.questions if key in tables]
    rows = [_row(key, tables[key]) for key in order]
    return table(["question", "answers", "n", "basis", "grade", "sources", "note"], rows)


def _row(question: str, line: Table) -> list[str]:
    answers = "<br>".join(f"`{answer}` {_range(p, line.n)}" for answer, p in line.p.items())
    link = f"[{question}](../questions.md#{question})"
    about = [line.basis, line.grade, cited(line.sources, "../"), line.note]
    return [link, answers, f"{line.n:g}", *about]


def _range(p: float, n: float) -> str:
    """A probability with the 5 to 95 % range of its Dirichlet marginal.

    Examples
    --------
    >>> _range(0.5, 100)
    '0.50 (0.42 to 0.58)'
    """
    low, high = beta.ppf([0.05, 0.95], p * n, (1 - p) * n)
    return f"{p:.2f} ({low:.2f} to {high:.2f})"
