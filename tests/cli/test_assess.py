"""`popliteal assess`: the same answers in, the same advice out, for people and for programs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import popliteal as pp

SELF_CARE = {"st_other_leg": "same", "mech_pattern": "only_stretch"}
EMERGENCY = {"breathless": "yes"}
URGENT = {"calf_swelling": "clear"}
FULL = Path("/dev/full")


def case(answers, name=None):
    """A case as it stands in a file."""
    return json.dumps({**({"id": name} if name else {}), "answers": answers})


def test_one_case_gives_one_object_for_programs(popliteal, write):
    """The object is what the Python interface gives, with the id carried through."""
    done = popliteal("assess", write("c.json", case(SELF_CARE, "anna")), "--json")

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == pp.assess(SELF_CARE, pp.load(), id="anna").to_dict()


def test_a_case_a_line_gives_an_object_a_line_in_the_same_order(popliteal, write):
    """Line and result belong together; blank lines hold no case."""
    lines = "\n".join([case(SELF_CARE, "a"), "", case(EMERGENCY, "b"), case({}, "c")])
    done = popliteal("assess", write("c.jsonl", lines), "--json")

    assert done.code == 0
    results = [json.loads(line) for line in done.out.splitlines()]
    assert [result["id"] for result in results] == ["a", "b", "c"]
    assert [result["disposition"] for result in results] == ["self_care", "emergency", "self_care"]


@pytest.mark.parametrize("form", ["one line", "many lines", "pretty"])
def test_standard_input_may_be_one_case_or_many(popliteal, form):
    """Nobody has to say which it is."""
    piped = {
        "one line": case(EMERGENCY),
        "many lines": f"{case(EMERGENCY)}\n{case(EMERGENCY)}\n",
        "pretty": json.dumps({"answers": EMERGENCY}, indent=2),
    }[form]
    done = popliteal("assess", "-", "--json", piped=piped)

    assert done.code == 0
    assert len(done.out.splitlines()) == (2 if form == "many lines" else 1)


def test_a_file_saved_with_a_byte_order_mark_is_read(popliteal, write):
    """Some editors put one first; it is not the person's mistake."""
    done = popliteal(
        "assess", write("c.json", b"\xef\xbb\xbf" + case(EMERGENCY).encode()), "--json"
    )

    assert done.code == 0


@pytest.mark.parametrize("options", [["--json"], []])
def test_the_same_file_gives_the_same_bytes(popliteal, write, options):
    """No clock, no chance."""
    name = write("c.jsonl", f"{case(SELF_CARE)}\n{case(EMERGENCY)}\n")

    assert popliteal("assess", name, *options) == popliteal("assess", name, *options)


