"""Nothing in the content is dead: questions are asked, causes lead, actions are offered."""

from itertools import chain
from random import Random

import pytest

from popliteal.assessment import assess, next_question
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from popliteal.knowledge.vignettes import load_vignettes

KB = load()
HOME = [key for key, question in KB.questions.items() if question.kind != "clinician"]
pytestmark = pytest.mark.slow


def most_telling(cause, key):
    """The answer that speaks most for a cause."""
    usual = KB.background[key].p
    own = KB.likelihoods[cause].get(key, KB.background[key]).p
    # The root keeps answers that hardly anyone gives from looking typical.
    return max(usual, key=lambda answer: own[answer] ** 1.5 / usual[answer])


def textbook(cause):
    """Somebody with every mark of a cause."""
    return {key: most_telling(cause, key) for key in HOME if key in KB.background}


def unalarming(cause, **but):
    """Somebody with the marks of a cause, no red flag and nothing that bars an action."""
    absent = {key: KB.questions[key].absent for key in HOME if KB.questions[key].red_flag}
    plain = dict.fromkeys((key for key in HOME if KB.questions[key].kind == "plan"), "no")
    plain |= {"age_band": "30_44", "sex": "male", "artery_risk": "no", "knee_angle_deg": 5}
    return {**textbook(cause), **absent, **plain, "selfcare_response": "better", **but}


def test_every_cause_can_come_first():
    """A cause that no answers can put first would be a promise that is never kept."""
    people = [*map(textbook, KB.causes), *(vignette.answers for vignette in load_vignettes())]

    first = {assess(person, KB).causes[0].id for person in people}

    assert first == set(KB.causes)


def somebody(chance):
    """Answers as they come, question by question: often without alarm, now and then unsure."""
    tables = {**KB.background, **KB.likelihoods[chance.choice(sorted(KB.causes))]}

    def answer(key):
        absent = KB.questions[key].absent
        if absent is not None and chance.random() < 0.7:
            return absent
        if chance.random() < 0.1:
            return NOT_SURE
        shares = tables[key].p
        return chance.choices(list(shares), list(shares.values()))[0]

    return answer


def asked_in_interviews(seeds):
    """The questions that come up when so many different people are asked."""
    asked = set()
    for seed in seeds:
        answer = somebody(Random(seed))  # noqa: S311 - made-up people need no secrecy
        given = {}
        while (key := next_question(given, KB)) is not None:
            given[key] = answer(key)
        asked |= given.keys()
    return asked


def test_every_question_can_be_asked():
    """A question that is never asked could as well be left out."""
    asked = asked_in_interviews(range(120))

    assert asked == {key for key in HOME if KB.questions[key].kind == "finding"}


def offered(given):
    """The actions that these answers bring."""
    plan = assess(given, KB).plan.to_dict()
    return {action["id"] for part in ("do", "exercises") for action in plan[part]}


def nearby(given):
    """The same person with one answer changed, for each answer to each question."""
    for key in HOME:
        for answer in KB.questions[key].answers:
            if given.get(key) != answer:
                yield {**given, key: answer}


def is_offered(action, durations):
    """Whether the action comes up for somebody with a cause that it suits, or for a near one."""
    causes = KB.actions[action].suits or sorted(KB.causes)
    people = [unalarming(cause, duration=days) for cause in causes for days in durations]
    near = (other for person in people for other in nearby(person))
    return any(action in offered(person) for person in chain(people, near))


def test_every_action_for_lay_people_can_be_offered():
    """An action that is barred for everyone would be there for show."""
    durations = list(KB.questions["duration"].answers)
    reached = set()
    for cause in KB.causes:
        for days in durations:
            reached |= offered(unalarming(cause, duration=days))
    lay = {key for key, action in KB.actions.items() if action.who == "lay"}

    assert [key for key in sorted(lay - reached) if not is_offered(key, durations)] == []


def test_what_a_clinician_has_to_lead_is_offered_to_nobody():
    """These actions are in the content for the clinician's page, not for doing alone."""
    clinicians = {key for key, action in KB.actions.items() if action.who == "clinician"}

    for cause in KB.causes:
        assert not clinicians & offered(unalarming(cause, duration="over_6w"))
