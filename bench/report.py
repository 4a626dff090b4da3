"""How long a report takes, warm, beside something comparable in the same run.

`python -m bench.report` writes docs/reference/report.md. A row is one kind of report.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from bench.machine import business, cores, load_average, machine
from bench.report_pdf import PDF_PEOPLE, pdf_rows
from bench.report_row import Row, milliseconds
from popliteal import assess, load
from popliteal.knowledge.vignettes import load_vignettes
from popliteal.report.fhir import write_bundle
from popliteal.report.fhir.check import model_of

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "report.md"
DAY = date(2026, 3, 1)
FHIR_MS = 20
_PEOPLE = 60


def rows() -> Iterator[Row]:
    """Every kind of report."""
    yield fhir_row()
    yield from pdf_rows()


def fhir_row() -> Row:
    """A bundle from a finished assessment, checks and all, beside the library's own round trip.

    That is the least that anybody does who works with the models: read the same bundle into them,
    and write it out again as JSON.
    """
    kb = load()
    people = load_vignettes()[:_PEOPLE]
    results = [assess(person.answers, kb) for person in people]
    pairs = list(zip(people, results, strict=True))
    bundles = [write_bundle(one.answers, result, kb, today=DAY) for one, result in pairs]
    model = model_of("Bundle")
    ours = [
        milliseconds(lambda: write_bundle(one.answers, result, kb, today=DAY))  # noqa: B023  # called at once
        for one, result in pairs
    ]
    theirs = [
        milliseconds(lambda: model.model_validate(made).model_dump_json())  # noqa: B023  # called at once
        for made in bundles
    ]
    return Row(
        "FHIR bundle",
        float(np.median(ours)),
        float(np.percentile(ours, 95)),
        FHIR_MS,
        "`fhir.resources` reads and writes the same bundle",
        float(np.median(theirs)),
    )


def page() -> str:
    """The page with all rows."""
    busy = business(load_average())
    table = "\n".join(row.line for row in rows())
    today = datetime.now(UTC).date().isoformat()
    return (
        "# How long a report takes\n\n"
        f"Written by `python -m bench.report` on {today} ({machine()}, {cores()} cores).\n"
        f"{busy}\n\n"
        f"Warm, one core, over {_PEOPLE} vignettes (a PDF over {PDF_PEOPLE}), from a finished "
        "assessment: time on the\nprocessor, each the best of three. The aim holds for 19 of 20 "
        "(p95). The ratio is that of the medians,\nin the same run: it travels better than a "
        "time.\n\n"
        "| report | median | p95 | aim | | compared with, median | ratio |\n"
        f"|---|---|---|---|---|---|---|\n{table}\n"
    )


def main() -> None:
    """Measure, write the page and print it."""
    text = page()
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
