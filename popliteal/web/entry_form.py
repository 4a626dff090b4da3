"""The form of one entry: one minute, nothing chosen beforehand, danger signs every time."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from popliteal.diary import Entry, read_entry
from popliteal.errors import DiaryError
from popliteal.interview import choices
from popliteal.knowledge.content import NOT_SURE
from popliteal.plan import Offer
from popliteal.web.diaries import Book
from popliteal.web.forms import read_number
from popliteal.web.problem_words import in_words

PAINS = [(str(pain), str(pain)) for pain in range(11)]
NONE, UNSURE = "none", "unsure"
# The exercise was done, and how much it hurt is not said.
UNSAID = "unsaid"
_SAID = ("spread", "morning_stiff")
# How the fields of exercises and of activities begin; what follows stays theirs in every list.
_DONE, _ACTIVITY = "done_", "activity_"


class EntryForm(forms.Form):
    """What is asked at a check-in, or when an entry is changed.

    Parameters
    ----------
    offers : what the plan offers today, to be ticked off
    old : the entry that is changed; None: a new one
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": gettext_lazy("Give the day."),
            "invalid": gettext_lazy("Give the day as year-month-day, such as 2026-03-31."),
        },
    )
    seen = forms.BooleanField(required=False)

    def __init__(
        self, book: Book, offers: tuple[Offer, ...], data: Any = None, old: Entry | None = None
    ) -> None:
        self.book, self.old, self.kb = book, old, book.kb
        self.exercises = {offer.id: offer.name for offer in offers}
        for action in old.done if old else ():
            self.exercises.setdefault(action, self.kb.actions[action].name)
        names = [*book.row.activities, *(old.activities if old else ())]
        self.activities = {name: _field_of(name) for name in names}
        first = {"key": uuid.uuid4(), "day": book.today.isoformat()}
        super().__init__(data, initial={**first, **(dict(_initial(old, self)) if old else {})})
        self.fields |= dict(self._fields())

    def _fields(self) -> Iterator[tuple[str, forms.Field]]:
        yield "worst_pain", _choice(PAINS)
        yield "stretch_pain", _choice([*PAINS, (NONE, _("I did not stretch"))])
        for action, name in self.exercises.items():
            told = [("", _("Not done")), *PAINS, (UNSAID, _("Done, pain not noted"))]
            yield f"{_DONE}{action}", _choice(told, label=name)
        yield "after", _choice([*self.kb.diary.after.items()])
        for name, field in self.activities.items():
            yield field, _choice(PAINS, label=name)
        yield "knee_angle_deg", forms.CharField(required=False, max_length=12)
        for key in _SAID:
            question = self.kb.questions[key]
            yield key, _choice([*choices(question).items()], label=question.question)
        if self.old is None:
            yield "danger", self._danger()
        for key in self.old.signs if self.old else ():
            question = self.kb.questions[key]
            told = [("", _("Take it out")), *choices(question).items()]
            yield f"sign_{key}", _choice(told, label=question.question)

    def _danger(self) -> forms.MultipleChoiceField:
        signs = [*self.kb.diary.signs.items()]
        rest = [(NONE, _("None of these is new or worse")), (UNSURE, _("I am not sure"))]
        missing = _("Tick what is new or worse. If nothing is, tick “None of these”.")
        return forms.MultipleChoiceField(
            choices=[*signs, *rest], error_messages={"required": missing}
        )

    def clean_day(self) -> date:
        """Not after today, where the person is."""
        day: date = self.cleaned_data["day"]
        if day > self.book.today:
            text = _("%(day)s has not come yet. Give today or a day before.")
            raise forms.ValidationError(text % {"day": day.isoformat()})
        return day

    def clean_knee_angle_deg(self) -> float | None:
        """A number of degrees, or nothing."""
        given = self.cleaned_data["knee_angle_deg"]
        return read_number(given, self.kb.measures["knee_angle_deg"]) if given.strip() else None

    def clean_danger(self) -> list[str]:
        """Some signs, or none, or unsure; not *none* beside a sign."""
        told: list[str] = self.cleaned_data["danger"]
        if NONE in told and len(told) > 1:
            raise forms.ValidationError(_("You ticked “None of these” and something else. Which?"))
        return told

    def clean(self) -> dict[str, Any]:
        """Put the parts together, and let the rules of the diary check the whole."""
        found = super().clean() or self.cleaned_data
        if self._has_lost_answers():
            raise forms.ValidationError(_("The list changed meanwhile. Look at it again."))
        if self.errors:
            return found
        try:
            self.entry = read_entry(
                self._raw(found), self.kb, today=self.book.today, started=self.book.row.started
            )
        except DiaryError as error:
            for problem in error.problems:
                self._tell(problem)
        return found

    def _tell(self, problem: str) -> None:
        """Put a problem beside the day where it is about the day, and on top otherwise."""
        rest = problem.removeprefix("date: ")
        self.add_error("day" if rest != problem else None, in_words(rest).text)

    def _has_lost_answers(self) -> bool:
        """Whether something was answered that the plan or the settings do not hold any more."""
        listed = (name for name in self.data if name.startswith((_DONE, _ACTIVITY)))
        return any(self.data[name] and name not in self.fields for name in listed)

    def _raw(self, found: Mapping[str, Any]) -> dict[str, Any]:
        scores = {
            name: int(found[field]) for name, field in self.activities.items() if found[field]
        }
        said = {key: found[key] for key in _SAID if found[key]}
        return {
            "date": found["day"].isoformat(),
            "worst_pain": _number(found["worst_pain"]),
            "stretch_pain": _number(found["stretch_pain"]),
            "knee_angle_deg": found["knee_angle_deg"],
            "done": dict(self._done(found)),
            "after": found["after"] or None,
            "activities": scores,
            "signs": dict(self._signs(found)),
            "seen": found["seen"],
            **said,
        }

    def _done(self, found: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
        for action in self.exercises:
            if told := found[f"{_DONE}{action}"]:
                yield action, _number(told)

    def _signs(self, found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """A ticked sign counts as unsure until its question is answered: never as no."""
        for key in self.ticked:
            yield key, NOT_SURE
        for key in self.old.signs if self.old else ():
            if answer := found[f"sign_{key}"]:
                yield key, answer

    @property
    def ticked(self) -> tuple[str, ...]:
        """The signs whose whole questions are to be asked; all of them for who is unsure."""
        told = self.cleaned_data.get("danger", [])
        return tuple(key for key in self.kb.diary.signs if key in told or UNSURE in told)


def _field_of(activity: str) -> str:
    """The field of an activity, whatever signs stand in its name."""
    return f"{_ACTIVITY}{sha256(activity.encode()).hexdigest()[:10]}"


def _choice(told: list[tuple[str, str]], label: str = "") -> forms.ChoiceField:
    wrong = gettext_lazy("Choose one of the answers that stand there.")
    return forms.ChoiceField(
        choices=told, required=False, label=label, error_messages={"invalid_choice": wrong}
    )


def _number(told: str) -> int | None:
    return int(told) if told.isdecimal() else None


def _initial(old: Entry, form: EntryForm) -> Iterator[tuple[str, Any]]:
    """What the entry says, as the fields take it."""
    yield "day", old.day.isoformat()
    for name in ("worst_pain", "stretch_pain"):
        value = getattr(old, name)
        yield name, "" if value is None else str(value)
    yield "knee_angle_deg", "" if old.knee_angle_deg is None else f"{old.knee_angle_deg:g}"
    for action, pain in old.done.items():
        yield f"{_DONE}{action}", UNSAID if pain is None else str(pain)
    for name, score in old.activities.items():
        yield form.activities[name], str(score)
    yield from ((name, getattr(old, name) or "") for name in ("after", *_SAID))
    yield from ((f"sign_{key}", answer) for key, answer in old.signs.items())
    yield "seen", old.seen
