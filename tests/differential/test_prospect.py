"""How likely a rule is to fire, and what to ask first to know it soonest."""

from itertools import permutations, product
from random import Random

import numpy as np
import pytest

from popliteal.differential.prospect import Outlook
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.when import AtLeast, Is, all_of, any_of, leaves, truth

YES = frozenset({"yes"})


def outlook(known, chance, posterior=(1.0,), effort=None):
    """An outlook in which each question is answered yes with this chance under each cause."""
    rows = {key: np.broadcast_to(p, len(posterior)).astype(float) for key, p in chance.items()}
    return Outlook(
        known,
        np.array(posterior),
        lambda key, _: rows.get(key),
        effort or dict.fromkeys(chance, 1.0),
    )


def ask(*names):
    """One comparison for each question."""
    return [Is(name, YES) for name in names]


@pytest.mark.parametrize("seed", range(6))
def test_the_chance_equals_a_count_over_all_answers(seed):
    """Every cause and every way to answer, one by one."""
    chance = Random(seed)  # noqa: S311 - made-up numbers
    a, b, c, d, e = ask("a", "b", "c", "d", "e")
    when = any_of(all_of(a, b), AtLeast(2, (c, d, any_of(e))))
    rates = {key: [chance.random(), chance.random()] for key in "abcde"}
    posterior = [0.3, 0.7]
    expected = 0.0
    for cause, answers in product((0, 1), product(("yes", "no"), repeat=5)):
        said = dict(zip("abcde", answers, strict=True))
        odds = [rates[k][cause] if v == "yes" else 1 - rates[k][cause] for k, v in said.items()]
        expected += posterior[cause] * float(np.prod(odds)) * (truth(when, said) == 2)

    assert abs(outlook({}, rates, posterior).of(when).chance - expected) <= 1e-12


def expected_effort(when, order, rates, effort):
    """Average effort until the condition is settled, when asked in this order."""
    total = 0.0
    for answers in product(("yes", "no"), repeat=len(order)):
        said, spent = {}, 0.0
        odds = np.prod(
            [rates[k] if v == "yes" else 1 - rates[k] for k, v in zip(order, answers, strict=True)]
        )
        for key, answer in zip(order, answers, strict=True):
            if truth(when, said, missing=1) != 1:
                break
            said[key] = answer
            spent += effort[key]
        total += odds * spent
    return total


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("form", [any_of, all_of])
def test_no_other_order_of_asking_costs_less_on_average(form, seed):
    """All orders are tried; home tests count double."""
    chance = Random(seed)  # noqa: S311 - made-up numbers
    when = form(*ask(*"abcd"))
    rates = {key: chance.random() for key in "abcd"}
    effort = {key: chance.choice([1.0, 2.0]) for key in "abcd"}
    found = outlook({}, rates, effort=effort).of(when)
    least = min(expected_effort(when, order, rates, effort) for order in permutations("abcd"))
    best = min(
        expected_effort(when, order, rates, effort)
        for order in permutations("abcd")
        if order[0] == found.first
    )

    assert abs(found.effort - least) <= 1e-12
    assert abs(best - least) <= 1e-12


def test_what_one_cause_brings_together_is_not_thought_unlikely():
    """Two signs of one rare cause: nearly as likely together as one of them."""
    both = all_of(*ask("a", "b"))
    rates = {"a": [0.9, 0.01], "b": [0.9, 0.01]}

    assert outlook({}, rates, (0.02, 0.98)).of(both).chance > 0.016


def test_an_unsure_answer_and_a_question_that_is_not_asked_make_nothing_come_true():
    """Nothing that follows could fire the rule, so nothing is asked for it."""
    both = all_of(*ask("a", "b"))

    assert outlook({"a": NOT_SURE}, {"b": 0.9}).of(both) is False
    assert outlook({}, {"b": 0.9}).of(both) is False
    assert outlook({"a": "yes", "b": "yes"}, {}).of(both) is True


def test_an_answer_settles_a_rule_when_the_rule_hangs_on_nothing_else_then():
    """Where all must hold, one *no* settles it; where one is enough, one *yes* does."""
    rates = {"a": 0.2, "b": 0.4}
    both, either = all_of(*ask("a", "b")), any_of(*ask("a", "b"))

    assert outlook({}, rates).of(both).settled_by("a") == pytest.approx(0.8)
    assert outlook({}, rates).of(either).settled_by("a") == pytest.approx(0.2)
    assert outlook({"b": "yes"}, rates).of(both).settled_by("a") == pytest.approx(1)
    assert {leaf.question for leaf in leaves(both)} == set(outlook({}, rates).of(both).fails)
