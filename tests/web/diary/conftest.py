"""Somebody who keeps a diary on their own machine, and people who have accounts on a site."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches

from popliteal.diary import Entry
from popliteal.knowledge.load import load
from popliteal.web import diaries
from tests.web.conftest import RUNNER, Walker

PASSPHRASE = "four loose words of hers"  # noqa: S105  # of people who are made up
NOTHING_NEW = {"danger": ["none"]}


class Keeper(Walker):
    """Somebody with a diary."""

    def start(self, person=RUNNER, **settings):
        """Go through the check, and begin a diary."""
        self.walk(person)
        form = {"time_zone": "UTC", **settings}
        return self.see(self.client.post("/diary/begin/", form, follow=True))

    def get(self, path):
        """Open a page, and go where it leads."""
        return self.see(self.client.get(path, follow=True))

    def post(self, path, **form):
        """Send a form, and go where it leads."""
        return self.see(self.client.post(path, form, follow=True))

    def write(self, **form):
        """Check in; where nothing is said of danger signs, none is new."""
        told = {"key": str(uuid.uuid4()), "day": self.book.today.isoformat(), **NOTHING_NEW}
        return self.post("/diary/check-in/", **{**told, **form})

    @property
    def book(self):
        """The diary as it is stored."""
        return diaries.find(None, load())


@pytest.fixture
def keeper(walker):  # noqa: ARG001  # opens the database
    """Somebody with an own machine."""
    return Keeper()


@pytest.fixture
def accounts(settings):
    """A site where each diary is in an account, and nobody has tried a passphrase yet."""
    caches["tries"].clear()
    settings.ACCOUNTS = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def entry(book, before=0, **parts):
    """Write an entry for a day so long before today, past the pages."""
    diaries.add(book, uuid.uuid4(), Entry(book.today - timedelta(days=before), **parts))


def begun_before(book, days):
    """Let the plan have begun so many days ago."""
    diaries.settle(book, started=book.today - timedelta(days=days))


class Member(Keeper):
    """Somebody with an account."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def join(self):
        """Make an account."""
        form = {"username": self.name, "password1": PASSPHRASE, "password2": PASSPHRASE}
        return self.post("/account/new/", **form)

    @property
    def book(self):
        """The diary as it is stored."""
        return diaries.find(User.objects.get(username=self.name), load())
