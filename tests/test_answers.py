"""Reading what people said."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popliteal.answers import DOES_NOT_APPLY, Answers, read_answers, with_inapplicable
from popliteal.errors import AnswerError
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from tests.safety.people import people

KB = load()
IDS = [*KB.questions, *KB.measures, "saddle_bladder", "calf_sweling"]
ANSWERS = sorted({answer for question in KB.questions.values() for answer in question.answers})

text = st.text(max_size=20)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | text | st.sampled_from(ANSWERS),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(text, part, max_size=3),
    max_leaves=6,
)
nearly_answers = st.dictionaries(st.sampled_from(IDS) | text, anything, max_size=6)


def read_or_refuse(raw):
    """The answers and the problems; one of them is None."""
    try:
        return read_answers(raw, KB), None
    except AnswerError as error:
        return None, error.problems


@given(anything | nearly_answers)
def test_any_json_value_is_read_or_refused_in_clear_lines(raw):
    """Nothing crashes the reader: it gives checked answers, or one line for each problem."""
    answers, problems = read_or_refuse(raw)

    if answers is None:
        assert problems
        assert all(len(line.splitlines()) == 1 for line in problems)
        assert all(line.endswith((".", "?")) for line in problems)
    else:
        assert all(
            answer in (*KB.questions[key].answers, NOT_SURE)
            for key, answer in answers.given.items()
        )
        assert all(
            KB.measures[key].low <= number <= KB.measures[key].high
            for key, number in answers.measures.items()
        )


@given(people(KB))
def test_checked_answers_come_back_as_they_were_given(said):
    """Reading changes nothing of what a current form sends."""
    once = read_answers(said, KB)

    assert dict(once.given) == said
    assert read_answers(once, KB) is once
    assert read_answers(json.loads(json.dumps(said)), KB) == once


@given(people(KB))
def test_not_sure_is_kept_apart_from_yes_no_and_not_asked(said):
    """An unsure answer is no definite one, and is not lost either."""
    answers = read_answers(said, KB)

    for key in KB.questions:
        unsure = key in answers.unsure
        assert unsure == (said.get(key) == NOT_SURE)
        assert answers.definite(key) == (None if unsure else said.get(key))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"calf_sweling": "no"}, ["calf_sweling", "no such question", "'calf_swelling'"]),
        ({"fever": "yess"}, ["fever", "no answer 'yess'", "'yes'"]),
        ({"fever": True}, ["fever", "true or false", "no, yes or not_sure"]),
        ({"fever": ["yes"]}, ["fever", "a list", "no, yes or not_sure"]),
        ({"fever": None}, ["fever", "nothing", "no, yes or not_sure"]),
        ({"knee_angle_deg": 300}, ["knee_angle_deg", "300 is out of range", "0 to 90"]),
        ({"knee_angle_deg": -0.5}, ["knee_angle_deg", "out of range", "0 to 90"]),
        ({"knee_angle_deg": float("nan")}, ["knee_angle_deg", "out of range", "0 to 90"]),
        ({"knee_angle_deg": "25"}, ["knee_angle_deg", "text", "a number from 0 to 90"]),
        ({"knee_angle_deg": True}, ["knee_angle_deg", "true or false", "a number from 0 to 90"]),
        (["fever"], ["answers", "a list", "a map of question to answer"]),
        (None, ["answers", "nothing", "a map of question to answer"]),
    ],
)
def test_a_wrong_answer_is_named_with_what_is_allowed(raw, words):
    """Where, what, what is allowed: nobody has to read the code to mend a file."""
    with pytest.raises(AnswerError) as caught:
        read_answers(raw, KB)

    (line,) = caught.value.problems
    for word in words:
        assert word in line


def test_every_problem_is_named_at_once():
    """Three mistakes give three lines, and nothing is guessed."""
    with pytest.raises(AnswerError) as caught:
        read_answers({"fever": "perhaps", "knee_angle_deg": 91, "severity": 7, "sex": "male"}, KB)

    assert [line.split(":")[0] for line in caught.value.problems] == [
        "fever",
        "knee_angle_deg",
        "severity",
    ]


# Stored answers under ids that had to go.


def test_an_answer_to_a_split_question_counts_for_both_new_ones():
    """What was asked in one question is now asked in two; the old yes may not be lost in either."""
    stored = read_answers({"saddle_bladder": "yes"}, KB)

    assert dict(stored.given) == {"saddle_numb": "yes", "bladder_bowel": "yes"}


def test_a_new_answer_stands_before_the_stored_one():
    """Who answers the new question has said more than the old record."""
    stored = read_answers({"saddle_bladder": "yes", "saddle_numb": "no"}, KB)

    assert dict(stored.given) == {"saddle_numb": "no", "bladder_bowel": "yes"}


@pytest.mark.parametrize("retired", [r for r in KB.retired if r.answer], ids=lambda r: r.question)
def test_a_retired_answer_is_read_as_its_replacement(retired):
    """A record of last year still loads, with the answer that the content names."""
    stored = read_answers({retired.question: retired.answer}, KB)

    assert dict(stored.given) == {retired.question: retired.read_as}


@pytest.mark.parametrize("retired", KB.retired, ids=lambda r: r.question)
def test_a_retired_id_is_never_used_again(retired):
    """An id keeps its meaning for good, or old records would change theirs."""
    if retired.also_for:
        assert retired.question not in KB.questions
    else:
        assert retired.answer not in KB.questions[retired.question].answers


# Questions that do not apply.


def test_a_question_is_skipped_only_when_its_condition_is_known_to_be_false():
    """Unsure and unasked keep a question open."""
    assert with_inapplicable({"sex": "male"}, KB)["pregnancy"] == DOES_NOT_APPLY
    for given_so_far in ({}, {"sex": NOT_SURE}, {"sex": "female"}, {"age_band": "30_44"}):
        assert "pregnancy" not in with_inapplicable(given_so_far, KB)


@given(people(KB))
def test_what_was_answered_always_applies(said):
    """An answer that is there is never overruled by a condition on asking."""
    known = with_inapplicable(said, KB)

    assert said.items() <= known.items()
    assert all(known[key] == DOES_NOT_APPLY for key in known.keys() - said.keys())


def test_the_mark_for_does_not_apply_is_no_answer():
    """It could otherwise be taken for something that somebody said."""
    assert all(DOES_NOT_APPLY not in question.answers for question in KB.questions.values())
    assert isinstance(read_answers({}, KB), Answers)
