"""How long one answer takes, warm and cold."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from math import nan
from statistics import median
from time import perf_counter

from bench.interviews import Interview
from popliteal.assessment import assess, next_question
from popliteal.knowledge.load import Knowledge

Case = Mapping[str, str | float]


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def warm_seconds(cases: Sequence[Case], kb: Knowledge) -> float:
    """Median time of one assessment, over all cases, three times each."""
    assess(cases[0], kb)
    return median(_seconds(lambda: assess(case, kb)) for case in cases for _ in range(3))  # noqa: B023


def data_seconds(cases: Sequence[Case], kb: Knowledge) -> float:
    """Median time to put one assessment into words and plain data."""
    results = [assess(case, kb) for case in cases]
    return median(_seconds(result.to_dict) for result in results for _ in range(3))


def question_seconds(interviews: Sequence[Interview], kb: Knowledge) -> float:
    """Median time to choose the next question, over every step of every fourth interview."""
    times = []
    for interview in interviews[::4]:
        for length in range(len(interview.asked)):
            given = {key: interview.answer(key) for key in interview.asked[:length]}
            times.append(_seconds(lambda: next_question(given, kb)))  # noqa: B023
    return median(times)


def cold_seconds(case: Case, runs: int = 7) -> float:
    """Median time of the command on one case, started anew each time; NaN when it fails.

    A first start, not counted, leaves compiled modules behind, as it does for a user: some machines
    forbid that to whole test runs, and then each start compiles numpy anew.
    """
    command = [sys.executable, "-m", "popliteal", "assess", "-", "--json"]
    said = json.dumps({"answers": case})
    usual = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    times = []
    for _ in range(runs + 1):
        start = perf_counter()
        done = subprocess.run(
            command, input=said, capture_output=True, text=True, check=False, env=usual
        )
        times.append(perf_counter() - start if done.returncode == 0 else nan)
    return median(times[1:])
