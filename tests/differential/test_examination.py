"""A clinician's findings: published ratios are kept, and nothing is counted twice."""

from itertools import combinations
from math import log
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings

from popliteal.answers import read_answers
from popliteal.differential.evidence import build_model, observe, softened, told_already, variances
from popliteal.differential.examination import ratios
from popliteal.differential.ranking import rank
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from tests.differential.networks import people

KB = load()
MODEL = build_model(KB)
FINDINGS = [key for key, question in KB.questions.items() if question.kind == "clinician"]
PUBLISHED = yaml.safe_load(Path(__file__).with_name("published_ratios.yaml").read_text())
NERVE = [key for key, cause in KB.causes.items() if cause.group == "nerve"]
# What each finding speaks for when it is there.
ABOUT = {
    "c_slump": "sciatic_neural_irritation",
    "c_slr": "lumbar_radiculopathy",
    "c_crossed_slr": "lumbar_radiculopathy",
    "c_neuro_deficit": "tibial_fibular_nerve_entrapment",
    "c_palpate_tendon": "distal_hamstring_tendinopathy",
    "c_resisted_flexion": "distal_hamstring_tendinopathy",
    "c_ake": "hamstring_high_grade_rupture",
    "c_mcmurray": "meniscal_tear_posterior",
    "c_thessaly": "meniscal_tear_posterior",
    "c_joint_line": "meniscal_tear_posterior",
    "c_calf_circ": "dvt",
    "c_wells": "dvt",
    "c_posterior_drawer": "pcl_capsule_hyperextension",
    "c_seated_piriformis": "deep_gluteal_syndrome",
}
# The home answers that say the same as a finding does when it is there.
SAME_THING = {
    "c_slump": {"st_toes_up": "more", "st_chin_down": "more", "st_look_up": "less"},
    "c_slr": {"st_toes_up": "more", "st_chin_down": "more", "st_look_up": "less"},
    "c_neuro_deficit": {"numb_area": "patch", "leg_weak": "weak"},
    "c_palpate_tendon": {"st_press": "tendon"},
    "c_resisted_flexion": {"st_heel_press": "spot", "st_shoe_off": "yes"},
    "c_ake": {"st_range": "much"},
    "c_mcmurray": {"locking": "lock", "knee_swelling": "later"},
    "c_joint_line": {"st_press": "joint_line"},
    "c_calf_circ": {"calf_swelling": "clear", "skin_heat": "warm"},
    "c_wells": {"calf_swelling": "clear", "clot_risk": "two_plus", "weight_cancer": "cancer"},
}


def log_odds(said, cause):
    """Log odds of a cause, or of several together."""
    posterior = observe(said, MODEL)[1].posterior
    wanted = [cause] if isinstance(cause, str) else cause
    share = sum(posterior[MODEL.causes.index(one)] for one in wanted)
    return log(share / (1 - share))


def there(finding):
    """The answer that says most for what the finding is about."""
    return [*KB.questions[finding].answers][-1]


def not_there(finding):
    """The answer that says most against it."""
    return next(iter(KB.questions[finding].answers))


def line(finding, cause):
    """The line of a cause for a finding, its own or the usual rate."""
    return KB.likelihoods[cause].get(finding, KB.background[finding])


def named(entry):
    """A published ratio as the id of its test."""
    return f"{entry['finding']} {entry['answer']} {entry['cause']}"


@pytest.mark.parametrize("entry", PUBLISHED, ids=named)
def test_a_published_ratio_lies_in_the_range_of_ours(entry):
    """For its cause, against what the others in the study had; 90 % range from the lines' n."""
    own = line(entry["finding"], entry["cause"])
    others = [line(entry["finding"], cause) for cause in entry["against"]]
    p = own.p[entry["answer"]]
    q = np.mean([other.p[entry["answer"]] for other in others])
    sizes = [(p, own.n), (q, min(other.n for other in others))]
    deviation = np.sqrt(sum(np.log1p((1 - share) / (share * (n + 1))) for share, n in sizes))

    assert entry["source"] in KB.sources
    assert abs(log(entry["ratio"]) - log(p / q)) <= 1.645 * deviation


