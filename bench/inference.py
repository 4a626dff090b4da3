"""The exact posterior beside pyAgrum and pgmpy: same tables, same answers, one run, one core."""

import os

# One core for everybody; must be set before numpy is imported.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import warnings  # noqa: E402
from collections.abc import Callable, Mapping, Sequence  # noqa: E402
from dataclasses import dataclass  # noqa: E402
from statistics import median  # noqa: E402
from time import perf_counter  # noqa: E402

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from bench.oracle import agrum_network, agrum_posterior  # noqa: E402
from popliteal.differential.batch import Batch  # noqa: E402
from popliteal.differential.evidence import Model, observe  # noqa: E402

Array = NDArray[np.float64]
Answers = Mapping[str, str]
# From the position of each observed answer, by number of the question, to the posterior.
Engine = Callable[[Mapping[int, int]], Array]

BATCH = 20_000
RUNS = 5
# The libraries need milliseconds a case: fewer of the same cases do.
AGRUM_CASES, PGMPY_CASES = 400, 25
UNANSWERED = 0.5
AGREE = 1e-9


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds for one case, by engine, and the largest difference of a posterior from ours."""

    seconds: Mapping[str, float]
    worst: Mapping[str, float]

    def times(self, engine: str) -> float:
        """How many times faster ours is."""
        return self.seconds[engine] / self.seconds["ours"]


def tables(model: Model) -> list[Array]:
    """Probability of each answer given cause and state, by question."""
    return [np.exp(finding.like) for finding in model.findings.values()]


def agrum_engines(model: Model) -> dict[str, Engine]:
    """PyAgrum's exact engines, asked for nothing but the cause."""
    import pyagrum as gum

    groups = [finding.group for finding in model.findings.values()]
    network = agrum_network(model.network, tables(model), groups)
    found: dict[str, Engine] = {}
    for name in ("LazyPropagation", "VariableElimination"):
        inference = getattr(gum, name)(network)
        inference.setTargets({"cause"})
        found[f"pyAgrum {name}"] = _agrum(inference)
    return found


def _agrum(inference: object) -> Engine:
    return lambda seen: agrum_posterior(
        inference, {f"question{at}": answer for at, answer in seen.items()}
    )


def pgmpy_engine(model: Model) -> Engine:
    """Variable elimination of pgmpy."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pgmpy.inference import VariableElimination

        inference = VariableElimination(_pgmpy_network(model))

    def posterior(seen: Mapping[int, int]) -> Array:
        evidence = {f"question{at}": answer for at, answer in seen.items()}
        return np.asarray(inference.query(["cause"], evidence=evidence, show_progress=False).values)

    return posterior


def _pgmpy_network(model: Model) -> object:
    from pgmpy.factors.discrete import TabularCPD
    from pgmpy.models import DiscreteBayesianNetwork

    prior = np.exp(model.network.log_prior)
    causes = len(prior)
    cpds = [TabularCPD("cause", causes, prior[:, None])]
    for at, state in enumerate(np.exp(model.network.log_state)):
        cpds.append(TabularCPD(f"class{at}", 2, state.T, ["cause"], [causes]))
    for at, (table, finding) in enumerate(zip(tables(model), model.findings.values(), strict=True)):
        if finding.group < 0:
            values, parents, sizes = table[:, :, 0], ["cause"], [causes]
        else:
            # The last parent runs fastest.
            values = table.reshape(len(table), -1)
            parents, sizes = ["cause", f"class{finding.group}"], [causes, 2]
        cpds.append(TabularCPD(f"question{at}", len(table), values, parents, sizes))
    edges = [(parent, cpd.variable) for cpd in cpds for parent in cpd.variables[1:]]
    network = DiscreteBayesianNetwork(edges)
    network.add_cpds(*cpds)
    return network


def single(cases: Sequence[Answers], model: Model) -> Timing:
    """One posterior at a time, for each case: ours from ids to probabilities, theirs from codes."""
    numbers = {key: at for at, key in enumerate(model.findings)}
    codes = [
        {numbers[k]: model.findings[k].answers[case[k]] for k in observe(case, model)[0]}
        for case in cases
    ]
    ours = [observe(case, model)[1].posterior for case in cases]
    seconds = {"ours": _median(lambda case: observe(case, model)[1].posterior, cases)}
    worst = {}
    engines = {**agrum_engines(model), "pgmpy": pgmpy_engine(model)}
    for name, engine in engines.items():
        some = codes if name != "pgmpy" else codes[:: max(1, len(codes) // PGMPY_CASES)]
        mine = ours if name != "pgmpy" else ours[:: max(1, len(codes) // PGMPY_CASES)]
        worst[name] = _worst([engine(case) for case in some], mine)
        seconds[name] = _median(engine, some)
    return Timing(seconds, worst)


def batch(model: Model, seed: int = 0) -> Timing:
    """Many random cases, half of the questions answered: ours at once, theirs in a loop."""
    random = np.random.default_rng(seed)
    ready = Batch(model)
    answers = np.array([len(finding.answers) for finding in model.findings.values()])
    codes = random.integers(0, answers, (BATCH, len(answers)))
    codes[random.random(codes.shape) < UNANSWERED] = -1
    ours = ready.posterior(codes)
    whole = median(_seconds(lambda: ready.posterior(codes)) for _ in range(RUNS))
    seconds, worst = {"ours": whole / BATCH}, {}
    engines = {**agrum_engines(model), "pgmpy": pgmpy_engine(model)}
    for name, engine in engines.items():
        some = [
            {at: int(code) for at, code in enumerate(case) if code >= 0}
            for case in codes[: PGMPY_CASES if name == "pgmpy" else AGRUM_CASES]
        ]
        worst[name] = _worst([engine(case) for case in some], ours)
        runs = 1 if name == "pgmpy" else RUNS
        seconds[name] = median(_loop(engine, some) for _ in range(runs)) / len(some)
    return Timing(seconds, worst)


def _loop(engine: Engine, cases: Sequence[Mapping[int, int]]) -> float:
    start = perf_counter()
    for case in cases:
        engine(case)
    return perf_counter() - start


def _seconds(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def _median(call: Callable[..., object], cases: Sequence[object]) -> float:
    """Of all cases and runs, after one to warm up."""
    call(cases[0])
    return median(_seconds(lambda: call(case)) for _ in range(RUNS) for case in cases)  # noqa: B023


def _worst(theirs: Sequence[Array], ours: Sequence[Array]) -> float:
    worst = max(float(np.abs(a - b).max()) for a, b in zip(theirs, ours, strict=False))
    if worst > AGREE:
        raise SystemExit(f"The engines disagree by {worst:.1e}: a comparison would be worthless.")
    return worst
