"""Every mistake in the content is named in one clear line with file and line; nothing loads."""

import random
import re
from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal.errors import KnowledgeError
from popliteal.knowledge import load as loading
from popliteal.knowledge.check import read_checked
from popliteal.knowledge.content import Content
from popliteal.knowledge.load import compile_content, from_content, load
from popliteal.knowledge.translation import states
from tests.knowledge.small_knowledge import BROKEN, SMALL, replace_file, said_in, small_folder

MISTAKES = sorted(BROKEN.glob("*.yaml"))


def problems_of(folder):
    """What is said when a folder is loaded; nothing when it loads."""
    try:
        states(from_content(read_checked(folder, "made up")), folder)
    except KnowledgeError as error:
        return list(error.problems)
    return []


def test_the_small_knowledge_loads(tmp_path):
    """It has no mistake of its own, so that each one below stands alone."""
    assert problems_of(small_folder(tmp_path)) == []


@pytest.mark.parametrize("path", MISTAKES, ids=[path.stem for path in MISTAKES])
def test_a_mistake_is_named_with_its_place_and_what_is_allowed(path, tmp_path):
    """Each broken file says in its head which lines must come of it, and no other comes."""
    text = path.read_text(encoding="utf-8")
    name, said = said_in(text)
    folder = small_folder(tmp_path)
    replace_file(folder, name, text)

    assert sorted(problems_of(folder)) == sorted(said)


def test_a_rule_on_a_question_of_the_plan_is_refused(tmp_path):
    """What is asked for the plan alone decides about no visit; a clinician's finding may."""
    folder = small_folder(tmp_path)
    triage = folder / "triage.yaml"
    triage.write_text(triage.read_text().replace("{calf_swelling: clear}", "{c_slump: positive}"))
    assert problems_of(folder) == []
    questions = folder / "questions.yaml"
    text = questions.read_text().replace("kind: clinician\n  examines: nerve", "kind: plan")
    questions.write_text(text)

    said = "'c_slump' is no finding. Triage uses findings only."
    assert any(said in problem for problem in problems_of(folder))


def test_each_broken_file_has_its_words():
    """A broken file that expects nothing would prove nothing."""
    for path in MISTAKES:
        name, said = said_in(path.read_text(encoding="utf-8"))
        assert (SMALL / name).exists(), path
        assert said, path


def test_all_problems_of_all_files_are_named_at_once(tmp_path):
    """Nobody has to mend a folder one error at a time."""
    folder = small_folder(tmp_path)
    wanted = []
    for mistake in ("unknown_source", "priors_add_up_wrong", "exercise_without_path"):
        text = (BROKEN / f"{mistake}.yaml").read_text(encoding="utf-8")
        name, said = said_in(text)
        replace_file(folder, name, text)
        wanted += said

    assert sorted(problems_of(folder)) == sorted(wanted)
    assert len(wanted) == 3


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    """A German umlaut from an old editor must not end in a traceback."""
    folder = small_folder(tmp_path)
    (folder / "words.yaml").write_bytes("could_be: könnte sein\n".encode("latin-1"))

    (line,) = problems_of(folder)

    assert line.startswith("words.yaml: byte 11 is not UTF-8")


def test_a_file_that_is_not_there_is_named(tmp_path):
    """The folder must be whole."""
    folder = small_folder(tmp_path)
    (folder / "triage.yaml").unlink()

    (line,) = problems_of(folder)

    assert line.startswith("triage.yaml: cannot be read")


def test_a_folder_without_a_version_is_named(tmp_path):
    """A result has to say from which content it came."""
    folder = small_folder(tmp_path)
    (folder / "version.yaml").write_text('number: "1"\n', encoding="utf-8")

    assert problems_of(folder) == ["version.yaml:1: version is missing. Add it."]


def test_an_empty_file_is_named(tmp_path):
    """An emptied file is a mistake, not a knowledge without rules."""
    folder = small_folder(tmp_path)
    (folder / "triage.yaml").write_bytes(b"")

    assert problems_of(folder) == ["triage.yaml:1: the file is empty. Write at least one entry."]


JUNK = [
    "null",
    "true",
    "[]",
    "{}",
    "''",
    "0",
    "-1",
    "{a: b}",
    "[1, 2]",
    "not_sure",
    "any",
    ":",
    "\t",
]


