"""The check-in: one minute a day, and the whole question for each danger sign that is named."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from popliteal.diary import Entry
from popliteal.errors import DiaryError
from popliteal.interview import Value
from popliteal.knowledge.content import NOT_SURE
from popliteal.web import diaries
from popliteal.web.diaries import Book, StaleError
from popliteal.web.entry_form import EntryForm
from popliteal.web.forms import AnswerForm
from popliteal.web.owners import with_book
from popliteal.web.pages import UNREADABLE
from popliteal.web.problem_words import in_words
from popliteal.web.views.diary.today import DONE, look_at
from popliteal.web.views.question import how_lines

# In the session: the questions to be asked in full, and the entry that their answers go into.
ASKING, INTO = "diary_asking", "diary_into"
SAVED, SAVED_BEFORE = _("Written down. Thank you."), _("This was written down already.")


@require_http_methods(["GET", "HEAD", "POST"])
@with_book
def check_in(request: HttpRequest, book: Book) -> HttpResponse:
    """How it is today, or was on another day."""
    offers = look_at(book).plan.exercises
    form = EntryForm(book, offers, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show_form(request, form, "diary/check_in.html")
    key = form.cleaned_data["key"]
    try:
        fresh = diaries.add(book, key, form.entry)
    except DiaryError as error:
        form.add_error(None, in_words(error.problems[0]).text)
        return show_form(request, form, "diary/check_in.html")
    request.session[DONE] = str(SAVED if fresh else SAVED_BEFORE)
    asking = form.ticked if fresh else _still_open(book, key)
    if fresh or asking:
        request.session[ASKING], request.session[INTO] = [*asking], str(key)
    return go_on(request)


def _still_open(book: Book, key: uuid.UUID) -> tuple[str, ...]:
    """The signs of an entry that nobody has answered in full.

    Of a form that came twice the second answer is the one that is read: it must not lose the
    questions that the first had still to ask.
    """
    kept = book.find(key)
    if kept is None or look_at(Book(book.row, book.kb)).day.disposition == "emergency":
        return ()
    signs = kept.entry.signs
    return tuple(sign for sign in book.kb.diary.signs if signs.get(sign) == NOT_SURE)


def show_form(request: HttpRequest, form: EntryForm, page: str, **more: Any) -> HttpResponse:
    """The form, with its problems on top and beside each field."""
    problems = [(name, error) for name, errors in form.errors.items() for error in errors]
    context = {"form": form, "kb": form.kb, "problems": problems, **more}
    return render(request, page, context, status=UNREADABLE if problems else 200)


def go_on(request: HttpRequest) -> HttpResponse:
    """To the next question that is to be asked in full, or to the page of today."""
    waiting = request.session.get(ASKING)
    return redirect("danger", key=waiting[0]) if waiting else redirect("today")


@require_POST
@with_book
def ask_again(request: HttpRequest, book: Book) -> HttpResponse:
    """Begin with the questions that the diary wants to have answered now."""
    request.session[ASKING] = [*look_at(book).asks]
    request.session[INTO] = None
    return go_on(request)


@require_http_methods(["GET", "HEAD", "POST"])
@with_book
def danger(request: HttpRequest, book: Book, key: str) -> HttpResponse:
    """One whole question; until it is answered the sign counts as unsure."""
    question = book.kb.questions.get(key)
    if question is None:
        raise Http404
    if key not in (request.session.get(ASKING) or ()):
        # An old page, or an address typed by hand.
        return go_on(request)
    form = AnswerForm(question, request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_written(request, book, key, form):
        request.session[ASKING] = [each for each in request.session[ASKING] if each != key]
        if look_at(Book(book.row, book.kb)).day.disposition == "emergency":
            # Help comes first; nobody is asked anything more.
            request.session[ASKING] = []
        return go_on(request)
    problems = [("answer", error) for error in form.errors.get("answer", [])]
    context = {
        "step": question,
        "form": form,
        "errors": [error for _name, error in problems],
        "how": how_lines(question.how),
        "not_sure": NOT_SURE,
        "left": len(request.session[ASKING]),
    }
    return render(request, "diary/danger.html", context, status=UNREADABLE if problems else 200)


def _is_written(request: HttpRequest, book: Book, key: str, form: AnswerForm) -> bool:
    """Write the answer down; a diary without any room says so above the question."""
    try:
        _write(request, book, key, form.value)
    except DiaryError as error:
        form.add_error("answer", in_words(error.problems[0]).text)
        return False
    return True


def _write(request: HttpRequest, book: Book, key: str, answer: Value | None) -> None:
    """Put the answer into the entry that named the sign, or into a new one of today."""
    said = {key: str(answer)}
    into = request.session.get(INTO)
    if into is None:
        fresh = uuid.uuid4()
        diaries.add(book, fresh, Entry(book.today, signs=said))
        request.session[INTO] = str(fresh)
        return
    if not _amend(book, uuid.UUID(into), said):
        # The entry was deleted meanwhile; a danger sign is not lost with it.
        diaries.add(book, uuid.uuid4(), Entry(book.today, signs=said))


def _amend(book: Book, key: uuid.UUID, said: dict[str, str]) -> bool:
    """Add answers to an entry, whatever else was changed in it; False where it is gone."""
    while (kept := book.find(key)) is not None:
        entry = kept.entry
        answered = replace(entry, signs={**entry.signs, **said})
        try:
            # The person changed nothing that could be taken back: an answer stands.
            diaries.change(book, key, kept.revision, answered, undoable=False)
        except StaleError:
            continue
        return True
    return False
