"""Whatever comes in: a result, or one clear line for each problem. Never a traceback."""

import io
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from popliteal.cli.cases import Source
from popliteal.interview import Interview, choices
from popliteal.knowledge.content import Measure
from popliteal.knowledge.load import load

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "answers", "fever", "knee_angle_deg", "x"]), inner)
    ),
    max_leaves=8,
)


def problems(data, *, many):
    """What the reader says of these bytes."""
    return list(Source("c.jsonl", io.BytesIO(data), many).problems(load()))


@pytest.mark.parametrize("many", [False, True])
@given(data=st.binary(max_size=200))
def test_no_bytes_break_the_reader(many, data):
    """Every problem is one line that names file and line."""
    for line in problems(data, many=many):
        assert re.match(r"c\.jsonl:\d+: \S", line)
        assert line.isprintable()


@pytest.mark.parametrize("many", [False, True])
@given(value=VALUES)
def test_no_json_breaks_the_reader(many, value):
    """What JSON can say is read as a case or refused in so many words."""
    for line in problems(json.dumps(value).encode(), many=many):
        assert re.match(r"c\.jsonl:1: \S", line)
        assert line.isprintable()


@given(answers=st.dictionaries(st.sampled_from(sorted(load().questions)), st.integers(0, 20)))
def test_a_case_that_the_reader_passes_is_read_as_it_stands(answers):
    """What is checked in the first reading is what is assessed in the second."""
    kb = load()
    said = {
        key: [*choices(kb.questions[key])][place % len(choices(kb.questions[key]))]
        for key, place in answers.items()
    }
    source = Source("c.jsonl", io.BytesIO(json.dumps({"answers": said}).encode()), many=True)

    assert list(source.problems(kb)) == []
    assert [case.answers.given for case in source.cases(kb)] == [said]


KEYS = st.sampled_from(["1", "1", "1", "2", "3", "b", "w", "", "x", "s", "25", "not_sure"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(KEYS, max_size=15))
def test_whatever_is_typed_ends_politely(popliteal, lines):
    """Forward, back, nonsense, the end: no key breaks a visit."""
    done = popliteal("ask", piped="\n".join(lines))

    assert (done.code, done.err) == (0, "")


@settings(max_examples=25)
@given(picks=st.lists(st.integers(0, 8), max_size=12))
def test_going_all_the_way_back_leaves_nothing_behind(picks):
    """Back is exact: the first question stands there again and no answer is left."""
    talk = Interview(load())
    first = talk.step()
    for pick in picks:
        step = talk.step()
        if step is None or isinstance(step, Measure):
            break
        answers = [*choices(step)]
        talk.answer(step.id, answers[pick % len(answers)])
    while talk.back():
        pass

    assert talk.answers == {}
    assert talk.step() == first