def spoil(text, chance):
    """Spoil one line: take it out, double it, or put junk for a word or a value."""
    lines = text.splitlines()
    at = chance.randrange(len(lines))
    line, junk = lines[at], chance.choice(JUNK)
    words = re.findall(r"[\w.]+", line)
    lines[at : at + 1] = chance.choice(
        [
            [],
            [line, line],
            [junk + line],
            [f"{line.partition(': ')[0]}: {junk}"],
            [line.replace(chance.choice(words), junk, 1)] if words else [junk],
        ]
    )
    return "\n".join(lines) + "\n"


@pytest.mark.slow
@settings(max_examples=50)
@given(seed=st.integers(0, 2**32))
def test_no_spoilt_line_crashes_the_loader(seed, tmp_path_factory):
    """Whatever stands in a file, it loads or it is refused in lines that name a place."""
    chance = random.Random(seed)  # noqa: S311 - junk needs no secrecy
    folder = small_folder(tmp_path_factory.mktemp("spoilt"))
    path = chance.choice(sorted(folder.rglob("*.yaml")))
    path.write_text(spoil(path.read_text(encoding="utf-8"), chance), encoding="utf-8")

    for line in problems_of(folder):
        assert re.match(r"[a-z_/]+\.yaml:\d+: \S", line), line
        assert len(line.splitlines()) == 1


# The compiled content is only ever the same content, read faster.


def fingerprint_of(folder):
    """The fingerprint of a folder as it stands."""
    return loading._fingerprint(folder, loading.content_files(folder))


def parts(knowledge):
    """The content of a knowledge, without its conditions."""
    return {field.name: getattr(knowledge, field.name) for field in fields(Content)}


def test_compiled_content_is_the_same_as_the_files(tmp_path):
    """What a cold start decodes is what a clinician wrote."""
    plain = load(small_folder(tmp_path / "plain"))
    folder = small_folder(tmp_path / "compiled")
    (folder / loading.COMPILED).write_bytes(compile_content(folder))

    compiled = load(folder)

    assert parts(compiled) == parts(plain)
    assert compiled == plain


def test_compiled_content_of_other_files_is_not_used(tmp_path):
    """A stale compiled file is passed over as soon as one letter of the content changes."""
    folder = small_folder(tmp_path)
    (folder / loading.COMPILED).write_bytes(compile_content(folder))
    path = folder / "triage.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("It can be a clot", "It may be one"))

    assert load(folder).rules["ur_clot"].because == "It may be one."


def test_the_fingerprint_changes_with_every_content_file(tmp_path):
    """Two results with one fingerprint came from the same content."""
    folder = small_folder(tmp_path)
    seen = [fingerprint_of(folder)]
    for path in loading.content_files(folder):
        with path.open("a", encoding="utf-8") as file:
            file.write("# A remark.\n")
        seen.append(fingerprint_of(folder))

    assert len(set(seen)) == len(seen) > len(list(SMALL.glob("*.yaml")))


def test_vignettes_and_translations_are_not_part_of_the_fingerprint(tmp_path):
    """A new test case changes no advice, so a result keeps its mark."""
    folder = small_folder(tmp_path)
    before = fingerprint_of(folder)
    for name in ("vignettes", "translations"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "new.yaml").write_text("a: b\n", encoding="utf-8")

    assert fingerprint_of(folder) == before


def test_knowledge_is_loaded_once_and_frozen():
    """It is shared by all who ask, so nobody may change it."""
    assert load() is load()
    with pytest.raises(FrozenInstanceError):
        load().version = "2"
    with pytest.raises(FrozenInstanceError):
        load().rules["em_pe"].disposition = "self_care"


def test_every_rule_question_and_number_has_a_source_and_a_grade():
    """A value without a source does not load; this is the shipped content seen as a whole."""
    kb = load()
    graded = [*kb.rules.values(), *kb.actions.values(), *kb.background.values()]
    graded += [table for tables in kb.likelihoods.values() for table in tables.values()]
    graded += [cause.prior for cause in kb.causes.values()]

    assert all(entry.sources and entry.grade in "ABCD" for entry in graded)
    assert all(set(entry.sources) <= kb.sources.keys() for entry in graded)
    assert all(question.sources for question in kb.questions.values())
