"""Mistakes in the plan's words are found when the content is read, not when a person reads it."""

import shutil

import pytest

from popliteal.errors import KnowledgeError
from popliteal.knowledge import load as loading
from popliteal.knowledge.check import read_checked

MISTAKES = {
    "a gap that nobody fills": (
        "plan.yaml",
        "Not together with: {other}.",
        "Not together with: {othr}.",
        "not_with has the gap {othr}, which stays empty. Use {other}.",
    ),
    "a gap where none is filled": (
        "plan.yaml",
        "Stay at this level until you are seen.",
        "Stay at this level until {day}.",
        "hold has the gap {day}, which stays empty. Take it out.",
    ),
    "a brace that is not closed": (
        "dispositions.yaml",
        "Call {emergency}, or",
        "Call {emergency, or",
        "what_to_do has a brace that is not closed. Close it.",
    ),
    "an angle that is no number": (
        "plan.yaml",
        '"5": almost straight',
        '"five": almost straight',
        "'five' is no angle. Use a whole number of degrees in quotes.",
    ),
}


@pytest.mark.parametrize("mistake", sorted(MISTAKES))
def test_a_mistake_in_the_words_is_one_clear_line(mistake, tmp_path):
    """Where, what, what is allowed."""
    name, right, wrong, said = MISTAKES[mistake]
    folder = tmp_path / "knowledge"
    shutil.copytree(loading.FOLDER, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert right in text
    (folder / name).write_text(text.replace(right, wrong), encoding="utf-8")

    with pytest.raises(KnowledgeError) as caught:
        read_checked(folder, "made up")

    (line,) = caught.value.problems
    assert line.startswith(f"{name}:")
    assert line.endswith(said)
