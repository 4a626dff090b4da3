"""A cohort of made-up people whose true course is known: does the diary send the right ones?

`python -m bench.diary` writes docs/reference/diary/cohort.md. Everything is drawn from one seed.
"""

import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

import numpy as np

from popliteal.diary import Diary, Entry, follow
from popliteal.knowledge.load import Knowledge, load

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/diary/cohort.md"
SEED = 20260301
START = date(2026, 3, 1)
DAYS = 28
# How far what a person writes strays from the true pain, as standard deviation. The least change
# beyond chance on this scale is about 2 points, which is 2.77 times this.
NOISE = 0.7
MISSED = 0.2
AIM_WORSENING, AIM_RECOVERING = 0.95, 0.03


@dataclass(frozen=True, slots=True)
class Kind:
    """People with one true course: what it is, and how many of them there are."""

    name: str
    words: str
    people: int


KINDS = (
    Kind(
        "worsening", "up by 2 points from the first entry to the fifth, and no better after", 4000
    ),
    Kind("recovering", "down to nothing, half of the way in 3 to 10 days", 4000),
    Kind("no change", "the same every day", 2000),
)


def healthy_answers(kb: Knowledge) -> dict[str, str]:
    """A first check in which every danger sign was absent, ten days into the problem."""
    absent = {key: q.absent for key, q in kb.questions.items() if q.absent}
    return {**absent, "duration": "3_14d", "severity": "moderate", "age_band": "30_44"}


def true_course(kind: Kind, rng: np.random.Generator, entries: int) -> np.ndarray:
    """True pain on each of the days with an entry."""
    at = np.arange(entries, dtype=float)
    if kind.name == "worsening":
        return rng.uniform(2, 6) + 2 * np.minimum(at / 4, 1)
    if kind.name == "recovering":
        return rng.uniform(3, 6.5) * 0.5 ** (at / rng.uniform(3, 10))
    return np.full(entries, rng.uniform(3, 7))


def person(kind: Kind, rng: np.random.Generator, answers: dict[str, str], noise: float) -> Diary:
    """One diary: about one day in five is missed, and nobody writes down just what is true."""
    days = np.flatnonzero((rng.random(DAYS) >= MISSED) | (np.arange(DAYS) == 0))
    true = true_course(kind, rng, DAYS)
    if kind.name != "recovering":
        true = true[: len(days)]
    else:
        true = true[days]
    # What was a bad day in the stretch was often a bad day all over.
    shared, own = rng.normal(0, noise * 0.7, len(days)), noise * 0.714
    pains = [
        np.clip(np.rint(true + shared + rng.normal(0, own, len(days))), 0, 10) for _ in range(2)
    ]
    entries = tuple(
        Entry(
            START + timedelta(int(day)),
            worst_pain=int(worst),
            stretch_pain=int(stretch),
            done={"pain_free_range": 1},
        )
        for day, worst, stretch in zip(days, *pains, strict=True)
    )
    return Diary(START, answers, entries)


def first_sent(diary: Diary, kb: Knowledge) -> tuple[int | None, int | None]:
    """Day and number of the entry at which the person is first sent to a clinician."""
    today = diary.entries[-1].day
    for number, day in enumerate(follow(diary, kb, today=today), 1):
        if day.move == "seek_care":
            return (day.day - START).days, number
    return None, None


def shares(kind: Kind, kb: Knowledge, noise: float, people: int) -> dict[str, float]:
    """Share that was sent by the fifth and the tenth entry, within two weeks, and ever."""
    rng = np.random.default_rng([SEED, KINDS.index(kind), int(noise * 100)])
    answers = healthy_answers(kb)
    sent = [first_sent(person(kind, rng, answers, noise), kb) for _ in range(people)]
    return {
        "by entry 5": sum(n is not None and n <= 5 for _, n in sent) / people,
        "by entry 7": sum(n is not None and n <= 7 for _, n in sent) / people,
        "by entry 10": sum(n is not None and n <= 10 for _, n in sent) / people,
        "before day 14": sum(d is not None and d < 14 for d, _ in sent) / people,
        "within 28 days": sum(d is not None for d, _ in sent) / people,
    }


if __name__ == "__main__":
    kb = load()
    t = perf_counter()
    for noise in (0.5, 0.7, 1.0):
        for kind in KINDS:
            print(noise, kind.name, shares(kind, kb, noise, 400), round(perf_counter() - t, 1))
