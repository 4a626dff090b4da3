"""Planted faults: every proof and every comparison must be able to fail."""

import pytest
import z3
from hypothesis import Phase, find, settings

from popliteal.audit.encoding import Encoding
from popliteal.audit.proofs import PROPERTIES
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from popliteal.knowledge.when import Is, all_of
from popliteal.triage import LEVEL, decide
from tests.safety.people import people, with_if_unsure, with_rule, without_rule

KB = load()


# Planted faults in the rules: each must be found by the proof that is there for it.


def found_in(kb, name):
    """The counterexamples to one property."""
    return list(PROPERTIES[name](Encoding(kb)))


def test_a_rule_without_the_worse_answer_is_found():
    """A rule for mild weakness alone would let marked weakness off."""
    faulty = with_rule(KB, "ur_fault", Is("pain_word", frozenset({"throb"})))
    assert found_in(faulty, "worse_never_lowers") == []

    faulty = with_rule(
        KB,
        "em_fault",
        Is("leg_weak", frozenset({"mild"})),
        disposition="emergency",
        if_unsure="same",
    )
    found = found_in(faulty, "worse_never_lowers")

    assert found
    assert all(line.startswith("leg_weak: 'weak' gives less than 'mild'") for line in found)


def test_a_rule_that_counts_a_missing_fever_is_found():
    """An all-clear answer must not be what fires a rule."""
    lonely = all_of(Is("fever", frozenset({"no"})), Is("skin_heat", frozenset({"none"})))
    faulty = with_rule(KB, "em_fault", lonely, disposition="emergency")

    found = found_in(faulty, "worse_never_lowers")

    assert any(line.startswith("fever: 'yes' gives less than 'no'") for line in found)


def test_a_raising_question_without_a_worst_answer_is_found():
    """A rule for a hot joint that leaves out hot red skin makes *not sure* unbounded."""
    faulty = with_rule(
        KB, "ur_fault", Is("skin_heat", frozenset({"hot_joint"})), disposition="urgent"
    )

    found = found_in(faulty, "unsure_has_a_worst")

    assert found == [
        "skin_heat: no answer is the worst in every rule, so 'not sure' has no upper bound"
    ]


def test_a_lost_warning_sign_is_found():
    """Without the rule for warmth alone, the fourth sign of the article has a hole."""
    found = found_in(without_rule(KB, "so_warmth"), "warning_signs_count")

    assert len(found) == 1
    assert found[0].startswith("systemic is there, yet it stays self-care: ")
    assert "skin_heat: warm" in found[0]


def test_a_rule_that_cannot_fire_is_found():
    """Two answers to one question never meet."""
    both = all_of(Is("fever", frozenset({"yes"})), Is("fever", frozenset({"no"})))

    assert found_in(with_rule(KB, "ur_fault", both), "rules_can_fire") == [
        "ur_fault can never fire"
    ]


def test_a_rule_that_no_interview_can_reach_is_found():
    """Pregnancy is not asked of men, so a rule for both is dead, though its answers differ."""
    never = all_of(Is("pregnancy", frozenset({"yes"})), Is("sex", frozenset({"male"})))

    assert found_in(with_rule(KB, "ur_fault", never), "rules_can_fire") == [
        "ur_fault can never fire"
    ]


def test_a_rule_in_the_shadow_of_another_is_found():
    """A narrower copy of an emergency rule never decides."""
    narrow = all_of(KB.when.rules["em_pe"], Is("fever", frozenset({"yes"})))
    faulty = with_rule(KB, "em_fault", narrow, disposition="emergency")

    assert found_in(faulty, "hidden_rules_say_so") == [
        "em_fault never decides alone. Write hidden_by: [em_pe]"
    ]


