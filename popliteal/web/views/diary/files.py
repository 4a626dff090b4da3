"""The diary as a file: out as JSON or as a table, and back in after a look at what would happen."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from popliteal.diary import write_csv, write_json
from popliteal.errors import DiaryError
from popliteal.interview import choices
from popliteal.report.dates import say_date
from popliteal.web import diaries, intake
from popliteal.web.diaries import Book, Owner
from popliteal.web.intake import Intake
from popliteal.web.models import AccessRow
from popliteal.web.owners import book_owner, note, owned, with_book
from popliteal.web.pages import UNREADABLE
from popliteal.web.problem_words import in_words
from popliteal.web.views.diary.settings import zone_here
from popliteal.web.views.diary.today import DONE
from popliteal.web.words import knowledge

# In the session, until it is taken in or left: the text of a file that was looked at.
WAITING = "diary_file"
_SHOWN_PROBLEMS = 50


@require_safe
@owned
def files(request: HttpRequest, owner: Owner) -> HttpResponse:
    """What can be taken out, and a field for what is to be taken in."""
    request.session.pop(WAITING, None)
    return _show(request, diaries.find(owner, knowledge()))


def _show(
    request: HttpRequest, book: Book | None, problems: list[str] | None = None
) -> HttpResponse:
    context = {
        "book": book,
        "old": sum(bool(kept.unknown) for kept in book.kept) if book else 0,
        "lines": [in_words(problem) for problem in (problems or [])[:_SHOWN_PROBLEMS]],
        "more": max(0, len(problems or []) - _SHOWN_PROBLEMS),
        "done": request.session.pop(DONE, None),
    }
    status = UNREADABLE if problems else 200
    return render(request, "diary/files.html", context, status=status)


@require_safe
@with_book
def table(request: HttpRequest, book: Book) -> HttpResponse:  # noqa: ARG001  # every view takes it
    """The entries for a spreadsheet."""
    return _download(book, write_csv(book.diary.entries), "text/csv", "diary.csv")


@require_safe
@with_book
def whole(request: HttpRequest, book: Book) -> HttpResponse:  # noqa: ARG001  # every view takes it
    """All of it."""
    return _download(book, write_json(book.diary), "application/json", "diary.json")


def _download(book: Book, text: str, kind: str, name: str) -> HttpResponse:
    note(book_owner(book), AccessRow.What.EXPORTED)
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# The check against forged forms reads the form, so it may come only after the way to take a file.
@csrf_exempt
@require_POST
@owned
def upload(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Read a file and say what it would do; nothing is taken in yet."""
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    return _look(request, owner)


@csrf_protect
def _look(request: HttpRequest, owner: Owner) -> HttpResponse:
    book = diaries.find(owner, knowledge())
    file = request.FILES.get("file")
    if file is None:
        return _show(request, book, [_("Choose a file first.")])
    try:
        text = intake.decode(file.read())
        found = intake.read_file(text, book, knowledge())
    except DiaryError as error:
        return _show(request, book, [*error.problems])
    request.session[WAITING] = text
    return render(request, "diary/file_seen.html", _seen(found))


def _seen(found: Intake) -> dict[str, Any]:
    days = [entry.day for entry in found.fresh]
    kb = knowledge()
    begun = say_date(found.begun.started, kb) if found.begun else None
    ends = {"first": say_date(min(days), kb), "last": say_date(max(days), kb)} if days else {}
    graver = [
        (kb.questions[key].question, choices(kb.questions[key])[answer])
        for key, answer in found.graver.items()
    ]
    return {"found": found, "begun": begun, "graver": graver, **ends}


@require_POST
@owned
def confirm(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Take in what was looked at."""
    text = request.session.pop(WAITING, None)
    if text is None:
        request.session[DONE] = _("No file is waiting. If you pressed twice, it is taken in.")
        return redirect("files")
    book = diaries.find(owner, knowledge())
    try:
        found = intake.read_file(text, book, knowledge())
        count = intake.take_in(owner, found, knowledge(), time_zone=zone_here())
    except DiaryError as error:
        return _show(request, book, [*error.problems])
    note(owner, AccessRow.What.IMPORTED)
    told = ngettext("%(count)s entry was taken in.", "%(count)s entries were taken in.", count)
    more = _("Look at the settings: is the time zone yours?") if found.begun else ""
    request.session[DONE] = f"{told % {'count': count}} {more}".strip()
    return redirect("history")
