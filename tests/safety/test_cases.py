"""The vignettes as a safety net: nobody below the band, no rule lost unseen, changes told."""

from dataclasses import replace

import pytest

from popliteal.audit import compare, lose_each_rule, run_vignettes
from popliteal.audit.cases import without_rule
from popliteal.knowledge.load import load
from popliteal.knowledge.vignettes import Expect, Vignette, load_vignettes
from tests.safety.people import altered

KB = load()
VIGNETTES = load_vignettes()


@pytest.fixture(scope="module")
def lost():
    """Who notices the loss of each rule."""
    return lose_each_rule(KB, VIGNETTES)


def test_every_vignette_is_as_it_expects():
    """Nobody ends below what is safe, and each synthetic person fires the rule that is meant."""
    assert [problem for result in run_vignettes(KB, VIGNETTES) for problem in result.problems] == []


@pytest.mark.parametrize("rule", KB.when.rules)
def test_losing_a_rule_fails_some_vignette(rule, lost):
    """A rule that could go unseen is no safeguard."""
    assert lost[rule].failing


@pytest.mark.parametrize("rule", [key for key in KB.when.rules if not KB.rules[key].hidden_by])
def test_losing_a_rule_moves_somebody_to_another_disposition(rule, lost):
    """Unless it is declared hidden, some vignette hangs on this rule alone."""
    assert lost[rule].moved


# The net must be able to tear.


def someone(**expect):
    """A made-up vignette of somebody who is breathless."""
    return Vignette(
        id="made_up",
        kind="made_up",
        name="Somebody breathless",
        answers={"breathless": "yes"},
        expect=Expect(**expect),
    )


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ({"disposition": "emergency"}, []),
        ({"disposition": "soon"}, ["At most soon is reasonable"]),
        ({"disposition": "soon", "at_most": "emergency"}, []),
        ({"disposition": "emergency", "because": ("em_septic",)}, ["em_septic, which does not"]),
        ({"disposition": "emergency", "could_not_exclude": ("em_septic",)}, ["which is not shown"]),
    ],
)
def test_a_vignette_says_what_is_not_as_it_expects(expect, words):
    """In words that name the vignette and what would be right."""
    (result,) = run_vignettes(KB, [someone(**expect)])

    assert len(result.problems) == len(words)
    for problem, part in zip(result.problems, words, strict=True):
        assert part in problem


def test_advice_below_the_band_is_always_a_problem():
    """Too much advice may be argued for; too little never."""
    for argued in ("", "for a reason"):
        person = replace(someone(disposition="emergency"), argued=argued)

        (result,) = run_vignettes(without_rule(KB, "em_pe"), [person])

        assert result.problems == (
            f"made_up ends with {result.disposition}. At least emergency is safe.",
        )


def test_a_rule_that_nobody_notices_is_found():
    """Without the vignettes that name it, the loss of a rule goes unseen."""
    others = [
        v for v in VIGNETTES if "em_pe" not in v.expect.because and "breathless" not in v.answers
    ]

    assert lose_each_rule(KB, others)["em_pe"].failing == ()


# Two versions of the content.


def test_the_same_content_makes_no_difference():
    """Comparing a version with itself is silent."""
    assert compare(KB, KB, VIGNETTES) == ()


def test_a_lost_rule_shows_for_whom_it_mattered():
    """The disposition before and after, for the person who needed the rule."""
    (change,) = compare(KB, without_rule(KB, "em_pe"), [someone(disposition="emergency")])

    assert change.disposition[0] == "emergency"
    assert change.disposition[1] != "emergency"
    assert change.left_out == ()


def test_another_prior_shows_as_another_first_cause():
    """A change of numbers moves causes, and is told as such."""
    first = run_vignettes(KB, VIGNETTES[:1])[0].first_cause
    cause = KB.causes[first]
    rare = replace(cause, prior=replace(cause.prior, value=1e-6, low=1e-7, high=1e-5))

    (change,) = compare(KB, altered(KB, causes={**KB.causes, first: rare}), VIGNETTES[:1])

    assert change.first_cause[0] == first
    assert change.first_cause[1] != first


def test_an_answer_that_a_version_does_not_know_is_left_out_and_named():
    """A vignette about a new question does not stop the comparison."""
    person = someone(disposition="emergency")
    newer = replace(person, answers={**person.answers, "asked_from_2030_on": "yes"})

    (change,) = compare(KB, without_rule(KB, "em_pe"), [newer])

    assert change.left_out == ("asked_from_2030_on",)
