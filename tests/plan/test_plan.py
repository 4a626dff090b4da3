"""Who is offered what: gates, groups, the source article's advice, and what is always there."""

import json

import pytest
from hypothesis import given

from popliteal.answers import Answers
from popliteal.knowledge.load import load
from popliteal.knowledge.when import leaves
from popliteal.plan import make_plan
from popliteal.plan.visit import planned_causes
from popliteal.triage import decide
from tests.plan.people import FEWER, barred_by_nothing, visits

KB = load()
LAY = sorted(key for key, action in KB.actions.items() if action.who == "lay")
WARNING_SIGNS = {
    "unable_to_bear_weight": "cannot put weight on the leg or walk more than a few steps",
    "persists_two_weeks": "more than two weeks in spite of rest and care",
    "weakness_numbness": "New weakness, numbness or loss of feeling",
    "systemic": "Fever, chills, or heat or redness behind the knee",
}


def offered(plan):
    """Ids of all that is offered."""
    return [offer.id for offer in (*plan.do, *plan.exercises)]


def someone_for(action):
    """Somebody who should be offered the action: its first cause, its answers, and no bar."""
    answers = barred_by_nothing(KB, duration="2_6w", st_other_leg="milder")
    said = dict(answers.given)
    if action.id in KB.when.offered:
        for leaf in wanted_leaves(KB.when.offered[action.id]):
            known = KB.questions[leaf.question].answers
            said[leaf.question] = next(answer for answer in known if answer in leaf.answers)
    # A fallback is for causes that nothing else suits.
    cause = next(iter(action.suits), "other" if action.fallback else "normal_stretch")
    return {cause: 0.95}, Answers(said, {})


def wanted_leaves(when):
    """The comparisons of the first way to make a condition true."""
    parts = when.of[: when.count] if hasattr(when, "of") else ()
    return [leaf for part in parts for leaf in wanted_leaves(part)] or [next(leaves(when))]


@pytest.mark.parametrize("key", LAY)
def test_every_action_for_home_can_be_reached(key):
    """By answers that give, in triage, a disposition which lets the action through."""
    action = KB.actions[key]
    probabilities, answers = someone_for(action)
    if action.not_with and key == "oral_nsaid_caution":
        answers = Answers({**answers.given, "skin_rash": "other"}, {})
    if action.exclusive_group and action.rank > 1:
        answers = Answers({**answers.given, "spread": "foot"}, {})
    if action.exclusive_group and action.rank > 2:
        answers = Answers({**answers.given, "pins_needles": "old"}, {})
    disposition = decide(answers.given, KB).disposition

    assert key in offered(make_plan(disposition, probabilities, answers, KB))


@FEWER
@given(visits(KB, dispositions=("urgent", "emergency")))
def test_who_must_be_seen_today_reads_only_what_keeps_the_leg_from_harm(visit):
    """No exercise, no home care, nothing else to read before being seen."""
    plan = make_plan(*visit, KB)

    assert plan.heading == "Until you are seen"
    assert {offer.kind for offer in plan.do} == {"safety"}
    assert plan.exercises == () == plan.not_offered == plan.ask_first
    assert plan.review == () == plan.moving_on


@FEWER
@given(visits(KB, dispositions=("soon",)))
def test_who_waits_for_an_appointment_gets_only_what_may_be_done_while_waiting(visit):
    """And nobody is told to do more before they have been seen."""
    plan = make_plan(*visit, KB)

    assert all(KB.actions[key].safe_while_waiting for key in offered(plan))
    assert plan.moving_on == () == plan.back_to_stretching
    assert {offer.progress for offer in plan.exercises} <= {KB.plan.words.hold}


@FEWER
@given(visits(KB))
def test_no_plan_is_empty_and_the_warning_signs_always_stand_there(visit):
    """When to get help is part of every plan, with all four signs of the source article."""
    plan = make_plan(*visit, KB)
    signs = " / ".join(sign for care in plan.seek_care_if for sign in care.signs)

    assert "seek_care" in offered(plan)
    assert set(WARNING_SIGNS) == set(KB.warning_signs)
    assert all(words in signs for words in WARNING_SIGNS.values())


