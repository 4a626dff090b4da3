"""Reads the written courses; the tests and the reference page share it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from popliteal.diary import Day, Diary, Entry, follow
from popliteal.knowledge import yamlfile
from popliteal.knowledge.load import Knowledge

COURSES = Path(__file__).with_name("courses.yaml")
FIRST = date(2026, 3, 1)
_NAMES = {"stretch": "stretch_pain", "worst": "worst_pain", "knee": "knee_angle_deg"}


@dataclass(frozen=True)
class Course:
    """One person's days, what is expected, and what must be refused."""

    id: str
    name: str
    answers: dict[str, Any]
    days: dict[int, dict[str, Any]]
    expect: dict[int, dict[str, Any]]
    refused: list[dict[str, Any]]
    other_cause_from: int | None

    def diary(self, last: int | None = None) -> Diary:
        """The diary; up to a day, with what bears a later date than the course's own last day."""
        entries = tuple(
            Entry(**raw_entry(day, written, text=False))
            for day, written in self.days.items()
            if "today" not in written and (last is None or day <= last or day > max(self.expect))
        )
        return Diary(FIRST, self.answers, entries)

    def day(self, number: int, kb: Knowledge) -> Day:
        """What the diary says on one day, as somebody sees it on that day."""
        diary = self.diary(number)
        if number < max(self.expect):
            kept = tuple(entry for entry in diary.entries if entry.day <= on(number))
            diary = replace(diary, entries=kept)
        return follow(diary, kb, today=on(number))[-1]


def on(day: int) -> date:
    """The date of a day of the plan."""
    return FIRST + timedelta(day)


def raw_entry(day: int, written: dict[str, Any], *, text: bool) -> dict[str, Any]:
    """An entry under the names that the diary uses, its date as text or as a date."""
    kept = {_NAMES.get(key, key): value for key, value in written.items()}
    return {**kept, "date": on(day).isoformat()} if text else {**kept, "day": on(day)}


def courses(kb: Knowledge) -> list[Course]:
    """Every course, with the signs of the first check absent where nothing else is said."""
    absent = {key: q.absent for key, q in kb.questions.items() if q.absent}
    usual = {**absent, "duration": "3_14d", "severity": "moderate", "age_band": "30_44"}
    return [
        Course(
            id=raw["id"],
            name=raw["name"],
            answers={**usual, **raw.get("answers", {})},
            days={int(day): written for day, written in raw["days"].items()},
            expect={int(day): said for day, said in raw["expect"].items()},
            refused=raw.get("refused", []),
            other_cause_from=raw.get("other_cause_from"),
        )
        for raw in yamlfile.read(COURSES).data
    ]
