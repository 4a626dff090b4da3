"""Every vignette: nobody is sent home too late, and no rule can be lost unseen."""

import pytest

from bench.outcomes import see
from bench.rows import advice_rows, cause_rows, exactness_rows, interview_rows, see_all
from popliteal import triage
from popliteal.knowledge.load import load
from popliteal.knowledge.vignettes import load_vignettes, screened

VIGNETTES = load_vignettes()
PEOPLE = [vignette for vignette in VIGNETTES if not vignette.synthetic]
SYNTHETIC = [vignette for vignette in VIGNETTES if vignette.synthetic]
# On one worker, so that the interviews are held once.
ALL_PEOPLE = pytest.mark.xdist_group("all people")


def ids(vignette):
    """A vignette is named by its id."""
    return vignette.id


def answers_of(vignette, kb):
    """The answers that triage sees."""
    return {k: a for k, a in screened(vignette, kb).items() if isinstance(a, str)}


@pytest.fixture(scope="module")
def kb():
    """The shipped knowledge."""
    return load()


@pytest.fixture(scope="module")
def seen():
    """What comes of every vignette."""
    return see_all()


@pytest.mark.parametrize("vignette", PEOPLE, ids=ids)
def test_a_person_is_never_sent_later_than_is_safe(vignette, kb):
    """Under-triage is the one mistake that a later answer cannot mend."""
    outcome = see(vignette, kb)

    assert not outcome.is_unsafe, f"{vignette.name}: {outcome.disposition}"


@pytest.mark.parametrize("vignette", SYNTHETIC, ids=ids)
def test_a_synthetic_person_gets_the_disposition_for_the_reason_that_is_meant(vignette, kb):
    """The fired rules are compared as well, so that none can hide behind another."""
    found = triage.decide(answers_of(vignette, kb), kb)

    assert found.disposition == vignette.expect.disposition
    assert set(vignette.expect.because) <= {reason.rule for reason in found.reasons}
    assert set(vignette.expect.could_not_exclude) <= {rule.rule for rule in found.could_not_exclude}


def test_every_rule_decides_for_some_synthetic_person(kb):
    """A rule that no vignette names could be deleted and nothing would fail."""
    named = {rule for vignette in SYNTHETIC for rule in vignette.expect.because}

    assert kb.rules.keys() - named == set()


def test_a_red_flag_that_a_story_leaves_out_is_never_evidence_for_a_cause():
    """What was not said may be taken as absent for triage; a cause would be made up from it."""
    said = {vignette.id: dict(vignette.answers) for vignette in PEOPLE}
    outcome = see(PEOPLE[0], load())

    evidence = {
        each.finding
        for each in (
            *outcome.assessment.causes[0].supporting,
            *outcome.assessment.causes[0].against,
        )
    }

    assert evidence <= said[PEOPLE[0].id].keys()


@ALL_PEOPLE
@pytest.mark.slow
def test_advice_outside_the_band_is_argued(seen):
    """Where we differ from what a clinician would say, the case says why."""
    outside = {o.vignette.id for o in seen.both if not o.is_inside}

    assert outside == {vignette.id for vignette in PEOPLE if vignette.argued}


@ALL_PEOPLE
@pytest.mark.slow
@pytest.mark.parametrize("rows", [advice_rows, cause_rows, exactness_rows, interview_rows])
def test_every_measure_reaches_its_bar(rows, seen):
    """Safe at one end and useful at the other, in the same run; the bars stand in bench/rows.py."""
    missed = {row.measure for row in rows(seen) if row.passed is False}

    assert not missed
