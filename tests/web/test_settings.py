"""The settings are for the open internet unless somebody says that it is their own machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What a test run sets for itself is not there on a server.
OURS = ("POPLITEAL_", "DJANGO_ALLOW_ASYNC_UNSAFE")
PRODUCTION = {
    "POPLITEAL_SECRET_KEY": "kept by tests only: 0123456789 abcdefghijklmnopqrstuvwxyz",
    "POPLITEAL_HOSTS": "knee.example.org",
}


def manage(tmp_path, *words, **settings):
    """Run one of Django's commands with these variables and none of ours besides."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    env = {**kept, **settings, "POPLITEAL_DATA": str(tmp_path)}
    env["DJANGO_SETTINGS_MODULE"] = "popliteal.web.settings"
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_djangos_own_list_for_the_internet_finds_nothing(tmp_path):
    """`manage.py check --deploy` is clean, warnings counted as errors."""
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert done.returncode == 0, done.stderr


def test_without_a_key_nothing_starts(tmp_path):
    """A forgotten key is no reason to take a known one; the message says what to do."""
    done = manage(tmp_path, "check")

    assert done.returncode != 0
    assert "POPLITEAL_SECRET_KEY is not set" in done.stderr
    assert "POPLITEAL_LOCAL=1" in done.stderr


def test_a_machine_of_ones_own_makes_its_key_once_and_for_its_owner_only(tmp_path):
    """A visit goes on after a restart, and nobody else on the machine reads the key."""
    manage(tmp_path, "check", POPLITEAL_LOCAL="1")
    key = tmp_path / "secret_key"
    first = key.read_text(encoding="ascii")
    manage(tmp_path, "check", POPLITEAL_LOCAL="1")

    assert len(first) >= 50
    assert key.read_text(encoding="ascii") == first
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["DEBUG", "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT"])
def test_the_internet_gets_the_safe_value(tmp_path, name):
    """No debug page on any machine; cookies and pages by TLS alone."""
    code = f"from django.conf import settings; print(settings.{name})"
    done = manage(tmp_path, "shell", "--no-imports", "-c", code, **PRODUCTION)

    assert done.stdout.strip() == str(name != "DEBUG"), done.stderr


# Opens the database as a page does, and tells what others may do with the files while it is open.
LOOK = """
from pathlib import Path
from django.conf import settings
from django.contrib.auth.models import User
User.objects.create_user('ana')
folder = Path(settings.DATABASES['default']['NAME']).parent
print(*(f'{p.name}={p.stat().st_mode & 0o077}' for p in sorted(folder.glob('popliteal.sqlite3*'))))
"""
OWN = "popliteal.sqlite3=0 popliteal.sqlite3-shm=0 popliteal.sqlite3-wal=0"


def test_the_diary_of_ones_own_machine_is_for_its_owner_only(tmp_path):
    """Also in a folder that everybody may look into, and while somebody writes."""
    tmp_path.chmod(0o755)
    manage(tmp_path, "migrate", POPLITEAL_LOCAL="1")
    done = manage(tmp_path, "shell", "--no-imports", "-c", LOOK, POPLITEAL_LOCAL="1")

    assert done.stdout.strip() == OWN, done.stderr


def test_a_diary_that_others_could_read_is_shut(tmp_path):
    """A file of an older version, too, with what stands beside it."""
    manage(tmp_path, "migrate", POPLITEAL_LOCAL="1")
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"popliteal.sqlite3{end}").touch()
        (tmp_path / f"popliteal.sqlite3{end}").chmod(0o644)
    done = manage(tmp_path, "shell", "--no-imports", "-c", LOOK, POPLITEAL_LOCAL="1")

    assert done.stdout.strip() == OWN, done.stderr


def test_serving_shuts_the_diary_as_well(tmp_path):
    """The commands of Popliteal open it as Django's do."""
    code = f"from popliteal.web.serving import open_database; open_database(){LOOK}"
    kept = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    env = {**kept, "POPLITEAL_DATA": str(tmp_path), "POPLITEAL_LOCAL": "1"}
    env["DJANGO_SETTINGS_MODULE"] = "popliteal.web.settings"
    tmp_path.chmod(0o755)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == OWN, done.stderr
