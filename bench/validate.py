"""Measure the mechanics and write the report: ``python -m bench.validate`` (``make validate``).

Prints every measure with its bar and what is reached, failures too, and writes the same with plots
to docs/reference/validation. Nothing here is tuned to pass.
"""

from __future__ import annotations

import datetime as dt
import json
import platform
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bench.mechanics_checks import Row, check_all
from bench.mechanics_plots import draw_all

HERE = Path(__file__).parents[1] / "docs" / "reference" / "validation"
SPEED = HERE / "speed.json"
_MARK = {True: "met", False: "**not met**", None: "–"}


def speed_rows() -> Iterator[Row]:
    """What ``python -m bench.mechanics_speed`` measured last, with its own date and machine."""
    if SPEED.exists():
        for row in json.loads(SPEED.read_text(encoding="utf-8"))["rows"]:
            yield Row(**row)


def machine() -> str:
    """Processor and Python, without the name of the machine."""
    model = platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = [x for x in info.read_text().splitlines() if x.startswith("model name")]
        model = lines[0].partition(":")[2].strip() if lines else model
    return f"{model}, Python {platform.python_version()}, {platform.system()}"


def write_report(rows: list[Row], pictures: list[tuple[str, str]]) -> str:
    """The report as Markdown."""
    with_bar = [row for row in rows if row.met is not None]
    missed = [row for row in with_bar if not row.met]
    today = dt.datetime.now(dt.UTC).date()
    lines = [
        "# Validation of the mechanics",
        "",
        f"Written by `make validate` on {today} ({machine()}).",
        "Models and bars: `docs/explanation/mechanics.md`.",
        "",
        f"{len(with_bar) - len(missed)} of {len(with_bar)} measures with a bar meet it.",
    ]
    if missed:
        lines += ["", "Not met:", ""]
        lines += [
            f"- {row.group}: {row.measure}. Bar {row.bar}; reached {row.reached}." for row in missed
        ]
    for group, members in groupby(rows, key=lambda row: row.group):
        lines += [
            "",
            f"## {group}",
            "",
            "| measure | bar | reached | | source |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {row.measure} | {row.bar} | {row.reached} | {_MARK[row.met]} | {row.source} |"
            for row in members
        ]
    lines += ["", "## Pictures", ""]
    lines += [f"![{title}]({name})\n" for name, title in pictures]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Check, draw, write, print."""
    HERE.mkdir(parents=True, exist_ok=True)
    # Rows of one group stand together, in the order in which the groups first appear.
    rows = [*check_all(), *speed_rows()]
    order = list(dict.fromkeys(row.group for row in rows))
    rows.sort(key=lambda row: order.index(row.group))
    for row in rows:
        print(f"{_MARK[row.met]:13} {row.group}: {row.measure}: {row.reached} (bar {row.bar})")
    (HERE / "README.md").write_text(write_report(rows, draw_all(HERE)), encoding="utf-8")


if __name__ == "__main__":
    main()
