"""The same tables in pyAgrum, an independent library for Bayesian networks."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyagrum as gum
from numpy.typing import NDArray

from popliteal.differential.bayes import Network, Observed
from popliteal.differential.evidence import build_model, observe, rows_said
from popliteal.knowledge.load import Knowledge

Array = NDArray[np.float64]


def agrum_network(network: Network, tables: Sequence[Array], group: Sequence[int]) -> gum.BayesNet:
    """Build the network in pyAgrum.

    Parameters
    ----------
    tables : one (A, C, 2) a question: probability of each answer given cause and state of its class
    group : class of each question, or -1
    """
    prior = np.exp(network.log_prior)
    built = gum.BayesNet()
    built.add(gum.RangeVariable("cause", "", 0, len(prior) - 1))
    built.cpt("cause").fillWith(prior.tolist())
    for at, state in enumerate(np.exp(network.log_state)):
        built.add(gum.RangeVariable(f"class{at}", "", 0, 1))
        built.addArc("cause", f"class{at}")
        built.cpt(f"class{at}")[:] = state
    for at, (table, of) in enumerate(zip(tables, group, strict=True)):
        _add_question(built, f"question{at}", table, of)
    return built


def _add_question(built: gum.BayesNet, name: str, table: Array, group: int) -> None:
    built.add(gum.RangeVariable(name, "", 0, len(table) - 1))
    built.addArc("cause", name)
    if group < 0:
        built.cpt(name)[:] = np.ascontiguousarray(table[:, :, 0].T)
        return
    built.addArc(f"class{group}", name)
    for state in (0, 1):
        for cause in range(table.shape[1]):
            column = np.ascontiguousarray(table[:, cause, state])
            built.cpt(name)[{f"class{group}": state, "cause": cause}] = column


def agrum_posterior(inference: gum.LazyPropagation, observed: Mapping[str, int]) -> Array:
    """Probability of each cause, given the position of each observed answer."""
    inference.setEvidence(dict(observed))
    inference.makeInference()
    return np.asarray(inference.posterior("cause").toarray())


def worst_on_knowledge(cases: Iterable[Mapping[str, str | float]], kb: Knowledge) -> float:
    """Largest difference of a posterior on the shipped tables."""
    model = build_model(kb)
    names = list(model.findings)
    findings = list(model.findings.values())
    tables = [np.exp(finding.like) for finding in findings]
    group = [finding.group for finding in findings]
    usual = gum.LazyPropagation(agrum_network(model.network, tables, group))
    worst = 0.0
    for answers in cases:
        given = {key: answer for key, answer in answers.items() if isinstance(answer, str)}
        said = dict(model.names[row] for row in rows_said(given, model))
        inference = usual
        if softer := _softer(said, kb):
            changed = [
                table ** softer[key] / (table ** softer[key]).sum(axis=0)
                if key in softer
                else table
                for key, table in zip(names, tables, strict=True)
            ]
            inference = gum.LazyPropagation(agrum_network(model.network, changed, group))
        evidence = {
            f"question{names.index(key)}": model.findings[key].answers[answer]
            for key, answer in said.items()
        }
        ours = observe(given, model)[1].posterior
        worst = max(worst, float(np.abs(agrum_posterior(inference, evidence) - ours).max()))
    return worst


def _softer(said: Mapping[str, str], kb: Knowledge) -> dict[str, float]:
    """What is left to tell of each finding that sums up other answers (docs/adr/0042)."""
    return {
        key: 1 - sum(kb.questions[key].sums_up[other] for other in told)
        for key in said
        if (told := [other for other in kb.questions[key].sums_up if other in said])
    }


def worst_on_random(count: int, seed: int) -> float:
    """Largest difference of a posterior on random networks with random answers."""
    random = np.random.default_rng(seed)
    return max(_difference(random) for _ in range(count))


def _difference(random: np.random.Generator) -> float:
    causes, classes, questions = (int(random.integers(*ends)) for ends in ((2, 9), (0, 4), (1, 10)))
    prior = random.dirichlet(np.ones(causes))
    states = random.dirichlet(np.ones(2), (classes, causes))
    network = Network(np.log(prior), np.log(states.reshape(classes, causes, 2)))
    group = random.integers(-1, classes, questions)
    tables = [_random_table(random, causes, alone=bool(of < 0)) for of in group]
    chosen = [int(random.integers(len(table))) for table in tables]
    like = np.log(np.array([table[at] for table, at in zip(tables, chosen, strict=True)]))
    built = agrum_network(network, tables, group.tolist())
    evidence = {f"question{at}": answer for at, answer in enumerate(chosen)}
    theirs = agrum_posterior(gum.LazyPropagation(built), evidence)
    return float(np.abs(theirs - Observed(network, like, group).posterior).max())


def _random_table(random: np.random.Generator, causes: int, *, alone: bool) -> Array:
    answers = int(random.integers(2, 7))
    table = np.moveaxis(random.dirichlet(np.full(answers, 0.5), (causes, 2)), -1, 0)
    table = np.maximum(table, 1e-6)
    table = table / table.sum(axis=0)
    return np.repeat(table[:, :, :1], 2, axis=2) if alone else table
