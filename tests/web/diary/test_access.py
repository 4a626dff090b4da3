"""A diary is its owner's alone, whatever address somebody tries, with whatever key."""

import re
import uuid

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import get_resolver, reverse

from popliteal.diary import Entry
from popliteal.web import diaries
from popliteal.web.models import AccessRow, DiaryRow, EntryRow
from tests.web.conftest import RUNNER, text_of
from tests.web.diary.conftest import NOTHING_NEW, PASSPHRASE, Member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]
# Nobody else has such a thing to do again.
PRIVATE = "play the 7th sarabande"
KEYS = {"uuid": "", "slug": "breathless", "str": "x", "int": "1"}


@pytest.fixture
def ana(accounts):  # noqa: ARG001  # the site has accounts
    """Somebody with an account, a diary and an entry in it."""
    ana = Member("ana")
    ana.join()
    ana.start(activity_0=PRIVATE)
    diaries.add(
        ana.book, uuid.uuid4(), Entry(ana.book.today, worst_pain=4, activities={PRIVATE: 3})
    )
    return ana


def everything():
    """All rows of all diaries, but for when they were last used."""
    rows = [*DiaryRow.objects.all(), *EntryRow.objects.all()]
    return [{k: v for k, v in model_to_dict(row).items() if k != "used_at"} for row in rows]


def addresses(book):
    """Every address of the site, filled in with the keys of this diary."""
    entry = str(book.kept[0].key)
    for pattern in get_resolver().url_patterns:
        path = str(pattern.pattern)
        filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: KEYS[found[1] or "str"] or entry, path)
        yield pattern.name, f"/{filled}"


def forms(book):
    """What a form of any page could send about this diary."""
    kept = book.kept[0]
    return {
        "key": str(kept.key),
        "revision": str(kept.revision),
        "day": book.today.isoformat(),
        "worst_pain": "9",
        "answer": "yes",
        "time_zone": "UTC",
        "confirm": "yes",
        **NOTHING_NEW,
    }


def anonymous(_ana):
    """Nobody is signed in."""
    return Client()


def other(_ana):
    """Somebody else is signed in, with a diary of their own."""
    ben = Member("ben")
    ben.join()
    ben.start()
    return ben.client


def expired(ana):
    """The cookie is still there, the session is not."""
    Session.objects.all().delete()
    return ana.client


def staff(_ana):
    """Whoever runs the site, with every right that Django knows."""
    user = User.objects.create_superuser("root", password="x")  # noqa: S106
    client = Client()
    client.force_login(user)
    return client


def stranger(_ana):
    """Somebody whose account was closed."""
    user = User.objects.create_user("gone", is_active=False)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("who", [anonymous, other, expired, staff, stranger])
def test_nobody_else_reads_or_changes_anything_by_any_address(ana, who):
    """Every route, by GET and by POST, with Ana's own keys in address and form."""
    book = ana.book
    client = who(ana)
    before = [
        row
        for row in everything()
        if row.get("owner") == book.row.owner_id or row.get("diary") == book.row.pk
    ]
    assert len(before) == 2
    for name, path in addresses(book):
        if name in ("again", "sign_out") or (name or "").startswith("erase"):
            # They end the session that the next request needs; tried on their own below.
            continue
        for response in (client.get(path), client.post(path, forms(book))):
            assert response.status_code < 500, path
            assert PRIVATE.encode() not in response.getvalue(), f"{path} gives it away"

    after = everything()
    assert [row for row in before if row not in after] == []


def test_whoever_erases_erases_only_their_own(ana):
    """Erasing as somebody else leaves Ana's diary as it is."""
    client = other(ana)
    for name, path in addresses(ana.book):
        if name == "again" or (name or "").startswith("erase"):
            client.post(path, forms(ana.book))

    assert ana.book.kept[0].entry.worst_pain == 4


def test_the_owner_does_read_it(ana):
    """The test above can fail: by the same routes Ana finds her own words."""
    found = [
        path for _, path in addresses(ana.book) if PRIVATE.encode() in ana.get(path).getvalue()
    ]

    assert "/diary/check-in/" in found
    assert "/diary/settings/" in found


@pytest.mark.usefixtures("ana")
def test_who_is_not_signed_in_comes_back_to_the_page_after_signing_in():
    """The page that was asked for follows, and no other site's page can be put there."""
    client = Client()
    response = client.get("/diary/check-in/")
    form = {"username": "ana", "password": PASSPHRASE}

    assert response.url == "/account/sign-in/?next=%2Fdiary%2Fcheck-in%2F"
    assert client.post(response.url, form).url == "/diary/check-in/"
    client.logout()
    assert client.post("/account/sign-in/?next=//evil.example/", form).url == reverse("today")


def test_the_list_of_accesses_tells_who_came(ana):
    """Signing in, opening, a wrong passphrase; shown to the owner, without any answer in it."""
    Client().post("/account/sign-in/", {"username": "ana", "password": "wrong"})
    page = ana.get("/account/").content.decode()

    what = {*AccessRow.objects.filter(owner__username="ana").values_list("what", flat=True)}
    assert what == {"signed_in", "opened", "refused"}
    assert "A wrong passphrase was given" in page


