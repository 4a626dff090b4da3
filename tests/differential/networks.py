"""Random networks, random people, and the slow way to compute what the engine computes."""

from dataclasses import dataclass
from itertools import product
from random import Random

import numpy as np
from hypothesis import strategies as st

from popliteal.differential.bayes import Network, Observed
from popliteal.knowledge.content import NOT_SURE


@dataclass(frozen=True)
class Case:
    """A network with questions, and one answer to each of them.

    Attributes
    ----------
    tables : one (A, C, 2) a question, probability of each answer given cause and state
    group : class of each question, or -1
    chosen : position of the answer to each question
    """

    network: Network
    tables: list
    group: np.ndarray
    chosen: np.ndarray

    def observed(self, order=None):
        """The answers as observations; only those in `order`, if it is given."""
        order = np.arange(len(self.chosen)) if order is None else np.array(order, dtype=int)
        like = [np.log(self.tables[at][self.chosen[at]]) for at in order]
        causes = len(self.network.log_prior)
        return Observed(
            self.network, np.array(like).reshape(len(order), causes, 2), self.group[order]
        )


def case(seed, least_questions=0):
    """A random network with up to 5 causes, 3 classes and 6 questions."""
    random = np.random.default_rng(seed)
    causes, classes = random.integers(2, 6), random.integers(0, 4)
    questions = random.integers(least_questions, 7)
    network = Network(
        np.log(random.dirichlet(np.ones(causes))),
        np.log(random.dirichlet(np.ones(2), (classes, causes))),
    )
    group = random.integers(-1, classes, questions)
    tables = [_table(random, causes, alone=of < 0) for of in group]
    chosen = np.array([random.integers(len(table)) for table in tables], dtype=int)
    return Case(network, tables, group, chosen)


def _table(random, causes, *, alone):
    answers = random.integers(2, 6)
    table = np.moveaxis(random.dirichlet(np.full(answers, 0.7), (causes, 2)), -1, 0)
    # Never 0, as in the content; well above it, so that rounding is not what is compared.
    table = np.maximum(table, 1e-5)
    if alone:
        table = np.repeat(table[:, :, :1], 2, axis=2)
    return table / table.sum(axis=0)


def cases(least_questions=0):
    """Strategy for such networks."""
    return st.integers(0, 2**32).map(lambda seed: case(seed, least_questions))


def enumerated(network, like, group):
    """(C,) posterior, adding up every combination of states for every cause, one by one."""
    prior, state = np.exp(network.log_prior), np.exp(network.log_state)
    total = np.zeros(len(prior))
    for cause in range(len(prior)):
        for states in product((0, 1), repeat=len(state)):
            chance = prior[cause]
            for at, z in enumerate(states):
                chance *= state[at, cause, z]
            for one, of in zip(np.exp(like), group, strict=True):
                chance *= one[cause, states[of] if of >= 0 else 0]
            total[cause] += chance
    return total / total.sum()


def person(seed, kb):
    """Answers of a random person: any share of the questions, now and then *not sure*."""
    chance = Random(seed)  # noqa: S311 - made-up people need no secrecy
    share = chance.random()
    return {
        key: NOT_SURE if chance.random() < 0.1 else chance.choice(list(question.answers))
        for key, question in kb.questions.items()
        if chance.random() < share
    }


def people(kb):
    """Strategy for such answers."""
    return st.integers(0, 2**32).map(lambda seed: person(seed, kb))
