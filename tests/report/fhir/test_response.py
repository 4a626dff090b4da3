"""Answers come back as they went out, and what cannot be read is refused with its place."""

import json
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popliteal import assess
from popliteal.answers import read_answers
from popliteal.errors import ResourceError
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import translated
from popliteal.knowledge.vignettes import load_vignettes
from popliteal.report.fhir import check_resource, read_response, write_response

KB = load()
ITEM = "QuestionnaireResponse.item[0]"


def written(answers, kb=KB):
    """A response as it comes over a line."""
    return json.loads(json.dumps(write_response(read_answers(answers, kb), kb)))


def refused(resource):
    """Place, code and text of each problem."""
    with pytest.raises(ResourceError) as caught:
        read_response(resource, KB)
    return [(misfit.place, misfit.code, misfit.text) for misfit in caught.value.misfits]


GONE = object()


def changed(at, value, answers=None):
    """A good response with one value of its first item changed, or taken out (GONE)."""
    resource = written(answers or {"fever": "no"})
    *path, last = at
    node = resource["item"][0]
    for step in path:
        node = node[step]
    if value is GONE:
        del node[last]
    else:
        node[last] = value
    return resource


@pytest.mark.parametrize("vignette", load_vignettes(), ids=lambda v: v.id)
def test_answers_come_back_as_they_went_out(vignette):
    """The same answers give the same result, whichever way they came in."""
    resource = check_resource(written(vignette.answers))
    back = read_response(resource, KB)

    assert back == vignette.answers
    assert assess(back, KB).to_dict() == assess(vignette.answers, KB).to_dict()


def test_another_language_gives_the_same_answers():
    """Codes count, words do not."""
    answers = {"fever": "yes", "st_look_up": "less", "c_slump": "not_sure", "knee_angle_deg": 25.5}

    assert read_response(written(answers, translated(KB, "es")), KB) == answers


def test_items_may_come_in_any_order_and_groups_may_be_left_out():
    """Clients differ in this; a linkId says all that is needed."""
    answers = {"st_look_up": "less", "st_extend": "both", "fever": "no", "knee_angle_deg": 30.0}
    resource = written(answers)
    loose = [inner for item in resource["item"] for inner in item.get("item", [item])]
    resource["item"] = loose[::-1]

    assert read_response(resource, KB) == answers


def test_a_question_without_an_answer_was_not_asked():
    """An empty item is no answer, and above all no *no*."""
    assert read_response(changed(["answer"], GONE), KB) == {}


def test_an_angle_may_be_a_quantity_in_degrees():
    """Some clients send a number with its unit."""
    degrees = {"value": 25, "system": "http://unitsofmeasure.org", "code": "deg"}
    resource = written({"knee_angle_deg": 1})
    resource["item"][0]["item"][0]["answer"] = [{"valueQuantity": degrees}]

    assert read_response(resource, KB) == {"knee_angle_deg": 25.0}
    degrees["code"] = "rad"
    assert refused(resource)[0][0] == f"{ITEM}.item[0].answer[0]"


def test_names_and_contained_people_are_not_read():
    """Who it is does not matter, and does not come along."""
    resource = written({"fever": "no"})
    resource["contained"] = [{"resourceType": "Patient", "name": [{"family": "Knee"}]}]
    resource["subject"] = {"display": "A. Knee"}

    assert read_response(resource, KB) == {"fever": "no"}


CODING = ["answer", 0, "valueCoding"]
WRONG = {
    "an unknown linkId": (["linkId"], "fevr", f"{ITEM}.linkId", "Did you mean 'fever'?"),
    "no linkId": (["linkId"], GONE, f"{ITEM}.linkId", "is missing"),
    "a linkId that is a number": (["linkId"], 3, f"{ITEM}.linkId", "string"),
    "another code system": (
        [*CODING, "system"],
        "http://snomed.info/sct",
        f"{ITEM}.answer[0].valueCoding.system",
        "CodeSystem/answers",
    ),
    "a code without its system": (
        [*CODING, "system"],
        GONE,
        f"{ITEM}.answer[0].valueCoding.system",
        "CodeSystem/answers",
    ),
    "an unknown code": (
        [*CODING, "code"],
        "fever.maybe",
        f"{ITEM}.answer[0].valueCoding.code",
        "Use no, yes or not_sure",
    ),
    "the code of another question": (
        [*CODING, "code"],
        "breathless.no",
        f"{ITEM}.answer[0].valueCoding.code",
        "begin with 'fever.'",
    ),
    "text for a code": (
        ["answer", 0],
        {"valueString": "no"},
        f"{ITEM}.answer[0]",
        "takes a valueCoding",
    ),
    "two answers": (
        ["answer"],
        [{"valueString": "a"}, {"valueString": "b"}],
        f"{ITEM}.answer",
        "Give one",
    ),
    "an answer of two kinds": (
        ["answer", 0],
        {"valueString": "no", "valueInteger": 1},
        f"{ITEM}.answer[0]",
        "value",
    ),
    "an element of no FHIR": (["answer", 0, "valueNumber"], 1, "valueNumber", "no such element"),
    "null for answers": (["answer"], None, f"{ITEM}.answer", "is null"),
    "answers to a group": (["linkId"], "home_tests", f"{ITEM}.answer", "no question"),
}


