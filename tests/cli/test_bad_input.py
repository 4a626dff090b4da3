"""Bad input: one clear line for each problem, exit code 2, nothing half-written."""

import json
import tracemalloc

import pytest

from popliteal import answers
from popliteal.cli import cases
from popliteal.cli.cases import open_cases
from popliteal.knowledge.load import load
from popliteal.knowledge.when import nearest

GOOD = json.dumps({"answers": {"age_band": "30_44"}})

BAD_CASES = {
    "an unknown question": (
        '{"answers": {"calf_sweling": "none"}}',
        "c.jsonl:1: calf_sweling: no such question. Did you mean 'calf_swelling'?",
    ),
    "an unknown answer": (
        '{"answers": {"calf_swelling": "cler"}}',
        "c.jsonl:1: calf_swelling: no answer 'cler'. Did you mean 'clear'?",
    ),
    "a number for an answer": (
        '{"answers": {"fever": 1}}',
        "c.jsonl:1: fever: a number stands here. Use no, yes or not_sure.",
    ),
    "a list for an answer": (
        '{"answers": {"fever": ["yes"]}}',
        "c.jsonl:1: fever: a list stands here. Use no, yes or not_sure.",
    ),
    "nothing for an answer": (
        '{"answers": {"fever": null}}',
        "c.jsonl:1: fever: nothing stands here. Use no, yes or not_sure.",
    ),
    "text for a measure": (
        '{"answers": {"knee_angle_deg": "25"}}',
        (
            "c.jsonl:1: knee_angle_deg: text stands here. "
            "Use a number from 0 to 90 (degrees short of straight)."
        ),
    ),
    "a measure out of range": (
        '{"answers": {"knee_angle_deg": 120}}',
        (
            "c.jsonl:1: knee_angle_deg: 120 is out of range. "
            "Use a number from 0 to 90 (degrees short of straight)."
        ),
    ),
    "an infinite measure": (
        '{"answers": {"knee_angle_deg": 1e999}}',
        (
            "c.jsonl:1: knee_angle_deg: inf is out of range. "
            "Use a number from 0 to 90 (degrees short of straight)."
        ),
    ),
    "NaN": (
        '{"answers": {"knee_angle_deg": NaN}}',
        "c.jsonl:1: NaN is not a number that JSON allows. Write a plain number.",
    ),
    "Infinity": (
        '{"answers": {"knee_angle_deg": -Infinity}}',
        "c.jsonl:1: -Infinity is not a number that JSON allows. Write a plain number.",
    ),
    "a number of ten thousand digits": (
        '{"answers": {"knee_angle_deg": ' + "9" * 10_000 + "}}",
        "c.jsonl:1: a number has too many digits. Write a shorter one.",
    ),
    "a question twice": (
        '{"answers": {"fever": "no", "fever": "yes"}}',
        "c.jsonl:1: fever: stands twice. Keep one.",
    ),
    "the answers twice": (
        '{"answers": {}, "answers": {"fever": "yes"}}',
        "c.jsonl:1: answers: stands twice. Keep one.",
    ),
    "a misspelt key": (
        '{"answers": {}, "ids": "a"}',
        "c.jsonl:1: ids: no such key. Did you mean 'id'?",
    ),
    "another key": ('{"answers": {}, "x": 1}', "c.jsonl:1: x: no such key. Use id or answers."),
    "no answers": (
        '{"id": "a"}',
        (
            'c.jsonl:1: answers: not there. Write "answers": {…}, '
            'as in {"answers": {"age_band": "30_44"}}.'
        ),
    ),
    "an answer beside the answers": (
        '{"answers": {}, "fever": "yes"}',
        (
            'c.jsonl:1: fever: stands beside the answers. Put it inside "answers": '
            '{"answers": {"age_band": "30_44"}}.'
        ),
    ),
    "answers in a list": (
        '{"answers": ["fever"]}',
        "c.jsonl:1: answers: a list stands here. Write a map of question to answer.",
    ),
    "a list of cases": (
        "[" + GOOD + "]",
        (
            'c.jsonl:1: a list stands here. A case is a map: {"answers": {"age_band": "30_44"}}. '
            "For many cases, write one a line in a .jsonl file."
        ),
    ),
    "a number for an id": (
        '{"id": 7, "answers": {}}',
        "c.jsonl:1: id: must be text. Put it in quotes.",
    ),
    "a line break in an id": (
        '{"id": "a\\nb", "answers": {}}',
        (
            "c.jsonl:1: id: holds a line break or another character that cannot be printed. "
            "Leave it out."
        ),
    ),
    "broken JSON": (
        '{"answers": {"fever" "no"}}',
        (
            "c.jsonl:1: broken JSON at column 22: expecting ':' delimiter. "
            'Write {"answers": {"age_band": "30_44"}}.'
        ),
    ),
    "broken UTF-8": (
        b'{"answers": {"fever": "\xff"}}',
        "c.jsonl:1: byte 24 is not UTF-8. Save the file as UTF-8.",
    ),
    "nesting without end": (
        "[" * 200_000,
        'c.jsonl:1: lists or maps are nested too deep. Write {"answers": {"age_band": "30_44"}}.',
    ),
    "a line without end": (
        '{"id": "' + "a" * 1_100_000 + '", "answers": {}}',
        (
            "c.jsonl:1: the case is longer than 1,000,000 characters. "
            'Write {"answers": {"age_band": "30_44"}}.'
        ),
    ),
}


@pytest.mark.parametrize(("content", "line"), BAD_CASES.values(), ids=BAD_CASES.keys())
def test_each_mistake_gets_one_line_that_says_what_is_allowed(popliteal, write, content, line):
    """Exit code 2, one line on standard error, nothing on standard output."""
    done = popliteal("assess", write("c.jsonl", content), "--json")

    assert (done.code, done.out, done.err) == (2, "", line + "\n")


