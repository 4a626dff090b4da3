"""What to do next, day by day, with the reasons: advance, hold, ease, seek care, or finished."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from popliteal.diary.course import RISING
from popliteal.diary.days import lay_out
from popliteal.diary.entries import Diary
from popliteal.diary.stages import is_finished
from popliteal.diary.steps import Step, most_pain, travels_further
from popliteal.diary.trend import Trend
from popliteal.diary.walk import CARE, Found, Walk
from popliteal.diary.worry import Concern, gravest
from popliteal.knowledge.content import Disposition
from popliteal.knowledge.load import Knowledge
from popliteal.triage import LEVEL

Move = Literal["advance", "hold", "ease", "seek_care", "finished"]
# Reasons that ask for less, and those that allow more.
_LESS = frozenset(
    {"relapse", "flare", "spreads", "early_worse", "worse", "over_limit", "next_day", "tingling"}
)
_MORE = frozenset({"stage_done", "good_sessions"})


@dataclass(frozen=True, slots=True)
class Why:
    """A reason in words, with its sources; `id` is that of a rule or of a reason in diary.yaml."""

    id: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What the diary says at the end of one day.

    Attributes
    ----------
    move : what to do next
    disposition, within_days : how soon to be seen
    concerns : what stands until a clinician has looked, gravest first
    reasons : why, the most important first
    ask : questions to ask now
    steps : the next step of each exercise that was done
    stage : at which stage, by id
    """

    day: date
    move: Move
    disposition: Disposition
    within_days: int | None
    concerns: tuple[Concern, ...]
    reasons: tuple[Why, ...]
    trend: Trend
    ask: tuple[str, ...]
    steps: tuple[Step, ...]
    stage: str

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        whys = [{"id": w.id, "text": w.text, "sources": list(w.sources)} for w in self.reasons]
        steps = [
            {"action": s.action, "move": s.move, "because": s.because, "how": s.how}
            for s in self.steps
        ]
        return {
            "date": self.day.isoformat(),
            "advice": self.move,
            "disposition": self.disposition,
            "within_days": self.within_days,
            "reasons": whys,
            "verdict": self.trend.verdict,
            "change_in_two_weeks": self.trend.change,
            "low": self.trend.low,
            "high": self.trend.high,
            "ask": list(self.ask),
            "stage": self.stage,
            "steps": steps,
        }


def advise(diary: Diary, kb: Knowledge, *, today: date) -> Day:
    """What to do today.

    Examples
    --------
    >>> from popliteal.diary.entries import Entry
    >>> from popliteal.knowledge.load import load
    >>> well = tuple(Entry(date(2026, 3, at), worst_pain=0, stretch_pain=0) for at in (2, 3, 4))
    >>> found = advise(Diary(date(2026, 3, 2), {}, well), load(), today=date(2026, 3, 4))
    >>> found.trend.verdict, found.disposition
    ('recovered', 'self_care')
    """
    walk = Walk(diary, kb)
    # Only the last day is put into words: the others are gone through for what they leave behind.
    last = deque(_go(walk, today), maxlen=1).pop()
    return _tell(last, walk)


def follow(diary: Diary, kb: Knowledge, *, today: date) -> tuple[Day, ...]:
    """What the diary said on each day with an entry, and today.

    Only what was written for a day or before counts on it, in whatever order it was written. An
    entry that is dated after today counts for no trend, but its signs count today: a wrong clock
    must not hide a danger.
    """
    walk = Walk(diary, kb)
    told = [_tell(found, walk) for found in _go(walk, today)]
    return (*(day for day in told[:-1] if day.day < today), told[-1])


def _go(walk: Walk, today: date) -> Iterator[Found]:
    """Go through the diary to the end of today; what the walk knows belongs to the day reached."""
    days = lay_out(walk.diary.entries)
    past = [daily for daily in days if daily.day <= today]
    later = days[len(past) :]
    for at in range(len(past)):
        yield walk.written(past[: at + 1])
    if later or not past or past[-1].day < today:
        yield walk.unwritten(past, today, later)


