"""Pieces of Markdown that several pages share: tables, sources, conditions in words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from popliteal.knowledge.content import Condition
from popliteal.knowledge.load import Knowledge

MADE = "Written by `make docs` from the YAML in popliteal/knowledge: edit that, not this."
NOT_REVIEWED = "No clinician has reviewed this content."


def page(title: str, *parts: str) -> str:
    """A whole page: title, where it comes from, parts."""
    return "\n\n".join([f"# {title}", f"{MADE} {NOT_REVIEWED}", *parts]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""A Markdown table.

    Examples
    --------
    >>> print(table(["id", "words"], [["fever", "Fever | chills"]]))
    | id | words |
    |---|---|
    | fever | Fever \| chills |
    """
    lines = [head, ["---"] * len(head), *rows]
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines]
    rule = "|" + "---|" * len(head)
    body = [f"| {' | '.join(line)} |" for line in cells]
    return "\n".join([body[0], rule, *body[2:]])


def cited(sources: Iterable[str], root: str = "") -> str:
    """Source ids as links to their entries; `root` leads to docs/reference."""
    return ", ".join(f"[{source}]({root}sources.md#{source})" for source in sources)


def condition(data: Condition, kb: Knowledge, root: str = "") -> str:
    """A condition as nested lines of words."""
    return "\n".join(_lines(data, kb, root, 0))


def _lines(data: Condition, kb: Knowledge, root: str, depth: int) -> Iterator[str]:
    ((key, value),) = data.items()
    indent = "  " * depth
    head, parts = {
        "all": ("all of these:", value),
        "any": ("one of these:", value),
        "at_least": (f"{_count(value)} of these:", _of(value)),
    }.get(key, ("", None))
    if parts is None:
        yield f"{indent}- [{key}]({root}questions.md#{key}): {_answers(key, value, kb)}"
        return
    yield f"{indent}- {head}"
    for part in parts:
        yield from _lines(part, kb, root, depth + 1)


def _count(value: Any) -> str:
    return f"at least {value['count']}" if isinstance(value, dict) and "count" in value else ""


def _of(value: Any) -> Any:
    return value.get("of") if isinstance(value, dict) else None


def _answers(question: str, value: Any, kb: Knowledge) -> str:
    or_worse = isinstance(value, dict)
    named = value["or_worse"] if isinstance(value, dict) else value
    ids = named if isinstance(named, list) else [named]
    known = {**kb.questions[question].answers, "not_sure": kb.questions[question].not_sure}
    words = " or ".join(f"“{known[answer]}”" for answer in ids)
    return f"{words}, or worse" if or_worse else words
