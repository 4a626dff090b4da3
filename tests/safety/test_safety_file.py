"""SAFETY.md promises nothing that no test holds, and its privacy promises are held here."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAFETY = (ROOT / "SAFETY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[a-z_/]+\.py)::(test_[a-z0-9_]+)`", SAFETY)))
PACKAGE = sorted((ROOT / "popliteal").rglob("*.py"))


def rows(heading):
    """The cells of each row of the tables under a heading, without the head of a table."""
    part = SAFETY.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if "::" in "".join(row)], len(lines)


def parsed(path):
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_every_test_that_is_named_exists(path, name):
    """A promise whose test is gone is no longer held by anything."""
    tree = parsed(ROOT / path)

    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_property_has_a_test():
    """Each row of the tables of properties names at least one."""
    found, lines = rows("What is held")
    tables = SAFETY.split("\n## What is held")[1].split("\n## ")[0].count("| property |")

    assert len(found) == lines - 2 * tables
    assert all("::test_" in row[-1] for row in found)


def test_every_hazard_has_cause_control_test_and_residual_risk():
    """A hazard without one of them is only a worry."""
    found, lines = rows("Hazard log")

    assert len(found) == lines - 2
    assert [row[0] for row in found] == [f"H{number:02}" for number in range(1, len(found) + 1)]
    for row in found:
        assert len(row) == 6
        assert all(row)
        assert "::test_" in row[4]


def test_nothing_claims_a_review_that_did_not_happen():
    """The two places are empty, and the file says so until somebody fills them."""
    assert "| clinical safety officer | vacant |" in SAFETY
    assert "No compliance with either is claimed" in SAFETY
    assert "no registered clinician has seen" in SAFETY


# Privacy: what the package cannot do, it does not do.


def imported(path):
    """The modules that a file imports, by their first name."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def who_imports(*modules):
    """The files of the package that import one of these."""
    return [str(path.relative_to(ROOT)) for path in PACKAGE if {*modules} & {*imported(path)}]


def test_no_module_can_reach_a_network():
    """Nothing that is answered can leave the machine."""
    clients = ("socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "xmlrpc")
    others = ("requests", "httpx", "aiohttp", "urllib3", "webbrowser", "socketserver")

    # The command that opens the browser on this machine, once asked to.
    assert who_imports(*clients, *others) == ["popliteal/cli/serve.py"]


def asks_the_time(path):
    """Whether a file calls for the date or the time."""
    calls = (node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))
    return any(getattr(call, "attr", "") in ("now", "utcnow", "today") for call in calls)


# Who may ask what day it is, and what for; no visit and no result gets a date.
DATED = {
    "popliteal/cli/report.py": "the date on a report",
    "popliteal/web/diaries.py": "the day where the keeper of a diary is, and when it was last used",
    "popliteal/web/management/commands/tidy.py": "what is over",
    "popliteal/web/owners.py": "the list of accesses",
    "popliteal/web/service/days.py": "the date of a bundle, and how old answers are",
    "popliteal/web/views/diary/settings.py": "the names of the time zones",
    "popliteal/web/views/figure.py": "the file for the calendar",
}


def test_only_the_doors_ask_for_the_date():
    """The same answers give the same result on every day; nobody's visit gets a date."""
    asking = {str(path.relative_to(ROOT)) for path in PACKAGE if asks_the_time(path)}

    assert who_imports("time", "calendar", "sched") == []
    assert asking | {*who_imports("zoneinfo")} == DATED.keys()


def test_no_module_keeps_a_log_but_that_of_the_pages():
    """No log line can hold an answer where no log is kept; that of the pages drops it."""
    kept = ("logging", "syslog", "warnings", "sqlite3", "shelve", "dbm", "pickle")
    # The backup copies the file of a database; the rest goes through Django.
    assert who_imports(*kept) == ["popliteal/web/backup.py", "popliteal/web/logs.py"]


def writes(path):
    """The calls of a file that could write to the disk."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("write_text", "write_bytes", "open", "mkdir", "touch", "savefig", "savez"):
                yield f"{path.relative_to(ROOT).as_posix()}: {name}"


# Every call that could write, with what it does; none of them holds an answer but the report that
# a person asks for.
HARMLESS = {
    "popliteal/web/backup.py: open": "reads the first bytes of a backup",
    "popliteal/cli/cases.py: open": "reads the file of answers",
    "popliteal/cli/commands.py: open": "the null device, for a pipe that was closed",
    "popliteal/cli/diary.py: open": "the diary as a file, where its keeper says",
    "popliteal/cli/knowledge.py: write_text": "the picture of the interview, where the caller says",
    "popliteal/cli/report.py: open": "reads the diary that a person exported",
    "popliteal/cli/report.py: write_text": "makes the text of a report; writes nothing",
    "popliteal/cli/report.py: write_bytes": "the report, where the person says",
    "popliteal/cli/translate.py: write_text": "the words of a language, from the translator's file",
    "popliteal/cli/serve.py: open": "the browser on this machine, once asked to",
    "popliteal/web/secret.py: open": "the key that signs cookies, and an empty database",
    "popliteal/web/secret.py: mkdir": "the folder for it",
    "popliteal/cli/revisions.py: open": "unpacks an older content",
    "popliteal/knowledge/tissues.py: write_text": "the compiled tissue data",
}


def test_no_answer_is_written_to_a_file():
    """Answers come in by a file that somebody made, and go out to standard output or a report.

    The pages keep theirs in a database, in the row of the session or in a diary, and nowhere else.
    """
    found = {call for path in PACKAGE for call in writes(path)}

    assert found <= HARMLESS.keys()