def _tell(found: Found, walk: Walk) -> Day:
    """Put what was found on a day into words."""
    kb, diary = walk.kb, walk.diary
    disposition = gravest((walk.watch.disposition, "soon" if found.care.overdue else "self_care"))
    concerns = tuple(sorted(walk.watch.standing.values(), key=lambda c: -LEVEL[c.disposition]))
    names = list(_names(found))
    ended = bool(found.days) and is_finished(found.place, found.days, diary.answers, kb)
    move = _decide(disposition, names, finished=ended and not found.stale)
    if move == "finished":
        names = ["back_to_normal", *names]
    if move in ("seek_care", "ease"):
        # Nobody reads in one breath to have it looked at, or to do less, and to do more.
        names = [name for name in names if name.partition(" ")[0] not in _MORE]
    return Day(
        day=found.today,
        move=move,
        disposition=disposition,
        within_days=_within(concerns, disposition, kb),
        concerns=concerns,
        reasons=(*_of_concerns(concerns, found.today, kb), *_whys(names, found, kb)),
        trend=found.trend,
        ask=tuple(_ask(found, names, kb)),
        steps=tuple(_held(step, move, kb) for step in found.steps),
        stage=found.place.stage,
    )


def _held(step: Step, move: Move, kb: Knowledge) -> Step:
    """The step; no exercise goes further while another eases off or somebody has to look."""
    if step.move != "advance" or move not in ("seek_care", "ease"):
        return step
    how = kb.plan.words.hold if move == "seek_care" else kb.actions[step.action].stop_if
    return replace(step, move="hold", because="", how=how)


def _names(found: Found) -> Iterator[str]:
    """Ids of the reasons, the most important first; after a blank, of which exercise."""
    yield from found.care.reasons
    if found.relapse:
        yield "relapse"
    if found.flare and found.trend.verdict not in RISING:
        yield "flare"
    if found.days and travels_further(found.days):
        yield "spreads"
    yield from (f"{step.because} {step.action}" for step in found.steps if step.move == "ease")
    if found.trend.verdict != "too_early":
        yield found.trend.verdict
    if found.moved == "on":
        yield "stage_done"
    yield from (f"{step.because} {step.action}" for step in found.steps if step.move == "advance")
    if found.wrong_date:
        yield "wrong_date"
    if found.stale and found.days:
        yield "stale"
    elif found.trend.verdict == "too_early":
        yield "first_entry"


def _kinds(names: Sequence[str]) -> set[str]:
    return {name.partition(" ")[0] for name in names}


def _decide(disposition: Disposition, names: Sequence[str], *, finished: bool) -> Move:
    """The advice that the reasons ask for; to be seen goes before all else."""
    kinds = _kinds(names)
    if disposition != "self_care":
        return "seek_care"
    if kinds & _LESS:
        return "ease"
    if finished:
        return "finished"
    return "advance" if kinds & _MORE else "hold"


def _of_concerns(concerns: Sequence[Concern], today: date, kb: Knowledge) -> Iterator[Why]:
    """Why to be seen; one of an earlier day still stands, and says so."""
    yield from (Why(c.rule, c.text, c.sources) for c in concerns)
    first = min((concern.since for concern in concerns), default=today)
    if first < today:
        stands = kb.diary.reasons["stands"]
        yield Why("stands", stands.text.format(date=first.isoformat()), stands.sources)


def _whys(names: Sequence[str], found: Found, kb: Knowledge) -> Iterator[Why]:
    gone = (found.today - found.days[-1].day).days if found.days else 0
    for name in dict.fromkeys(names):
        key, _, about = name.partition(" ")
        action = kb.actions.get(about)
        reason = kb.diary.reasons[key]
        text = reason.text.format(
            days=gone,
            stage=kb.diary.stages[found.place.stage].name,
            exercise=action.name if action else "",
            most=f"{most_pain(action, kb):g}" if action else "",
        )
        yield Why(key, text, reason.sources)


def _ask(found: Found, names: Sequence[str], kb: Knowledge) -> Iterator[str]:
    """How it goes, where the entries cannot tell; the warning questions, where it gets worse."""
    if found.care.ask:
        yield CARE
    if found.trend.verdict in RISING or _kinds(names) & {"spreads", "tingling"}:
        for key, question in kb.questions.items():
            if question.red_flag and question.priority == "screen":
                yield key


def _within(concerns: Sequence[Concern], disposition: Disposition, kb: Knowledge) -> int | None:
    """The shortest time that a concern gives, when the advice is to be seen within days."""
    if disposition != "soon":
        return None
    days = [concern.within_days for concern in concerns if concern.within_days is not None]
    return min(days, default=int(kb.thresholds["soon_days"].value))
