"""Today's page: how soon to be seen, what to do now, and whether the minute of today is done."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from popliteal.assessment import care_words
from popliteal.diary import Day, advise, plan_today
from popliteal.diary.steps import Step
from popliteal.knowledge.content import CareSigns, Disposition, NextStep, Stage
from popliteal.plan import Offer, Plan, numbers
from popliteal.triage import LEVEL
from popliteal.web import diaries, visits
from popliteal.web.diaries import Book, Owner
from popliteal.web.entry_rows import Kept
from popliteal.web.owners import note_opening, owned, with_book
from popliteal.web.views.outcome import rules_for_later
from popliteal.web.words import knowledge

# In the session, told once: what has just been done.
DONE = "diary_done"


@dataclass(frozen=True, slots=True)
class Care:
    """How soon to be seen, as the card shows it."""

    disposition: Disposition
    heading: str
    what_to_do: str
    within_days: int | None


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise of the plan, with the next step of it where it was done already."""

    offer: Offer
    step: Step | None


@dataclass(frozen=True)
class Today:
    """What the page of today shows."""

    book: Book
    day: Day
    plan: Plan

    @property
    def care(self) -> Care | None:
        """The card, where somebody should look."""
        return care_of(self.day, self.book)

    @property
    def written(self) -> tuple[Kept, ...]:
        """The entries of today."""
        return tuple(kept for kept in self.book.kept if kept.entry.day == self.book.today)

    @property
    def asks(self) -> tuple[str, ...]:
        """Questions to ask now that were not answered today."""
        told = {key for kept in self.written for key in kept.entry.answers}
        return tuple(key for key in self.day.ask if key not in told)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """What the plan offers, each with its next step."""
        steps = {step.action: step for step in self.day.steps}
        return tuple(Exercise(offer, steps.get(offer.id)) for offer in self.plan.exercises)

    @property
    def signs(self) -> tuple[CareSigns, ...]:
        """Signs that would mean more than what the diary says already."""
        level = LEVEL[self.day.disposition]
        return tuple(care for care in self.plan.seek_care_if if LEVEL[care.disposition] > level)

    @property
    def advice(self) -> NextStep:
        """What to do next, in words."""
        return self.book.kb.diary.advice[self.day.move]

    @property
    def stage(self) -> Stage:
        """Where on the way back."""
        return self.book.kb.diary.stages[self.day.stage]

    @property
    def relapse(self) -> str:
        """What to do when it comes back, for who has come to the end."""
        return self.book.kb.diary.relapse if self.day.move == "finished" else ""

    @property
    def unknown(self) -> int:
        """How many entries hold something that this content does not know any more."""
        return sum(bool(kept.unknown) for kept in self.book.kept)


def care_of(day: Day, book: Book) -> Care | None:
    """How soon to be seen, where somebody should look."""
    if LEVEL[day.disposition] == 0:
        return None
    local = numbers(book.kb, book.row.region or None)
    words = care_words(day.disposition, day.within_days, book.kb, local)
    return Care(day.disposition, *words, day.within_days)


def look_at(book: Book) -> Today:
    """Work out what the diary says today."""
    today, region = book.today, book.row.region or None
    day = advise(book.diary, book.kb, today=today)
    return Today(book, day, plan_today(book.diary, day, book.kb, today=today, region=region))


@require_safe
@owned
def today(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Today, or how to begin where there is no diary yet."""
    book = diaries.find(owner, knowledge())
    if book is None:
        visit = visits.find(request)
        ready = visit is not None and visit.next is None and not visit.is_emergency
        return render(request, "diary/none.html", {"ready": ready, "visit": visit})
    note_opening(request, owner)
    seen = look_at(book)
    page = "emergency" if seen.day.disposition == "emergency" else "today"
    context = {"seen": seen, "done": request.session.pop(DONE, None)}
    return render(request, f"diary/{page}.html", context)


@require_safe
@with_book
def plan(request: HttpRequest, book: Book) -> HttpResponse:
    """The whole plan as it stands today, with its pictures."""
    seen = look_at(book)
    if seen.day.disposition == "emergency":
        return redirect("today")
    context = {"plan": seen.plan, "signs": seen.signs, "later": rules_for_later(seen.plan)}
    return render(request, "diary/plan.html", context)
