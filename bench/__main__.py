"""Speed, side by side, in one run on one machine: `make bench`.

First the check (exact posteriors beside pyAgrum and pgmpy, then one answer from start to end), then
the mechanics (beside OpenSim and MuJoCo). Writes docs/reference/bench.md.
"""

# Threads are limited in `bench.inference`, before numpy comes in: it must stand first.
from bench.inference import AGREE, BATCH, Timing, batch, single  # isort: skip

import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.interviews import hold
from bench.machine import machine
from bench.speed import cold_seconds, question_seconds, warm_seconds
from popliteal import triage
from popliteal.answers import read_answers
from popliteal.assessment import assess
from popliteal.differential.evidence import build_model
from popliteal.knowledge.load import Knowledge, load
from popliteal.knowledge.vignettes import Vignette, load_vignettes

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/bench.md"
Row = tuple[str, ...]

TEXT = """# Speed

Written by `make bench` on {date}: {machine}; pyAgrum {agrum}, pgmpy {pgmpy}, numpy {numpy}. One
run, one core, medians. The machine has two cores and shares them: ratios travel best.

## The exact posterior, beside two libraries for Bayesian networks

The same network ({causes} causes, {classes} classes, {questions} questions), the same tables, the
same answers. Before anything is timed, every posterior is compared: the largest difference was
{worst:.0e} (above {agree:.0e} it stops). The libraries are asked for the cause only, and both exact
engines of pyAgrum are timed. Ours takes answers by name, theirs by position, which favours them a
little.

| | ours | {engines} |
|---|---|{dashes}
{posteriors}

*One at a time*: the {cases} published and authored cases. *Many at once*: {batch} random people who
answered half of the questions; ours with `popliteal.differential.batch`, which is plain numpy,
theirs in a loop. Aims: ten times faster one at a time, 500 times many at once.

## One answer from start to end

| | median | aim |
|---|---|---|
{answers}

The cold start is a new process that reads one case and prints JSON; importing numpy is most of it.

The mechanics beside OpenSim and MuJoCo: [validation](validation/README.md).
"""


def posterior_row(name: str, timing: Timing) -> Row:
    """One line: our time, and for each engine its time and how many times that is."""
    theirs = (
        f"{_time(seconds)} ({timing.times(engine):,.0f} times)"
        for engine, seconds in timing.seconds.items()
        if engine != "ours"
    )
    return (name, _time(timing.seconds["ours"]), *theirs)


def answer_rows(vignettes: Sequence[Vignette], kb: Knowledge) -> Iterator[Row]:
    """What one person waits for."""
    cases = [vignette.answers for vignette in vignettes]
    results = [assess(case, kb) for case in cases]
    given = [read_answers(case, kb).given for case in cases]
    interviews = [hold(v, kb) for v in vignettes if v.kind == "authored"][::3]
    rows = (
        ("`decide`: the rules alone", _median(lambda i: triage.decide(given[i], kb), cases), ""),
        ("one warm `assess`", warm_seconds(cases, kb), "≤ 1 ms"),
        ("… and its `to_dict`", _median(lambda i: results[i].to_dict(), cases), ""),
        ("one warm `next_question`", question_seconds(interviews, kb), "≤ 5 ms"),
        ("cold `popliteal assess --json`, one case", cold_seconds(cases[0]), "≤ 0.4 s"),
    )
    for name, seconds, aim in rows:
        yield name, _time(seconds), aim


def _median(call: object, cases: Sequence[object], runs: int = 5) -> float:
    times = []
    for _ in range(runs):
        for at in range(len(cases)):
            start = perf_counter()
            call(at)
            times.append(perf_counter() - start)
    return median(times)


def _time(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.2f} {unit}"
    return f"{1e6 * seconds:.2f} µs"


def page(kb: Knowledge) -> str:
    """Measure the check, and say it."""
    vignettes = [vignette for vignette in load_vignettes() if vignette.kind != "rules"]
    model = build_model(kb)
    cases = [
        {key: answer for key, answer in v.answers.items() if isinstance(answer, str)}
        for v in vignettes
    ]
    one, many = single(cases, model), batch(model)
    rows = (posterior_row("one at a time", one), posterior_row("many at once, each", many))
    return TEXT.format(
        date=datetime.now(tz=UTC).date().isoformat(),
        machine=machine(),
        agrum=version("pyagrum"),
        pgmpy=version("pgmpy"),
        numpy=version("numpy"),
        causes=len(model.causes),
        classes=len(model.network.log_state),
        questions=len(model.findings),
        worst=max(*one.worst.values(), *many.worst.values()),
        agree=AGREE,
        engines=" | ".join(name for name in one.seconds if name != "ours"),
        dashes="---|" * (len(one.seconds) - 1),
        posteriors=_table(rows),
        cases=len(cases),
        batch=f"{BATCH:,}",
        answers=_table(answer_rows(vignettes, kb)),
    )


def _table(rows: Iterator[Row] | Sequence[Row]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> int:
    """Measure, print, write; then the mechanics."""
    found = page(load())
    print(found, flush=True)
    PAGE.write_text(found, encoding="utf-8")
    return subprocess.run([sys.executable, "-m", "bench.mechanics_speed"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
