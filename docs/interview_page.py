"""Bring the limits and the figures of the interview into its page, between their markers.

No figure on the page is typed by hand.
"""

from pathlib import Path

from docs.readme import SUMMARY, between, table
from popliteal.knowledge.load import load

PAGE = Path(__file__).parent / "explanation/interview.md"
_FIRST, _LAST = "| questions, median", "| interviews that end"


def interview_page() -> str:
    """The page with the limits of the content and the figures of the last evaluation."""
    text = PAGE.read_text(encoding="utf-8")
    head, rule, *rows = table(SUMMARY.read_text(encoding="utf-8"))
    names = [row.startswith((_FIRST, _LAST)) for row in rows]
    first, last = names.index(True), len(names) - names[::-1].index(True)
    text = between("figures", text, [head, rule, *rows[first:last]])
    return between("limits", text, _limits())


def _limits() -> list[str]:
    steering = {
        key: threshold
        for key, threshold in load().thresholds.items()
        if key.startswith(("ask_", "effort_"))
    }
    rows = [f"| `{key}` | {each.value:g} | {each.why} |" for key, each in steering.items()]
    return ["| limit | value | why |", "|---|---|---|", *rows]
