"""How long the PDF of a report takes, warm, beside a bare page with the same words and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

import numpy as np
import weasyprint

from bench.report_row import Row, milliseconds
from popliteal import assess, load
from popliteal.diary import Diary, Entry
from popliteal.knowledge.vignettes import load_vignettes, screened
from popliteal.report.blocks import Report
from popliteal.report.content import make_report
from popliteal.report.html import document, inside
from popliteal.report.pdf import write_pdf

DAY = date(2026, 3, 31)
PDF_MS = 500
# A PDF takes long enough to be measured on few, from all over the vignettes.
PDF_PEOPLE = 8
_DIARIES = (("PDF, no diary", 0), ("PDF, diary of 14 days", 14), ("PDF, diary of 60 days", 60))


def pdf_rows() -> Iterator[Row]:
    """A row for each length of a diary; the bar is for the reports that most people take along."""
    for name, days in _DIARIES:
        reports = [*_reports(days)]
        ours = [milliseconds(lambda: write_pdf(report)) for report in reports]  # noqa: B023  # called at once
        yield Row(
            name,
            median(ours),
            float(np.percentile(ours, 95)),
            PDF_MS,
            "WeasyPrint lays the same content out without style and tags",
            median(milliseconds(lambda: _bare(report)) for report in reports),  # noqa: B023  # called at once
        )


def _reports(days: int) -> Iterator[Report]:
    kb = load()
    everybody = load_vignettes()
    for person in everybody[:: len(everybody) // PDF_PEOPLE][:PDF_PEOPLE]:
        said = screened(person, kb)
        if days:
            said = {**said, "knee_angle_deg": 25.0}
        diary = Diary(DAY - timedelta(days), said, tuple(_entries(days))) if days else None
        yield make_report(assess(said, kb), said, kb, today=DAY, diary=diary)


def _entries(days: int) -> Iterator[Entry]:
    for at in range(days):
        yield Entry(
            DAY - timedelta(days - at),
            worst_pain=7 - 6 * at // days,
            stretch_pain=6 - 5 * at // days,
            done={"pain_free_range": 2},
            after="settled",
            activities={"Running": at % 10},
        )


def _bare(report: Report) -> object:
    """The same content as WeasyPrint lays it out by itself: no style, no tags, no first page."""
    return weasyprint.HTML(string=document(report, "", inside)).write_pdf()
