"""`popliteal knowledge`: what someone who edits the content asks for."""

from xml.etree import ElementTree as ET

import pytest

from popliteal.knowledge.load import load


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
