"""The store of diaries: whole or not at all, once only, and nothing of anybody else's."""

import uuid
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from popliteal.diary import Entry
from popliteal.errors import DiaryError
from popliteal.knowledge.load import load
from popliteal.web import diaries, tidying
from popliteal.web.models import DiaryRow, EntryRow

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
FULL = Entry(
    DAY,
    worst_pain=4,
    stretch_pain=3,
    knee_angle_deg=22.5,
    spread="no",
    morning_stiff="none",
    done={"walk": None},
    after="settled",
    activities={"bend down": 6},
    signs={"fever": "no"},
    seen=True,
)


@pytest.fixture
def kb():
    """The shipped content."""
    return load()


def begun(kb, owner=None):
    """A diary with nothing in it."""
    return diaries.begin(owner, {"age_band": "30_44"}, kb, time_zone="Europe/Madrid")


def test_what_was_written_is_read_again_as_it_was(kb):
    """Every part of an entry comes back, also a pain of nought."""
    book, key = begun(kb), uuid.uuid4()
    zero = Entry(DAY, worst_pain=0)
    action = next(iter(kb.actions))
    full = Entry(**{**_parts(FULL), "done": {action: 2}})

    assert diaries.add(book, key, full)
    assert diaries.add(book, uuid.uuid4(), zero)

    again = diaries.find(None, kb)
    assert again.diary.entries == (full, zero)
    assert again.diary.answers == {"age_band": "30_44"}


def _parts(entry):
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__}


def test_a_form_sent_twice_counts_once(kb):
    """The key of the form tells; another form with the same words is another entry."""
    book, key = begun(kb), uuid.uuid4()
    first = diaries.add(book, key, Entry(DAY, worst_pain=3))
    second = diaries.add(book, key, Entry(DAY, worst_pain=3))
    other = diaries.add(book, uuid.uuid4(), Entry(DAY, worst_pain=3))

    assert (first, second, other) == (True, False, True)
    assert EntryRow.objects.count() == 2


def test_one_device_and_one_account_have_one_diary_each(kb):
    """Begun twice, it is the one of the first time, with what was answered then."""
    user = User.objects.create_user("ana")
    for owner in (None, user):
        first = begun(kb, owner)
        second = diaries.begin(owner, {}, kb, time_zone="UTC")

        assert second.row.pk == first.row.pk
        assert second.answers == {"age_band": "30_44"}
    with pytest.raises(IntegrityError), transaction.atomic():
        DiaryRow.objects.create(
            on_device=True, started=DAY, time_zone="UTC", used_at=timezone.now()
        )


def test_nobody_finds_an_entry_of_another_diary(kb):
    """The key alone opens nothing: it must be in the own diary."""
    ana, ben = (begun(kb, User.objects.create_user(name)) for name in ("ana", "ben"))
    key = uuid.uuid4()
    diaries.add(ana, key, FULL)

    assert ben.find(key) is None
    for harm in (
        lambda: diaries.change(ben, key, 1, Entry(DAY, worst_pain=9)),
        lambda: diaries.remove(ben, key, 1),
        lambda: diaries.undo_change(ben, key, 1),
    ):
        with pytest.raises(diaries.StaleError) as stale:
            harm()
        assert stale.value.now is None
    assert not diaries.bring_back(ben, key)
    assert ana.find(key).entry.worst_pain == 4


def test_who_changes_an_old_entry_is_told_and_nothing_is_lost(kb):
    """Two windows: the second is shown what the first wrote."""
    book, key = begun(kb), uuid.uuid4()
    diaries.add(book, key, Entry(DAY, worst_pain=3))
    diaries.change(book, key, 1, Entry(DAY, worst_pain=5))
    with pytest.raises(diaries.StaleError) as stale:
        diaries.change(book, key, 1, Entry(DAY, worst_pain=7))

    assert stale.value.now.entry.worst_pain == 5
    assert book.find(key).entry.worst_pain == 5


def test_a_change_and_a_deletion_can_be_taken_back(kb):
    """What stood there before comes back whole."""
    book, key = begun(kb), uuid.uuid4()
    diaries.add(book, key, Entry(DAY, worst_pain=3, signs={"fever": "no"}))
    before = book.find(key).entry
    diaries.change(book, key, 1, Entry(DAY - timedelta(days=1), worst_pain=5))
    diaries.undo_change(book, key, 2)
    assert book.find(key).entry == before

    diaries.remove(book, key, 3)
    assert book.find(key) is None
    assert diaries.bring_back(book, key)
    assert book.find(key).entry == before


def test_a_file_is_taken_in_once(kb):
    """What is there already is passed over, and sending it again changes nothing."""
    book = begun(kb)
    diaries.add(book, uuid.uuid4(), Entry(DAY, worst_pain=3))
    file = [Entry(DAY, worst_pain=3), Entry(DAY, worst_pain=4)]

    assert diaries.take_in(book, file) == 1
    assert diaries.take_in(book, file) == 0


