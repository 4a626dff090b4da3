"""Plain JSON: what the command line says, over a line."""

import pytest

from popliteal import assess, next_question
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import translated
from popliteal.knowledge.vignettes import load_vignettes

KB = load()


def told(system, path, body):
    """The problems of a request that is refused."""
    response = system.post(path, body, "application/json")
    assert response.status_code == 400
    return [(problem["where"], problem["what"]) for problem in response.json()["problems"]]


@pytest.mark.parametrize("vignette", load_vignettes()[::5], ids=lambda v: v.id)
def test_the_result_is_that_of_the_library(system, vignette):
    """The same JSON as `popliteal assess --json`."""
    body = {"id": vignette.id, "answers": vignette.answers, "region": "GB"}
    response = system.post("/api/assess", body, "application/json")

    wanted = assess(vignette.answers, KB, id=vignette.id, region="GB")
    assert response.json() == wanted.to_dict()


def test_the_language_can_be_chosen(system):
    """In the body, which goes before the header."""
    body = {"answers": {"breathless": "yes"}, "language": "es"}
    response = system.post("/api/assess", body, "application/json", accept_language="en")

    assert response.json() == assess({"breathless": "yes"}, translated(KB, "es")).to_dict()


def test_an_interview_can_be_held_question_by_question(system):
    """Each next question is that of the library, with its words and all its answers."""
    answers = {}
    for _ in range(6):
        question = system.post(
            "/api/next-question", {"answers": answers}, "application/json"
        ).json()["question"]
        assert question["id"] == next_question(answers, KB)
        assert list(question["answers"])[-1] == "not_sure"
        answers[question["id"]] = KB.questions[question["id"]].absent or "not_sure"
    done = system.post("/api/next-question", {"answers": {"breathless": "yes"}}, "application/json")
    assert done.json() == {"question": None}


def test_every_problem_is_named_as_on_the_command_line(system):
    """Where, what, what is allowed."""
    body = {"answers": {"calf_sweling": "no", "fever": "maybe", "knee_angle_deg": 200}}

    assert told(system, "/api/assess", body) == [
        ("calf_sweling", "no such question. Did you mean 'calf_swelling'?"),
        ("fever", "no answer 'maybe'. Use no, yes or not_sure."),
        (
            "knee_angle_deg",
            "200 is out of range. Use a number from 0 to 90 (degrees short of straight).",
        ),
    ]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ([], "body"),
        ({}, "answers"),
        ({"answers": {}, "name": "Ada"}, "name"),
        ({"answers": {}, "\ud800": "Ada"}, "\ud800"),
        ({"answers": {"\ud800": "no"}}, "\\ud800"),
        ({"answers": []}, "answers"),
        ({"answers": {}, "id": 3}, "id"),
        ({"answers": {}, "region": "XX"}, "region"),
        ({"answers": {}, "region": 3}, "region"),
        ({"answers": {}, "language": "xx"}, "language"),
        ({"answers": {}, "language": ["es"]}, "language"),
    ],
    ids=ascii,
)
def test_a_case_that_cannot_be_read_is_refused_with_the_place(system, body, where):
    """Nothing is guessed, also not of what stands around the answers."""
    assert [place for place, _ in told(system, "/api/assess", body)] == [where]
