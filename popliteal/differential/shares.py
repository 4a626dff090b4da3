"""Probabilities as people read them: so many in ten."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]

# Above one in ten tenths are read best; below, the step to the next round number is what matters.
_NEARLY_ALL = 0.95
_TENTHS = 0.15
_SMALL = ((0.075, 10), (0.035, 20), (0.014, 50), (0.0075, 100))


def share(probability: float, words: Words) -> str:
    """The probability in words.

    Parameters
    ----------
    words : those of the knowledge, in the language that is wanted

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> [share(p, load().words) for p in (0.68, 0.06, 0.97, 0.001)]
    ['about 7 in 10', 'about 1 in 20', 'more than 9 in 10', 'fewer than 1 in 100']
    """
    if probability >= _NEARLY_ALL:
        return words["share_nearly_all"]
    round_ = _round(probability, words)
    return words["share_about"].format(share=round_) if round_ else words["share_hardly_any"]


def share_of_people(probability: float, words: Words) -> str:
    """The probability as a share of people with the same answers.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> share_of_people(0.68, load().words)
    'About 7 in 10 people with answers like yours'
    """
    said = words["share_people"].format(share=share(probability, words))
    return f"{said[0].upper()}{said[1:]}"


def span(low: float, high: float, words: Words) -> str:
    """The range in words; none when both ends read the same.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> words = load().words
    >>> span(0.41, 0.78, words)
    'anything from 4 in 10 to 8 in 10'
    >>> span(0.001, 0.06, words), span(0.62, 0.64, words)
    ('anything up to 1 in 20', '')
    """
    bottom = _round(low, words)
    top = words["share_nearly_all"] if high >= _NEARLY_ALL else _round(high, words)
    if bottom == top:
        return ""
    said = words["share_between"] if bottom else words["share_up_to"]
    return said.format(low=bottom, high=top)


def _round(probability: float, words: Words) -> str:
    if probability >= _TENTHS:
        return words["share_of"].format(n=max(1, min(9, int(probability * 10 + 0.5))), of=10)
    of = next((of for least, of in _SMALL if probability >= least), None)
    return words["share_of"].format(n=1, of=of) if of else ""
