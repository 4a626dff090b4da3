"""A changed picture: through the check once more, and what moved since."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from popliteal.diary import Entry, newest_answers, reassess
from popliteal.errors import DiaryError
from popliteal.triage import LEVEL
from popliteal.web import diaries, visits
from popliteal.web.diaries import Book
from popliteal.web.owners import with_book
from popliteal.web.problem_words import in_words
from popliteal.web.views.diary.today import DONE


@require_POST
@with_book
def check_again(request: HttpRequest, book: Book) -> HttpResponse:
    """Go through the check with the newest answers filled in."""
    request.session[visits.REGION] = book.row.region or None
    visit = visits.resume(request.session, newest_answers(book.diary, today=book.today))
    request.session[visits.FOR_DIARY] = True
    return redirect(visit.place)


@require_POST
@with_book
def take_over(request: HttpRequest, book: Book) -> HttpResponse:
    """Put the answers that changed into the diary, as an entry of today."""
    visit = visits.find(request)
    if visit is None or visit.next is not None:
        return redirect("today" if visit is None else visit.place)
    old = newest_answers(book.diary, today=book.today)
    changed = {key: value for key, value in visit.talk.answers.items() if old.get(key) != value}
    angle = changed.pop("knee_angle_deg", None)
    signs = {key: value for key, value in changed.items() if isinstance(value, str)}
    if signs or angle is not None:
        angle = None if angle is None else float(angle)
        told = Entry(book.today, knee_angle_deg=angle, signs=signs)
        try:
            diaries.add(book, uuid.uuid4(), told)
        except DiaryError as error:
            request.session[DONE] = in_words(error.problems[0]).text
            return redirect("today")
    return redirect("picture")


@require_safe
@with_book
def picture(request: HttpRequest, book: Book) -> HttpResponse:
    """The check then and now."""
    found = reassess(book.diary, book.kb, today=book.today, region=book.row.region or None)
    questions, causes = book.kb.questions, book.kb.causes
    changed = [(questions[key], old, new) for key, (old, new) in found.changed.items()]
    context = {
        "found": found,
        "changed": [
            (q.question, q.answers.get(old or "", ""), q.answers.get(new, q.not_sure))
            for q, old, new in changed
        ],
        "moved": [(causes[each.cause].name, each) for each in found.moved],
        "milder": LEVEL[found.now.disposition] < LEVEL[found.before.disposition],
    }
    return render(request, "diary/picture.html", context)