@pytest.mark.usefixtures("ana")
def test_an_account_rests_after_too_many_wrong_passphrases(settings):
    """Then the right one does not open it either; nobody can try for ever."""
    settings.WRONG_PASSPHRASES = 3
    client = Client()
    for _ in range(3):
        client.post("/account/sign-in/", {"username": "ana", "password": "wrong"})
    right = {"username": "ana", "password": PASSPHRASE}
    response = client.post("/account/sign-in/", right)

    assert response.status_code == 422
    assert "Wait 15 minutes" in response.content.decode()


def try_in(name, secret):
    """Sign in from a browser that nobody has used."""
    return Client().post("/account/sign-in/", {"username": name, "password": secret})


def without_token(page):
    """The whole page, but for what differs each time it is loaded."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


@pytest.mark.usefixtures("ana")
def test_while_an_account_rests_the_right_passphrase_gives_itself_away_by_nothing(settings):
    """The page is the same to the letter, and neither is it tried nor noted."""
    settings.WRONG_PASSPHRASES = 3
    for _ in range(3):
        try_in("ana", "wrong")
    noted = AccessRow.objects.count()
    right, wrong = try_in("ana", PASSPHRASE), try_in("ana", "wrong")

    assert (right.status_code, wrong.status_code) == (422, 422)
    assert without_token(right) == without_token(wrong)
    assert right.content.decode().count("Wait 15 minutes") == 1
    assert [*right.cookies] == [*wrong.cookies]
    assert AccessRow.objects.count() == noted


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("typed", [" ana", "ana\t", "\u3000ana ", "\uff41\uff4e\uff41", "\uff41na"])
def test_a_name_that_is_typed_otherwise_counts_for_the_same_account(settings, typed):
    """Blanks round it and full-width letters open the account, so they count and are noted."""
    assert try_in(typed, PASSPHRASE).status_code == 302
    settings.WRONG_PASSPHRASES = 3
    for name in ("ana", typed, typed):
        try_in(name, "wrong")

    assert try_in("ana", PASSPHRASE).status_code == 422
    assert try_in(typed, PASSPHRASE).status_code == 422
    assert AccessRow.objects.filter(owner__username="ana", what="refused").count() == 3


@pytest.mark.usefixtures("ana")
def test_tries_on_other_names_do_not_end_the_rest(settings):
    """Nobody gets more tries by filling the memory of the site."""
    settings.WRONG_PASSPHRASES = 1
    try_in("ana", "wrong")
    for at in range(310):
        try_in(f"nobody{at}", "")

    assert try_in("ana", PASSPHRASE).status_code == 422


def test_the_count_of_requests_is_kept_apart_from_the_count_of_tries():
    """Whoever fills the one does not empty the other."""
    cache, tries = caches["default"], caches["tries"]
    cache.set("a_mark", 1)

    assert tries.get("a_mark") is None


def test_no_name_with_a_nought_in_it_reaches_the_database(django_assert_num_queries):
    """PostgreSQL breaks on it; the page says as always that they do not fit."""
    with django_assert_num_queries(0):
        page = try_in("an\0a", "wrong")

    assert page.status_code == 422


def test_another_passphrase_ends_every_other_session(ana):
    """Whoever was signed in elsewhere has to sign in again."""
    elsewhere = Client()
    old, new = PASSPHRASE, "seven other loose words"
    elsewhere.post("/account/sign-in/", {"username": "ana", "password": old})
    form = {"old_password": old, "new_password1": new, "new_password2": new}
    ana.post("/account/", **form)

    assert ana.get("/diary/").request["PATH_INFO"] == "/diary/"
    assert elsewhere.get("/diary/").url.startswith("/account/sign-in/")


@pytest.mark.parametrize(
    ("secret", "says"),
    [("short", "12"), ("password1234", "common"), ("482650173946", "numeric")],
)
def test_a_weak_passphrase_is_refused_with_the_reason(secret, says):
    """Beside the field, and nobody is made."""
    page = Client().post(
        "/account/new/", {"username": "eve", "password1": secret, "password2": secret}
    )

    assert page.status_code == 422
    assert says in page.content.decode()
    assert not User.objects.filter(username="eve").exists()


def test_where_the_site_has_no_accounts_there_are_no_such_pages(settings):
    """On a person's own machine nobody signs in."""
    settings.ACCOUNTS = False
    for path in ("/account/", "/account/new/", "/account/sign-in/"):
        assert Client().get(path).status_code == 404


def test_keeping_the_answers_keeps_nobody_signed_in_for_longer(ana):
    """It is not offered to who is signed in, and does nothing to the sign-in."""
    ana.walk(RUNNER)
    before = ana.client.get("/result/").wsgi_request.session.get_expiry_age()
    ana.client.post("/keep/")
    page = ana.get("/result/")

    assert page.wsgi_request.session.get_expiry_age() <= before
    assert "for 30 days" not in text_of(page)
