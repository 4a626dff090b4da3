"""`popliteal ask`: one question at a time, forward and back, out at any time."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios

import pytest

from popliteal.cli.ask import FAREWELL
from popliteal.cli.screen import SECTIONS
from popliteal.interview import USUALLY, Interview, choices
from popliteal.knowledge.content import NOT_SURE, Measure
from popliteal.knowledge.load import load
from popliteal.knowledge.vignettes import load_vignettes

SELF_CARE = {"st_other_leg": "same", "mech_pattern": "only_stretch", "duration": "under_3d"}
EMERGENCY = {"breathless": "yes"}
URGENT = {"calf_swelling": "clear"}


def line_for(step, answers):
    """What a person with these answers types; a sign that is not named is not there."""
    if isinstance(step, Measure):
        return f"{answers[step.id]:g}" if step.id in answers else "s"
    answer = answers.get(step.id, step.absent or NOT_SURE)
    return str([*choices(step)].index(answer) + 1)


def typed(answers):
    """Every line that a person with these answers types, from the first question to the advice."""
    talk = Interview(load())
    lines = []
    while (step := talk.step()) is not None:
        lines.append(line_for(step, answers))
        given = lines[-1]
        if isinstance(step, Measure):
            talk.answer(step.id, None if given == "s" else float(given))
        else:
            talk.answer(step.id, [*choices(step)][int(given) - 1])
    return lines


@pytest.mark.parametrize(
    ("answers", "heading"),
    [
        (SELF_CARE, "You can look after this at home"),
        (URGENT, "Be seen today"),
        (EMERGENCY, "Get emergency help now"),
    ],
)
def test_a_visit_from_a_pipe_ends_with_the_advice(popliteal, answers, heading):
    """Plain lines are enough; no terminal is needed."""
    done = popliteal("ask", piped="\n".join(typed(answers)) + "\n")

    assert (done.code, done.err) == (0, "")
    assert heading in done.out
    assert "How old are you?" in done.out or answers is EMERGENCY


def test_the_same_lines_give_the_same_bytes(popliteal):
    """A visit can be repeated."""
    lines = "\n".join(typed(URGENT))

    assert popliteal("ask", piped=lines) == popliteal("ask", piped=lines)


def test_an_emergency_ends_the_questions_at_once(popliteal):
    """No question stands between the answer and the phone: not for the plan, not for an angle."""
    done = popliteal("ask", "--region", "GB", piped="\n".join(typed(EMERGENCY)))

    assert "Call 999" in done.out
    assert "For your plan" not in done.out
    assert "An angle" not in done.out


def test_no_angle_is_asked_for_once_someone_must_be_seen_today(popliteal):
    """Straightening the knee into the pain is a test, and tests are over then."""
    done = popliteal("ask", piped="\n".join(typed(URGENT)))

    assert "An angle, if you like" not in done.out


def test_back_shows_the_question_again_and_changes_its_answer(popliteal):
    """The answer before is marked; Enter alone keeps it, a number replaces it."""
    talk = Interview(load())
    first = talk.step()
    labels = [*choices(first).values()]
    done = popliteal("ask", piped=f"1\nb\n{len(labels)}\nb\n\nq\n")

    shown = done.out.split("question 1 · ")
    assert len(shown) == 4
    assert f"{labels[0]}   (your answer before)" in " ".join(shown[2].split("\n"))
    assert f"{labels[-1]}   (your answer before)" in " ".join(shown[3].split("\n"))
    assert "Enter alone keeps your answer." in shown[3]
    assert "question 2 · " in shown[3]


def test_back_takes_the_answer_out_of_the_result():
    """What was taken back says nothing any more."""
    talk = Interview(load())
    talk.answer("breathless", "yes")
    before = talk.result().disposition
    talk.back()

    assert (before, talk.result().disposition) == ("emergency", "self_care")
    assert talk.answers == {}


def test_back_on_the_first_question_says_so(popliteal):
    """There is nowhere to go, and nothing breaks."""
    done = popliteal("ask", piped="b\nq\n")

    assert "This is the first question." in done.out


def test_why_shows_the_reason_and_asks_again(popliteal):
    """The reason is there for who wants it."""
    question = Interview(load()).step()
    done = popliteal("ask", piped="w\nq\n")

    assert "Why we ask" in done.out
    assert question.why.split(".")[0] in " ".join(done.out.split())


def test_not_sure_is_the_last_answer_of_every_question():
    """Nobody has to guess."""
    for question in load().questions.values():
        assert [*choices(question)][-1] == NOT_SURE


@pytest.mark.parametrize("typed_line", ["0", "99", "x", "n", "-1", "1.5", "²", "1 2"])
def test_a_line_that_is_no_answer_says_what_is_and_asks_again(popliteal, typed_line):
    """Nothing is guessed, and no question is lost."""
    count = len(choices(Interview(load()).step()))
    done = popliteal("ask", piped=f"{typed_line}\nq\n")

    assert done.code == 0
    assert f"is no answer here. Type a number from 1 to {count}." in done.out
    assert "question 2" not in done.out


@pytest.mark.parametrize(
    ("typed_line", "said"),
    [
        ("95", "'95' is out of range. Type a number from 0 to 90, or s to skip."),
        ("nan", "'nan' is out of range. Type a number from 0 to 90, or s to skip."),
        ("far", "'far' is no number. Type a number from 0 to 90, or s to skip."),
    ],
)
def test_an_angle_that_cannot_be_is_asked_again(popliteal, typed_line, said):
    """The range stands in the message."""
    lines = typed(SELF_CARE)
    assert lines[-1] == "s"
    done = popliteal("ask", piped="\n".join([*lines[:-1], typed_line, "25°"]))

    assert done.code == 0
    assert said in done.out


def test_the_end_of_a_pipe_ends_politely(popliteal):
    """No advice from half a visit, and no traceback."""
    done = popliteal("ask", piped="1\n1\n")

    assert (done.code, done.err) == (0, "")
    assert done.out.endswith(f"there is no advice.\n{FAREWELL}\n")


def test_who_leaves_early_hears_what_the_answers_already_mean(popliteal):
    """A red flag that was said is never lost because someone stopped."""
    lines = []
    talk = Interview(load())
    while talk.warning() is None:
        step = talk.step()
        lines.append(line_for(step, {"skin_heat": "warm"}))
        talk.answer(step.id, [*choices(step)][int(lines[-1]) - 1])
    done = popliteal("ask", piped="\n".join([*lines, "q"]))

    assert "Before you go" in done.out
    assert talk.result().heading in done.out


def test_ctrl_c_leaves_politely(popliteal, monkeypatch):
    """Exit code 130, as shells expect, and no traceback."""

    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    done = popliteal("ask")

    assert (done.code, done.err) == (130, "")
    assert done.out.endswith(f"{FAREWELL}\n")


def test_every_section_has_a_name_for_people():
    """No id on the screen."""
    asked = (q for q in load().questions.values() if q.kind == "finding")

    assert {question.section for question in asked} <= set(SECTIONS)


@pytest.mark.parametrize("columns", ["40", "80"])
def test_no_line_is_wider_than_the_terminal(popliteal, monkeypatch, columns):
    """Questions, answers and advice fit a narrow window."""
    monkeypatch.setenv("COLUMNS", columns)
    done = popliteal("ask", piped="\n".join(typed(URGENT)))

    assert max(map(len, done.out.splitlines())) <= int(columns)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_unicode_shows_the_visit_all_the_same(popliteal, monkeypatch, encoding):
    """A sign that cannot be shown is replaced, not raised."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    sys.stdout.reconfigure(errors="strict")
    done = popliteal("ask", piped="\n".join(typed(EMERGENCY)))

    assert done.code == 0


