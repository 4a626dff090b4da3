"""Bring the figures of `make evaluate` into README.md, between their markers.

`python docs/readme.py` writes it. No figure in the README is typed by hand.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SUMMARY = ROOT / "docs/reference/vignettes/summary.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def figures(summary: str) -> str:
    """Every measure that has a bar, met or not, as the summary of the evaluation has it."""
    table = re.search(r"^\| measure \|.*?(?=\n\n)", summary, re.MULTILINE | re.DOTALL)
    if table is None:
        raise SystemExit("docs/reference/vignettes/summary.md has no table. Run 'make evaluate'.")
    head, rule, *rows = table[0].splitlines()
    barred = [row for row in rows if row.split("|")[3].strip()]
    return "\n".join([head, rule, *barred])


def readme() -> str:
    """The README with the figures of the last evaluation."""
    before, rest = README.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    found = figures(SUMMARY.read_text(encoding="utf-8"))
    return f"{before}{BEGIN}\n{found}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(readme(), encoding="utf-8")
    print("wrote the figures in README.md")
