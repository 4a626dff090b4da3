"""The interview keeps what it asked for, and comes to an end for everybody."""

import random

from popliteal.interview import SKIPPED, Interview
from popliteal.knowledge.content import NOT_SURE, Measure
from popliteal.knowledge.load import load

KB = load()


def test_what_the_plan_needs_is_kept_whatever_else_was_said():
    """It is asked although its own condition does not hold, so a change must not drop it."""
    hidden = [key for key in KB.plan.questions if key in KB.when.ask_if]
    assert hidden
    for key in hidden:
        talk = Interview(KB)
        dropped = talk.change(key, KB.questions[key].absent or NOT_SURE)

        assert dropped == ()
        assert key in talk.said


def test_an_answer_that_was_asked_for_is_never_dropped_by_being_given():
    """Otherwise it would be asked for again, and again."""
    for seed in range(12):
        chance, talk = random.Random(seed), Interview(KB)  # noqa: S311 - any answers will do
        while (step := talk.step()) is not None:
            if isinstance(step, Measure):
                talk.change(step.id, SKIPPED)
            else:
                worst = chance.random() < 0.1
                mild = step.absent or NOT_SURE
                talk.change(step.id, chance.choice([*step.answers]) if worst else mild)

            assert step.id in talk.said
