"""Measure the check on all vignettes and print every figure beside its bar: `make evaluate`.

Writes docs/reference/vignettes/summary.md and the reliability plot. A figure that misses its bar is
marked and does not stop the run: tests/knowledge/test_vignettes.py fails instead.
"""

import os
import platform
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from math import inf
from pathlib import Path

from bench.outcomes import Outcome
from bench.reliability import draw_reliability
from bench.rows import (
    Bar,
    Row,
    Seen,
    advice_rows,
    cause_rows,
    exactness_rows,
    interview_rows,
    see_all,
)
from bench.speed import cold_seconds, data_seconds, question_seconds, warm_seconds
from popliteal.knowledge.vignettes import notes

FOLDER = Path(__file__).resolve().parents[1] / "docs/reference/vignettes"
PLOT = "reliability.png"

TEXT = """# How the check does on the vignettes

Written by `make evaluate` on {date}; {machine}. Knowledge {version}, fingerprint {fingerprint}.
Case by case: [cases](cases.md). The figures are a ceiling, not a forecast: rules and tables were
changed with these cases at hand, and no clinician has reviewed any of them.

{about}

| measure | found | bar | |
|---|---|---|---|
{table}

Ranges in brackets are 95 % Wilson intervals. For triage, a red flag that a history leaves out is
taken as absent; the causes see only what was said. *Benign*: expected to be self-care or soon.
*Urgent or more found*: among those for whom nothing less is safe. *Story alone*: without the few
answers of the first readers that the shortened story no longer mentions. Interviews are held with
the authored people; a question that the story leaves out costs one question and gets *not sure*,
which by itself raises most of them: so *urgent or above* is read off the advice above. Causes are
compared where no rule cut the interview short: an emergency ends it at once, and an urgent rule
leaves only what could still raise it.

## Outside the band

{outside}

## Calibration

The calibration error sorts the first causes by their probability into ten bins of equal width and
adds up the differences between mean probability and hit rate, weighted by the size of the bin. A
hit is a first cause that is the reported one: so defined, the plain engine of the evidence pack has
0.06 on the authored and 0.21 on the published cases.

![Probability of the first cause against how often it was the reported one]({plot})
"""


def rows(seen: Seen) -> Iterator[Row]:
    """Every measure, in the order in which they matter."""
    yield from advice_rows(seen)
    yield from cause_rows(seen)
    yield from exactness_rows(seen)
    yield from interview_rows(seen)
    yield from speed_rows(seen)


def speed_rows(seen: Seen) -> Iterator[Row]:
    """How long one answer takes. The bars are aims: this machine may be busy."""
    cases = [outcome.vignette.answers for outcome in seen.both]
    for name, seconds, aim in (
        ("one warm assess", warm_seconds(cases, seen.kb), 0.001),
        ("the same as plain data, on top", data_seconds(cases, seen.kb), inf),
        ("one warm next_question", question_seconds(seen.interviews, seen.kb), 0.005),
        ("cold `popliteal assess --json`, one case", cold_seconds(cases[0]), 0.4),
    ):
        bar = Bar(f"aim ≤ {1000 * aim:g} ms", most=aim) if aim < inf else None
        yield Row(name, f"{1000 * seconds:.2f} ms, median", seconds, bar)


def page(found: Iterable[Row], seen: Seen) -> str:
    """The summary as a page."""
    lines = [(r.measure, r.found, r.bar.words if r.bar else "", r.verdict) for r in found]
    return TEXT.format(
        date=datetime.now(tz=UTC).date().isoformat(),
        machine=machine(),
        version=seen.kb.version,
        fingerprint=seen.kb.fingerprint,
        about="\n".join(f"- *{kind}*: {about.note}" for kind, about in notes().items()),
        table="\n".join(f"| {' | '.join(line)} |" for line in lines),
        outside="\n".join(_outside(o) for o in seen.both if not o.is_inside) or "None.",
        plot=PLOT,
    )


def machine() -> str:
    """What it was measured on."""
    return f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _outside(outcome: Outcome) -> str:
    vignette = outcome.vignette
    word = "unsafe" if outcome.is_unsafe else "above the band"
    band = " or ".join(vignette.expect.band)
    said = f"- {vignette.id}, {word}: {outcome.disposition}, expected {band}. {vignette.name}."
    return f"{said} {vignette.argued or 'Not argued.'}"


def main() -> int:
    """Measure, print, write."""
    seen = see_all()
    found = []
    for row in rows(seen):
        found.append(row)
        bar = row.bar.words if row.bar else ""
        print(f"{row.measure:49}  {row.found:34}  {bar:17}  {row.verdict}", flush=True)
    for outcome in seen.both:
        if not outcome.is_inside:
            print(_outside(outcome))
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "summary.md").write_text(page(found, seen), encoding="utf-8")
    draw_reliability(seen.outcomes, FOLDER / PLOT)
    print(machine())
    return 0


if __name__ == "__main__":
    sys.exit(main())
