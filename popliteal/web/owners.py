"""Whose diary a request is about: the account that is signed in, or this device."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from popliteal.errors import DiaryError
from popliteal.web import diaries
from popliteal.web.diaries import Book, Owner
from popliteal.web.models import AccessRow
from popliteal.web.pages import no_room
from popliteal.web.words import knowledge

# In the session: that this sign-in has been noted as having opened the diary.
OPENED = "diary_opened"

BookView = Callable[..., HttpResponse]


def owner_of(request: HttpRequest) -> Owner:
    """The account of the request; None is the device itself, where the site has no accounts.

    Raises
    ------
    PermissionError
        The site has accounts, and nobody is signed in.
    """
    if not settings.ACCOUNTS:
        return None
    if not isinstance(request.user, User) or not request.user.is_active:
        raise PermissionError
    return request.user


def owned(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only those in who have an account here, where the site has accounts."""

    @wraps(view)
    def checked(request: HttpRequest, **where: Any) -> HttpResponse:
        try:
            owner = owner_of(request)
        except PermissionError:
            return _to_sign_in(request)
        return view(request, owner, **where)

    return checked


def with_book(view: BookView) -> Callable[..., HttpResponse]:
    """Give the view the diary of the request; who has none yet is led to begin one."""

    @wraps(view)
    @owned
    def checked(request: HttpRequest, owner: Owner, **where: Any) -> HttpResponse:
        book = diaries.find(owner, knowledge())
        if book is None:
            return redirect("today")
        note_opening(request, owner)
        try:
            return view(request, book, **where)
        except DiaryError as error:
            return no_room(request, error.problems[0])

    return checked


def opened_book(request: HttpRequest) -> Book | None:
    """The diary of the request, for a page that shows more than it; None where there is none."""
    try:
        owner = owner_of(request)
    except PermissionError:
        return None
    book = diaries.find(owner, knowledge())
    if book is not None:
        note_opening(request, owner)
    return book


def note_opening(request: HttpRequest, owner: Owner) -> None:
    """Note that the diary was opened, once for each time that somebody signs in."""
    if owner is not None and not request.session.get(OPENED):
        note(owner, AccessRow.What.OPENED)
        request.session[OPENED] = True


def note(owner: Owner, what: AccessRow.What) -> None:
    """Put into the list of accesses what was done; a device has no such list."""
    if owner is not None:
        AccessRow.objects.create(owner=owner, at=timezone.now(), what=what)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The page to sign in; what was asked for follows, unless it was a form, which is gone."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("today")
    return redirect(f"{reverse('sign_in')}?{urlencode({'next': back})}")


def book_owner(book: Book) -> Owner:
    """Whose diary it is."""
    return book.row.owner
