"""Out as a file and back in: the whole, or nothing; every problem with its line."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile

from popliteal.diary import read_csv, read_json, write_csv, write_json
from popliteal.knowledge.load import load
from popliteal.web import diaries
from popliteal.web.models import AccessRow
from tests.web.conftest import text_of
from tests.web.diary.conftest import Member, entry
from tests.web.site import LARGEST_FILE

LOOK, TAKE_IN = "/diary/files/look/", "/diary/files/take-in/"
FULL = {
    "worst_pain": 6,
    "stretch_pain": 7,
    "knee_angle_deg": 30.5,
    "done": {"pain_free_range": 2},
    "activities": {'"Stairs", two at once': 4},
    "after": "sore",
    "signs": {"calf_swelling": "slight"},
    "seen": True,
}


@pytest.fixture
def writer(keeper):
    """Somebody with three entries."""
    keeper.start()
    for before in (4, 2):
        entry(keeper.book, before, worst_pain=before)
    entry(keeper.book, 1, **FULL)
    return keeper


def look(keeper, data, name="diary.json"):
    """Upload a file."""
    content = data if isinstance(data, bytes) else data.encode()
    return keeper.post(LOOK, file=SimpleUploadedFile(name, content))


def stored(keeper):
    """Everything that stands in the diary."""
    return [(kept.key, kept.revision, kept.entry) for kept in keeper.book.kept]


def csv_of(book, *rows):
    """A table with these days, counted back from today, and pains."""
    from datetime import timedelta

    lines = [f"{book.today - timedelta(days=before)},{pain}" for before, pain in rows]
    return "\n".join(["date,worst_pain", *lines, ""])


def test_what_is_taken_out_holds_everything(writer):
    """Both files read back as the diary that was stored."""
    book, kb = writer.book, load()
    table = writer.get("/diary/files/diary.csv")
    whole = writer.get("/diary/files/diary.json")

    assert read_csv(table.content.decode(), kb, today=book.today) == book.diary.entries
    assert read_json(whole.content.decode(), kb, today=book.today) == book.diary
    for file in (table, whole):
        assert file.headers["Content-Disposition"].startswith("attachment; ")
        assert "no-store" in file.headers["Cache-Control"]


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_diary_that_was_erased_comes_back_from_its_file(writer, kind):
    """A whole diary begins with JSON; a table fills one that was begun."""
    before = writer.book.diary
    file = writer.get(f"/diary/files/diary.{kind}").content
    diaries.erase(None)
    if kind == "csv":
        writer.start()
    page = look(writer, file, f"diary.{kind}")
    assert "3 new entries" in text_of(page)
    writer.post(TAKE_IN)

    assert writer.book.diary.entries == before.entries
    assert writer.book.diary.answers == before.answers
    assert writer.book.diary.started == before.started


def test_looking_at_a_file_takes_nothing_in(writer):
    """It is shown first what would happen."""
    before = stored(writer)
    page = look(writer, csv_of(writer.book, (0, 3), (2, 2), (4, 4)), "diary.csv")

    assert "1 new entry" in text_of(page)
    assert "2 entries that stand in your diary already" in text_of(page)
    assert stored(writer) == before


def test_only_what_is_new_is_taken_in_and_nothing_is_changed(writer):
    """What stands there keeps its key, its revision and its words."""
    before = stored(writer)
    look(writer, csv_of(writer.book, (0, 3), (2, 2), (3, 9)), "diary.csv")
    page = writer.post(TAKE_IN)

    assert "2 entries were taken in." in text_of(page)
    assert stored(writer)[:3] == before
    assert [kept.entry.worst_pain for kept in writer.book.kept[3:]] == [3, 9]


def test_a_form_that_is_sent_twice_takes_a_file_in_once(writer):
    """The second time nothing is waiting any more."""
    look(writer, csv_of(writer.book, (0, 3)), "diary.csv")
    writer.post(TAKE_IN)
    page = writer.post(TAKE_IN)

    assert "No file is waiting." in text_of(page)
    assert len(writer.book.kept) == 4


def test_the_same_file_twice_is_taken_in_once(writer):
    """All of it stands in the diary already."""
    for _ in range(2):
        page = look(writer, csv_of(writer.book, (0, 3)), "diary.csv")
        writer.post(TAKE_IN)

    assert "0 new entries" in text_of(page)
    assert len(writer.book.kept) == 4


GOOD = "2026-01-01,3"
BAD = {
    "wrong columns": ("datum,pain\n2026-01-01,3\n", "line 1: no column 'datum'"),
    "no date": ("worst_pain\n3\n", "line 1: there is no column date"),
    "a future date": ("date,worst_pain\n2999-01-01,3\n", "line 2: date: 2999-01-01 has not come"),
    "pain 11": ("date,worst_pain\n2026-01-01,11\n", "line 2: worst_pain: 11 stands here"),
    "an impossible angle": (
        "date,knee_angle_deg\n2026-01-01,120\n",
        "line 2: knee_angle_deg: 120.0 is out of range",
    ),
    "a half line": ("date,worst_pain\n2026-01-01\n", "line 2: 1 cells stand here"),
    "a half quote": ('date,worst_pain\n2026-01-01,"3', "line 2: a quote is not closed"),
    "the same line twice": (
        f"date,worst_pain\n{GOOD}\n{GOOD}\n",
        "line 3: the same as line 2",
    ),
    "half a JSON": ('{"format": "popliteal-diary", "version": 1, "ent', "ends too early"),
    "another app's JSON": ('{"entries": [1, 2]}', "this is no diary of Popliteal"),
    "a list": ("[1, 2]", "this is no diary of Popliteal"),
    "another version": ('{"format": "popliteal-diary", "version": 99}', "version 99 is not known"),
    "deep nesting": ("[" * 100_000, "lists lie too deep"),
    "no number": ('{"format": NaN}', "NaN is no number of a diary"),
    "a name twice": ('{"format": 1, "format": 2}', "'format' stands twice"),
    "nothing": ("", "it is empty"),
    "blanks": ("  \n ", "it is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "this is no text"),
    "a spreadsheet": ("date,worst_pain\n".encode("utf-16"), "this is no text"),
    "Latin letters": ("date,worst_pain\n2026-01-01,3 años".encode("latin-1"), "this is no text"),
    "semicolons": ("date;worst_pain\n2026-01-01;3\n", "line 1: no column 'date;worst_pain'"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_wrong_file_is_refused_with_its_line_and_changes_nothing(writer, name, language):
    """One line for each problem, in the language of the page, and no line of code."""
    data, said = BAD[name]
    before = stored(writer)
    writer.client.cookies["language"] = language
    page = look(writer, data, "file.csv")

    assert page.status_code == 422
    assert stored(writer) == before
    assert "file.csv" not in text_of(page)
    assert '<li lang="en">' not in page.content.decode()
    if language == "en":
        assert said in text_of(page)
    assert "404" not in text_of(writer.post(TAKE_IN))
    assert stored(writer) == before


def test_one_wrong_line_among_good_ones_stops_the_whole_file(writer):
    """All or nothing, and every wrong line is named."""
    before = stored(writer)
    table = csv_of(writer.book, (0, 3), (1, 11), (2, 4), (3, -1))
    page = text_of(look(writer, table, "diary.csv"))

    assert "line 3: worst_pain: 11" in page
    assert "line 5: worst_pain: -1" in page
    assert "line 2:" not in page
    assert stored(writer) == before


def test_of_very_many_problems_the_first_are_shown(writer):
    """A file of something else does not fill the page."""
    rows = "\n".join(f"2026-01-01,{pain}" for pain in range(11, 300))
    page = text_of(look(writer, f"date,worst_pain\n{rows}\n", "diary.csv"))

    assert "line 51:" in page
    assert "line 52:" not in page
    assert "more" in page


def test_without_a_file_the_page_says_so(writer):
    """Status 422, and a way on."""
    page = writer.post(LOOK)

    assert page.status_code == 422
    assert "Choose a file first." in text_of(page)


def test_a_table_begins_no_diary(keeper):
    """The check comes first, so that danger signs do."""
    page = look(keeper, "date,worst_pain\n2026-01-01,3\n", "diary.csv")

    assert page.status_code == 422
    assert "no diary can begin with a table" in text_of(page)
    assert keeper.book is None


def test_a_file_up_to_the_limit_is_read_and_a_larger_one_is_not(writer):
    """Two megabytes on this one page; every other takes no more than its forms."""
    room = LARGEST_FILE - 2000
    large = look(writer, "x" * room, "diary.csv")
    too_large = look(writer, "x" * (LARGEST_FILE + 1), "diary.csv")
    elsewhere = writer.client.post("/diary/check-in/", {"day": "x" * 20_000})

    assert large.status_code == 422
    assert too_large.status_code == 413
    assert elsewhere.status_code == 413


def test_no_page_but_one_takes_a_file(writer):
    """A file that is sent elsewhere is dropped unread."""
    file = SimpleUploadedFile("x.csv", b"date,worst_pain\n2026-01-01,3\n")
    page = writer.client.post(TAKE_IN, {"file": file}, follow=True)

    assert "No file is waiting." in text_of(page)
    assert len(writer.book.kept) == 3


def test_a_forged_form_takes_nothing_in(writer):
    """The page that reads a file before the check of the form still makes that check."""
    from django.test import Client

    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies = writer.client.cookies
    file = SimpleUploadedFile("x.csv", csv_of(writer.book, (0, 3)).encode())

    assert stranger.post(LOOK, {"file": file}).status_code == 403
    assert stranger.post(TAKE_IN).status_code == 403


def test_a_file_that_was_left_is_forgotten(writer):
    """Nothing of it stays in the session once another page of files is opened."""
    look(writer, csv_of(writer.book, (0, 3)), "diary.csv")
    assert "diary_file" in Session.objects.get().get_decoded()
    writer.get("/diary/files/")

    assert "diary_file" not in Session.objects.get().get_decoded()
    assert "No file is waiting." in text_of(writer.post(TAKE_IN))


def test_a_name_that_cannot_be_printed_is_refused(writer):
    """Some databases take no such sign; the file is refused before it gets there."""
    raw = json.loads(write_json(writer.book.diary))
    raw["entries"][0]["activities"] = {"stairs\u0000": 3}
    page = look(writer, json.dumps(raw))

    assert page.status_code == 422
    assert "is no name" in text_of(page)


def test_a_diary_that_is_full_takes_nothing_in(writer, monkeypatch):
    """All or nothing also where there is too little room."""
    monkeypatch.setattr(diaries, "MOST_ENTRIES", 4)
    look(writer, csv_of(writer.book, (0, 3), (3, 3)), "diary.csv")
    page = writer.post(TAKE_IN)

    assert page.status_code == 422
    assert "The diary is full" in text_of(page)
    assert len(writer.book.kept) == 3


def test_an_account_is_told_what_was_taken_out_and_in(accounts, walker):  # noqa: ARG001
    """The list of who came names both; the diary of nobody else gets the entries."""
    ana, ben = Member("ana"), Member("ben")
    for person in (ana, ben):
        person.join()
        person.start()
    look(ana, csv_of(ana.book, (0, 3), (1, 4)), "diary.csv")
    assert "No file is waiting." in text_of(ben.post(TAKE_IN))
    ana.post(TAKE_IN)
    ana.get("/diary/files/diary.json")
    noted = AccessRow.objects.filter(owner__username="ana").values_list("what", flat=True)

    assert (len(ana.book.kept), len(ben.book.kept)) == (2, 0)
    assert {"imported", "exported"} <= set(noted)
    assert not AccessRow.objects.filter(owner__username="ben", what="imported").exists()


def test_a_spreadsheet_may_reorder_and_requote_the_table(writer):
    """Other columns first, quotes round each cell, other line ends, a mark of the encoding."""
    table = write_csv(writer.book.diary.entries[:1]).splitlines()
    head, row = (line.split(",") for line in table)
    order = range(len(head) - 1, -1, -1)
    lines = [",".join(f'"{cells[at]}"' for at in order) for cells in (head, row)]
    page = look(writer, "\ufeff" + "\r\n".join(lines) + "\r\n", "diary.csv")

    assert "0 new entries" in text_of(page)
    assert "1 entry that stands in your diary already" in text_of(page)


def checked_file(book, **answers):
    """A whole diary with other answers of the check, and no entry."""
    whole = json.loads(write_json(book.diary))
    return json.dumps({**whole, "answers": {**whole["answers"], **answers}, "entries": []})


def test_graver_answers_of_a_check_in_a_file_come_in_as_an_entry_of_today(writer):
    """A danger that stands in a file only is shown first, and then counts."""
    before = stored(writer)
    page = look(writer, checked_file(writer.book, fever="yes", breathless="not_sure"))
    assert "more worrying than your diary" in text_of(page)
    assert load().questions["fever"].question in text_of(page)
    assert stored(writer) == before
    writer.post(TAKE_IN)

    assert stored(writer)[:3] == before
    (told,) = writer.book.kept[3:]
    assert told.entry.signs == {"fever": "yes", "breathless": "not_sure"}
    assert told.entry.day == writer.book.today
    assert "Be seen today" in text_of(writer.get("/diary/"))


def test_answers_of_a_file_that_the_diary_knows_add_nothing(writer):
    """Neither the same file a second time nor a milder answer."""
    file = checked_file(writer.book, fever="yes")
    for _ in range(2):
        page = look(writer, file)
        writer.post(TAKE_IN)
    milder = look(writer, checked_file(writer.book, fever="no"))

    for seen in (page, milder):
        assert "more worrying" not in text_of(seen)
    assert len(writer.book.kept) == 4