@FEWER
@given(visits(KB))
def test_nobody_is_offered_what_only_a_clinician_may_start(visit):
    """Nor is it named among the things that are not offered: it is no loss to the person."""
    plan = make_plan(*visit, KB)
    named = [*offered(plan), *(refusal.action.id for refusal in plan.not_offered)]

    assert all(KB.actions[key].who == "lay" for key in named)


@FEWER
@given(visits(KB))
def test_actions_that_exclude_each_other_are_never_both_offered(visit):
    """One plan for the first days; gel or tablets, not both."""
    found = [KB.actions[key] for key in offered(make_plan(*visit, KB))]
    groups = [action.exclusive_group for action in found if action.exclusive_group]

    assert len(groups) == len(set(groups))
    assert not {(a.id, b.id) for a in found for b in found if a.id in b.not_with}


@FEWER
@given(visits(KB))
def test_the_same_person_gets_the_same_bytes(visit):
    """Also when the answers and the causes come in another order."""
    disposition, probabilities, answers = visit
    turned = Answers(dict(reversed(answers.given.items())), answers.measures)
    plans = [
        make_plan(disposition, probabilities, answers, KB),
        make_plan(disposition, dict(reversed(probabilities.items())), turned, KB),
    ]

    first, second = (json.dumps(plan.to_dict()) for plan in plans)

    assert first == second


@FEWER
@given(visits(KB))
def test_an_exercise_says_how_much_how_far_when_to_stop_and_when_to_do_more(visit):
    """And carries its joint angles, so that limits can be tested."""
    for exercise in make_plan(*visit, KB).exercises:
        assert exercise.path is not None
        assert all((exercise.dose, exercise.limit, exercise.stop_if, exercise.progress))


def test_every_exercise_of_the_content_is_complete():
    """Also those for a clinician."""
    for action in KB.actions.values():
        if action.kind == "exercise" or action.path is not None:
            assert all((action.path, action.dose, action.stop_if, action.progress)), action.id


def test_the_first_days_of_a_pull_get_all_of_the_source_articles_advice(kb):
    """Rest, ice, compression, elevation, no hard stretch, soft knee, loose ankle, easy range."""
    answers = barred_by_nothing(kb, duration="under_3d")
    plan = make_plan("self_care", {"hamstring_strain_low_grade": 0.95}, answers, kb)

    assert {
        "rice",
        "ice_10_15",
        "stop_aggressive_stretch",
        "no_toe_pulling",
        "knee_bend_mod",
        "pain_free_range",
    } <= set(offered(plan))
    words = next(offer.what_to_do for offer in plan.do if offer.id == "rice")
    assert all(
        part in words for part in ("Rest the leg", "ice", "bandage", "higher than your heart")
    )


def test_a_sensitive_nerve_gets_glides_by_pointing_and_flexing_the_foot(kb):
    """Sitting, the knee slightly bent, no hold; never the tensioner, never toes pulled up."""
    answers = barred_by_nothing(kb, duration="2_6w")
    plan = make_plan("self_care", {"sciatic_neural_irritation": 0.95}, answers, kb)
    glide = next(offer for offer in plan.exercises if offer.id == "nerve_slider")

    assert "slightly bent" in glide.what_to_do
    assert "point the foot" in glide.what_to_do
    assert glide.dose.startswith("No hold")
    assert glide.path.knee_flexion_deg[0] >= 15
    assert "Pulling the toes up in a stretch" in plan.avoid


def test_nerve_and_muscle_together_get_one_plan_for_both(kb):
    """A strain with a sensitive nerve is common, so the plan does not choose."""
    answers = barred_by_nothing(kb, duration="2_6w")
    both = {"sciatic_neural_irritation": 0.45, "distal_hamstring_tendinopathy": 0.4}
    plan = make_plan("self_care", both, answers, kb)

    assert {"nerve_slider", "isometric_hold"} <= set(offered(plan))
    assert kb.plan.words.combined in plan.notes


