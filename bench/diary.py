"""Made-up people whose true course is known: whether the diary sends the right ones.

`python -m bench.diary` writes docs/reference/diary/cohort.md. Everything is drawn from one seed.
"""

import os
import platform
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

import numpy as np

from bench import diary_bound
from popliteal.diary import Diary, Entry, follow
from popliteal.knowledge.load import Knowledge, load

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/diary/cohort.md"
# The thresholds were chosen on the people of the first seed and are reported on those of the
# second, whom nobody had looked at by then.
CHOSEN_ON, SEED = 20260301, 20261128
START = date(2026, 3, 1)
DAYS = 28
# How far what a person writes strays from the true pain, as standard deviation. The least change
# beyond chance on this scale is about 2 points, which is 2.77 times this.
NOISE = 0.7
OTHER_NOISE = (0.5, 1.0)
BAR = "first_rise_above"
# The other end of its range, and more than any line can rise: as without the rule.
OTHER_BARS = (1.0, 99.0)
WARNED = ("warned_entry", 5)
BY_FIFTH, BY_SEVENTH, BY_TENTH = (("sent_entry", at) for at in (5, 7, 10))
IN_TWO_WEEKS, EVER = ("sent_day", 14), ("sent_day", DAYS)
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


@dataclass(frozen=True, slots=True)
class Told:
    """What one person was told: the first entry and day of two kinds of advice; None: never.

    `warned` counts *do less*, which asks the warning questions again, as well as *seek care*.
    """

    warned_entry: int | None
    sent_entry: int | None
    sent_day: int | None


def tell(diary: Diary, kb: Knowledge) -> Told:
    """Follow one person to the last entry."""
    told = follow(diary, kb, today=diary.entries[-1].day)
    warned = [at for at, day in enumerate(told, 1) if day.move in ("ease", "seek_care")]
    sent = [at for at, day in enumerate(told, 1) if day.move == "seek_care"]
    day = (told[sent[0] - 1].day - START).days if sent else None
    return Told(warned[0] if warned else None, sent[0] if sent else None, day)


@dataclass(frozen=True, slots=True)
class Group:
    """What all people of one kind were told."""

    kind: Kind
    noise: float
    told: tuple[Told, ...]

    def share(self, part: str, most: int) -> float:
        """Share with this part of `Told` at `most` or before."""
        values = (getattr(one, part) for one in self.told)
        return sum(value is not None and value <= most for value in values) / len(self.told)


def everybody(kind: Kind, noise: float, kb: Knowledge, people: int) -> list[Diary]:
    """The diaries of one kind."""
    rng = np.random.default_rng([SEED, KINDS.index(kind), round(100 * noise)])
    answers = first_check(kb)
    return [person(kind, rng, answers, noise) for _ in range(people)]


def run(kind: Kind, noise: float, kb: Knowledge, people: int) -> Group:
    """Follow everybody of one kind."""
    told = tuple(tell(diary, kb) for diary in everybody(kind, noise, kb, people))
    return Group(kind, noise, told)


def with_bar(kb: Knowledge, value: float) -> Knowledge:
    """The knowledge with another rise of the first days from which somebody is sent."""
    numbers = {**kb.diary.numbers, BAR: replace(kb.diary.numbers[BAR], value=value)}
    # Another fingerprint, since what was worked out before is kept by it.
    mark = f"{kb.fingerprint} with {BAR} {value}"
    return replace(kb, diary=replace(kb.diary, numbers=numbers), fingerprint=mark)


TEXT = """# A cohort whose true course is known

Written by `python -m bench.diary` on {date}: {machine}, {seconds:.0f} s. The thresholds
were chosen on the people of seed {chosen_on}; these are those of seed {seed}, whom nobody had
looked at by then.

{people} made-up people, each with a first check in which every danger sign was absent and pain
was moderate, ten days into the problem. They write on about four days in five for {days} days. What
they write strays from the true pain by {noise} points (standard deviation), which is what a least
detectable change of 2 points on this scale means. A fifth as many stray by less, and by more.

{kinds}

*Sent* means that the advice was *seek care* at least once by then, *warned* that it was that or *do
less*, which asks the warning questions again.

| true course | noise | warned, 5 | sent, entry 5 | entry 7 | entry 10 | 14 days | {days} days |
|---|---|---|---|---|---|---|---|
{rows}

| aim | found, at noise {noise} | |
|---|---|---|
{aims}

## What it costs to be early

The line through both pains of the first five days sends somebody where it rises by more than
{bar:g} points (`{bar_id}`). With other values, the same people give:

| more than | true course | sent, entry 5 | entry 7 | 14 days | {days} days |
|---|---|---|---|---|---|
{other_bars}

What is won at the fifth entry is paid for by those whose pain stays the same: more of them are sent
a week before the two weeks are over. Half a point is little to send somebody for. But after five
entries a true rise of two points often looks like no more, and not sure is not no.

## What no rule can reach

The best test that there is (the likelihood ratio, told how the made-up people stray and how their
courses look) decides at the fifth entry. For each share of the worsening that it finds, it sends
so many of the others:

| worsening found | of no change, sent | of recovering, sent |
|---|---|---|
{bounds}

At the share of unchanged people that the diary sends by then ({unchanged:.1%}), the best test
finds {reached:.1%} of the worsening; the diary, which decides at entries three to five and does not
follow one bad day, finds {found:.1%}. Nobody can find 95% by the fifth entry without sending
{least:.0%} of the unchanged.

## How to read it

- A rise of two points is nearly always seen within ten entries.
- The share of the recovering who are sent grows with the noise: who writes down numbers that
  jump about is looked at too often rather than too seldom.
- People whose pain does not change are sent after two weeks, as they should be, and some before,
  when chance looks like a rise.
- *Warned* counts those who are sent as well.

No patient was involved: the noise and the courses are assumptions.
"""