@pytest.mark.parametrize("entry", PUBLISHED, ids=named)
def test_our_ratio_is_no_bolder_than_twice_the_published_one(entry):
    """A wide range is no leave to promise more than the study did."""
    p = line(entry["finding"], entry["cause"]).p[entry["answer"]]
    q = np.mean([line(entry["finding"], c).p[entry["answer"]] for c in entry["against"]])

    assert abs(log(p / q)) <= abs(log(entry["ratio"])) + log(2)


@pytest.mark.parametrize("finding", ABOUT)
def test_a_finding_raises_what_it_is_about_and_its_absence_lowers_it(finding):
    """Whatever else was said by the person about the same thing."""
    same = SAME_THING.get(finding, {})
    for size in range(len(same) + 1):
        for said in map(dict, combinations(same.items(), size)):
            before = log_odds(said, ABOUT[finding])

            # A measurement that agrees with the guess takes its place: no more is asked of it.
            assert log_odds({**said, finding: there(finding)}, ABOUT[finding]) >= before - 0.02
            assert log_odds({**said, finding: not_there(finding)}, ABOUT[finding]) <= before


@pytest.mark.parametrize("finding", SAME_THING)
def test_what_the_person_said_already_is_not_counted_again(finding):
    """Answer and finding together say less than both apart, and no less than the stronger."""
    said, cause = SAME_THING[finding], ABOUT[finding]
    before = log_odds({}, cause)
    own = log_odds(said, cause) - before
    examined = log_odds({finding: there(finding)}, cause) - before
    together = log_odds({**said, finding: there(finding)}, cause) - before

    assert together < own + examined - 0.05
    assert together >= min(own, examined)


@settings(max_examples=60)
@given(people(KB))
def test_a_positive_slump_never_lowers_the_nerve_group_and_a_negative_never_raises_it(said):
    """In whatever a person and a clinician said besides."""
    rest = {key: answer for key, answer in said.items() if key != "c_slump"}
    before = log_odds(rest, NERVE)

    assert log_odds({**rest, "c_slump": "positive"}, NERVE) >= before
    assert log_odds({**rest, "c_slump": "negative"}, NERVE) <= before


@settings(max_examples=60)
@given(people(KB))
def test_wells_likely_never_lowers_a_clot_and_unlikely_never_raises_it(said):
    """Also where the answers have told most of the score already."""
    rest = {key: answer for key, answer in said.items() if key != "c_wells"}
    before = log_odds(rest, "dvt")

    assert log_odds({**rest, "c_wells": "likely"}, "dvt") >= before
    assert log_odds({**rest, "c_wells": "unlikely"}, "dvt") <= before


@settings(max_examples=40)
@given(people(KB))
def test_what_is_measured_counts_in_place_of_what_was_guessed(said):
    """With the measurement, the guess can be left out or be any other; 3 cm are 3 cm."""
    for finding, guess, answer in (
        ("c_ake", "st_range", "gt30"),
        ("c_calf_circ", "calf_swelling", "ge3"),
    ):
        rest = {**said, finding: answer}
        rest.pop(guess, None)
        alone = observe(rest, MODEL)[1].posterior

        for other in (*KB.questions[guess].answers, NOT_SURE):
            assert (observe({**rest, guess: other}, MODEL)[1].posterior == alone).all()


def test_under_three_centimetres_the_own_answer_counts_and_clearly_is_read_as_a_little():
    """A tape that shows less does not say that nothing is swollen."""
    for said, read in (("none", "none"), ("slight", "slight"), ("clear", "slight")):
        measured = observe({"calf_swelling": said, "c_calf_circ": "lt3"}, MODEL)[1].posterior

        assert (measured == observe({"calf_swelling": read}, MODEL)[1].posterior).all()


def test_each_item_of_the_score_that_is_known_leaves_it_less_to_tell():
    """From the whole of its table with nothing said to four elevenths with all of it said."""
    items = {key: next(iter(KB.questions[key].answers)) for key in MODEL.sums_up["c_wells"]}
    items.pop("c_calf_circ")

    def told(said):
        with_it, without = ({**said, **more} for more in ({"c_wells": "likely"}, {}))
        return log_odds(with_it, "dvt") - log_odds(without, "dvt")

    table = MODEL.findings["c_wells"].like
    whole, least = (softened(table, left)[1, :, 0] for left in (1, 1 - 0.63))
    known = {}
    last = whole.max() - whole.min()
    for key, answer in items.items():
        known[key] = answer
        _, observed = observe({**known, "c_wells": "likely"}, MODEL)
        counted = observed.like[-1, :, 0]
        assert counted.max() - counted.min() < last
        last = counted.max() - counted.min()
    assert np.allclose(counted, least)
    assert told(items) > 0


