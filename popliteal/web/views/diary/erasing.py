"""Erasing everything at once: the diary, and the account with it where there is one."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from popliteal.web import diaries
from popliteal.web.diaries import Owner
from popliteal.web.owners import owned
from popliteal.web.views.diary.today import look_at
from popliteal.web.words import knowledge


@require_http_methods(["GET", "HEAD", "POST"])
@owned
def erase(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Ask once, then erase; whom the diary sends to be seen is told so first."""
    book = diaries.find(owner, knowledge())
    if request.method != "POST":
        context = {"book": book, "care": look_at(book).care if book else None}
        return render(request, "diary/erase.html", context)
    if owner is None:
        diaries.erase(None)
    else:
        diaries.close(owner)
    # The session goes too: a visit, a file that was looked at, and who was signed in.
    logout(request)
    return redirect("erased")
