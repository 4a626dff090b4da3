"""Through a diary day by day, keeping what must not be forgotten."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Literal

from popliteal.diary.course import (
    RISING,
    SEVERITY_DAYS,
    Care,
    Moment,
    care_of,
    course_of,
    derived,
    is_back,
    is_flare,
    is_high,
)
from popliteal.diary.days import Daily
from popliteal.diary.entries import Diary, Entry
from popliteal.diary.stages import Place, first_place, may_move_on, next_stage, stage_before
from popliteal.diary.steps import Step, next_steps, travels_further
from popliteal.diary.trend import Trend
from popliteal.diary.worry import Watch, checked, duration, least_days, start_watch, worse_of
from popliteal.knowledge.load import Knowledge

CARE, SEVERITY, DURATION = "selfcare_response", "severity", "duration"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found on one day, before it is put into words.

    Attributes
    ----------
    days : all with an entry until then
    steps : the next step of each exercise that was done
    place : at which stage, after the day
    moved : whether the stage was met or left on this day
    stale : the last entry is too old to say how it is now
    flare, relapse : the day stands out; the pain has come back after it was gone
    wrong_date : some entries are dated after today
    """

    today: date
    days: Sequence[Daily]
    trend: Trend
    care: Care
    steps: tuple[Step, ...]
    place: Place
    moved: Literal["on", "back", ""]
    stale: bool
    flare: bool
    relapse: bool
    wrong_date: bool


def late_entries(diary: Diary) -> dict[date, list[Entry]]:
    """Entries that were written after a clinician looked, for a day before: they are news.

    Returns
    -------
    by the day on which the clinician looked
    """
    found: dict[date, list[Entry]] = {}
    looked: date | None = None
    for entry in diary.entries:
        if looked and entry.day < looked and entry.answers:
            found.setdefault(looked, []).append(entry)
        if entry.seen and entry.day >= diary.started:
            looked = entry.day if looked is None else max(looked, entry.day)
    return found