@pytest.mark.slow
def test_the_usual_number_of_questions_is_the_one_we_name():
    """The progress line tells the truth: the median over authored people, plan and angle too."""
    people = [v for v in load_vignettes() if v.kind == "authored"][::4]
    median = statistics.median(len(typed(person.answers)) for person in people)

    assert abs(median - USUALLY) <= 5


INTERRUPT = object()


def at_a_terminal(*lines, columns=80, rows=24):
    """What `popliteal ask` shows on a real terminal while these lines are typed one by one."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    command = [sys.executable, "-m", "popliteal", "ask"]
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "1"}
    process = subprocess.Popen(command, stdin=child, stdout=child, stderr=child, env=env)
    os.close(child)
    shown = b""
    for line in lines:
        while not re.search(rb"> (\x1b\[0m)?$", shown):
            assert select.select([parent], [], [], 60)[0], shown
            shown += os.read(parent, 1024)
        if line is INTERRUPT:
            process.send_signal(signal.SIGINT)
        else:
            os.write(parent, line)
        shown += b"\n"
    with contextlib.suppress(OSError):
        while more := os.read(parent, 1024):
            shown += more
    os.close(parent)
    return process.wait(), shown.decode()


def test_a_slip_of_the_finger_can_be_taken_back_after_the_advice():
    """The wrong key sends nobody to hospital: the last answer can be changed."""
    question = Interview(load()).step()
    worst = str(len(question.answers)).encode()
    code, shown = at_a_terminal(b"\n", worst + b"\n", b"b\n", b"1\n", b"q\n")

    assert code == 0
    assert "EMERGENCY" in shown
    assert "(your answer before)" in shown
    assert shown.rindex("question 2") > shown.index("EMERGENCY")


def test_ctrl_c_at_a_terminal_leaves_politely():
    """No traceback, and the exit code that shells expect."""
    code, shown = at_a_terminal(b"\n", INTERRUPT)

    assert code == 130
    assert FAREWELL in shown
    assert "Traceback" not in shown


def test_a_terminal_without_colour_gets_none():
    """NO_COLOR is honoured."""
    _, shown = at_a_terminal(b"\n", b"q\n")

    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", shown)
