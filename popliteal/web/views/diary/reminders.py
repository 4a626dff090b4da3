"""A reminder of the one-minute entry as a calendar file; nothing is sent, none comes unasked."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from popliteal.report.calendar import Words, write_check_ins
from popliteal.web.diaries import Book
from popliteal.web.owners import with_book
from popliteal.web.pages import UNREADABLE

DAYS = (
    ("0", gettext_lazy("Monday")),
    ("1", gettext_lazy("Tuesday")),
    ("2", gettext_lazy("Wednesday")),
    ("3", gettext_lazy("Thursday")),
    ("4", gettext_lazy("Friday")),
    ("5", gettext_lazy("Saturday")),
    ("6", gettext_lazy("Sunday")),
)
WEEKS = (
    ("2", gettext_lazy("2 weeks")),
    ("4", gettext_lazy("4 weeks")),
    ("12", gettext_lazy("12 weeks")),
)
_EVENING = time(19)


class ReminderForm(forms.Form):
    """On which days, at what time, for how long."""

    days = forms.MultipleChoiceField(
        choices=DAYS, error_messages={"required": gettext_lazy("Choose one day or more.")}
    )
    at = forms.TimeField(
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={
            "required": gettext_lazy("Give the time, such as 19:30."),
            "invalid": gettext_lazy("Give the time as hours and minutes, such as 19:30."),
        },
    )
    weeks = forms.ChoiceField(
        choices=WEEKS, error_messages={"required": gettext_lazy("Choose for how long.")}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_book
def reminders(request: HttpRequest, book: Book) -> HttpResponse:
    """Choose, and get the file."""
    usual = {"days": [day for day, _name in DAYS], "at": f"{_EVENING:%H:%M}", "weeks": "4"}
    form = ReminderForm(request.POST if request.method == "POST" else None, initial=usual)
    if form.is_valid():
        return _file(form.cleaned_data, book)
    problems = [(name, error) for name, errors in form.errors.items() for error in errors]
    context = {"form": form, "problems": problems}
    status = UNREADABLE if problems else 200
    return render(request, "diary/reminders.html", context, status=status)


def _file(chosen: dict[str, Any], book: Book) -> HttpResponse:
    words = Words(check_in=_("One minute"), take_it=_("Take your one minute."))
    days = [int(day) for day in chosen["days"]]
    file = write_check_ins(days, chosen["at"], book.today, weeks=int(chosen["weeks"]), words=words)
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="one-minute.ics"'
    return response
