"""A backup out and back in: everything is there again, and a wrong file touches nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.postgres import run_postgres

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
# Three people's diaries with every part of an entry, one of them deleted for now.
FILL = """
import uuid
from datetime import date
from django.contrib.auth.models import User
from popliteal.diary import Entry
from popliteal.knowledge.load import load
from popliteal.web import diaries
kb = load()
for at, name in enumerate(("ana", "ben", "eva")):
    owner = User.objects.create_user(name)
    book = diaries.begin(owner, {"fever": "no"}, kb, time_zone="UTC")
    for day in (1, 2):
        key = uuid.UUID(int=10 * at + day)
        signs, activities = {"fever": "not_sure"}, {"to run": 4, "\\u00e9": 2}
        entry = Entry(date(2026, 3, day), worst_pain=at, knee_angle_deg=20.5, signs=signs,
                      activities=activities, after="settled", seen=True)
        diaries.add(book, key, entry)
diaries.remove(book, key, 1)
"""
TELL = """
import json
from popliteal.web.models import DiaryRow, EntryRow
for model in (DiaryRow, EntryRow):
    for row in model.objects.order_by("pk").values():
        print(json.dumps(row, default=str, sort_keys=True))
"""
# Each step of a test runs in one process: starting one takes longer than all of it.
STEPS = """
import sys
from pathlib import Path
from django.core.management import call_command
from popliteal.errors import PoplitealError
from popliteal.web.backup import back_up, restore
from popliteal.web.models import DiaryRow
call_command("migrate", verbosity=0)
def tried(call):
    try:
        print(call())
    except PoplitealError as error:
        print(str(error).replace(str(folder), ""))
folder = Path({folder!r})
"""
TELL_IN = f"def tell():\n    {TELL.strip().replace(chr(10), chr(10) + '    ')}\n"


class Site:
    """A site in a folder, reached by its commands alone."""

    def __init__(self, folder, database=None):
        self.folder = folder
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("POPLITEAL", "DJANGO"))}
        self.env = {**kept, "POPLITEAL_DATA": str(folder), "PYTHONPATH": str(ROOT)}
        self.env |= {"POPLITEAL_DATABASE_URL": database} if database else {}

    def command(self, *words):
        """Run one of Popliteal's commands."""
        run = [sys.executable, "-m", "popliteal", *map(str, words)]
        return subprocess.run(run, env=self.env, capture_output=True, text=True, check=False)

    def shell(self, code, folder=""):
        """Run some lines inside the site; what they print."""
        env = {**self.env, "POPLITEAL_LOCAL": "1"}
        steps = STEPS.format(folder=str(folder)) + TELL_IN + code
        words = [sys.executable, "manage.py", "shell", "--no-imports", "-c", steps]
        done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request, tmp_path):
    """A site with three diaries, on each kind of database."""
    folder = tmp_path / "site"
    folder.mkdir()
    if request.param == "sqlite":
        yield Site(folder)
        return
    with run_postgres() as server:
        yield Site(folder, server.url)


def test_what_a_backup_holds_comes_back_as_it_was(site, tmp_path):
    """Every row of every diary and every entry, the deleted one too, byte for byte."""
    before = site.shell(f"{FILL}\ntell()")
    assert len(before) == 3 + 6
    out = site.command("backup", tmp_path / "all.backup")
    assert (out.returncode, out.stderr) == (0, "")
    spoil = "DiaryRow.objects.order_by('pk').first().delete()\n"
    steps = "tried(lambda: restore(folder / 'all.backup'))\ntell()"
    refused, *spoiled = site.shell(spoil + steps, tmp_path)
    assert "Back them up first" in refused
    assert len(spoiled) == 2 + 4

    back = site.command("restore", tmp_path / "all.backup", "--replace")

    assert back.stdout == "3 diaries are back.\n"
    assert site.shell("tell()") == before
    assert (tmp_path / "all.backup").stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


WRONG = """
back_up(folder / "all.backup")
whole = (folder / "all.backup").read_bytes()
middle = len(whole) // 2
spoiled = whole[:middle - 4000] + bytes(8000) + whole[middle + 4000:]
wrong = {"cut": whole[:middle], "spoiled": spoiled, "foreign": b"date,pain\\n", "empty": b""}
for name, content in wrong.items():
    (folder / name).write_bytes(content)
    tried(lambda: restore(folder / name, replace=True))
tried(lambda: restore(folder / "nowhere", replace=True))
tried(lambda: back_up(folder / "all.backup"))
tried(lambda: back_up(folder / "no" / "folder"))
"""


def test_a_wrong_file_is_refused_and_touches_nothing(site, tmp_path):
    """Cut off, spoiled, another program's, not there: one line each, and all is as before."""
    told = site.shell(f"{FILL}\ntell()\n{WRONG}\ntell()", tmp_path)
    before, said, after = told[:9], told[9:-9], told[-9:]

    assert after == before
    assert [line.split(": ")[0] for line in said] == [
        "/cut",
        "/spoiled",
        "/foreign",
        "/empty",
        "/nowhere",
        "/all.backup",
        "/no/folder",
    ]
    assert "damaged" in said[0]
    assert "damaged" in said[1]
    assert "Give another name" in said[5]


def test_a_backup_of_a_newer_version_is_refused(tmp_path):
    """Its tables may hold what this version does not know."""
    newer = """
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder.Migration.objects.create(app="pages", name="9999_of_tomorrow")
back_up(folder / "newer")
tried(lambda: restore(folder / "newer", replace=True))
"""
    [said] = Site(tmp_path).shell(newer, tmp_path)

    assert "a newer version wrote it" in said


def test_a_database_that_cannot_be_opened_is_said_in_a_line(tmp_path):
    """What to look at, and nothing of its address."""
    done = Site(tmp_path, "postgres://secret@/db?host=/nowhere").command("backup", tmp_path / "b")

    assert done.returncode == 2
    assert done.stderr.startswith("The database cannot be opened.")
    assert "secret" not in done.stderr
