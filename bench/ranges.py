"""How often the range of a probability holds what drawing all its inputs gives."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from popliteal.answers import read_answers
from popliteal.differential.evidence import Model, build_model, rows_said
from popliteal.differential.latent import split_tables, state_shares
from popliteal.differential.ranking import rank
from popliteal.knowledge.content import Table
from popliteal.knowledge.load import Knowledge

Array = NDArray[np.float64]
# Probabilities (A, S) of S draws for a mean (A,) and an effective sample size.
Draw = Callable[[np.random.Generator, Array, float, int], Array]

# Causes below this are named in one line, without a range.
LEAST = 0.01
_TINY = 1e-12


def log_normal(random: np.random.Generator, p: Array, n: float, draws: int) -> Array:
    """Each probability as a log-normal with the mean and variance of its Dirichlet."""
    variance = np.log1p((1 - p) / (p * (n + 1)))[:, None]
    return p[:, None] * np.exp(
        random.normal(size=(len(p), draws)) * np.sqrt(variance) - variance / 2
    )


def dirichlet(random: np.random.Generator, p: Array, n: float, draws: int) -> Array:
    """The Dirichlet itself; where p n is below 1 it has a spike at zero."""
    return np.maximum(random.gamma(np.repeat((p * n)[:, None], draws, axis=1)), _TINY)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What share of the draws lies inside, above and below the ranges of one case."""

    probability: Array
    inside: Array
    above: Array
    below: Array


def coverage(
    cases: Sequence[dict[str, str | float]], kb: Knowledge, draw: Draw, draws: int, seed: int
) -> Iterator[Coverage]:
    """Draw every prior and table that ships, and see which posteriors the ranges hold."""
    drawn = _Drawn(kb, draw, draws, np.random.default_rng(seed))
    for case in cases:
        given = read_answers(case, kb)
        ranked = {cause.id: cause for cause in rank(given, kb).causes}
        said = [ranked[cause] for cause in drawn.model.causes]
        low, high = (np.array([getattr(c, end) for c in said]) for end in ("low", "high"))
        posterior = drawn.posterior(rows_said(given.given, drawn.model))
        yield Coverage(
            np.array([cause.probability for cause in said]),
            np.mean((posterior >= low[:, None]) & (posterior <= high[:, None]), axis=1),
            np.mean(posterior > high[:, None], axis=1),
            np.mean(posterior < low[:, None], axis=1),
        )


class _Drawn:
    """S draws of the whole knowledge; the classes' states and shares stay as they are."""

    def __init__(self, kb: Knowledge, draw: Draw, draws: int, random: np.random.Generator) -> None:
        self.model: Model = build_model(kb)
        self.draws = draws
        spread = np.sqrt(self.model.prior_variance)
        self.log_prior = self.model.network.log_prior + spread * random.normal(
            size=(draws, len(spread))
        )
        tables = {key: self._tables(key, kb, draw, random) for key in self.model.findings}
        self.like = {key: np.repeat(np.log(t)[..., None], 2, axis=3) for key, t in tables.items()}
        self._split(tables, kb)

    def _tables(self, key: str, kb: Knowledge, draw: Draw, random: np.random.Generator) -> Array:
        """(A, C, S) A usual rate is drawn once for all causes that use it."""
        usual = self._draw(kb.background[key], key, kb, draw, random)
        drawn = [
            self._draw(line, key, kb, draw, random) if line else usual
            for line in (kb.likelihoods[cause].get(key) for cause in kb.causes)
        ]
        return np.stack(drawn, axis=1)

    def _draw(
        self, line: Table, key: str, kb: Knowledge, draw: Draw, random: np.random.Generator
    ) -> Array:
        p = np.array([line.p[answer] for answer in kb.questions[key].answers])
        drawn = draw(random, p / p.sum(), line.n, self.draws)
        return np.maximum(drawn / drawn.sum(axis=0), _TINY)

    def _split(self, tables: dict[str, Array], kb: Knowledge) -> None:
        prior = np.exp(self.model.network.log_prior)
        for group in kb.dependence.values():
            means = [self._mean(key) for key in group.members]
            usual = [
                np.array([kb.background[key].p[a] for a in kb.questions[key].answers])
                for key in group.members
            ]
            usual = [rate / rate.sum() for rate in usual]
            shares, states = state_shares(means, usual, prior, group.strength)
            flat = [tables[key].reshape(len(tables[key]), -1) for key in group.members]
            split = split_tables(flat, states, np.repeat(shares, self.draws))
            for key, part in zip(group.members, split, strict=True):
                self.like[key] = np.log(part).reshape(*tables[key].shape, 2)

    def _mean(self, key: str) -> Array:
        finding = self.model.findings[key]
        share = np.exp(self.model.network.log_state[finding.group])
        return np.asarray((np.exp(finding.like) * share).sum(axis=2))

    def posterior(self, rows: Sequence[int]) -> Array:
        """(C, S) for the answers in these rows."""
        state = np.repeat(self.model.network.log_state[:, :, None], self.draws, axis=2)
        joint = self.log_prior.T.copy()
        for row in rows:
            key, answer = self.model.names[row]
            finding = self.model.findings[key]
            like = self.like[key][finding.answers[answer]]
            if finding.group < 0:
                joint += like[..., 0]
            else:
                state[finding.group] += like
        joint += np.logaddexp(state[..., 0], state[..., 1]).sum(axis=0)
        weights = np.exp(joint - joint.max(axis=0))
        return np.asarray(weights / weights.sum(axis=0))


def shares(found: Sequence[Coverage], least: float = LEAST) -> tuple[float, float, float]:
    """Mean share inside, above and below, over the causes that are at least this likely."""
    kept = [each.probability >= least for each in found]
    inside, above, below = (
        np.concatenate([getattr(each, side)[keep] for each, keep in zip(found, kept, strict=True)])
        for side in ("inside", "above", "below")
    )
    return float(inside.mean()), float(above.mean()), float(below.mean())


def main() -> int:
    """Print both readings, on all vignettes."""
    from popliteal.knowledge.load import load
    from popliteal.knowledge.vignettes import load_vignettes

    kb = load()
    cases = [v.answers for v in load_vignettes() if v.kind != "rules"]
    print(f"{'inputs drawn as':12}  {'least p':8} inside  above  below")
    for draw in (log_normal, dirichlet):
        found = list(coverage(cases, kb, draw, draws=400, seed=1))
        for least in (LEAST, 0.2):
            inside, above, below = shares(found, least)
            print(f"{draw.__name__:15}  {least:<8} {inside:5.1%} {above:6.1%} {below:6.1%}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
