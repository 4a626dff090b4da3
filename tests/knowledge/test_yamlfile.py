"""The strict YAML subset: what is read is meant, and nothing is read in two ways."""

import json

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from popliteal.errors import KnowledgeError
from popliteal.knowledge.yamlfile import parse, read


def refused(text):
    """What is said of a text that is not in the subset."""
    with pytest.raises(KnowledgeError) as caught:
        parse(text, "x.yaml")
    return caught.value.problems


# Words that YAML readers take for something else, though people mean them as they stand.
@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "off", "No", "YES", "y", "n", "16_29", "under_3d"]
)
def test_a_word_stays_a_word(word):
    """Answers are called no and yes; a reader that turns them into false loses them."""
    assert parse(f"answer: {word}", "x.yaml").data == {"answer": word}


@pytest.mark.parametrize(
    "scalar",
    [
        *(
            "0123",
            "00",
            "0x1F",
            "0o17",
            "0b101",
            "1e3",
            "1.5E-3",
            "+5",
            ".5",
            "5.",
            "1:30",
            "12:30:45",
        ),
        *("True", "TRUE", "False", "FALSE", "Null", "NULL", "~", ".inf", "-.Inf", ".nan", ".NaN"),
    ],
)
def test_what_can_be_read_in_two_ways_must_stand_in_quotes(scalar):
    """750 for 12:30 and 83 for 0123 have happened to others."""
    (line,) = refused(f"a: 1\nb: {scalar}")

    assert line.startswith(f"x.yaml:2: '{scalar}' can be read in two ways")
    assert parse(f"b: '{scalar}'", "x.yaml").data == {"b": scalar}


@pytest.mark.parametrize(
    ("scalar", "value"),
    [("0", 0), ("-7", -7), ("120", 120), ("0.5", 0.5), ("-0.25", -0.25), ("1.0", 1.0)],
)
def test_a_plain_decimal_is_a_number(scalar, value):
    """Whole numbers stay whole."""
    found = parse(f"a: {scalar}", "x.yaml").data["a"]

    assert found == value
    assert type(found) is type(value)


def test_true_false_and_null_are_written_in_one_way():
    """Small letters; nothing at all is null too."""
    text = "a: true\nb: false\nc: null\nd:\n"

    assert parse(text, "x.yaml").data == {"a": True, "b": False, "c": None, "d": None}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3", 3, "'a' stands twice; first on line 1"),
        ("a: {b: 1, b: 2}", 1, "'b' stands twice"),
        ("a: &x 1\nb: 2", 1, "anchors and aliases"),
        ("a: 1\nb: *x", 2, "anchors and aliases"),
        ("a: 1\n<<: {b: 2}", 2, "merge keys"),
        ("a: !!str 1", 1, "the tag"),
        ("a: !python/object:os.system ls", 1, "the tag"),
        ("a: 1\n---\nb: 2", 2, "a second document"),
        ("? [a, b]\n: 1", 1, "a key is a list or a map"),
        ("a:\n\tb: 1", 2, "tab"),
        ("a: @b", 1, "a tab or a reserved sign"),
        ("a: [1, 2\nb: 3", 2, "Check indentation, colons and quotes"),
        ("a: 1\n b: 2", 2, "Check indentation, colons and quotes"),
        ("", 1, "the file is empty"),
        ("# only a remark\n", 1, "the file is empty"),
        ("{}", 1, "the file is empty"),
    ],
)
def test_what_is_not_in_the_subset_is_named_with_its_line(text, line, words):
    """Where, what, what to do."""
    said = refused(text)

    assert any(entry.startswith(f"x.yaml:{line}: ") and words in entry for entry in said), said


def test_every_problem_of_a_file_is_named_at_once():
    """Nobody has to mend a file one error at a time."""
    said = refused("a: 0123\nb: &x 1\na: 2\nc: True")

    assert [entry.split(":")[1] for entry in said] == ["1", "2", "3", "4"]


def test_brackets_without_end_are_refused():
    """A file made to break the reader is a mistake like any other."""
    assert refused("a: " + "[" * 5000) == ("x.yaml:1: nested too deeply. Write it flatter.",)


keys = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12
)
scalars = texts | st.integers() | st.booleans() | st.none()
documents = st.dictionaries(
    keys,
    st.recursive(
        scalars,
        lambda part: st.lists(part, max_size=3) | st.dictionaries(keys, part, max_size=3),
        max_leaves=8,
    ),
    min_size=1,
)


@given(documents)
def test_json_is_read_as_it_stands(data):
    """Quoted text, numbers, lists and maps come back unchanged."""
    assert parse(json.dumps(data, ensure_ascii=False), "x.yaml").data == data


@given(st.dictionaries(keys, texts | st.lists(texts, max_size=3), min_size=1, max_size=3))
def test_what_a_yaml_writer_quotes_comes_back(data):
    """Block style with each text in quotes."""
    text = yaml.safe_dump(data, allow_unicode=True, default_style='"')

    assert parse(text, "x.yaml").data == data


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_lines(text):
    """Nothing crashes the reader."""
    try:
        document = parse(text, "x.yaml")
    except KnowledgeError as error:
        lines = error.problems
    else:
        lines = ()
        assert document.data not in (None, {}, [])

    assert all(entry.startswith("x.yaml") and len(entry.splitlines()) == 1 for entry in lines)


@given(documents)
def test_every_part_has_its_line(data):
    """An error can always be shown where it stands."""
    assume(not isinstance(data, dict) or "no" not in data)
    text = json.dumps(data, indent=1, ensure_ascii=False)
    document = parse(text, "x.yaml")
    lines = text.split("\n")

    for where, line in document.lines.items():
        if where and isinstance(where[-1], str):
            assert lines[line - 1].lstrip().startswith(f'"{where[-1]}"')
    assert document.line("no", "such", "part") == 1


def test_a_file_is_named_when_it_cannot_be_read(tmp_path):
    """Missing, a folder, or not UTF-8."""
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"a: caf\xe9\n")
    for path, words in [
        (latin, "latin.yaml: byte 6 is not UTF-8"),
        (tmp_path / "gone.yaml", "gone.yaml: cannot be read"),
        (tmp_path, f"{tmp_path.name}: cannot be read"),
    ]:
        with pytest.raises(KnowledgeError, match=words):
            read(path)