class Walk:
    """Goes through a diary in the order of its days."""

    def __init__(self, diary: Diary, kb: Knowledge) -> None:
        self.diary, self.kb = diary, kb
        self.watch: Watch = start_watch(diary.answers, kb)
        self.place: Place = first_place(diary.started, kb)
        self.clock = diary.started
        self.told: tuple[date, str] | None = None
        self.was_well = False
        self.back_since: date | None = None
        self.rising = 0
        told = self.watch.given.get(SEVERITY)
        self.severity = (diary.started, told) if told else None
        self.late = late_entries(diary)
        self._ask(diary.started, self._nothing_yet(diary.started), Care(None))

    def hear(self, daily: Daily) -> None:
        """Take in the answers of a day."""
        for entry in daily.entries:
            self._hear(entry, daily.day)

    def _hear(self, entry: Entry, day: date) -> None:
        """Take in the answers of one entry.

        How care goes and how bad it is are worked out from the entries as well; what was told of
        them counts for some days.
        """
        answers = dict(entry.answers)
        if CARE in answers:
            before = self.told[1] if self.told and self.told[0] == day else None
            self.told = (day, worse_of(self.kb.questions[CARE], before, answers.pop(CARE)))
        if SEVERITY in answers:
            self.severity = (day, answers[SEVERITY])
        self.watch.hear(answers, day)

    def written(self, days: Sequence[Daily]) -> Found:
        """The end of a day for which something was written: the last of these."""
        daily = days[-1]
        # Who looked before the plan began did not look at what the check found.
        if daily.seen and daily.day >= self.diary.started:
            self._be_seen(daily.day)
            for late in self.late.get(daily.day, ()):
                self._hear(late, daily.day)
        self.hear(daily)
        moment = self._moment(days, daily.day)
        self.rising = self.rising + 1 if moment.trend.verdict in RISING else 0
        moment = self._confirmed(moment)
        self._mark_relapse(days, moment.trend)
        care, steps = self._look(moment)
        flare = is_flare(moment.days, self.kb)
        moved = self._move(moment, steps, flare=flare)
        return self._found(days, moment, care, steps, moved, flare=flare)

    def unwritten(self, days: Sequence[Daily], today: date, later: Sequence[Daily]) -> Found:
        """A day for which nothing was written.

        Parameters
        ----------
        later : days that are dated after today: their signs count, and nothing else of them
        """
        for daily in later:
            self.hear(daily)
        moment = self._confirmed(self._moment(days, today))
        care, steps = self._look(moment)
        found = self._found(days, moment, care, steps, "")
        return replace(found, wrong_date=bool(later))

    def _be_seen(self, day: date) -> None:
        """A clinician has looked: the two weeks count anew."""
        self.watch.be_seen(day, self._derived(self._nothing_yet(day), Care(None)))
        self.clock, self.told, self.rising = day, None, 0
        self.was_well, self.back_since = False, None

    def _nothing_yet(self, day: date) -> Moment:
        return Moment(day, (), Trend("too_early"), self.clock)

    def _moment(self, days: Sequence[Daily], today: date) -> Moment:
        since = days[bisect_left(days, self.clock, key=attrgetter("day")) :]
        trend = Trend("too_early") if self._is_stale(days, today) else course_of(since, self.kb)
        return Moment(today, since, trend, self.clock, self._lately_told(today))

    def _confirmed(self, moment: Moment) -> Moment:
        """A slope that could be chance counts once it has been upwards often enough in a row.

        Below the height of a relapse it is watched and not sent on: near nought, a point more or
        less is often chance.
        """
        long = self.rising >= self.kb.diary.numbers["confirm_entries"].value
        if long and moment.trend.verdict in RISING and is_high(moment.days, self.kb):
            return replace(moment, trend=replace(moment.trend, sure=True))
        return moment

    def _mark_relapse(self, days: Sequence[Daily], trend: Trend) -> None:
        if trend.verdict == "recovered":
            self.was_well, self.back_since = True, None
        elif self.was_well and self.back_since is None and is_back(days, self.kb):
            self.back_since = days[-1].day

    def _look(self, moment: Moment) -> tuple[Care, tuple[Step, ...]]:
        """Put everything through the check, and see how each exercise went."""
        care = Care("returns") if self.back_since else care_of(moment, self.kb)
        self._ask(moment.today, moment, care)
        visit = checked(frozenset(self.watch.given.items()), self.kb)
        # Nobody does more on the strength of sessions from a week ago and longer.
        stale = self._is_stale(moment.days, moment.today)
        return care, () if stale else next_steps(moment.days, visit.probabilities, self.kb)

    def _ask(self, day: date, moment: Moment, care: Care) -> None:
        """Put everything through the check; for as long as was told as well as for the date."""
        found = self._derived(moment, care)
        told = self.watch.given.get(DURATION)
        if self.diary.began and told:
            since = max((moment.today - self.diary.started).days, 0)
            self.watch.look(day, {**found, DURATION: duration(least_days(told) + since)})
        self.watch.look(day, found)

    def _derived(self, moment: Moment, care: Care) -> dict[str, str]:
        told = self.watch.given.get(DURATION)
        found = derived(self.diary, told, moment, care, self.kb)
        if self.severity and (moment.today - self.severity[0]).days < SEVERITY_DAYS:
            question, worked_out = self.kb.questions[SEVERITY], found.get(SEVERITY)
            found[SEVERITY] = worse_of(question, worked_out, self.severity[1])
        return found

    def _lately_told(self, today: date) -> str | None:
        """What the person said lately about how it goes."""
        if self.told is None:
            return None
        lately = (today - self.told[0]).days <= self.kb.diary.numbers["stale_days"].value
        return self.told[1] if lately else None

    def _is_stale(self, days: Sequence[Daily], today: date) -> bool:
        last = days[-1].day if days else self.diary.started
        return (today - last).days > self.kb.diary.numbers["stale_days"].value

    def _move(
        self, moment: Moment, steps: tuple[Step, ...], *, flare: bool
    ) -> Literal["on", "back", ""]:
        """Go to another stage, and say which way."""
        today, before = moment.today, self.place
        well = before.well_since or today if moment.trend.verdict == "recovered" else None
        if well != before.well_since:
            self.place = replace(before, well_since=well)
        if self.back_since == today:
            self.place = first_place(today, self.kb)
            return "back"
        if moment.trend.verdict in RISING:
            if self.rising == 1:
                self.place = stage_before(before, today, self.kb)
            return "back"
        calm = not flare and self._is_calm(moment, steps)
        if calm and may_move_on(before, moment.days, steps, self.kb):
            self.place = next_stage(self.place, today, self.kb)
        return "on" if self.place.stage != before.stage else ""

    def _is_calm(self, moment: Moment, steps: tuple[Step, ...]) -> bool:
        """Whether nothing on this day asks for less."""
        return (
            self.watch.disposition == "self_care"
            and not travels_further(moment.days)
            and all(step.move != "ease" for step in steps)
        )

    def _found(
        self,
        days: Sequence[Daily],
        moment: Moment,
        care: Care,
        steps: tuple[Step, ...],
        moved: Literal["on", "back", ""],
        *,
        flare: bool = False,
    ) -> Found:
        today, least = moment.today, self.kb.diary.numbers["ease_days"].value
        back = self.back_since is not None and (today - self.back_since).days <= least
        return Found(
            today=today,
            days=days,
            trend=moment.trend,
            care=care,
            steps=steps,
            place=self.place,
            moved=moved,
            stale=self._is_stale(days, today),
            flare=flare,
            relapse=back,
            wrong_date=False,
        )
