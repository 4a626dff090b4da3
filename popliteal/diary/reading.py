"""Reading entries: every problem of every one is named at once, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from unicodedata import category

from popliteal.answers import read_answers
from popliteal.diary.entries import FIELDS, Diary, Entry
from popliteal.errors import AnswerError, DiaryError
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import nearest

MOST_ACTIVITIES = 3
LONGEST_NAME = 80
# Nobody writes up a day from so long before the plan; a year that was mistyped lies there.
_LONGEST_BACK_DAYS = 366
_SHOWN = 40
# Between letters that are joined, or not, as a language writes them.
_JOINERS = "\u200c\u200d"
_PAIN = "Use a whole number from 0 to 10."
_PARTS = list(Diary.__dataclass_fields__)


def read_entry(raw: Any, kb: Knowledge, *, today: date, started: date | None = None) -> Entry:
    """Check one raw entry.

    Parameters
    ----------
    raw : plain data under the names of `Entry`, with `date` as YYYY-MM-DD
    today : the date where the person is
    started : the first day of the plan, if it is known

    Raises
    ------
    DiaryError
        One line for each problem: what is wrong, what is allowed.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> kb, today = load(), date(2026, 3, 1)
    >>> read_entry({"date": "2026-03-01", "worst_pain": 3}, kb, today=today).worst_pain
    3
    >>> read_entry({"date": "2026-03-02", "worst_pain": 11}, kb, today=today)
    Traceback (most recent call last):
    popliteal.errors.DiaryError: date: 2026-03-02 has not come yet. Use 2026-03-01 or a day before.
    worst_pain: 11 stands here. Use a whole number from 0 to 10.
    """
    return read_entries([raw], kb, today=today, started=started, places=[""])[0]


def read_entries(
    raws: Sequence[Any],
    kb: Knowledge,
    *,
    today: date,
    started: date | None = None,
    places: Sequence[str] | None = None,
) -> tuple[Entry, ...]:
    """Check many raw entries: all are read, or every problem of every one is named.

    Parameters
    ----------
    places : how each entry is named in a problem, such as "line 3: "
    """
    named = places or [f"entry {at}: " for at, _ in enumerate(raws, 1)]
    problems: list[str] = []
    found: dict[str, str] = {}
    entries: list[Entry] = []
    for raw, place in zip(raws, named, strict=True):
        reader = _Reader(kb, today, started)
        entry = reader.read(raw)
        problems += [f"{place}{problem}" for problem in reader.problems]
        if entry is not None:
            # As text: entries that say the same are one that was sent twice.
            first = found.setdefault(repr(entry.to_dict()), place)
            if first is not place:
                problems.append(f"{place}the same as {first.rstrip(': ')}. Leave one of them out.")
            entries.append(entry)
    if problems:
        raise DiaryError(problems)
    return tuple(entries)


def read_diary(raw: Any, kb: Knowledge, *, today: date) -> Diary:
    """Check a whole diary as plain data.

    Raises
    ------
    DiaryError
        Every problem of the diary and of its entries.
    """
    if not isinstance(raw, Mapping):
        raise DiaryError(
            ["diary: this is no diary. Write a map with started, answers and entries."]
        )
    problems = [
        f"{_short(key)}: no such part. {nearest(str(key)[:_SHOWN], _PARTS)}"
        for key in raw
        if key not in _PARTS
    ]
    reader = _Reader(kb, today, None)
    started = reader.date("started", raw.get("started"))
    began = None if raw.get("began") is None else reader.date("began", raw["began"])
    if started and began and began > started:
        reader.problems.append(f"began: {began} is after the plan began. Use {started} or before.")
    problems += reader.problems
    answers, entries = raw.get("answers", {}), raw.get("entries", [])
    try:
        read_answers(answers, kb)
    except AnswerError as error:
        problems += [f"answers: {problem}" for problem in error.problems]
    kept: tuple[Entry, ...] = ()
    if isinstance(entries, list):
        try:
            kept = read_entries(entries, kb, today=today, started=started)
        except DiaryError as error:
            problems += error.problems
    else:
        problems.append("entries: this is no list. Write one.")
    if problems or started is None:
        raise DiaryError(problems)
    return Diary(started, dict(answers), kept, began)


class _Reader:
    """Reads one entry and collects what is wrong with it."""

    def __init__(self, kb: Knowledge, today: date, started: date | None) -> None:
        self.kb, self.today, self.started = kb, today, started
        self.problems: list[str] = []

    def read(self, raw: Any) -> Entry | None:
        if not isinstance(raw, Mapping):
            self.problems.append("this is no entry. Write a map with date and what you noticed.")
            return None
        given = {key: value for key, value in raw.items() if value is not None}
        for key in given:
            if key not in FIELDS:
                what = nearest(str(key)[:_SHOWN], list(FIELDS))
                self.problems.append(f"{_short(key)}: no such part of an entry. {what}")
        day = self.date("date", given.get("date"))
        entry = Entry(
            day=day or self.today,
            worst_pain=self._pain("worst_pain", given.get("worst_pain")),
            stretch_pain=self._pain("stretch_pain", given.get("stretch_pain")),
            knee_angle_deg=self._angle(given.get("knee_angle_deg")),
            spread=self._answer("spread", given.get("spread")),
            morning_stiff=self._answer("morning_stiff", given.get("morning_stiff")),
            done=dict(self._done(given.get("done", {}))),
            after=self._after(given.get("after")),
            activities=dict(self._activities(given.get("activities", {}))),
            signs=self._signs(given.get("signs", {})),
            seen=self._seen(given.get("seen", False)),
        )
        if not self.problems and len(entry.to_dict()) == 1:
            self.problems.append(
                "nothing is written down. Give at least the worst pain of the day."
            )
        return None if self.problems else entry

    def date(self, name: str, value: Any) -> date | None:
        """A date as YYYY-MM-DD, not after today and not absurdly long ago."""
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            day = None
        if day is None or value != day.isoformat():
            shown = "nothing" if value is None else f"'{_short(value)}'"
            self.problems.append(f"{name}: {shown} stands here. Use a date such as {self.today}.")
            return None
        if day > self.today:
            text = f"{name}: {day} has not come yet. Use {self.today} or a day before."
            self.problems.append(text)
        if self.started and (self.started - day).days > _LONGEST_BACK_DAYS:
            text = f"{name}: {day} is more than a year before the plan. Check the year."
            self.problems.append(text)
        return day

    def _pain(self, name: str, value: Any) -> int | None:
        if value is None:
            return None
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and 0 <= value <= 10:  # noqa: PLR2004 - the ends of the scale
            return int(value)
        self.problems.append(f"{name}: {_short(value)} stands here. {_PAIN}")
        return None

    def _angle(self, value: Any) -> float | None:
        if value is None:
            return None
        try:
            measures = read_answers({"knee_angle_deg": value}, self.kb).measures
        except AnswerError as error:
            self.problems += error.problems
            return None
        return measures["knee_angle_deg"]

    def _answer(self, question: str, value: Any) -> str | None:
        return None if value is None else self._signs({question: value}).get(question)

    def _signs(self, value: Any) -> dict[str, str]:
        try:
            read = read_answers(value, self.kb)
        except AnswerError as error:
            self.problems += error.problems
            return {}
        for measure in read.measures:
            self.problems.append(f"signs: {measure} is a measure. Write it as a part of the entry.")
        return dict(read.given)

    def _done(self, value: Any) -> Iterator[tuple[str, int | None]]:
        for action, pain in self._map("done", value).items():
            if action not in self.kb.actions:
                what = nearest(str(action)[:_SHOWN], list(self.kb.actions))
                self.problems.append(f"done: '{_short(action)}' is nothing in the plan. {what}")
            else:
                yield str(action), self._pain(f"done.{action}", pain)

    def _activities(self, value: Any) -> Iterator[tuple[str, int]]:
        given = self._map("activities", value)
        if len(given) > MOST_ACTIVITIES:
            text = f"activities: {len(given)} stand here. Choose {MOST_ACTIVITIES} at most."
            self.problems.append(text)
        for name, score in given.items():
            if problem := name_problem(name):
                self.problems.append(f"activities: {problem}")
            elif score is None:
                self.problems.append(f"activities.{_short(name)}: nothing stands here. {_PAIN}")
            else:
                yield name, self._pain(f"activities.{_short(name)}", score) or 0

    def _after(self, value: Any) -> str | None:
        if value is None or value in list(self.kb.diary.after):
            return value if isinstance(value, str) else None
        what = nearest(str(value)[:_SHOWN], list(self.kb.diary.after))
        self.problems.append(f"after: no answer '{_short(value)}'. {what}")
        return None

    def _seen(self, value: Any) -> bool:
        if not isinstance(value, bool):
            self.problems.append(f"seen: {_short(value)} stands here. Use true or false.")
        return value is True

    def _map(self, name: str, value: Any) -> Mapping[Any, Any]:
        if isinstance(value, Mapping):
            return value
        self.problems.append(f"{name}: {_short(value)} stands here. Use a map.")
        return {}


def name_problem(name: Any) -> str:
    """What speaks against the name of an activity; empty where it is a short text to be seen.

    Examples
    --------
    >>> name_problem("run")
    ''
    >>> name_problem(" ")
    "' ' is no name. Use 1 to 80 letters."
    """
    # Databases cannot keep some of the others, and screens obey them.
    if isinstance(name, str) and len(name) <= LONGEST_NAME and name.strip(_JOINERS).strip():
        hidden = (category(sign) in ("Cc", "Cf", "Cs") for sign in name if sign not in _JOINERS)
        if not any(hidden):
            return ""
    return f"'{_short(name)}' is no name. Use 1 to {LONGEST_NAME} letters."


def _short(value: Any) -> str:
    """The value on one short line; a sign that cannot be printed is shown as such."""
    text = str(value)
    text = text if text.isprintable() else ascii(text)[1:-1]
    return (text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…") or "(empty)"