def test_a_rule_that_says_hidden_but_is_not_is_found():
    """A stale `hidden_by` would excuse a rule that matters."""
    faulty = with_rule(KB, "em_pe", KB.when.rules["em_pe"], hidden_by=("em_septic",))

    assert found_in(faulty, "hidden_rules_say_so") == [
        "em_pe can decide alone. Take out hidden_by: [em_septic]"
    ]


def test_a_rule_that_names_a_milder_rule_as_hiding_it_is_found():
    """A milder rule does not excuse a graver one, however often they fire together."""
    faulty = with_rule(
        KB,
        "so_lump_firm_adult",
        KB.when.rules["so_lump_firm_adult"],
        hidden_by=("so_warmth",),
        disposition="soon",
    )

    assert found_in(faulty, "hidden_rules_say_so") == [
        "so_lump_firm_adult never decides alone. Write hidden_by: [so_lump_soft]"
    ]


# Planted faults in the encoded engine: each proof must be able to fail.


class Overruled(Encoding):
    """An engine in which a fired rule of the lowest kind is forgotten."""

    def any_from(self, level):
        """Only the emergency rules count."""
        return super().any_from(max(level, 3))


class UnsureIsNo(Encoding):
    """An engine that reads *not sure* as no."""

    def formula(self, when):
        """A comparison with an unsure question is false."""
        formula = super().formula(when)
        return (
            z3.And(formula, z3.Not(self.unsure[when.question])) if isinstance(when, Is) else formula
        )


class UnsureIsGravest(Encoding):
    """An engine in which any unsure answer gives the gravest result."""

    def any_asks_for(self, level):
        """Ask for each level as soon as one answer is unsure."""
        return z3.Or(super().any_asks_for(level), *self.unsure.values())


class AnyUnsureRaises(Encoding):
    """An engine in which each unsure answer raises, not only those that are named."""

    def _formula_at_worst(self, when):
        if isinstance(when, Is):
            return z3.Or(self.formula(when), self.unsure[when.question])
        return super()._formula_at_worst(when)


class NotAskedIsYes(Encoding):
    """An engine that reads a question that was not asked as a yes."""

    def formula(self, when):
        """A comparison with an unasked question is true."""
        formula = super().formula(when)
        if isinstance(when, Is):
            return z3.Or(formula, z3.Not(z3.Or(*self.answer[when.question].values())))
        return formula


@pytest.mark.parametrize(
    ("engine", "name"),
    [
        (Overruled, "fired_rules_count"),
        (Overruled, "warning_signs_count"),
        (UnsureIsNo, "unsure_is_not_below_best"),
        (UnsureIsGravest, "unsure_is_not_above_worst"),
        (AnyUnsureRaises, "unsure_is_not_above_worst"),
        (NotAskedIsYes, "not_asked_raises_nothing"),
    ],
)
def test_a_faulty_engine_is_found(engine, name):
    """A proof that cannot fail proves nothing."""
    assert list(PROPERTIES[name](engine(KB))) != []


# Planted faults in the engine that runs: the comparison with z3 must tell each apart.


def heard_as_silence(said):
    """Triage that drops what people are unsure of."""
    return decide({key: answer for key, answer in said.items() if answer != NOT_SURE}, KB)


FAULTY_ENGINES = {
    "not sure is dropped": heard_as_silence,
    "if_unsure is ignored": lambda said: decide(said, with_if_unsure(KB, "list_only")),
    "if_unsure is always the same": lambda said: decide(said, with_if_unsure(KB, "same")),
}


@pytest.mark.parametrize("engine", FAULTY_ENGINES.values(), ids=FAULTY_ENGINES)
def test_the_comparison_tells_a_faulty_engine_apart(engine, decider):
    """Random people near the rules are enough to see that the engine is not what was proved."""
    found = find(
        people(KB),
        lambda said: engine(said).disposition != decider.disposition(said),
        settings=settings(max_examples=1000, phases=[Phase.generate]),
    )

    assert LEVEL[decide(found, KB).disposition] == LEVEL[decider.disposition(found)]
