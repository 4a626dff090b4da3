"""From answers to observations: what counts, what says nothing, and the shipped tables."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from bench.oracle import worst_on_knowledge
from popliteal.differential.bayes import normalised
from popliteal.differential.evidence import build_model, observe, rows_said, variances
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from tests.differential.networks import people, person
from tests.safety.people import altered

KB = load()
MODEL = build_model(KB)
ABOUT_CAUSES = [key for key, question in KB.questions.items() if question.kind != "plan"]


def posterior(said, kb=KB):
    """Probability of each cause."""
    return observe(said, build_model(kb))[1].posterior


def table(key, cause, kb=KB):
    """The table that a cause has for a question, its own or the usual one."""
    line = kb.likelihoods[cause].get(key, kb.background[key])
    p = np.array([line.p[answer] for answer in kb.questions[key].answers])
    return p / p.sum()


@pytest.mark.parametrize("seed", range(12))
def test_the_shipped_tables_give_what_adding_up_every_state_gives(seed):
    """26 causes and all combinations of the states of the groups, weighed and added up."""
    _, observed = observe(person(seed, KB), MODEL)
    classes = len(KB.dependence)
    total = np.zeros(len(KB.causes))

    for states in np.ndindex(*[2] * classes):
        chance = MODEL.network.log_prior.copy()
        for at, z in enumerate(states):
            chance += MODEL.network.log_state[at, :, z]
        for one, of in zip(observed.like, observed.group, strict=True):
            chance += one[:, states[of] if of >= 0 else 0]
        total += np.exp(chance + 50)

    assert np.abs(observed.posterior - total / total.sum()).max() <= 1e-9


def test_the_shipped_tables_give_what_an_independent_library_gives():
    """The network as it ships, for random people with few and with many answers."""
    assert worst_on_knowledge([person(seed, KB) for seed in range(40)], KB) <= 1e-9


@given(people(KB))
def test_not_sure_says_nothing_about_causes(said):
    """Leaving an unsure answer out changes nothing: it is no answer in disguise."""
    sure = {key: answer for key, answer in said.items() if answer != NOT_SURE}

    assert (posterior(said) == posterior(sure)).all()


@given(people(KB))
def test_what_is_asked_for_the_plan_alone_says_nothing_about_causes(said):
    """Whether ice or tablets suit a person does not depend on what is wrong, nor tell it."""
    rest = {key: a for key, a in said.items() if KB.questions[key].kind != "plan"}

    assert (posterior(said) == posterior(rest)).all()
    assert not any(
        KB.questions[MODEL.names[row][0]].kind == "plan" for row in rows_said(said, MODEL)
    )


def test_a_question_without_tables_says_nothing():
    """A finding that nobody should rely on is stored and shown, and moves no probability."""
    silent = [key for key in KB.questions if key not in MODEL.findings]

    said = {key: next(iter(KB.questions[key].answers)) for key in silent}

    assert silent
    assert np.allclose(posterior(said), np.exp(MODEL.network.log_prior), atol=1e-15)


def test_a_silent_cause_uses_the_usual_rate():
    """Skipping a missing number would multiply by 1 and favour what we know least about."""
    for key, finding in MODEL.findings.items():
        for at, cause in enumerate(KB.causes):
            if key not in KB.likelihoods[cause]:
                states = normalised(MODEL.network.log_state[finding.group][at])
                mixture = np.exp(finding.like[:, at]) @ states
                assert np.abs(mixture - table(key, cause)).max() <= 1e-12, (key, cause)


def test_every_table_of_the_content_is_kept_exactly():
    """The classes change how answers go together, never how often a single one is given."""
    for key, finding in MODEL.findings.items():
        expected = np.array([table(key, cause) for cause in KB.causes]).T
        share = np.full((len(KB.causes), 2), 0.5)
        if finding.group >= 0:
            share = np.exp(MODEL.network.log_state[finding.group])
        mixture = (np.exp(finding.like) * share).sum(axis=2)
        assert np.abs(mixture - expected).max() <= 1e-12, key


def test_the_answers_of_every_state_add_up_to_one():
    """Within a cause and a state, somebody who is asked gives one of the answers."""
    for key, finding in MODEL.findings.items():
        assert np.abs(np.exp(finding.like).sum(axis=0) - 1).max() <= 1e-12, key
    assert np.abs(np.exp(MODEL.network.log_state).sum(axis=2) - 1).max() <= 1e-12


INDEPENDENT = altered(
    KB,
    dependence={key: replace(group, strength=0) for key, group in KB.dependence.items()},
    questions={
        key: replace(question, replaces=(), defers={}, sums_up={})
        for key, question in KB.questions.items()
    },
)


@given(people(KB))
@settings(max_examples=30)
def test_without_strength_every_answer_counts_by_itself(said):
    """Strength 0 is naive Bayes: prior times the product of the tables."""
    log = np.log([cause.prior.value for cause in KB.causes.values()])
    for key, answer in said.items():
        if key in MODEL.findings and answer != NOT_SURE:
            at = list(KB.questions[key].answers).index(answer)
            log = log + np.log([table(key, cause)[at] for cause in KB.causes])

    assert np.abs(posterior(said, INDEPENDENT) - normalised(log)).max() <= 1e-9


def test_answers_that_show_one_state_count_for_less_together():
    """Four nerve tests on one day tell more than one, and far less than four independent ones."""
    nerve = list(KB.causes).index("sciatic_neural_irritation")
    muscle = list(KB.causes).index("hamstring_strain_low_grade")
    said = {
        "st_toes_up": "more",
        "st_toes_point": "less",
        "st_chin_down": "more",
        "st_look_up": "less",
    }

    def favour(answers, kb):
        now, before = posterior(answers, kb), posterior({}, kb)
        return (now[nerve] / now[muscle]) / (before[nerve] / before[muscle])

    strongest = max(favour({key: answer}, KB) for key, answer in said.items())
    assert strongest < favour(said, KB) < favour(said, INDEPENDENT) / 5


def test_a_number_has_one_variance_its_own_or_that_of_the_usual_rate():
    """A range belongs to the cause's own line or is shared by all causes that have none."""
    rows = range(len(MODEL.names))
    own, shared = variances(rows, MODEL)

    assert ((own[:-1] > 0) != (shared > 0)).all()
    assert (own[-1] == MODEL.prior_variance).all()


def test_the_answers_keep_the_order_of_the_questions_whatever_order_they_came_in():
    """The same answers give the same bytes: nothing hangs on the order of a form."""
    said = person(5, KB)
    backwards = dict(reversed(said.items()))

    used, observed = observe(said, MODEL)
    again, same = observe(backwards, MODEL)

    assert used == again
    assert (observed.posterior == same.posterior).all()
