"""The days to look again, and a reminder to exercise, as a calendar file (RFC 5545).

Calendars are shared with families and colleagues, so nothing in the file names a body part, an
exercise or an illness, and it says that its entries are private. Nothing is sent: a person who
wants it downloads it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import CLASS, TRANSP, Alarm, Calendar, Event, vText

from popliteal.knowledge.content import Dose
from popliteal.knowledge.load import Knowledge
from popliteal.plan import Plan

_PRODUCT = "-//Popliteal//Reminders//EN"
_MORNING, _EVENING = time(9), time(18)
_DAYS_OF_A_WEEK = 7
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Words:
    """What the entries say; another language brings its own."""

    look_again: str = "Popliteal: look again"
    exercises: str = "Popliteal: today's reminder"
    what_to_do: str = "Open your plan and go through it."
    check_in: str = "One minute"
    take_it: str = "Take your one minute."


ENGLISH = Words()


def write_calendar(
    plan: Plan, kb: Knowledge, today: date, *, exercises: bool = False, words: Words = ENGLISH
) -> bytes:
    """Write the plan's days as a calendar file.

    Parameters
    ----------
    today : the day on which the plan was made; days count from it
    exercises : whether to add a reminder on each day with exercises, until the last day to look
    words : what the entries say

    Returns
    -------
    The file: the same bytes for the same plan and day. A second download replaces the first, since
    the entries keep their ids.

    Examples
    --------
    >>> import popliteal as pp
    >>> kb = pp.load()
    >>> plan = pp.assess({"st_other_leg": "same"}, kb).plan
    >>> file = write_calendar(plan, kb, date(2026, 3, 1)).decode()
    >>> file.count("BEGIN:VEVENT"), "20260304" in file
    (3, True)
    """
    calendar = Calendar.new(prodid=_PRODUCT, uid=f"plan-{today:%Y%m%d}@popliteal")
    for look in plan.review:
        if look.day is not None:
            calendar.add_component(_look_again(today + timedelta(days=look.day), today, words))
    every = _days_between(plan, kb) if exercises else None
    if every is not None:
        calendar.add_component(_reminder(plan, today, every, words))
    return bytes(calendar.to_ical())


def write_check_ins(
    days: Collection[int], at: time, today: date, *, weeks: int, words: Words = ENGLISH
) -> bytes:
    """Write a reminder of the one-minute entry as a calendar file.

    Parameters
    ----------
    days : of the week, 0 for Monday; one at least
    at : the time of day, wherever the person is
    today : the first reminder comes on a later day
    weeks : how long it goes on; nothing comes back for ever

    Examples
    --------
    >>> file = write_check_ins([0, 3], time(19, 30), date(2026, 3, 1), weeks=2).decode()
    >>> "DTSTART:20260302T193000" in file, "BYDAY=MO,TH" in file
    (True, True)
    """
    calendar = Calendar.new(prodid=_PRODUCT, uid="check-in@popliteal")
    event = _entry("check-in", words.check_in, today, words)
    event["DESCRIPTION"] = vText(words.take_it)
    later = (today + timedelta(days=ahead) for ahead in range(1, _DAYS_OF_A_WEEK + 1))
    first = datetime.combine(next(day for day in later if day.weekday() in days), at)
    event.DTSTART, event.DTEND = first, first + timedelta(minutes=5)
    named = [_NAMES[day] for day in sorted(days)]
    until = datetime.combine(today + timedelta(weeks=weeks), at)
    event.add("rrule", {"freq": "weekly", "byday": named, "until": until})
    event.add_component(_alarm(timedelta(0), words.check_in))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def has_reminders(plan: Plan, kb: Knowledge) -> bool:
    """Whether there are exercises to be reminded of."""
    return _days_between(plan, kb) is not None


def _look_again(day: date, today: date, words: Words) -> Event:
    event = _entry(f"look-{day:%Y%m%d}", words.look_again, today, words)
    event.DTSTART, event.DTEND = day, day + timedelta(days=1)
    event.add_component(_alarm(timedelta(hours=_MORNING.hour), words.look_again))
    return event


def _reminder(plan: Plan, today: date, every: int, words: Words) -> Event:
    """One entry that comes back until the last day to look, in the evening wherever one is."""
    event = _entry(f"exercises-{today:%Y%m%d}", words.exercises, today, words)
    # Without a time zone: six in the evening wherever the person is.
    first = datetime.combine(today + timedelta(days=1), _EVENING)
    event.DTSTART, event.DTEND = first, first + timedelta(minutes=15)
    last = today + timedelta(days=max(look.day or 0 for look in plan.review))
    until = datetime.combine(last, _EVENING)
    event.add("rrule", {"freq": "daily", "interval": every, "until": until})
    event.add_component(_alarm(timedelta(0), words.exercises))
    return event


def _entry(name: str, title: str, today: date, words: Words) -> Event:
    return Event.new(
        uid=f"{name}@popliteal",
        summary=title,
        description=words.what_to_do,
        classification=CLASS.PRIVATE,
        transparency=TRANSP.TRANSPARENT,
        stamp=datetime.combine(today, time(0), tzinfo=UTC),
    )


def _alarm(after: timedelta, title: str) -> Alarm:
    # Made by hand: the library's own maker would give it a random id.
    alarm = Alarm()
    alarm.add("description", title)
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", after)
    return alarm


def _days_between(plan: Plan, kb: Knowledge) -> int | None:
    """After how many days the next session is due; None where nothing is to be done again."""
    gaps = [_gap(dose) for dose in _doses(plan, kb)]
    return min((gap for gap in gaps if gap), default=None) if plan.review else None


def _doses(plan: Plan, kb: Knowledge) -> Iterator[Dose]:
    for offer in plan.exercises:
        dose = kb.actions[offer.id].dose
        if dose is not None:
            yield dose


def _gap(dose: Dose) -> int | None:
    if dose.times_per_day:
        return 1
    return _DAYS_OF_A_WEEK // dose.sessions_per_week[0] if dose.sessions_per_week else None
