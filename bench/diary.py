"""Made-up people whose true course is known: whether the diary sends the right ones.

`python -m bench.diary` writes docs/reference/diary/cohort.md. Everything is drawn from one seed.
"""

import os
import platform
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
OTHER_NOISE = (0.5, 1.0)
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


def first_check(kb: Knowledge) -> dict[str, str]:
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
    course = true_course(kind, rng, DAYS)
    # A rise is counted in entries, all else in days.
    true = course[: len(days)] if kind.name == "worsening" else course[days]
    # What was a bad day in the stretch was often a bad day all over.
    shared, own = rng.normal(0, noise / 2**0.5, len(days)), noise / 2**0.5
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


@dataclass(frozen=True, slots=True)
class Sent:
    """When the people of one kind were first sent: day of the plan and number of the entry."""

    kind: Kind
    noise: float
    when: tuple[tuple[int | None, int | None], ...]

    def by_entry(self, most: int) -> float:
        """Share that was sent by so many entries."""
        return sum(number is not None and number <= most for _, number in self.when) / len(
            self.when
        )

    def by_day(self, most: int) -> float:
        """Share that was sent within so many days."""
        return self._share(day for day, _ in self.when if day is not None and day <= most)

    def _share(self, sent: Iterator[int]) -> float:
        return sum(1 for _ in sent) / len(self.when)


def run(kind: Kind, noise: float, kb: Knowledge) -> Sent:
    """Follow everybody of one kind."""
    rng = np.random.default_rng([SEED, KINDS.index(kind), round(100 * noise)])
    answers = first_check(kb)
    people = range(kind.people)
    when = tuple(first_sent(person(kind, rng, answers, noise), kb) for _ in people)
    return Sent(kind, noise, when)


TEXT = """# A cohort whose true course is known

Written by `python -m bench.diary` on {date}: {machine}, {seconds:.0f} s. Seed {seed}; the same seed
gives the same people.

{people} made-up people at each level of noise, each with a first check in which every danger sign
was absent and pain was moderate, ten days into the problem. They write on about four days in five
for {days} days. What they write strays from the true pain: by {noise} points (standard deviation)
in the main run, which is what a least detectable change of 2 points on this scale means; by less
and by more in the others. *Sent* means that the advice was *seek care* at least once.

{kinds}

Sent by which entry, and within how many days:

| true course | noise | entry 5 | entry 7 | entry 10 | 14 days | {days} days |
|---|---|---|---|---|---|---|
{rows}

| aim | found, at noise {noise} | |
|---|---|---|
{aims}

What the table says:

- A rise of two points is seen at the fifth entry itself by most, and by nearly all a few entries
  later. Reports this coarse do not carry more: to send more at the fifth entry, more of those who
  recover would have to be sent too.
- The share of the recovering who are sent grows with the noise. Who writes down numbers that jump
  about is looked at too often rather than too seldom.
- People whose pain does not change are sent after two weeks, as they should be, and some before,
  when chance looks like a rise.

No patient was involved: the noise and the courses are assumptions.
"""


def report(kb: Knowledge) -> str:
    """Run everybody and write the page."""
    begun = perf_counter()
    found = [run(kind, noise, kb) for noise in (NOISE, *OTHER_NOISE) for kind in KINDS]
    worse, well = (next(s for s in found if s.kind is KINDS[at]) for at in (0, 1))
    aims = (
        ("worsening, sent by the fifth entry", worse.by_entry(5), AIM_WORSENING),
        ("worsening, sent within two weeks", worse.by_day(14), AIM_WORSENING),
        ("recovering, sent within two weeks", well.by_day(14), -AIM_RECOVERING),
        (f"recovering, sent within {DAYS} days", well.by_day(DAYS), -AIM_RECOVERING),
    )
    return TEXT.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        seconds=perf_counter() - begun,
        seed=SEED,
        people=f"{sum(kind.people for kind in KINDS):,}",
        days=DAYS,
        noise=NOISE,
        kinds="\n".join(f"- *{kind.name}* ({kind.people:,}): {kind.words}." for kind in KINDS),
        rows="\n".join(_row(sent) for sent in found),
        aims="\n".join(_aim(*aim) for aim in aims),
    )


def _row(sent: Sent) -> str:
    shares = (*map(sent.by_entry, (5, 7, 10)), *map(sent.by_day, (14, DAYS)))
    cells = " | ".join(f"{share:.1%}" for share in shares)
    return f"| {sent.kind.name} | {sent.noise} | {cells} |"


def _aim(what: str, share: float, aim: float) -> str:
    """A positive aim is a share to reach, a negative one a share to stay under."""
    reached = share >= aim if aim > 0 else share <= -aim
    sign = "≥" if aim > 0 else "≤"
    return f"| {what}: {sign} {abs(aim):.0%} | {share:.1%} | {'pass' if reached else 'FAIL'} |"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(report(load()), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))
