"""Each exercise by the pain rule of its tissue; stages by what must hold."""

import pytest

from popliteal.diary import Diary, Entry, advise, follow
from popliteal.diary.days import lay_out
from popliteal.diary.steps import most_pain, next_steps, tissue_of
from popliteal.knowledge.load import load
from tests.diary.courses import FIRST, courses, on

KB = load()
ANSWERS = courses(KB)[0].answers
CAUSE = {
    "nerve": {"sciatic_neural_irritation": 1.0},
    "muscle": {"hamstring_strain_low_grade": 1.0},
    "tendon": {"distal_hamstring_tendinopathy": 1.0},
}


def step_of(action, tissue, *entries):
    """The next step of one exercise after these entries."""
    return next(s for s in next_steps(lay_out(entries), CAUSE[tissue], KB) if s.action == action)


def sessions(action, pain, count=3, **more):
    """So many sessions, every other day, with little pain otherwise."""
    return [Entry(on(2 * at), worst_pain=2, done={action: pain}, **more) for at in range(count)]


@pytest.mark.parametrize(
    ("action", "tissue"),
    [("nerve_slider", "nerve"), ("isometric_hold", "muscle"), ("heavy_slow", "tendon")],
)
def test_three_good_sessions_allow_one_step_more(action, tissue):
    """Two do not; and the exercise's own words say what to do more of."""
    most = int(most_pain(KB.actions[action], KB))

    two, three = (step_of(action, tissue, *sessions(action, most, n)) for n in (2, 3))

    assert (two.move, three.move) == ("hold", "advance")
    assert three.how == KB.actions[action].progress
    assert three.tissue == tissue


@pytest.mark.parametrize(
    ("action", "tissue"),
    [("nerve_slider", "nerve"), ("isometric_hold", "muscle"), ("heavy_slow", "tendon")],
)
def test_a_point_above_the_limit_means_less(action, tissue):
    """The limit is that of the exercise: 2 for a nerve, 3 for loading."""
    most = int(most_pain(KB.actions[action], KB))

    step = step_of(action, tissue, *sessions(action, most), Entry(on(6), done={action: most + 1}))

    assert (step.move, step.because) == ("ease", "over_limit")


def test_a_nerve_has_a_lower_limit_than_strength_work():
    """What a tendon may feel is too much for a nerve."""
    limits = {a: most_pain(KB.actions[a], KB) for a in ("nerve_slider", "heavy_slow")}

    assert limits == {"nerve_slider": 2, "heavy_slow": 3}


def test_tingling_that_stays_stops_the_nerve_work():
    """A nerve answers late: the session was free of pain, and still it was too much."""
    step = step_of("nerve_slider", "nerve", *sessions("nerve_slider", 0, after="tingling"))

    assert (step.move, step.because) == ("ease", "tingling")
    assert step.how == next(rule.text for rule in KB.plan.regression if rule.id == "g2")


def test_a_tendon_that_is_worse_next_morning_had_too_much():
    """Told in words or shown by the pain of the next day."""
    action = "heavy_slow"
    told = step_of(action, "tendon", *sessions(action, 2, after="worse"))
    shown = step_of(
        action, "tendon", Entry(on(0), worst_pain=2, done={action: 2}), Entry(on(1), worst_pain=4)
    )

    assert {(told.move, told.because), (shown.move, shown.because)} == {("ease", "next_day")}


def test_after_two_days_of_less_the_exercise_goes_on():
    """Easing is for two days, not for ever."""
    over = [Entry(on(0), done={"heavy_slow": 9}), Entry(on(5), worst_pain=1)]

    assert step_of("heavy_slow", "tendon", *over).move == "hold"


def test_a_session_without_a_score_is_no_good_session():
    """Nobody is sent further on what was not said."""
    assert step_of("heavy_slow", "tendon", *sessions("heavy_slow", None)).move == "hold"


def test_the_tissue_is_that_of_the_likeliest_cause_that_the_exercise_suits():
    """The same holds serve a muscle and a tendon, by different rules."""
    action = KB.actions["isometric_hold"]
    both = {"hamstring_strain_low_grade": 0.3, "distal_hamstring_tendinopathy": 0.5}

    assert tissue_of(action, both, KB) == "tendon"
    assert tissue_of(action, {**both, "hamstring_strain_low_grade": 0.6}, KB) == "muscle"


def test_no_stage_is_left_early_and_none_is_skipped():
    """However well it goes, each stage takes its days."""
    well = tuple(Entry(on(day), worst_pain=0, stretch_pain=0) for day in range(40))

    told = follow(Diary(FIRST, ANSWERS, well), KB, today=on(39))

    order, seen = list(KB.diary.stages), [day.stage for day in told]
    assert list(dict.fromkeys(seen)) == order
    for stage in order[:-1]:
        assert seen.count(stage) >= KB.diary.stages[stage].least_days
    first_end = next(at for at, day in enumerate(told) if day.move == "finished")
    assert first_end >= sum(stage.least_days for stage in KB.diary.stages.values())


@pytest.mark.parametrize(
    ("entry", "answers"),
    [
        ({"activities": {"running": 5}}, {}),
        ({"knee_angle_deg": 40.0}, {"knee_angle_other_deg": 15}),
        ({"signs": {"numb_area": "patch"}}, {}),
    ],
    ids=["cannot run yet", "knee not straight", "numb patch"],
)
def test_nobody_is_finished_who_is_not_back_to_normal(entry, answers):
    """No pain is not enough: the person's own activities and the knee count, and every sign."""
    well = [Entry(on(day), worst_pain=0, stretch_pain=0) for day in range(40)]
    rest = Entry(on(39), worst_pain=0, stretch_pain=0, **entry)

    full = advise(Diary(FIRST, ANSWERS, tuple(well)), KB, today=on(39))
    short = advise(Diary(FIRST, {**ANSWERS, **answers}, (*well, rest)), KB, today=on(39))

    assert (full.move, short.move == "finished") == ("finished", False)


def test_nobody_is_told_to_do_more_who_is_to_be_seen_or_to_do_less():
    """Three good sessions are no reason to go further while something else asks for care."""
    good = sessions("pain_free_range", 1)
    sign = Entry(on(4), signs={"calf_swelling": "clear"})
    flare = [Entry(on(day), worst_pain=2) for day in (1, 3)] + [Entry(on(4), worst_pain=5)]

    plain, seen, eased = (
        advise(Diary(FIRST, ANSWERS, (*good, *more)), KB, today=on(4))
        for more in ([], [sign], flare)
    )

    assert [step.move for step in plain.steps] == ["advance"]
    assert (seen.move, [step.move for step in seen.steps]) == ("seek_care", ["hold"])
    assert (eased.move, [step.move for step in eased.steps]) == ("ease", ["hold"])
    for day in (seen, eased):
        assert not {why.id for why in day.reasons} & {"good_sessions", "stage_done"}


def test_the_words_of_a_stage_say_its_numbers():
    """Who changes a limit changes the sentence with it."""
    for stage in KB.diary.stages.values():
        limits = {stage.most_stretch_pain} if stage.most_stretch_pain < 10 else set()
        assert all(f"{limit:g}" in stage.move_on for limit in limits), stage.name
    assert "5 or less" in KB.diary.stages["calm"].move_on
    assert KB.diary.stages["calm"].most_worst_pain == 5
