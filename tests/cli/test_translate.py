"""`popliteal knowledge translate`: what a translator asks for."""

import shutil

import pytest

from popliteal.cli import translate
from popliteal.knowledge.load import FOLDER


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A copy of the Spanish file, in place of the shipped one."""
    path = shutil.copy(FOLDER / "translations/es.yaml", tmp_path / "es.yaml")
    monkeypatch.setattr(translate, "translation_files", lambda: [path])
    return path


def without(path, text_id):
    """Take the line of one text out of the file."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (line,) = [line for line in lines if line.startswith(f"  {text_id}: ")]
    path.write_text("".join(x for x in lines if x != line), encoding="utf-8")
    return line


def test_a_language_says_how_complete_it_is(popliteal):
    """The shipped one is."""
    done = popliteal("knowledge", "translate", "es")

    assert (done.code, done.err) == (0, "")
    first, last = done.out.split(": ")[1].split(" texts.")[0].split(" of ")
    assert done.out.startswith("Translation es (Español, machine_translated): ")
    assert first == last


def test_what_is_missing_is_listed_filled_in_and_merged(popliteal, file, write):
    """The list goes in again with its words, and the file is as it was."""
    whole = file.read_text(encoding="utf-8")
    line = without(file, "causes.dvt.picture").strip()
    listed = popliteal("knowledge", "translate", "es", "--missing").out
    english, open_line = listed.splitlines()
    write("filled.yaml", f"{english}\n{line}\n")
    done = popliteal("knowledge", "translate", "es", "--merge", "filled.yaml")

    assert english.startswith("# An ache or tightness in the calf")
    assert open_line.endswith('text: ""}')
    assert (done.code, done.out, done.err) == (0, "", "")
    assert file.read_text(encoding="utf-8") == whole


def test_everything_can_be_read_beside_its_english_and_merged_again(popliteal, file, write):
    """A reviewer who changes nothing changes nothing."""
    whole = file.read_text(encoding="utf-8")
    listed = popliteal("knowledge", "translate", "es", "--all").out
    write("read.yaml", listed)
    done = popliteal("knowledge", "translate", "es", "--merge", "read.yaml")

    assert "# Fever or chills\nplan.topics.fever: {of: " in listed
    assert (done.code, done.out, done.err) == (0, "", "")
    assert file.read_text(encoding="utf-8") == whole


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fr",), "translate: 'fr' has no file. Use es.\n"),
        (("es", "--merge", "none.yaml"), "none.yaml: cannot be read"),
        (("es", "--merge", "wrong.yaml"), "wrong.yaml:1: causes.dvt.pictur is no text"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(popliteal, file, write, words, said):
    """Nothing is written."""
    before = file.read_text(encoding="utf-8")
    write("wrong.yaml", 'causes.dvt.pictur: {of: "a", text: "b"}')
    done = popliteal("knowledge", "translate", *words)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(said)
    assert file.read_text(encoding="utf-8") == before
