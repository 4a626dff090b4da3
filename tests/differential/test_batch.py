"""Many cases at once give what each gives by itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal.differential.batch import Batch
from popliteal.differential.evidence import build_model, observe
from popliteal.knowledge.load import load
from tests.differential.networks import person

KB = load()
MODEL = build_model(KB)
BATCH = Batch(MODEL)


def coded(said):
    """The answers of one person as codes."""
    positions = (MODEL.findings[key].answers for key in BATCH.questions)
    return [
        answers.get(said.get(key), -1)
        for key, answers in zip(BATCH.questions, positions, strict=True)
    ]


@given(st.integers(0, 2**32))
@settings(max_examples=15)
def test_each_case_of_a_batch_gets_its_own_posterior(seed):
    """Gathered from joint tables or worked out one by one: the same to 1e-9."""
    people = [person(seed + at, KB) for at in range(20)]

    found = BATCH.posterior(np.array([coded(said) for said in people]))

    for said, posterior in zip(people, found, strict=True):
        assert np.abs(posterior - observe(said, MODEL)[1].posterior).max() <= 1e-9


def test_more_cases_than_one_round_holds_keep_their_order():
    """Cutting the cases into rounds changes nothing."""
    codes = np.array([coded(person(seed, KB)) for seed in range(50)])
    many = np.tile(codes, (200, 1))

    found = BATCH.posterior(many)

    assert np.array_equal(found, np.tile(BATCH.posterior(codes), (200, 1)))


def test_the_rarest_answers_to_everything_do_not_vanish():
    """Sixty-nine answers that hardly anybody gives still have a posterior that adds up to one."""
    said = {
        key: min(finding.answers, key=lambda a: finding.like[finding.answers[a]].max())
        for key, finding in MODEL.findings.items()
    }

    (found,) = BATCH.posterior(np.array([coded(said)]))

    assert np.abs(found - observe(said, MODEL)[1].posterior).max() <= 1e-9


def test_no_cases_give_no_rows():
    """An empty file is no error."""
    assert BATCH.posterior(np.empty((0, len(BATCH.questions)), dtype=int)).shape == (
        0,
        len(KB.causes),
    )


def test_codes_are_not_changed():
    """The caller's array is read, never written."""
    codes = np.array([coded(person(1, KB))])
    before = codes.copy()

    BATCH.posterior(codes)

    assert np.array_equal(codes, before)


@pytest.mark.parametrize(("column", "code"), [(0, 99), (3, -2)])
def test_a_code_that_is_no_answer_is_refused_with_its_place(column, code):
    """Looked up blindly, it would be read as an answer to another question."""
    codes = np.full((2, len(BATCH.questions)), -1)
    codes[1, column] = code

    with pytest.raises(ValueError, match=rf"codes\[1, {column}\] is {code}.*Use -1 for none"):
        BATCH.posterior(codes)


def test_a_wrong_number_of_columns_is_refused():
    """One column a question, in the order of `questions`."""
    with pytest.raises(ValueError, match=r"shape \(2, 5\)"):
        BATCH.posterior(np.full((2, 5), -1))


def test_the_questions_are_those_of_the_model():
    """So that a program can line up its columns."""
    assert BATCH.questions == tuple(MODEL.findings)
