"""Beginning a diary, and what holds for the whole of it."""

from __future__ import annotations

import os
import zoneinfo
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from popliteal.diary.reading import LONGEST_NAME, MOST_ACTIVITIES, name_problem
from popliteal.web import diaries, visits
from popliteal.web.diaries import Book, Owner
from popliteal.web.owners import owned, with_book
from popliteal.web.pages import UNREADABLE
from popliteal.web.problem_words import in_words
from popliteal.web.views.diary.today import DONE
from popliteal.web.words import knowledge

_KEEP_DAYS = {
    90: gettext_lazy("90 days after I last wrote in it"),
    365: gettext_lazy("A year after I last wrote in it"),
}
_CONTINENTS = frozenset(
    {
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    }
)


@cache
def zones() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The time zones by continent, each with the name of its city."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(zoneinfo.available_timezones()):
        continent, _slash, city = name.partition("/")
        if continent in _CONTINENTS and city:
            found[continent].append((name, city.replace("_", " ")))
    return (("UTC", (("UTC", "UTC"),)), *((name, tuple(cities)) for name, cities in found.items()))


@cache
def _zone_names() -> frozenset[str]:
    """The names of the zones alone."""
    return frozenset(name for _continent, cities in zones() for name, _city in cities)


def zone_here() -> str:
    """The time zone of this machine; that of its owner, where it is a person's own."""
    if not settings.LOCAL:
        return "UTC"
    link = Path("/etc/localtime").resolve().as_posix()
    named = os.environ.get("TZ") or link.partition("zoneinfo/")[2]
    return named if named in zoneinfo.available_timezones() else "UTC"


def keep_days() -> dict[str, str]:
    """How long a diary can be kept, in days; the longest, which is empty, is what the site says."""
    most = settings.DIARY_DAYS
    longest = (
        ngettext(
            "%(days)s day after I last wrote in it", "%(days)s days after I last wrote in it", most
        )
        % {"days": most}
        if most
        else _("Until I erase it")
    )
    shorter = {str(days): str(words) for days, words in _KEEP_DAYS.items()}
    return {k: v for k, v in shorter.items() if not most or int(k) < most} | {"": longest}


class SettingsForm(forms.Form):
    """Three things to do again, where the person is, when it began, how long it is kept."""

    began = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={
            "invalid": gettext_lazy("Give the day as year-month-day, such as 2026-03-31.")
        },
    )

    def __init__(self, data: Any = None, book: Book | None = None) -> None:
        self.book = book
        super().__init__(data, initial=dict(_stored(book)))
        for at in range(MOST_ACTIVITIES):
            self.fields[f"activity_{at}"] = forms.CharField(
                required=False, max_length=LONGEST_NAME, validators=[_check_name]
            )
        self.fields["time_zone"] = forms.ChoiceField(choices=zones())
        if settings.ACCOUNTS:
            self.fields["keep_days"] = forms.ChoiceField(
                choices=[*keep_days().items()], required=False
            )

    def clean_began(self) -> Any:
        """Not after the plan began."""
        began = self.cleaned_data["began"]
        told = self.data.get("time_zone") or ""
        zone = told if told in _zone_names() else "UTC"
        last = self.book.row.started if self.book else diaries.local_day(zone)
        if began and began > last:
            text = _("%(day)s is after your plan began. Give %(last)s or a day before.")
            raise forms.ValidationError(text % {"day": began, "last": last})
        return began

    @property
    def activities(self) -> list[str]:
        """The names that were given, each once."""
        given = (self.cleaned_data[f"activity_{at}"].strip() for at in range(MOST_ACTIVITIES))
        return [*dict.fromkeys(name for name in given if name)]

    @property
    def changes(self) -> dict[str, Any]:
        """What to store."""
        keep = self.cleaned_data.get("keep_days")
        return {
            "activities": self.activities,
            "time_zone": self.cleaned_data["time_zone"],
            "began": self.cleaned_data["began"],
            "keep_days": int(keep) if keep else None,
        }


def _check_name(name: str) -> None:
    """Refuse signs that nobody sees, such as one that turns a line round."""
    if problem := name_problem(name):
        raise forms.ValidationError(in_words(problem).text)


def _stored(book: Book | None) -> Iterator[tuple[str, Any]]:
    if book is None:
        yield "time_zone", zone_here()
        # On somebody else's machine nothing stays for ever by itself.
        yield "keep_days", _offered(diaries.KEPT_DAYS)
        return
    row = book.row
    yield from ((f"activity_{at}", name) for at, name in enumerate(row.activities))
    yield "time_zone", row.time_zone
    yield "began", row.began and row.began.isoformat()
    yield "keep_days", _offered(row.keep_days)


def _offered(days: int | None) -> str:
    """The choice that holds: the longest, where the site does not keep a diary for so many days."""
    return str(days) if str(days) in keep_days() else ""


@require_http_methods(["GET", "HEAD", "POST"])
@owned
def begin(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Start a diary with the answers of the check."""
    visit = visits.find(request)
    if diaries.find(owner, knowledge()) or visit is None or visit.next or visit.is_emergency:
        return redirect("today")
    form = SettingsForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, form, "diary/begin.html")
    book = diaries.begin(
        owner,
        visit.talk.answers,
        visit.kb,
        time_zone=form.cleaned_data["time_zone"],
        region=request.session.get(visits.REGION),
    )
    diaries.settle(book, **form.changes)
    request.session[DONE] = _("Your diary has begun.")
    return redirect("today")


@require_http_methods(["GET", "HEAD", "POST"])
@with_book
def change(request: HttpRequest, book: Book) -> HttpResponse:
    """Change what holds for the whole diary."""
    form = SettingsForm(request.POST if request.method == "POST" else None, book)
    if not form.is_valid():
        return _show(request, form, "diary/settings.html")
    diaries.settle(book, **form.changes)
    request.session[DONE] = _("Your settings are kept.")
    return redirect("today")


def _show(request: HttpRequest, form: SettingsForm, page: str) -> HttpResponse:
    problems = [(name, error) for name, errors in form.errors.items() for error in errors]
    context = {"form": form, "problems": problems, "most": MOST_ACTIVITIES}
    return render(request, page, context, status=UNREADABLE if problems else 200)