@pytest.mark.parametrize(("at", "value", "place", "text"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named_with_its_place(at, value, place, text):
    """Where, what, what is allowed; nothing is guessed."""
    problems = refused(changed(at, value))

    assert any(place in where and text in what for where, _, what in problems), problems


@pytest.mark.parametrize("value", [True, "25", None, -1, 91, 1e300, [1]])
def test_an_angle_is_a_number_in_range(value):
    """Nothing else is taken for one."""
    resource = written({"knee_angle_deg": 1})
    resource["item"][0]["item"][0]["answer"][0]["valueDecimal"] = value

    assert all(place.startswith(f"{ITEM}.item[0]") for place, _, _ in refused(resource))


def test_a_question_answered_twice_is_refused():
    """Which of two answers counts is not ours to guess."""
    resource = written({"fever": "no"})
    resource["item"].append(deepcopy(resource["item"][0]))

    assert [problem[:2] for problem in refused(resource)] == [
        ("QuestionnaireResponse.item[1].linkId", "duplicate")
    ]


def test_all_problems_come_at_once():
    """Nobody mends a file one line at a time."""
    resource = written({"fever": "no", "breathless": "no"})
    for item in resource["item"]:
        item["linkId"] += "x"

    assert len(refused(resource)) == 2


def test_a_clinicians_finding_is_no_answer_to_the_persons_form():
    """The two forms are told apart by their address."""
    resource = written({"c_slump": "not_sure"})
    assert "examination" in resource["questionnaire"]
    resource["questionnaire"] = resource["questionnaire"].replace("examination", "check")

    assert any("no such question" in text for _, _, text in refused(resource))


@pytest.mark.parametrize("url", ["https://else.example/Questionnaire/check", "check", None])
def test_another_questionnaires_response_is_refused(url):
    """Its linkIds could be the same and mean something else."""
    resource = written({"fever": "no"})
    resource["questionnaire"] = url
    if url is None:
        del resource["questionnaire"]

    assert [place for place, _, _ in refused(resource)] == ["QuestionnaireResponse.questionnaire"]


def test_an_older_version_of_our_form_is_read():
    """Ids are never used again for something else; those that had to go say how to read them."""
    resource = written({"fever": "no"})
    resource["questionnaire"] = resource["questionnaire"].partition("|")[0] + "|0.1"

    assert read_response(resource, KB) == {"fever": "no"}


@pytest.mark.parametrize("retired", KB.retired, ids=lambda r: f"{r.question}.{r.answer}")
def test_an_old_id_keeps_its_meaning(retired):
    """A stored form of last year is still read."""
    question = retired.also_for[0] if retired.also_for else retired.question
    answer = retired.answer or next(iter(KB.questions[question].answers))
    resource = written({"fever": "no"})
    item = resource["item"][0]
    item["linkId"] = retired.question
    item["answer"][0]["valueCoding"]["code"] = f"{retired.question}.{answer}"

    back = read_response(resource, KB)
    assert read_answers(back, KB).given


@pytest.mark.parametrize("element", ["isModifier", "subjectType"])
def test_what_r4_does_not_know_is_refused(element):
    """An R5 resource may mean something else by what looks the same."""
    resource = written({"fever": "no"})
    resource[element] = True

    assert refused(resource)[0][0] == f"QuestionnaireResponse.{element}"


@pytest.mark.parametrize("resource", [None, [], 3, "x", {}, {"resourceType": "ActorDefinition"}])
def test_what_is_no_response_at_all_is_refused(resource):
    """Any JSON is answered in a clear line."""
    assert len(refused(resource)) == 1


def nested(levels, inside="item"):
    """Something that is nested deeply."""
    node = {"linkId": "fever"}
    for _ in range(levels):
        node = {"linkId": "fever", inside: [node]}
    return node


@pytest.mark.parametrize("levels", [100, 5000, 200_000])
def test_a_nested_bomb_is_refused_unread(levels):
    """No depth can break the reader."""
    resource = written({"fever": "no"})
    resource["item"] = [nested(levels)]

    assert refused(resource) == [
        (
            "QuestionnaireResponse",
            "too-costly",
            "is nested more than 60 levels deep. No form of ours is.",
        )
    ]
    while resource:  # Taken apart level by level: freeing it in one go would recurse.
        resource = resource.pop("item", [None])[0]


@pytest.mark.parametrize(
    ("contained", "place"),
    [
        ("x", ""),
        ({"resourceType": "Patient"}, ""),
        (None, ""),
        ([], ""),
        (["x"], "[0]"),
        ([{"resourceType": "Patient"}, {}], "[1].resourceType"),
        ([{"resourceType": 3}], "[0].resourceType"),
    ],
    ids=str,
)
def test_what_is_contained_is_a_list_of_resources(contained, place):
    """It is not read, but a form that is wrong there is wrong."""
    found = refused({**written({"fever": "no"}), "contained": contained})

    assert [where for where, _, _ in found] == [f"QuestionnaireResponse.contained{place}"]


def test_contained_resources_are_few_and_hold_none():
    """What is contained is not read, and cannot be used to hide a load."""
    resource = written({"fever": "no"})
    resource["contained"] = [{"resourceType": "Patient", "contained": []}] * 11

    assert {code for _, code, _ in refused(resource)} == {"invariant", "too-costly"}


@pytest.mark.parametrize("at", [[], ["item", 0], ["item", 0, "answer", 0]], ids=str)
def test_what_may_turn_a_meaning_round_is_refused(at):
    """A modifier that we do not know could say that the answer was not given."""
    resource = node = written({"fever": "yes"})
    for step in at:
        node = node[step]
    node["modifierExtension"] = [{"url": "https://else.example/negated", "valueBoolean": True}]

    ((place, code, _),) = refused(resource)
    assert code == "not-supported"
    assert place.endswith("modifierExtension")
    assert place.count("[") == len([step for step in at if isinstance(step, int)])


@pytest.mark.parametrize("element", ["implicitRules", "_implicitRules"])
def test_rules_of_somebody_else_are_refused(element):
    """They may change what everything in it means."""
    resource = written({"fever": "yes"})
    rules = "https://else.example/rules"
    resource[element] = (
        rules if element[0] != "_" else {"extension": [{"url": rules, "valueCode": "a"}]}
    )

    assert [found[:2] for found in refused(resource)] == [
        (f"QuestionnaireResponse.{element}", "not-supported")
    ]


def test_what_is_contained_may_have_any_modifier():
    """It is not read."""
    resource = written({"fever": "yes"})
    resource["contained"] = [
        {"resourceType": "Patient", "modifierExtension": [], "implicitRules": "x"}
    ]

    assert read_response(resource, KB) == {"fever": "yes"}


@pytest.mark.parametrize("digits", [400, 401, 4000])
@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_of_any_length_is_refused_with_its_place(digits, sign):
    """No number can break the reader, whichever way it is sent."""
    value = int(f"{sign}{'9' * digits}")
    resource = written({"knee_angle_deg": 1})
    answer = resource["item"][0]["item"][0]["answer"]
    degrees = {"value": value, "system": "http://unitsofmeasure.org", "code": "deg"}
    for sent in ({"valueDecimal": value}, {"valueQuantity": degrees}):
        answer[0] = sent

        assert all(place.startswith(f"{ITEM}.item[0]") for place, _, _ in refused(resource))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["item", "answer", "linkId", "valueCoding", "valueDecimal", "contained"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON, JSON)
def test_anything_is_read_or_refused_in_clear_lines(item, contained):
    """Whatever stands in it, the reader answers and does not break."""
    resource = {**written({"fever": "no"}), "item": item, "contained": contained}
    misfits = ()
    try:
        read = read_response(resource, KB)
    except ResourceError as error:
        misfits, read = error.misfits, None

    assert (read is None) is bool(misfits)
    assert all(misfit.place.startswith("QuestionnaireResponse") for misfit in misfits)
