"""Conditions over answers, against brute force over all their completions."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popliteal.knowledge.content import NOT_SURE, Question
from popliteal.knowledge.load import load
from popliteal.knowledge.when import (
    NEVER,
    AtLeast,
    Is,
    Reader,
    Truth,
    all_of,
    any_of,
    can_fail,
    can_hold,
    extremes,
    leaves,
    live,
    nearest,
    or_worse,
    questions,
    truth,
)

KB = load()


def question(key, *answers, worse=()):
    """A question with these answers."""
    return Question(
        key, "made up", f"{key}?", dict.fromkeys(answers, "Words"), "", ("expert",), worse=worse
    )


ASKED = {
    "fever": question("fever", "no", "yes", worse=(("no", "yes"),)),
    "swelling": question(
        "swelling", "none", "slight", "clear", worse=(("none", "slight", "clear"),)
    ),
    "place": question("place", "knee", "calf", "thigh"),
}

comparisons = st.sampled_from(sorted(ASKED)).flatmap(
    lambda key: st.builds(
        Is,
        st.just(key),
        st.sets(st.sampled_from(sorted(ASKED[key].answers)), min_size=1).map(frozenset),
    )
)
conditions = st.recursive(
    comparisons,
    lambda part: st.lists(part, min_size=1, max_size=3).flatmap(
        lambda parts: st.builds(AtLeast, st.integers(1, len(parts)), st.just(tuple(parts)))
    ),
    max_leaves=6,
)
said = st.fixed_dictionaries(
    {},
    optional={key: st.sampled_from([*q.answers, NOT_SURE]) for key, q in ASKED.items()},
)


def holds(when, answers):
    """Whether the condition holds for definite answers: the meaning, in its plainest form."""
    if isinstance(when, Is):
        return answers.get(when.question) in when.answers
    return sum(holds(part, answers) for part in when.of) >= when.count


def outcomes(when, answers):
    """Whether it holds, for each way to answer what is unsure."""
    unsure = [key for key, answer in answers.items() if answer == NOT_SURE]
    ways = product(*(ASKED[key].answers for key in unsure))
    return [holds(when, {**answers, **dict(zip(unsure, way, strict=True))}) for way in ways]


@given(conditions, said)
def test_what_is_called_true_or_false_is_so_however_the_unsure_answers_are(when, answers):
    """The quick three-valued look may say *could be* too often, and is never wrong otherwise."""
    found = outcomes(when, answers)

    value = truth(when, answers)

    assert value is not Truth.TRUE or all(found)
    assert value is not Truth.FALSE or not any(found)
    assert NOT_SURE in answers.values() or value is not Truth.UNKNOWN


@given(conditions, said)
def test_whether_a_condition_can_hold_or_fail_is_exact(when, answers):
    """Trying only the extreme answers finds what trying all of them finds."""
    found = outcomes(when, answers)

    assert can_hold(when, answers, ASKED) == any(found)
    assert can_fail(when, answers, ASKED) == (not all(found))


@given(conditions, said)
def test_only_live_questions_can_still_decide(when, answers):
    """Once no question is live, no further answer changes the condition."""
    certain = {key: answer for key, answer in answers.items() if answer != NOT_SURE}
    open_now = live(when, certain)

    settled = {key: next(iter(ASKED[key].answers)) for key in ASKED.keys() - open_now}

    assert not open_now & certain.keys()
    assert open_now <= questions(when)
    if not open_now:
        assert truth(when, {**settled, **certain}) == truth(when, certain)


@given(conditions, said)
def test_a_missing_answer_counts_as_told(when, answers):
    """Triage takes it for false, the interview for open; open is never further from the truth."""
    silent = truth(when, answers)
    still_open = truth(when, answers, missing=Truth.UNKNOWN)

    assert silent <= still_open
    assert still_open is not Truth.TRUE or silent is Truth.TRUE


@given(st.lists(conditions, min_size=1, max_size=3), said)
def test_all_takes_the_lowest_and_any_the_highest(parts, answers):
    """False, could be, true: *and* and *or* as usual."""
    values = [truth(part, answers) for part in parts]

    assert truth(all_of(*parts), answers) is min(values)
    assert truth(any_of(*parts), answers) is max(values)
    assert truth(NEVER, answers) is Truth.FALSE


@given(conditions, st.sampled_from(sorted(ASKED)))
def test_the_extremes_stand_for_all_answers(when, key):
    """No answer holds more comparisons than one of the most, or fewer than one of the fewest."""
    named = {leaf.answers for leaf in leaves(when) if leaf.question == key}

    def held(answer):
        return {answers for answers in named if answer in answers}

    most = [held(answer) for answer in extremes(when, ASKED[key], most=True)]
    fewest = [held(answer) for answer in extremes(when, ASKED[key], most=False)]
    for answer in ASKED[key].answers:
        assert any(held(answer) <= other for other in most)
        assert any(held(answer) >= other for other in fewest)


@pytest.mark.parametrize("key", [key for key, q in KB.questions.items() if q.worse])
def test_or_worse_takes_in_all_that_stands_above(key):
    """Worse than worse is worse, and nothing is worse than itself."""
    asked = KB.questions[key]
    for chain in asked.worse:
        for mild, bad in pairwise(chain):
            assert or_worse(asked, bad) < or_worse(asked, mild)
    for answer in asked.answers:
        assert answer in or_worse(asked, answer)


# Reading conditions as they are written.


def read(data, *, unsure_allowed=False):
    """The condition, and what is wrong with it."""
    problems = []
    reader = Reader(
        ASKED, lambda text, where: problems.append((where, text)), unsure_allowed=unsure_allowed
    )
    return reader.read(data), problems


def shape(when):
    """A condition as plain data, to compare."""
    if isinstance(when, Is):
        return (when.question, *sorted(when.answers))
    return (when.count, [shape(part) for part in when.of])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({"fever": "yes"}, ("fever", "yes")),
        ({"place": ["calf", "knee"]}, ("place", "calf", "knee")),
        ({"swelling": {"or_worse": "slight"}}, ("swelling", "clear", "slight")),
        ({"swelling": {"or_worse": ["clear"]}}, ("swelling", "clear")),
        (
            {"all": [{"fever": "yes"}, {"place": "calf"}]},
            (2, [("fever", "yes"), ("place", "calf")]),
        ),
        (
            {"any": [{"fever": "yes"}, {"place": "calf"}]},
            (1, [("fever", "yes"), ("place", "calf")]),
        ),
        ({"at_least": {"count": 1, "of": [{"fever": "yes"}]}}, (1, [("fever", "yes")])),
    ],
)
def test_each_form_is_read_as_it_is_meant(written, meant):
    """Five forms, and there is no sixth."""
    when, problems = read(written)

    assert problems == []
    assert shape(when) == meant


def test_a_part_that_cannot_be_read_never_holds_and_is_named():
    """A mistake in one part is told with its place, and does not hide the next one."""
    when, problems = read({"any": [{"fewer": "yes"}, {"fever": "yess"}, {"place": "calf"}]})

    assert [where for where, _ in problems] == [("any", 0, "fewer"), ("any", 1, "fever")]
    assert truth(when, {"fever": "yes"}) is Truth.FALSE
    assert truth(when, {"place": "calf"}) is Truth.TRUE


def test_not_sure_is_an_answer_only_where_it_is_allowed():
    """A rule cannot ask for *not sure*; an offer can."""
    assert read({"fever": NOT_SURE})[1] != []
    assert read({"fever": NOT_SURE}, unsure_allowed=True)[1] == []


def test_the_nearest_id_is_suggested_when_there_is_one():
    """A spelling mistake is mended in one look."""
    assert nearest("feverr", ASKED) == "Did you mean 'fever'?"
    assert nearest("xyz", ["no", "yes"]) == "Use no or yes."
    assert nearest("xyz", ["no"]) == "Use no."
    assert "docs/reference" in nearest("xyz", [f"id_{n}" for n in range(20)])
