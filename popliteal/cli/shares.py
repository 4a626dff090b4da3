"""Probabilities as people read them: so many in ten."""

from __future__ import annotations

# Above one in ten tenths are read best; below, the step to the next round number is what matters.
_NEARLY_ALL = 0.95
_TENTHS = 0.15
_SMALL = ((0.075, "1 in 10"), (0.035, "1 in 20"), (0.014, "1 in 50"), (0.0075, "1 in 100"))


def share(probability: float) -> str:
    """The probability in words.

    Examples
    --------
    >>> share(0.68), share(0.06), share(0.97), share(0.001)
    ('about 7 in 10', 'about 1 in 20', 'more than 9 in 10', 'fewer than 1 in 100')
    """
    if probability >= _NEARLY_ALL:
        return "more than 9 in 10"
    round_ = _round(probability)
    return f"about {round_}" if round_ else "fewer than 1 in 100"


def span(low: float, high: float) -> str:
    """The range in words; none when both ends read the same.

    Examples
    --------
    >>> span(0.41, 0.78)
    'anything from 4 in 10 to 8 in 10'
    >>> span(0.001, 0.06), span(0.62, 0.64)
    ('anything up to 1 in 20', '')
    """
    bottom, top = _round(low), "more than 9 in 10" if high >= _NEARLY_ALL else _round(high)
    if bottom == top:
        return ""
    return f"anything from {bottom} to {top}" if bottom else f"anything up to {top}"


def _round(probability: float) -> str:
    if probability >= _TENTHS:
        return f"{max(1, min(9, int(probability * 10 + 0.5)))} in 10"
    return next((words for least, words in _SMALL if probability >= least), "")
