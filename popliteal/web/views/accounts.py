"""Accounts, where a site has them: a name of one's own choice and a passphrase, nothing else."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm, PasswordChangeForm
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from popliteal.web.diaries import Owner
from popliteal.web.models import AccessRow
from popliteal.web.owners import note, owned
from popliteal.web.pages import UNREADABLE

_REST_S = 15 * 60
_SHOWN_ACCESSES = 30
View = Callable[..., HttpResponse]


class SignUpForm(BaseUserCreationForm):  # type: ignore[type-arg]  # the stub wants one, Django none
    """A new account."""

    class Meta:
        """A name alone; no address, so that nobody can be found by it."""

        model = User
        fields = ("username",)


def _with_accounts(view: View) -> View:
    """Where the site has no accounts, these pages are not there."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if not settings.ACCOUNTS:
            raise Http404
        return view(request)

    return checked


@require_http_methods(["GET", "HEAD", "POST"])
@_with_accounts
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account, and be signed in."""
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        user = form.save()
        login(request, user)
        note(user, AccessRow.What.SIGNED_IN)
        return redirect(_next(request))
    return _show(request, "account/sign_up.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@_with_accounts
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in to the own account."""
    name = _as_stored(request.POST.get("username", ""))
    if request.method == "POST" and _rests(name):
        # The passphrase is not looked at: the page is the same for a right and a wrong one.
        rests = _("Too many wrong tries. Wait 15 minutes, then try again.")
        return _show(request, "account/sign_in.html", AuthenticationForm(request), rests)
    form = AuthenticationForm(request, request.POST or None)
    if form.is_valid():
        user = form.get_user()
        login(request, user)
        note(user, AccessRow.What.SIGNED_IN)
        return redirect(_next(request))
    if request.method == "POST":
        _refused(name)
    return _show(request, "account/sign_in.html", form)


@require_POST
@_with_accounts
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; the session is erased, and the answers of a visit with it."""
    logout(request)
    return redirect("start")


@require_http_methods(["GET", "HEAD", "POST"])
@_with_accounts
@owned
def account(request: HttpRequest, owner: Owner) -> HttpResponse:
    """The own account: who came to it when, and another passphrase."""
    assert owner is not None  # noqa: S101  # there are accounts, or the page would not be here
    form = PasswordChangeForm(owner, request.POST or None)
    if form.is_valid():
        form.save()
        # Every other session of the account ends with the old passphrase; this one goes on.
        update_session_auth_hash(request, owner)
        note(owner, AccessRow.What.NEW_PASSPHRASE)
        return redirect("account")
    accesses = AccessRow.objects.filter(owner=owner)[:_SHOWN_ACCESSES]
    return _show(request, "account/account.html", form, accesses=accesses)


def _show(
    request: HttpRequest, page: str, form: forms.BaseForm, problem: Any = None, **more: Any
) -> HttpResponse:
    problems = [(name, error) for name, errors in form.errors.items() for error in errors]
    if problem:
        problems.append((NON_FIELD_ERRORS, problem))
    context = {"form": form, "problems": problems, "next": _next(request, ""), **more}
    return render(request, page, context, status=UNREADABLE if problems else 200)


def _next(request: HttpRequest, otherwise: str = "today") -> str:
    """Where somebody wanted to go, if that is a page of ours."""
    sent = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(sent, allowed_hosts=None) and sent.startswith("/")
    return sent if ours else otherwise


def _as_stored(name: str) -> str:
    """The name as Django looks it up, however it was typed."""
    return unicodedata.normalize("NFKC", name.strip())


def _rests(name: str) -> bool:
    """Whether the account takes no more tries for a while."""
    return bool(caches["tries"].get(_tries(name), 0) >= settings.WRONG_PASSPHRASES)


def _refused(name: str) -> None:
    """Count a wrong passphrase, and tell the owner of the account by its list."""
    tries = caches["tries"]
    tries.add(_tries(name), 0, timeout=_REST_S)
    try:
        tries.incr(_tries(name))
    except ValueError:
        # The time ended between the two lines.
        return
    if "\0" in name:
        # No account has such a name, and PostgreSQL refuses the question.
        return
    user = User.objects.filter(username=name).first()
    if user is not None:
        note(user, AccessRow.What.REFUSED)


def _tries(name: str) -> str:
    """Under which the tries are counted; the name itself is kept nowhere."""
    mark = hmac.new(settings.SECRET_KEY.encode(), name.encode(), sha256).hexdigest()
    return f"tries-{mark}"
