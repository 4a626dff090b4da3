"""Made-up people for the plan's tests, and a second, slow way to read its conditions."""

from hypothesis import settings
from hypothesis import strategies as st

from popliteal.answers import Answers
from popliteal.knowledge.content import DISPOSITIONS, NOT_SURE
from popliteal.knowledge.when import leaves, or_worse, questions

# Enough where most people would show a mistake.
FEWER = settings(max_examples=30)
# Most bars are passed by most people: a person barred by everything would test little.
WISHES = ["harmless"] * 12 + ["any"] * 2 + [NOT_SURE, "not asked"]


def harmless(kb, question):
    """An answer that bars no action, where the question has one."""
    barring = {
        answer
        for when in kb.when.barred.values()
        for leaf in leaves(when)
        if leaf.question == question
        for answer in leaf.answers
    }
    known = kb.questions[question].answers
    return next((answer for answer in known if answer not in barring), next(iter(known)))


def bar_questions(kb):
    """Every question that bars some action."""
    named = {key for when in kb.when.barred.values() for key in questions(when)}
    return [key for key in kb.questions if key in named]


def barred_by_nothing(kb, **answers):
    """Somebody with a harmless answer to every question that bars, but for these answers."""
    return Answers({key: harmless(kb, key) for key in bar_questions(kb)} | answers, {})


@st.composite
def visits(draw, kb, dispositions=DISPOSITIONS):
    """Disposition, probabilities and answers of one made-up person."""
    asked = [*bar_questions(kb), "duration", "st_other_leg", "selfcare_response", "sex"]
    given = {}
    for key in dict.fromkeys(asked):
        wish = draw(st.sampled_from(WISHES))
        if wish == NOT_SURE:
            given[key] = NOT_SURE
        elif wish == "any":
            given[key] = draw(st.sampled_from(list(kb.questions[key].answers)))
        elif wish == "harmless":
            given[key] = harmless(kb, key)
    measured = draw(st.none() | st.floats(0, 90))
    measures = {} if measured is None else {"knee_angle_deg": measured}
    return draw(st.sampled_from(dispositions)), draw(causes(kb)), Answers(given, measures)


@st.composite
def causes(draw, kb):
    """Probabilities of all causes: one to four that stand out, the rest small."""
    likely = draw(st.lists(st.sampled_from(list(kb.causes)), min_size=1, max_size=4, unique=True))
    weights = dict.fromkeys(kb.causes, 0.002)
    weights |= {cause: draw(st.integers(3, 100)) / 100 for cause in likely}
    total = sum(weights.values())
    return {cause: weight / total for cause, weight in weights.items()}


def slow_truth(condition, answer_of, kb):
    """True, False or None (could be) of a condition as written in the YAML.

    Parameters
    ----------
    answer_of : the answer to a question; None where it could be anything
    """
    ((key, value),) = condition.items()
    if key in ("all", "any", "at_least"):
        parts = value["of"] if key == "at_least" else value
        least = {"all": len(parts), "any": 1}.get(key) or value["count"]
        found = [slow_truth(part, answer_of, kb) for part in parts]
        if found.count(True) >= least:
            return True
        return None if len(found) - found.count(False) >= least else False
    said = answer_of(key)
    if said is None:
        return None
    if isinstance(value, dict):
        named = value["or_worse"]
        named = named if isinstance(named, list) else [named]
        return said in frozenset().union(*(or_worse(kb.questions[key], n) for n in named))
    return said in (value if isinstance(value, list) else [value])


def could_say(kb, disposition, given):
    """What a person's answer to each question is or, as None, could still be."""
    hidden = {
        kind
        for kind, tests in kb.hidden_tests.items()
        if disposition in tests.dispositions
        or slow_truth(tests.hidden_if, lambda key: asked_only(given, key), kb) is not False
    }

    def answer_of(key):
        if key in given:
            return None if given[key] == NOT_SURE else given[key]
        question = kb.questions[key]
        if key in kb.plan.questions or question.self_test in hidden or question.ask_if is None:
            return None
        return "" if slow_truth(question.ask_if, answer_of, kb) is False else None

    return answer_of


def asked_only(given, key):
    """A question that nobody asked counts as answered with nothing."""
    return None if given.get(key) == NOT_SURE else given.get(key, "")