def test_a_plan_is_made_for_every_cause_not_far_behind_the_first(kb):
    """A third as likely counts, less does not; equal ones come in the order of the content."""
    ids = list(kb.causes)[:3]
    found = planned_causes({ids[0]: 0.2, ids[1]: 0.6, ids[2]: 0.19}, kb)

    assert found == (ids[1], ids[0])


def test_the_days_to_look_again_are_offsets_and_late_ones_go_with_long_work(kb):
    """Day 3, 7 and 14 for all at home; six and twelve weeks only with long strength work."""
    answers = barred_by_nothing(kb, duration="2_6w")
    days = {
        cause: [look.day for look in make_plan("self_care", {cause: 0.95}, answers, kb).review]
        for cause in ("normal_stretch", "distal_hamstring_tendinopathy")
    }

    assert days["normal_stretch"] == [3, 7, 14]
    assert days["distal_hamstring_tendinopathy"] == [3, 7, 14, 42, 84]


def test_only_a_pull_is_said_to_be_better_after_a_week(kb):
    """What is known of muscles is not said of nerves or of nothing wrong."""
    answers = barred_by_nothing(kb, duration="2_6w")
    causes = ("hamstring_strain_low_grade", "sciatic_neural_irritation", "normal_stretch")
    said = {
        cause: [
            look.id
            for look in make_plan("self_care", {cause: 0.95}, answers, kb).review
            if look.day == 7
        ]
        for cause in causes
    }

    assert said == {causes[0]: ["v2"], causes[1]: ["v6"], causes[2]: ["v6"]}


def test_who_waits_for_an_appointment_looks_again_too(kb):
    """An appointment that never came is noticed; nothing tells them to wait two weeks at home."""
    answers = barred_by_nothing(kb, duration="2_6w")
    plan = make_plan("soon", {"sciatic_neural_irritation": 0.95}, answers, kb)

    assert [look.id for look in plan.review] == ["v1", "v7"]
    assert "look_back" not in offered(plan)


def test_the_pain_rule_comes_only_with_something_to_apply_it_to(kb):
    """Nobody reads how much pain an exercise may give who was given no exercise."""
    answers = barred_by_nothing(kb, duration="2_6w")
    bent = {**answers.given, "deformity": "not_sure"}
    plans = [
        make_plan("self_care", {"pcl_capsule_hyperextension": 0.95}, Answers(given, {}), kb)
        for given in (answers.given, bent)
    ]

    assert "pain_monitoring" in offered(plans[0])
    assert plans[1].exercises == ()
    assert "pain_monitoring" not in offered(plans[1])


@given(visits(KB))
def test_taking_it_easy_is_advised_only_when_nothing_else_fits(visit):
    """Somebody at home is never left with warning signs alone, and nobody reads both."""
    plan = make_plan(*visit, KB)
    own = [key for key in offered(plan) if not KB.actions[key].suits_all]
    at_home = visit[0] in KB.actions["take_it_easy"].dispositions

    assert ("take_it_easy" in offered(plan)) == (at_home and not own)


def test_an_emergency_plan_says_nothing_with_an_if(kb):
    """The top of the page has said to call; "call if" beside it would sound like a choice."""
    answers = barred_by_nothing(kb, calf_swelling="clear", foot_colour="cold_now")
    causes = {"dvt": 0.5, "acute_limb_ischaemia": 0.5}
    told = {
        disposition: [
            text
            for offer in make_plan(disposition, causes, answers, kb).do
            for text in offer.tell_the_person
        ]
        for disposition in ("urgent", "emergency")
    }

    assert any("your local emergency number" in text for text in told["urgent"])
    assert told["emergency"] == ["Do not drive yourself if you feel unwell."]