def report(kb: Knowledge) -> str:
    """Run everybody and write the page."""
    begun = perf_counter()
    found = [run(kind, NOISE, kb, kind.people) for kind in KINDS]
    found += [run(kind, noise, kb, kind.people // 5) for noise in OTHER_NOISE for kind in KINDS]
    others = [
        (bar, run(kind, NOISE, with_bar(kb, bar), kind.people // 2))
        for bar in OTHER_BARS
        for kind in KINDS
    ]
    worse, well, same = found[:3]
    aims = (
        ("worsening, sent by the fifth entry", worse.share(*BY_FIFTH), AIM_WORSENING),
        ("worsening, sent within two weeks", worse.share(*IN_TWO_WEEKS), AIM_WORSENING),
        ("recovering, sent within two weeks", well.share(*IN_TWO_WEEKS), -AIM_RECOVERING),
        (f"recovering, sent within {DAYS} days", well.share(*EVER), -AIM_RECOVERING),
    )
    bar = kb.diary.numbers[BAR]
    return TEXT.format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        seconds=perf_counter() - begun,
        seed=SEED,
        chosen_on=CHOSEN_ON,
        people=f"{sum(kind.people for kind in KINDS):,}",
        days=DAYS,
        noise=NOISE,
        kinds="\n".join(f"- *{kind.name}* ({kind.people:,}): {kind.words}." for kind in KINDS),
        rows="\n".join(_row(group) for group in found),
        aims="\n".join(_aim(*aim) for aim in aims),
        bar=bar.value,
        bar_id=BAR,
        other_bars="\n".join(_other(value, group) for value, group in others),
        unchanged=same.share(*BY_FIFTH),
        found=worse.share(*BY_FIFTH),
        **_bounds(kb, same.share(*BY_FIFTH)),
    )


def _bounds(kb: Knowledge, unchanged: float) -> dict[str, object]:
    """What the best test reaches on the same people."""
    worse, well, same = (everybody(kind, NOISE, kb, kind.people) for kind in KINDS)
    against_same = diary_bound.cost(worse, same, NOISE, "no change")
    against_well = diary_bound.cost(worse, well, NOISE, "recovering")
    costs = zip(diary_bound.FOUND, against_same, against_well, strict=True)
    return {
        "least": dict(zip(diary_bound.FOUND, against_same, strict=True))[AIM_WORSENING],
        "bounds": "\n".join(f"| {at:.0%} | {one:.1%} | {other:.1%} |" for at, one, other in costs),
        "reached": diary_bound.reached(worse, same, NOISE, "no change", unchanged),
    }


def _row(group: Group) -> str:
    columns = (WARNED, BY_FIFTH, BY_SEVENTH, BY_TENTH, IN_TWO_WEEKS, EVER)
    return f"| {group.kind.name} | {group.noise} | {_cells(group, *columns)} |"


def _other(bar: float, group: Group) -> str:
    name = f"{bar:g}" if bar < max(OTHER_BARS) else "without the line"
    columns = (BY_FIFTH, BY_SEVENTH, IN_TWO_WEEKS, EVER)
    return f"| {name} | {group.kind.name} | {_cells(group, *columns)} |"


def _cells(group: Group, *columns: tuple[str, int]) -> str:
    return " | ".join(f"{group.share(*column):.1%}" for column in columns)


def _aim(what: str, share: float, aim: float) -> str:
    """A positive aim is a share to reach, a negative one a share to stay under."""
    reached = share >= aim if aim > 0 else share <= -aim
    sign = "≥" if aim > 0 else "≤"
    return f"| {what}: {sign} {abs(aim):.0%} | {share:.1%} | {'pass' if reached else 'FAIL'} |"


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(report(load()), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))
