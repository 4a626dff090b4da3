"""The JSON Schemas that help an editor."""

import json
from pathlib import Path

import jsonschema
import pytest

from popliteal.knowledge import yamlfile
from popliteal.knowledge.load import FOLDER

FILES = sorted(path for path in FOLDER.rglob("*.yaml") if "tissues" not in path.name)


def schema_of(path: Path) -> dict[str, object]:
    """The schema that the first line of a file names."""
    named = path.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")[2]
    return json.loads((path.parent / named).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_every_content_file_names_a_schema_that_it_satisfies(path):
    """An editor that follows the first line marks nothing in a shipped file."""
    found = jsonschema.Draft202012Validator(schema_of(path)).iter_errors(yamlfile.read(path).data)

    assert [error.message for error in found] == []


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("triage.yaml", {"disposition": "later"}),
        ("questions.yaml", {"question": "Why?", "answers": {"no": "No"}}),
        ("causes.yaml", {"name": "Without anything else"}),
        ("likelihoods/dvt.yaml", {"no": 0.0, "yes": 1.0, "n": 8}),
    ],
)
def test_a_schema_marks_what_the_check_refuses(name, entry):
    """The schema is no blank cheque: a wrong entry is marked."""
    validator = jsonschema.Draft202012Validator(schema_of(FOLDER / name))

    assert not validator.is_valid({"some_id": entry})