def test_what_is_left_to_tell_is_as_uncertain_as_its_share():
    """A softened table moves less, so it adds less to the range."""
    rows = [MODEL.row[said] for said in (("clot_risk", "none"), ("c_wells", "likely"))]
    own, shared = variances(rows, MODEL)

    assert np.allclose(own[1], MODEL.own[rows[1]] * 0.73**2)
    assert np.allclose(shared[1], MODEL.shared[rows[1]] * 0.73**2)


@given(people(KB))
def test_homans_sign_moves_nothing(said):
    """It is recorded only so that nobody relies on it."""
    rest = {key: answer for key, answer in said.items() if key != "c_homans"}

    for answer in KB.questions["c_homans"].answers:
        assert (
            observe({**rest, "c_homans": answer}, MODEL)[1].joint == observe(rest, MODEL)[1].joint
        ).all()


def test_thessaly_hardly_moves_anything():
    """Its ratios are 1.08 and 0.87: no cause's odds change by more than a sixth."""
    before = {cause: log_odds({}, cause) for cause in KB.causes}

    for answer in KB.questions["c_thessaly"].answers:
        for cause in KB.causes:
            assert abs(log_odds({"c_thessaly": answer}, cause) - before[cause]) < log(7 / 6)


def test_every_finding_has_numbers_but_the_one_that_nobody_should_rely_on():
    """And each that has them tells something."""
    assert [key for key in FINDINGS if key not in MODEL.findings] == ["c_homans"]
    assert {*ABOUT} == {*FINDINGS} - {"c_homans"}


def test_what_the_findings_have_told_is_known():
    """Those questions can no longer put another cause first."""
    assert told_already({"c_calf_circ": "ge3", "c_ake": NOT_SURE}, MODEL) == {"calf_swelling"}
    assert "clot_risk" in told_already({"c_wells": "unlikely"}, MODEL)


def test_a_guess_that_is_read_as_milder_is_told_with_what_it_was_counted_as():
    """The person's own answer is named, and that the tape had it read as *a little*.

    The tape is no evidence for a clot: it made the answer count for less.
    """
    said = {"calf_swelling": "clear", "c_calf_circ": "lt3"}
    found = rank(read_answers(said, KB), KB)
    told = [each for cause in found.causes for each in (*cause.supporting, *cause.against)]

    assert {each[:3] for each in told} == {("calf_swelling", "clear", "slight")}
    answers = KB.questions["calf_swelling"].answers
    assert all(f"{answers['clear']} (counted as “{answers['slight']}”" in e.text for e in told)
    assert any(cause.id == "dvt" and cause.supporting for cause in found.causes)


@pytest.mark.parametrize("guess", ["none", "slight"])
def test_a_guess_that_the_tape_leaves_as_it_is_is_told_as_it_was(guess):
    """No word of another reading where there is none."""
    found = rank(read_answers({"calf_swelling": guess, "c_calf_circ": "lt3"}, KB), KB)

    told = [each for cause in found.causes for each in (*cause.supporting, *cause.against)]
    assert {each[:3] for each in told} == {("calf_swelling", guess, guess)}
    assert not any("counted as" in each.text for each in told)


@pytest.mark.parametrize(("answer", "guess"), [("lt3", "clear"), ("ge3", "clear"), ("ge3", "none")])
def test_what_a_measurement_takes_out_is_part_of_the_range(answer, guess):
    """A ratio that rests on two guesses is no surer than either of them."""
    alone = ratios("c_calf_circ", answer, {}, KB)["dvt"]
    beside = ratios("c_calf_circ", answer, {"calf_swelling": guess}, KB)["dvt"]

    assert beside.low < beside.value < beside.high
    assert beside.high / beside.low > alone.high / alone.low


def test_a_measurement_that_leaves_all_as_it_was_multiplies_by_one():
    """Nothing came in and nothing went out: there is nothing to be unsure of."""
    found = ratios("c_calf_circ", "lt3", {"calf_swelling": "none"}, KB)

    assert {*found.values()} == {(1.0, 1.0, 1.0)}