def test_another_process_gives_the_same_bytes(write):
    """Hash seeds and warm caches leave no trace in the result."""
    name = write("c.json", case({**SELF_CARE, "calf_swelling": "not_sure"}))
    runs = [
        subprocess.run(
            [sys.executable, "-m", "popliteal", "assess", name, "--json"],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]

    assert runs[0] == runs[1] != b""


def test_people_read_how_soon_before_anything_else(popliteal, write):
    """The card with the disposition stands first, and says what kind it is in words."""
    done = popliteal("assess", write("c.json", case(SELF_CARE)))

    assert "AT HOME" in done.out.splitlines()[0]
    assert done.out.index("You can look after this at home") < done.out.index("What it could be")


def test_an_emergency_says_the_one_action_and_offers_no_list_of_causes(popliteal, write):
    """Nothing to weigh, nothing to read first: call."""
    done = popliteal("assess", write("c.json", case(EMERGENCY)), "--region", "gb")

    assert "EMERGENCY" in done.out.splitlines()[0]
    assert "Call 999" in done.out
    assert "What it could be" not in done.out
    assert "people with answers like yours" not in done.out


def test_without_a_region_the_local_number_is_named_in_words(popliteal, write):
    """A wrong number is worse than none."""
    done = popliteal("assess", write("c.json", case(EMERGENCY)))

    assert "your local emergency number" in " ".join(done.out.split())


def test_each_case_of_many_is_told_apart(popliteal, write):
    """By its id, or by its line where it has none."""
    done = popliteal("assess", write("c.jsonl", f"{case(EMERGENCY, 'anna')}\n{case(EMERGENCY)}"))

    heads = [line.split(" =")[0] for line in done.out.splitlines() if line.endswith("===")]
    assert heads == ["anna", "line 2"]


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_no_line_is_wider_than_the_terminal(popliteal, write, monkeypatch, columns):
    """Nothing is cut off on a phone."""
    name = write("c.json", case({**SELF_CARE, "calf_swelling": "not_sure"}))
    monkeypatch.setenv("COLUMNS", columns)
    done = popliteal("assess", name)

    assert max(map(len, done.out.splitlines())) <= int(columns)


def test_the_words_that_promise_too_much_are_nowhere(popliteal, write):
    """We say what it could be, never what someone has."""
    lines = [case(SELF_CARE), case({"pins_needles": "yes", "st_look_up": "less"})]
    done = popliteal("assess", write("c.jsonl", "\n".join(lines)))

    text = done.out.lower()
    assert [
        word for word in ("you have a ", "diagnosis is", "guaranteed", "nhs") if word in text
    ] == []


def test_one_case_for_programs_loads_nothing_that_only_people_need(write):
    """A cold start stays short: no terminal library and no content checker is imported."""
    name = write("c.json", case(SELF_CARE))
    script = (
        "import sys; from popliteal.cli import main; "
        f"code = main(['assess', {name!r}, '--json']); "
        "slow = {'rich', 'pydantic', 'scipy', 'matplotlib', 'yaml'} & set(sys.modules); "
        "sys.exit(code or len(slow))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr


def test_a_reader_that_stops_early_is_no_error(write):
    """`popliteal assess cases.jsonl --json | head -1` ends quietly."""
    name = write("c.jsonl", f"{case(SELF_CARE)}\n" * 30)
    command = f"{sys.executable} -m popliteal assess {name} --json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)

    assert len(done.stdout) == 10
    assert done.stderr == b""


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", ["assess {} --json", "assess {}", "posture --help", "--help"])
def test_a_full_disk_is_said_in_one_line(write, words):
    """No traceback; exit code 1, for what was written is not complete."""
    name = write("c.jsonl", f"{case(SELF_CARE)}\n" * 3)
    command = [sys.executable, "-m", "popliteal", *words.format(name).split()]
    with FULL.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("popliteal: the result could not be written (No space left")
    assert done.stderr.count("\n") == 1


def text_of(done):
    """What was printed, as one line of words."""
    return " ".join(done.out.split())


def test_what_an_unsure_answer_leaves_open_is_said_with_what_to_check(popliteal, write):
    """The rule in words, and the question to look at again."""
    kb = pp.load()
    done = popliteal("assess", write("c.json", case({**SELF_CARE, "calf_swelling": "not_sure"})))
    opened = next(
        rule
        for rule in pp.assess({**SELF_CARE, "calf_swelling": "not_sure"}, kb).could_not_exclude
        if rule.disposition == "urgent"
    )

    assert opened.text in text_of(done).replace(" - ", " ")
    assert f"- {kb.questions['calf_swelling'].question}" in text_of(done)


def test_a_result_without_the_danger_questions_says_so_in_the_card(popliteal, write):
    """Hardly anything was asked: that must not read as all clear."""
    done = popliteal("assess", write("c.json", case(SELF_CARE)))

    card = done.out.split("+-", 2)[1]
    assert "about danger signs had no answer" in card


@pytest.mark.parametrize(
    ("answers", "first", "then"),
    [
        (SELF_CARE, "What it could be", "What to do today"),
        (URGENT, "Until you are", "What it could"),
    ],
)
def test_who_must_be_seen_today_reads_what_to_do_first(popliteal, write, answers, first, then):
    """At home the causes come first; when someone must be seen, what to do until then does."""
    done = popliteal("assess", write("c.json", case(answers)))

    assert 0 < done.out.index(first) < done.out.index(then)


def test_two_causes_too_close_to_tell_are_named_as_such(popliteal, write):
    """Honest words instead of a coin toss."""
    kb = pp.load()
    done = popliteal("assess", write("c.json", case({"age_band": "30_44"})))

    assert pp.assess({"age_band": "30_44"}, kb).cannot_tell
    assert "We cannot tell these apart from here: " in text_of(done)
