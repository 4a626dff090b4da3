"""Bring the figures of `make evaluate` into README.md, between their markers.

`python docs/readme.py` writes it. No figure in the README is typed by hand.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SUMMARY = ROOT / "docs/reference/vignettes/summary.md"


def table(summary: str) -> list[str]:
    """The lines of the table of the evaluation's summary."""
    found = re.search(r"^\| measure \|.*?(?=\n\n)", summary, re.MULTILINE | re.DOTALL)
    if found is None:
        raise SystemExit("docs/reference/vignettes/summary.md has no table. Run 'make evaluate'.")
    return found[0].splitlines()


def figures(summary: str) -> list[str]:
    """Every measure that has a bar, met or not, as the summary of the evaluation has it."""
    head, rule, *rows = table(summary)
    return [head, rule, *(row for row in rows if row.split("|")[3].strip())]


def between(name: str, text: str, lines: list[str]) -> str:
    """The text with these lines between the two markers of that name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, rest = text.split(begin)
    _, after = rest.split(end)
    return "\n".join([f"{before}{begin}", *lines, f"{end}{after}"])


def readme() -> str:
    """The README with the figures of the last evaluation."""
    text = README.read_text(encoding="utf-8")
    return between("figures", text, figures(SUMMARY.read_text(encoding="utf-8")))


if __name__ == "__main__":
    README.write_text(readme(), encoding="utf-8")
    print("wrote the figures in README.md")
