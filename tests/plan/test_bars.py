"""No regrets: what could harm is not offered, and the reason is said."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from popliteal.answers import Answers
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from popliteal.knowledge.when import NEVER, Truth, any_of, leaves, or_worse, truth
from popliteal.plan import make_plan
from tests.plan.people import (
    FEWER,
    barred_by_nothing,
    could_say,
    harmless,
    slow_truth,
    visits,
)

KB = load()
STRAIN = {"hamstring_strain_low_grade": 0.95}
NERVE = {"sciatic_neural_irritation": 0.95}
CALF = {"gastrocnemius_strain": 0.95}


def offered(plan):
    """Ids of all that is offered."""
    return {offer.id for offer in (*plan.do, *plan.exercises)}


def because(plan, action):
    """Why an action is not offered."""
    return next(r.because for r in plan.not_offered if r.action.id == action)


@given(visits(KB))
def test_nothing_that_could_harm_is_offered(visit):
    """Read a second, slow way: no offered action has a bar that holds or may hold."""
    disposition, probabilities, answers = visit
    plan = make_plan(disposition, probabilities, answers, KB)
    answer_of = could_say(KB, disposition, answers.given)

    for action in map(KB.actions.get, offered(plan)):
        assert not action.barred_if or slow_truth(action.barred_if, answer_of, KB) is False
        assert all(probabilities[cause] < 0.05 for cause in action.barred_causes)


@FEWER
@given(visits(KB))
def test_every_refusal_says_why(visit):
    """A person who misses an action reads the reason, and never the bare rule."""
    plan = make_plan(*visit, KB)

    for refusal in plan.not_offered:
        assert refusal.action.id not in offered(plan)
        assert refusal.because.endswith((".", "…")), refusal.because
        assert "{" not in refusal.because


@given(visits(KB, dispositions=("self_care", "soon")), st.data())
def test_a_barring_answer_takes_the_action_away(visit, data):
    """Any answer that bars an offered action, in place of the harmless one, ends the offer."""
    disposition, probabilities, answers = visit
    barrable = sorted(offered(make_plan(*visit, KB)) & set(KB.when.barred))
    if not barrable:
        return
    action = data.draw(st.sampled_from(barrable))
    single = [p for p in KB.when.barred[action].of if hasattr(p, "question")]
    leaf = data.draw(st.sampled_from(single))
    worse = data.draw(st.sampled_from([*sorted(leaf.answers), NOT_SURE]))

    changed = Answers({**answers.given, leaf.question: worse}, answers.measures)

    assert action not in offered(make_plan(disposition, probabilities, changed, KB))


@given(visits(KB), st.data())
def test_one_more_bar_never_adds_an_action(visit, data):
    """Care only takes away, but for the stand-ins of a group or pair that never comes together."""
    action = KB.actions[data.draw(st.sampled_from(sorted(KB.actions)))]
    always = {**KB.when.barred, action.id: any_of(KB.when.barred.get(action.id, NEVER), ALWAYS)}
    parts = {name: getattr(KB, name) for name in KB.__dataclass_fields__}
    stricter = type(KB)(**{**parts, "when": replace(KB.when, barred=always)})
    stand_ins = {
        other.id
        for other in KB.actions.values()
        if (other.exclusive_group and other.exclusive_group == action.exclusive_group)
        or action.id in other.not_with
    }

    before, after = (offered(make_plan(*visit, knowledge)) for knowledge in (KB, stricter))

    assert action.id not in after
    assert after - before <= stand_ins


# True of everybody: an empty list of conditions of which none need hold.
ALWAYS = replace(NEVER, count=0)


@pytest.mark.parametrize("action", sorted(KB.when.barred))
def test_a_worse_answer_never_lifts_a_bar(action):
    """If an answer bars, every answer that its question calls worse bars too."""
    when = KB.when.barred[action]
    for leaf in leaves(when):
        question = KB.questions[leaf.question]
        for answer in sorted(leaf.answers):
            for worse in or_worse(question, answer):
                others = {
                    other.question: min(other.answers)
                    for other in leaves(when)
                    if other.question != leaf.question
                }
                for said in ({}, others):
                    milder = truth(when, {**said, question.id: answer})
                    assert truth(when, {**said, question.id: worse}) >= milder
                    assert milder is not Truth.UNKNOWN


def test_an_unsure_answer_bars_and_is_named(kb):
    """Not sure about fever: no movement of the knee until that is known."""
    plan = make_plan("self_care", STRAIN, barred_by_nothing(kb, fever=NOT_SURE), kb)

    assert "pain_free_range" not in offered(plan)
    assert "Fever or chills" in because(plan, "pain_free_range")
    assert plan.ask_first == ()


def test_an_unanswered_question_bars_and_is_asked_first(kb):
    """Nobody asked about fever: the action waits, and the question is to be asked."""
    answers = barred_by_nothing(kb)
    given = {key: answer for key, answer in answers.given.items() if key != "fever"}
    plan = make_plan("self_care", STRAIN, Answers(given, {}), kb)

    assert "pain_free_range" not in offered(plan)
    assert "Not asked yet: Fever or chills" in because(plan, "pain_free_range")
    assert plan.ask_first == ("fever",)


def test_a_question_that_does_not_apply_bars_nothing(kb):
    """A man is not asked whether he is pregnant, and that withholds nothing from him."""
    answers = barred_by_nothing(kb, sex="male", duration="2_6w")
    given = {key: answer for key, answer in answers.given.items() if key != "pregnancy"}

    assert "calf_loading" in offered(make_plan("self_care", CALF, Answers(given, {}), kb))
    given["sex"] = "female"
    assert "calf_loading" not in offered(make_plan("self_care", CALF, Answers(given, {}), kb))


def test_a_question_of_the_plan_is_asked_whatever_its_ask_if_says(kb):
    """Tendons are weakened by medicines wherever the pain is, so loading waits for the answer."""
    answers = barred_by_nothing(kb, duration="2_6w", pain_place="upper_calf", pain_extent="palm")
    given = {key: answer for key, answer in answers.given.items() if key != "tendon_drug"}
    plan = make_plan("self_care", CALF, Answers(given, {}), kb)

    assert "calf_loading" not in offered(plan)
    assert "tendon_drug" in plan.ask_first


def test_a_cause_bars_from_one_in_twenty(kb):
    """A clot at 5 % bars the exercise, and the person reads which cause it is and how likely."""
    answers = barred_by_nothing(kb)
    below = make_plan("self_care", {**STRAIN, "dvt": 0.0499}, answers, kb)
    at = make_plan("self_care", {**STRAIN, "dvt": 0.05}, answers, kb)

    assert "isometric_hold" in offered(below)
    assert "isometric_hold" not in offered(at)
    assert kb.causes["dvt"].name in because(at, "isometric_hold")
    assert "5 in 100" in because(at, "isometric_hold")


def test_the_answer_that_bars_is_repeated(kb):
    """The person reads what they said, in the words of the question."""
    plan = make_plan("self_care", NERVE, barred_by_nothing(kb, severity="severe"), kb)

    assert kb.questions["severity"].answers["severe"] in because(plan, "nerve_slider")


@FEWER
@given(visits(KB, dispositions=("self_care", "soon")))
def test_asking_first_comes_to_an_end(visit):
    """Each round asks something new; answered harmlessly, nothing is left to ask."""
    disposition, probabilities, answers = visit
    said = dict(answers.given)
    for _ in KB.questions:
        plan = make_plan(disposition, probabilities, Answers(said, answers.measures), KB)
        if not plan.ask_first:
            break
        assert not set(plan.ask_first) & set(said)
        said |= {key: harmless(KB, key) for key in plan.ask_first}

    assert plan.ask_first == ()
    assert not any(refusal.to_ask for refusal in plan.not_offered)


@FEWER
@given(visits(KB))
def test_no_hidden_test_and_no_clinicians_question_is_asked_first(visit):
    """The plan never asks for a test that the person is not to try."""
    disposition, _, answers = visit
    asked = [KB.questions[key] for key in make_plan(*visit, KB).ask_first]

    assert all(question.kind != "clinician" for question in asked)
    if answers.given.get("calf_swelling") in ("clear", NOT_SURE) or disposition == "urgent":
        assert all(question.self_test != "provocation" for question in asked)
