"""Overlapping answers, counted in several ways, on the vignettes: ``python -m bench.dependence``.

The vignettes are development cases and few, and no published one holds a nerve-tension test. So the
table can show that a way is bad, not that one strength is right (docs/adr/0011).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bench.outcomes import calibration_error
from popliteal.differential.bayes import normalised
from popliteal.differential.evidence import Model, build_model, observe
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import Knowledge, load
from popliteal.knowledge.vignettes import Vignette, load_vignettes

Array = NDArray[np.float64]
# From answers to the log of prior times likelihood of each cause, up to a constant.
Score = Callable[[Mapping[str, str]], Array]

NERVE = ("sciatic_neural_irritation", "lumbar_radiculopathy")
MUSCLE = ("distal_hamstring_tendinopathy", "hamstring_strain_low_grade")
FOUR_POSITIVE = {
    "st_toes_up": "more",
    "st_toes_point": "less",
    "st_chin_down": "more",
    "st_look_up": "less",
}
# Slump with pain below the knee, the best bedside cluster found (urban2015, n = 21).
PUBLISHED_RATIO = 11.9
# The evidence pack's discount: near-repeats of one test, and different sides of one fact.
RHO = {"neurodynamic": 0.8}
RHO_ELSEWHERE = 0.4


@dataclass(frozen=True, slots=True)
class Line:
    """How one way of counting does on one set of vignettes.

    Attributes
    ----------
    log_score : mean log2 of the probability of the acceptable first causes together
    first, in_three : cases with an acceptable first cause, and with a reported cause in three
    error : calibration error of the first cause, ten bins of equal width
    """

    log_score: float
    first: int
    in_three: int
    error: float


def latent(kb: Knowledge, neurodynamic: float, elsewhere: float) -> Score:
    """Two-state latent classes of these strengths; 0 for both is naive Bayes."""
    strengths = {
        key: replace(group, strength=neurodynamic if key == "neurodynamic" else elsewhere)
        for key, group in kb.dependence.items()
    }
    name = f"strengths {neurodynamic} {elsewhere} {kb.fingerprint}"
    model = build_model(replace(kb, dependence=strengths, fingerprint=name))
    return lambda given: observe(given, model)[1].joint


def discounted(kb: Knowledge) -> Score:
    """The pack's discount: in a group, the strongest weight each way in full, the rest reduced."""
    model = build_model(kb)
    return lambda given: (
        model.network.log_prior
        + sum(
            _group_weight(key, members, kb) for key, members in _by_group(given, model, kb).items()
        )
    )


def _by_group(given: Mapping[str, str], model: Model, kb: Knowledge) -> dict[str, list[Array]]:
    """Weights (C,) of the answers by group; an answer of no group is a group of its own."""
    of = {key: name for name, group in kb.dependence.items() for key in group.members}
    found: dict[str, list[Array]] = {}
    for key, answer in given.items():
        if answer != NOT_SURE and key in model.findings:
            found.setdefault(of.get(key, key), []).append(_weight(key, answer, kb))
    return found


def _weight(key: str, answer: str, kb: Knowledge) -> Array:
    usual = kb.background[key].p[answer]
    lines = [kb.likelihoods[cause].get(key, kb.background[key]) for cause in kb.causes]
    return np.log([line.p[answer] / usual for line in lines])


def _group_weight(key: str, members: Sequence[Array], kb: Knowledge) -> Array:
    rho = RHO.get(key, RHO_ELSEWHERE) if key in kb.dependence else 0.0
    weights = np.array(members)
    towards, away = np.maximum(weights, 0), np.minimum(weights, 0)
    full = towards.max(axis=0) + away.min(axis=0)
    return np.asarray(rho * full + (1 - rho) * weights.sum(axis=0))


def nerve_ratio(score: Score, kb: Knowledge) -> float:
    """How much likelier four positive nerve-tension answers are under nerve than under muscle."""
    causes = list(kb.causes)
    before, after = np.exp(score({})), np.exp(score(FOUR_POSITIVE))
    nerve, muscle = ([causes.index(cause) for cause in group] for group in (NERVE, MUSCLE))
    rates = [after[at].sum() / before[at].sum() for at in (nerve, muscle)]
    return float(rates[0] / rates[1])


def line(cases: Sequence[Vignette], score: Score, kb: Knowledge) -> Line:
    """One way of counting on one set of vignettes."""
    causes = list(kb.causes)
    logs, firsts, threes, said = [], [], [], []
    for case in cases:
        given = {key: answer for key, answer in case.answers.items() if isinstance(answer, str)}
        p = normalised(score(given))
        order = [causes[at] for at in np.argsort(-p, kind="stable")]
        acceptable = [causes.index(cause) for cause in case.expect.acceptable_first]
        logs.append(np.log2(p[acceptable].sum()))
        firsts.append(order[0] in case.expect.acceptable_first)
        threes.append(bool({*order[:3]} & {*case.expect.cause}))
        said.append((float(p.max()), order[0] in case.expect.cause))
    return Line(float(np.mean(logs)), sum(firsts), sum(threes), calibration_error(said))


def ways(kb: Knowledge) -> dict[str, Score]:
    """Every way of counting that is compared."""
    strength = kb.dependence["neurodynamic"].strength
    found = {
        "each by itself (naive Bayes)": latent(kb, 0, 0),
        "the pack's discount": discounted(kb),
    }
    for elsewhere in (0.0, 0.2, 0.4, 0.6, 0.8, 1.2):
        found[f"classes, {strength:g} and {elsewhere:g} elsewhere"] = latent(
            kb, strength, elsewhere
        )
    for neurodynamic in (0.5, 0.8, 1.0):
        found[f"classes, {neurodynamic:g} and 0.4 elsewhere"] = latent(kb, neurodynamic, 0.4)
    return found


def main() -> int:
    """Print the table, as it stands in the ADR."""
    kb = load()
    sets = {
        kind: [v for v in load_vignettes() if v.kind == kind] for kind in ("published", "authored")
    }
    sizes = ", ".join(f"{len(cases)} {kind}" for kind, cases in sets.items())
    print(f"Cases: {sizes}. Published ratio for nerve: {PUBLISHED_RATIO}.\n")
    columns = "log score | first | in three | error"
    print(f"| strength | nerve | published: {columns} | authored: {columns} |")
    print(f"|{'---|' * 10}")
    for name, score in ways(kb).items():
        lines = [line(cases, score, kb) for cases in sets.values()]
        cells = [
            f"{each.log_score:.2f} | {each.first} | {each.in_three} | {each.error:.3f}"
            for each in lines
        ]
        print(f"| {name} | {nerve_ratio(score, kb):.1f} | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