@pytest.mark.parametrize("name", ["c.json", "c.jsonl"])
@pytest.mark.parametrize("content", ["", " \n\n "])
def test_an_empty_file_is_no_case(popliteal, write, name, content):
    """Nothing to read is said, not passed over."""
    done = popliteal("assess", write(name, content))

    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f'{name}:1: the file is empty. Write a case: {{"answers": {{"age_band": "30_44"}}}}.\n'
    )


def test_a_mistake_in_a_json_file_is_named_with_its_line(popliteal, write):
    """Who writes a case over several lines learns which line to mend; all mistakes at once."""
    text = '{"id": "a",\n "answers": {\n  "feever": "no",\n  "calf_swelling": "cler"\n }\n}\n'
    done = popliteal("assess", write("c.json", text))

    assert done.code == 2
    assert done.err.splitlines() == [
        "c.json:3: feever: no such question. Did you mean 'fever'?",
        "c.json:4: calf_swelling: no answer 'cler'. Did you mean 'clear'?",
    ]


def test_every_bad_line_is_named_and_no_good_one_is_answered(popliteal, write):
    """Nothing is half-written: the good lines around a bad one give no result."""
    lines = [GOOD, '{"answers": {"feever": "no"}}', GOOD, "{", "", GOOD]
    done = popliteal("assess", write("c.jsonl", "\n".join(lines)), "--json")

    assert (done.code, done.out) == (2, "")
    assert [line.partition(": ")[0] for line in done.err.splitlines()] == ["c.jsonl:2", "c.jsonl:4"]


def test_twenty_thousand_lines_with_one_bad_one_are_refused_in_little_memory(write):
    """Lines are checked one at a time; the last line is as good a place for a mistake as any."""
    name = write("c.jsonl", f"{GOOD}\n" * 20_000 + '{"answers": {"feever": "no"}}\n')
    tracemalloc.start()
    with open_cases(name) as source:
        problems = list(source.problems(load()))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert problems == ["c.jsonl:20001: feever: no such question. Did you mean 'fever'?"]
    assert most < 1_000_000


def test_the_same_slip_on_every_line_is_looked_up_once(write, monkeypatch):
    """A file with one slip in every line is refused about as fast as a good one is read."""
    looked_up = []

    def counted(wrong, allowed):
        looked_up.append(wrong)
        return nearest(wrong, allowed)

    for module in (answers, cases):
        monkeypatch.setattr(module, "nearest", counted)
    slip = '{"answer": 1, "answers": {"feaver": "no", "calf_swelling": "clar"}}\n'
    with open_cases(write("c.jsonl", slip * 50)) as source:
        problems = list(source.problems(load()))

    assert len(problems) == 150
    assert sorted(looked_up) == ["answer", "clar", "feaver"]


@pytest.mark.parametrize(
    ("piped", "line"),
    [
        ('{"answers": {"feever": "no"}}', "stdin:1"),
        (f'{GOOD}\n{{"answers": {{"feever": "no"}}}}\n', "stdin:2"),
        ('{\n "answers": {\n  "feever": "no"}}\n', "stdin:3"),
        (f'{{"answers": {{"feever": "no"\n{GOOD}\n', "stdin:1"),
        ("", "stdin:1"),
    ],
)
def test_standard_input_is_read_as_one_case_or_as_lines(popliteal, piped, line):
    """What stands on standard input shows which it is; a mistake is named with its line."""
    done = popliteal("assess", "-", piped=piped)

    assert (done.code, done.out) == (2, "")
    assert done.err.partition(": ")[0] == line


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "missing.json",
            "missing.json: no such file. Check the name, or use - for standard input.",
        ),
        (".", ".: this is a folder. Name a .json or .jsonl file."),
        (
            "c.txt",
            (
                "c.txt: cannot tell what is in it. "
                "Name it .json (one case) or .jsonl (one case a line), or use - for a pipe."
            ),
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(popliteal, write, name, line):
    """The message says what to do instead."""
    write("c.txt", GOOD)
    done = popliteal("assess", name)

    assert (done.code, done.out, done.err) == (2, "", line + "\n")


def test_what_a_terminal_would_obey_is_shown_and_not_sent(popliteal, write):
    """A key from a file cannot colour the screen or start a new line."""
    done = popliteal("assess", write("c.json", '{"answers": {"\\u001b[31m\\nfever": "no"}}'))

    assert done.err.startswith("c.json:1: \\x1b[31m\\nfever: no such question.")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["asess", "c.json"], "popliteal: 'asess': no such command. Did you mean 'assess'?"),
        (["--versoin"], "popliteal: '--versoin': no such option. Did you mean '--version'?"),
        (
            ["assess", "c.json", "--jsn"],
            (
                "popliteal assess: --jsn: no such option. Did you mean '--json'? "
                "Try 'popliteal assess --help'."
            ),
        ),
        (
            ["assess"],
            "popliteal assess: FILE is missing. Try 'popliteal assess --help'.",
        ),
    ],
)
def test_a_wrong_command_or_option_names_the_nearest(popliteal, words, line):
    """One line and exit code 2."""
    done = popliteal(*words)

    assert (done.code, done.out, done.err) == (2, "", line + "\n")


@pytest.mark.parametrize("command", [["assess", "-"], ["ask"]])
def test_a_region_without_numbers_is_refused(popliteal, command):
    """A wrong emergency number is worse than none."""
    done = popliteal(*command, "--region", "XX", piped=GOOD)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("region: no numbers for 'XX'.")
    assert done.err.count("\n") == 1
