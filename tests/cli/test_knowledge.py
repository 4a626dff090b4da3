"""`popliteal knowledge`: what someone who edits the content asks for."""

import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import popliteal as pp
from popliteal.cli import revisions
from popliteal.knowledge.load import FOLDER, load


@pytest.fixture
def copied(tmp_path):
    """A copy of the package to break; `edit` replaces words in one of its files."""
    package = Path(pp.__file__).parent
    shutil.copytree(package, tmp_path / "popliteal", ignore=shutil.ignore_patterns("__pycache__"))

    def edit(name, old, new):
        path = tmp_path / "popliteal/knowledge" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def check():
        command = [sys.executable, "-m", "popliteal", "knowledge", "check"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    edit.check = check
    return edit


@pytest.fixture
def earlier(tmp_path, monkeypatch):
    """A repository with an earlier version of the content; returns its content folder."""
    folder = tmp_path / "knowledge"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(revisions, "FOLDER", folder)

    def commit():
        for words in (
            ["init", "-q"],
            ["add", "-A"],
            ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "Earlier"],
        ):
            subprocess.run(["git", "-C", folder, *words], check=True)

    commit.folder = folder
    return commit


def test_the_shipped_content_is_safe_to_ship(popliteal):
    """Every file reads, every vignette is as expected, no rule could be lost unnoticed."""
    done = popliteal("knowledge", "check")

    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("No problem found: safe to ship.\n")


def test_content_that_cannot_be_read_is_named_with_file_and_line(copied):
    """Exit code 2 and every problem at once, in files that lie far apart."""
    copied("triage.yaml", "disposition: emergency", "disposition: later")
    copied("questions.yaml", "section: demographics", "sektion: demographics")
    done = copied.check()

    assert (done.returncode, done.stdout) == (2, "")
    assert "triage.yaml:" in done.stderr
    assert "questions.yaml:" in done.stderr


def test_advice_that_is_too_mild_for_somebody_is_not_safe_to_ship(copied):
    """Exit code 1 and the person for whom the advice is too mild."""
    old, new = (f"expect: {{disposition: {level}, because: [sc_" for level in ("self_care", "soon"))
    copied("vignettes/rules.yaml", old, new)
    done = copied.check()

    assert done.returncode == 1
    assert "At least soon is safe." in done.stdout
    assert "Not safe to ship: " in done.stdout


def test_content_that_was_edited_and_not_written_anew_is_not_safe_to_ship(copied):
    """The compiled content must say what the files say."""
    copied("words.yaml", "Muscle or tendon", "Muscle and tendon")
    done = copied.check()

    assert done.returncode == 1
    assert "compiled.json does not hold what the YAML files say." in done.stdout
    assert done.stdout.endswith("Not safe to ship: 1 problem.\n")


def test_an_old_triage_text_is_named_and_the_language_is_not_offered(copied):
    """Who changes the English need not speak Spanish: it is still safe to ship, without Spanish."""
    copied("translations/es.yaml", 'rules.em_pe.sign: {of: "', 'rules.em_pe.sign: {of: "old')
    done = copied.check()

    assert done.returncode == 0
    assert "Not offered: 1 of the rest decide how soon someone is seen." in done.stdout
    assert (
        "rules.em_pe.sign says another English text than there is now. Translate it again."
        in done.stdout
    )


def test_words_that_cannot_be_shown_are_named_with_file_and_line(copied):
    """A gap that nobody fills, and a number that the English does not say."""
    copied("translations/es.yaml", "llame al {emergency}", "llame al {emergencia} 911")
    done = copied.check()

    assert done.returncode == 2
    assert "has the gap {emergencia}, which stays empty. Use {emergency}." in done.stderr
    assert "says 911, which the English does not." in done.stderr
    assert done.stderr.startswith("translations/es.yaml:")


def test_the_same_content_changes_nothing_for_anybody(popliteal, earlier):
    """No difference, no line."""
    earlier()
    done = popliteal("knowledge", "compare", "HEAD")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("0 vignettes changed since HEAD (")


def test_a_rule_that_was_milder_is_named_with_whom_it_touches(popliteal, earlier):
    """The person, the advice before, the advice now."""
    path = earlier.folder / "triage.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("\nem_pe:\n")
    end = text.index("\nem_", start + 2)
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    earlier()
    done = popliteal("knowledge", "compare", "HEAD")

    assert done.code == 0
    assert "fires_em_pe: " in done.out
    assert "-> emergency" in done.out


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("no-such-tag", "no-such-tag: no such version."),
        ("HEAD^{tree}", "HEAD^{tree}: no such version."),
    ],
)
def test_a_version_that_git_does_not_know_is_refused(popliteal, earlier, revision, said):
    """One line that says what to name instead."""
    earlier()
    done = popliteal("knowledge", "compare", revision)

    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


@pytest.mark.usefixtures("earlier")
def test_without_a_repository_there_is_nothing_to_compare_with(popliteal):
    """An installed wheel says so instead of failing."""
    done = popliteal("knowledge", "compare", "HEAD")

    assert (done.code, done.out) == (2, "")
    assert "needs the repository of Popliteal" in done.err


def test_a_version_in_another_form_is_named_as_such(popliteal, earlier):
    """The reader learns that the version is too old, not that it is broken."""
    (earlier.folder / "words.yaml").unlink()
    earlier()
    done = popliteal("knowledge", "compare", "HEAD")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("HEAD: this version is written in a form that")


def test_the_interview_is_drawn_with_every_question(popliteal):
    """The picture is valid SVG with a title and names each question that is asked."""
    done = popliteal("knowledge", "draw")
    asked = {key for key, question in load().questions.items() if question.kind != "clinician"}

    assert (done.code, done.err) == (0, "")
    root = ET.fromstring(done.out)  # noqa: S314  # our own picture
    words = {"".join(text.itertext()).removeprefix("! ") for text in root.iter()}
    assert asked <= words


def test_the_picture_can_be_written_to_a_file_and_is_the_same_each_time(popliteal, tmp_path):
    """Same content, same bytes."""
    target = tmp_path / "interview.svg"
    done = popliteal("knowledge", "draw", "-o", target)

    assert (done.code, done.out) == (0, "")
    assert target.read_text(encoding="utf-8") == popliteal("knowledge", "draw").out


@pytest.mark.parametrize(
    ("words", "begin"),
    [
        ([], "popliteal knowledge: TASK is missing."),
        (["drwa"], "popliteal knowledge: 'drwa': no such task. "),
        (["draw", "--ouput", "x"], "popliteal knowledge: --ouput: no such option. Did you mean"),
        (["draw", "-o", "/no/such/folder/x.svg"], "/no/such/folder/x.svg: cannot be written"),
    ],
)
def test_a_wrong_task_is_answered_in_one_line(popliteal, words, begin):
    """What is wrong, what is allowed."""
    done = popliteal("knowledge", *words)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(begin)
    assert done.err.count("\n") == 1
