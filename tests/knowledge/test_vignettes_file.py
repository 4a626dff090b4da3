"""Vignette files: each kind of mistake gets one clear line with file and line."""

import shutil

import pytest
from jsonschema import Draft202012Validator

from bench.outcomes import Share, calibration_error, reliability
from popliteal.errors import KnowledgeError
from popliteal.knowledge import yamlfile
from popliteal.knowledge.load import FOLDER
from popliteal.knowledge.vignettes import load_vignettes, notes, vignette_schema

HEAD = "about: {not_reviewed: true, note: Made for a test.}\ncases:\n"
GOOD = """  someone:
    name: Someone with chills is seen today
    answers: {fever: yes}
    expect: {disposition: urgent}
"""


@pytest.fixture
def folder(tmp_path):
    """A copy of the knowledge, with one small file of vignettes."""
    copy = tmp_path / "knowledge"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("vignettes", "__pycache__", "*.py"))
    (copy / "vignettes").mkdir()
    (copy / "vignettes/people.yaml").write_text(HEAD + GOOD, encoding="utf-8")
    return copy


def problems(folder, old, new):
    """Change the file of vignettes and read it."""
    path = folder / "vignettes/people.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_vignettes(folder)
    return caught.value.problems


def test_a_small_file_is_read(folder):
    """The base of the mistakes below is itself without a mistake."""
    assert [vignette.expect.band for vignette in load_vignettes(folder)] == [("urgent",)]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("fever: yes", "fevr: yes", 5, "'fevr' is no question. Did you mean 'fever'?"),
        ("fever: yes", "fever: 39.5", 5, "'fever' has no answer 39.5. Use no, yes or not_sure."),
        ("fever: yes", "knee_angle_deg: 120", 5, "knee_angle_deg is 120.0. Use 0 to 90."),
        ("fever: yes", "knee_angle_deg: bent", 5, "knee_angle_deg is 'bent'. Use 0 to 90."),
        ("urgent", "later", 6, "cases.someone.expect.disposition is 'later'. Use 'self_care',"),
        ("urgent", "urgent, at_most: soon", 6, "disposition lies outside at_least and at_most."),
        ("urgent", "urgent, cause: [dvtt]", 6, "'dvtt' is no cause. Did you mean 'dvt'?"),
        ("urgent", "urgent, because: [em_p]", 6, "'em_p' is no rule. Did you mean 'em_pe'?"),
        ("    name:", "    title:", 4, "cases.someone.title is not a known key."),
        ("    name:", "    scope: far\n    name:", 4, "cases.someone.scope is 'far'. Use 'core'"),
        (
            "    expect:",
            "    synthetic: true\n    expect:",
            3,
            "someone is synthetic and names no rule.",
        ),
        ("    expect:", "    beyond: [sex]\n    expect:", 6, "'sex' is no answer of this case."),
        ("not_reviewed: true, ", "", 1, "about.not_reviewed is missing. Add it."),
        (GOOD, GOOD + GOOD, 7, "'someone' stands twice; first on line 3. Keep one."),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_is_allowed(folder, old, new, line, words):
    """Whoever writes a vignette never has to guess what was meant."""
    found = problems(folder, old, new)

    assert any(text.startswith(f"vignettes/people.yaml:{line}: {words}") for text in found), found


def test_every_mistake_is_named_at_once(folder):
    """Mending one only to meet the next wastes a clinician's day."""
    found = problems(folder, "{fever: yes}", "{fevr: yes, breathles: yes}")

    assert len(found) == 2


def test_an_id_stands_once_over_all_files(folder):
    """An id names one person for ever."""
    (folder / "vignettes/others.yaml").write_text(HEAD + GOOD, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"'someone' stands in others.yaml too"):
        load_vignettes(folder)


def test_a_published_case_has_a_source(folder):
    """A history without its paper cannot be checked."""
    (folder / "vignettes/people.yaml").rename(folder / "vignettes/published.yaml")

    with pytest.raises(KnowledgeError, match="is a published case without a source"):
        load_vignettes(folder)


def test_every_file_says_that_no_clinician_has_reviewed_it():
    """Results are never shown without it."""
    assert all(about.not_reviewed for about in notes().values())


@pytest.mark.parametrize(
    "path", sorted((FOLDER / "vignettes").glob("*.yaml")), ids=lambda p: p.stem
)
def test_an_editor_accepts_what_ships_and_refuses_a_misspelt_key(path):
    """The JSON Schema says the same as the loader."""
    validator = Draft202012Validator(vignette_schema())
    data = yamlfile.read(path).data
    first = next(iter(data["cases"]))

    assert validator.is_valid(data)
    data["cases"][first]["nmae"] = "Misspelt"
    assert not validator.is_valid(data)


def test_an_interval_holds_its_share_and_narrows_with_more_cases():
    """Wilson's interval; 8 of 10 from Wilson 1927 as worked in many texts: 0.490 to 0.943."""
    low, high = Share(8, 10).interval()
    wide, narrow = Share(4, 5).interval(), Share(800, 1000).interval()

    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert wide[0] < low < narrow[0] < 0.8 < narrow[1] < high < wide[1]


def test_calibration_error_is_zero_when_things_happen_as_often_as_said():
    """Ten people at 0.7 of whom seven were so: nothing to mend."""
    assert calibration_error([(0.7, i < 7) for i in range(10)]) == pytest.approx(0)


def test_a_probability_of_one_falls_into_the_last_bin():
    """The bins cover 0 to 1 with both ends."""
    (last,) = reliability([(1.0, True), (0.95, True)])

    assert last.hits == Share(2, 2)