def test_the_last_entry_of_a_full_day_sent_twice_is_written_already(kb):
    """Nobody is told that there is no room for what stands there."""
    book, keys = begun(kb), [uuid.uuid4() for _ in range(diaries.MOST_A_DAY)]
    fresh = [diaries.add(book, key, Entry(DAY, worst_pain=3)) for key in [*keys, keys[-1]]]

    assert fresh == [True] * diaries.MOST_A_DAY + [False]
    with pytest.raises(DiaryError, match="20 entries already"):
        diaries.add(book, uuid.uuid4(), Entry(DAY, worst_pain=3))


def test_nothing_comes_back_into_a_full_day(kb):
    """It stays deleted, and can come back once there is room."""
    book, keys = begun(kb), [uuid.uuid4() for _ in range(diaries.MOST_A_DAY)]
    for key in keys:
        diaries.add(book, key, Entry(DAY, worst_pain=3))
    diaries.remove(book, keys[0], 1)
    diaries.add(book, uuid.uuid4(), Entry(DAY, worst_pain=4))
    with pytest.raises(DiaryError, match="20 entries already"):
        diaries.bring_back(book, keys[0])
    assert book.find(keys[0]) is None

    diaries.remove(book, keys[1], 1)
    assert diaries.bring_back(book, keys[0])


@pytest.mark.parametrize("count", [4001, 30_000])
def test_a_file_of_too_many_entries_is_refused_before_it_is_compared(kb, monkeypatch, count):
    """However many there are, none is looked at."""
    book = begun(kb)
    monkeypatch.setattr(Entry, "to_dict", None)
    with pytest.raises(DiaryError, match=f"{count} entries stand here"):
        diaries.new_of(book, [Entry(DAY, worst_pain=3)] * count)


def test_what_stands_in_the_diary_is_known_however_it_is_written(kb):
    """A whole number of degrees and another order of names are the same entry."""
    book = begun(kb)
    stands = Entry(DAY, knee_angle_deg=22.0, activities={"bend": 1, "run": 2})
    diaries.add(book, uuid.uuid4(), stands)
    same = Entry(DAY, knee_angle_deg=22, activities={"run": 2, "bend": 1})
    other = Entry(DAY, knee_angle_deg=22.5, activities={"run": 2, "bend": 1})

    assert diaries.new_of(book, [same, other]) == [other]


def test_a_full_diary_takes_nothing_in_and_says_so(kb, monkeypatch):
    """All or nothing: the entries that would still fit are not taken either."""
    monkeypatch.setattr(diaries, "MOST_ENTRIES", 2)
    book = begun(kb)
    diaries.add(book, uuid.uuid4(), Entry(DAY, worst_pain=1))
    with pytest.raises(DiaryError, match="The diary is full"):
        diaries.take_in(book, [Entry(DAY, worst_pain=pain) for pain in (2, 3)])

    assert EntryRow.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"worst_pain": 11}, {"stretch_pain": -1}, {"knee_angle_deg": 90.5}]
)
def test_the_database_refuses_what_no_scale_holds(kb, wrong):
    """Whatever the code above it does."""
    book = begun(kb)
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryRow.objects.create(diary=book.row, day=DAY, written_at=timezone.now(), **wrong)


def test_what_this_content_does_not_know_stays_stored(kb):
    """An id of another version counts for nothing, breaks nothing, and outlives a change."""
    book, key = begun(kb), uuid.uuid4()
    signs = {"fever": "no", "an_old_sign": "yes"}
    EntryRow.objects.create(
        diary=book.row, key=key, day=DAY, written_at=timezone.now(), signs=signs, worst_pain=3
    )
    found = diaries.find(None, kb).kept[0]
    diaries.change(book, key, 1, Entry(DAY, worst_pain=4))

    assert found.entry.signs == {"fever": "no"}
    assert found.unknown == ("an_old_sign",)
    assert EntryRow.objects.get().signs == {"an_old_sign": "yes"}


def test_an_old_answer_is_read_as_what_took_its_place(kb):
    """A retired id in a stored diary still means what it meant."""
    book = begun(kb)
    DiaryRow.objects.update(answers=[["foot_colour", "long_cool"]])

    assert diaries.find(None, kb).answers == {"foot_colour": "both_cool"}
    assert book.row.pk


def test_unused_diaries_go_when_their_time_is_over(kb):
    """With the account; one that is to be kept stays, unless the site keeps none for so long."""
    ana, ben = (User.objects.create_user(name) for name in ("ana", "ben"))
    diaries.begin(ana, {}, kb, time_zone="UTC", keep_days=90)
    diaries.begin(ben, {}, kb, time_zone="UTC")
    later = timezone.now() + timedelta(days=91)

    assert tidying.tidy(later) == 1
    assert [*User.objects.values_list("username", flat=True)] == ["ben"]
    assert tidying.tidy(later, most_days=60) == 1
    assert not DiaryRow.objects.exists()


def test_erasing_leaves_nothing(kb):
    """Not an entry, not a deleted one either."""
    book, key = begun(kb), uuid.uuid4()
    diaries.add(book, key, FULL)
    diaries.add(book, uuid.uuid4(), FULL)
    diaries.remove(book, key, 1)
    diaries.erase(None)

    assert not DiaryRow.objects.exists()
    assert not EntryRow.objects.exists()
