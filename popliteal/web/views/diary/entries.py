"""Changing an entry, deleting it, and taking either back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from popliteal.web import diaries
from popliteal.web.diaries import Book, StaleError
from popliteal.web.entry_form import EntryForm
from popliteal.web.entry_rows import Kept
from popliteal.web.owners import with_book
from popliteal.web.views.diary.checkin import show_form
from popliteal.web.views.diary.history import UNDO, show
from popliteal.web.views.diary.today import DONE, look_at

CONFLICT = 409
_PAGE = "diary/edit.html"


@require_http_methods(["GET", "HEAD", "POST"])
@with_book
def edit(request: HttpRequest, book: Book, key: uuid.UUID) -> HttpResponse:
    """Change an entry; what somebody else changed meanwhile is shown beside it."""
    kept = book.find(key)
    removed = None if kept else book.find_removed(key)
    stored = kept or removed
    if stored is None:
        raise Http404
    if request.method != "POST":
        form = _form(book, stored)
        return show_form(request, form, _PAGE) if kept else _gone(request, book, stored)
    form = _form(book, stored, request.POST)
    if not form.is_valid():
        return show_form(request, form, _PAGE)
    if removed and "again" not in request.POST:
        return _ask_again(request, form, removed, deleted=True)
    try:
        _write(book, key, form, removed)
    except StaleError as error:
        return _changed(request, form, error.now)
    _say_what_changed(request, book, key, form)
    return redirect("history")


def _say_what_changed(request: HttpRequest, book: Book, key: uuid.UUID, form: EntryForm) -> None:
    """Offer to take back what was changed just now, and no older change in its place."""
    now = book.find(key)
    if now is not None and now.revision == form.cleaned_data["revision"]:
        request.session[DONE] = _("Nothing was changed.")
        return
    request.session[DONE], request.session[UNDO] = _("The entry is changed."), ["changed", str(key)]


def _form(book: Book, stored: Kept, data: Any = None) -> EntryForm:
    form = EntryForm(book, look_at(book).plan.exercises, data, stored.entry)
    form.initial = {**form.initial, "key": stored.key, "revision": stored.revision}
    return form


def _write(book: Book, key: uuid.UUID, form: EntryForm, removed: Kept | None) -> None:
    """Put what was typed in the place of what stood there; a deleted entry comes back for it."""
    write = diaries.bring_back_as if removed else diaries.change
    revision = form.cleaned_data["revision"]
    write(book, key, -1 if revision is None else revision, form.entry)


def _changed(request: HttpRequest, form: EntryForm, now: Kept | None) -> HttpResponse:
    """Somebody, perhaps the same person in another window, was faster: show both."""
    if now is None:
        raise Http404
    return _ask_again(request, form, now, now=show(now, form.book))


def _ask_again(request: HttpRequest, form: EntryForm, stored: Kept, **more: Any) -> HttpResponse:
    """What was typed, once more, to be put in the place of what stands there now."""
    form.data = {**{name: form.data.get(name) for name in form.data}, "revision": stored.revision}
    context = {"form": form, "kb": form.kb, **more}
    return render(request, _PAGE, context, status=CONFLICT)


def _gone(request: HttpRequest, book: Book, removed: Kept) -> HttpResponse:
    context = {"entry": show(removed, book)}
    return render(request, "diary/deleted.html", context, status=404)


@require_POST
@with_book
def remove(request: HttpRequest, book: Book, key: uuid.UUID) -> HttpResponse:
    """Delete an entry; for a day it can be brought back."""
    if book.find(key) is None and book.find_removed(key) is None:
        raise Http404
    try:
        diaries.remove(book, key, _revision(request))
    except StaleError as error:
        told = _("This entry was changed in another window, so it was not deleted. Look at it.")
        request.session[DONE] = told if error.now else _("The entry was deleted already.")
    else:
        request.session[DONE] = _("Deleted.")
        request.session[UNDO] = ["removed", str(key)]
    return redirect("history")


@require_POST
@with_book
def bring_back(request: HttpRequest, book: Book, key: uuid.UUID) -> HttpResponse:
    """Take a deletion back."""
    if diaries.bring_back(book, key):
        request.session[DONE] = _("The entry is back.")
    elif book.find(key):
        request.session[DONE] = _("The entry is back already.")
    else:
        raise Http404
    return redirect("history")


@require_POST
@with_book
def undo(request: HttpRequest, book: Book, key: uuid.UUID) -> HttpResponse:
    """Take the last change of an entry back."""
    kept = book.find(key)
    if kept is None:
        raise Http404
    try:
        diaries.undo_change(book, key, _revision(request))
    except StaleError:
        told = _("This entry was changed in another window, so nothing was taken back. Look at it.")
        request.session[DONE] = told
    else:
        request.session[DONE] = _("The entry is as it was before.")
    return redirect("history")


def _revision(request: HttpRequest) -> int:
    """The revision that the form was made for; one that no entry has where it is missing."""
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else -1  # noqa: PLR2004
