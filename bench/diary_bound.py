"""What any rule can reach at the fifth entry: the likelihood ratio test, which knows the noise.

No test that sends as few of one group finds more of the other (Neyman and Pearson). This one is
told how people stray and how their courses look, which no diary knows: its figures are a bound.
"""

from collections.abc import Sequence

import numpy as np

from popliteal.diary import Diary

ENTRIES = 5
FOUND = (0.8, 0.9, 0.95, 0.99)


def read(diaries: Sequence[Diary]) -> tuple[np.ndarray, np.ndarray]:
    """(N, 5) mean of both pains, and the day of each of the first entries."""
    first = [diary.entries[:ENTRIES] for diary in diaries]
    pains = [[((e.stretch_pain or 0) + (e.worst_pain or 0)) / 2 for e in es] for es in first]
    days = [[(e.day - es[0].day).days for e in es] for es in first]
    return np.array(pains), np.array(days)


def likelihood(pains: np.ndarray, true: np.ndarray, noise: float) -> np.ndarray:
    """(N,) likelihood of pains under one true course, (5,) or (N, 5), up to a factor.

    Half of the variance is shared by both pains, and each is rounded to a whole number.
    """
    variance = noise**2 * 3 / 4 + 1 / 24
    return np.asarray(np.exp(-((pains - true) ** 2).sum(axis=1) / (2 * variance)))


def ratios(pains: np.ndarray, days: np.ndarray, noise: float, against: str) -> np.ndarray:
    """(N,) how much likelier worsening is than the other course, over all starts of each."""
    steps = np.arange(ENTRIES) / 2
    worse = sum(likelihood(pains, start + steps, noise) for start in np.linspace(2, 6, 17))
    if against == "no change":
        other = sum(likelihood(pains, np.full(ENTRIES, s), noise) for s in np.linspace(3, 7, 17))
    else:
        other = sum(
            likelihood(pains, start * 0.5 ** (days / half), noise)
            for start in np.linspace(3, 6.5, 15)
            for half in np.linspace(3, 10, 8)
        )
    return np.asarray(np.log(worse + 1e-300) - np.log(other + 1e-300))


def cost(
    worsening: Sequence[Diary], others: Sequence[Diary], noise: float, against: str
) -> list[float]:
    """Share of the others that the best test sends where it finds so many of the worsening."""
    found = ratios(*read(worsening), noise, against)
    wrong = ratios(*read(others), noise, against)
    return [float(np.mean(wrong >= np.quantile(found, 1 - share))) for share in FOUND]


def reached(
    worsening: Sequence[Diary], others: Sequence[Diary], noise: float, against: str, sent: float
) -> float:
    """Share of the worsening that the best test finds where it sends so many of the others."""
    found = ratios(*read(worsening), noise, against)
    wrong = ratios(*read(others), noise, against)
    return float(np.mean(found >= np.quantile(wrong, 1 - sent)))
