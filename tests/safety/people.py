"""Made-up people for the safety tests: answers that come near the rules, with many *not sure*."""

from dataclasses import replace
from itertools import count
from random import Random

from hypothesis import strategies as st

from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.when import leaves

# Each single rule stays open, but every definite duration is met by one of them. Two separate
# minima, which an early version took, called this self-care (docs/adr/0010).
MET_TOGETHER = {
    "pain_place": "upper_calf",
    "clot_risk": NOT_SURE,
    "duration": NOT_SURE,
    "limits": "daily",
    "severity": "moderate",
    "selfcare_response": "same",
}
# How often a question about which a rule asks is answered as the rule wants, unsurely, anyhow, not.
WISHES = ["wanted"] * 6 + [NOT_SURE] * 3 + ["any"] + ["not asked"] * 2


def person(seed, kb):
    """Answers about one to three rules, so that some fire, some stay open and some meet."""
    # The seed is all that Hypothesis draws: drawing each answer by itself takes most of the time.
    chance = Random(seed)  # noqa: S311 - made-up people need no secrecy
    rules = chance.sample(sorted(kb.when.rules), chance.choice([1, 1, 2, 2, 3]))
    said = {}
    for leaf in [leaf for rule in rules for leaf in leaves(kb.when.rules[rule])]:
        wish = chance.choice(WISHES)
        if leaf.question in said or wish == "not asked":
            continue
        known = leaf.answers if wish == "wanted" else kb.questions[leaf.question].answers
        said[leaf.question] = NOT_SURE if wish == NOT_SURE else chance.choice(sorted(known))
    return said


def people(kb):
    """Strategy for such answers."""
    return st.integers(0, 2**32).map(lambda seed: person(seed, kb))


def with_rule(kb, key, when, **about):
    """The knowledge with one rule more, or with another condition for a rule that is there."""
    rule = kb.rules.get(key, next(iter(kb.rules.values())))
    rules = {**kb.rules, key: replace(rule, id=key, **about)}
    return altered(kb, rules=rules, when=replace(kb.when, rules={**kb.when.rules, key: when}))


def without_rule(kb, key):
    """The knowledge without one rule."""
    left = {i: when for i, when in kb.when.rules.items() if i != key}
    rules = {i: rule for i, rule in kb.rules.items() if i != key}
    return altered(kb, rules=rules, when=replace(kb.when, rules=left))


def with_if_unsure(kb, if_unsure):
    """The knowledge with one `if_unsure` for all rules."""
    return altered(
        kb, rules={i: replace(rule, if_unsure=if_unsure) for i, rule in kb.rules.items()}
    )


_ALTERED = count()


def altered(kb, **parts):
    """The knowledge with other parts, and another fingerprint, so that no cache mistakes it."""
    mark = f"altered {next(_ALTERED)} from {kb.fingerprint}"
    return replace(kb, **{"fingerprint": mark, **parts})
