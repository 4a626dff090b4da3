"""Whom to call: emergency and advice numbers by country."""

from __future__ import annotations

from dataclasses import dataclass

from popliteal.errors import AnswerError
from popliteal.knowledge.load import Knowledge


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands for `{emergency}` and `{advice}` in the texts."""

    emergency: str
    advice: str

    def fill(self, text: str) -> str:
        """The text with the numbers in it.

        Examples
        --------
        >>> Numbers("112", "your doctor").fill("Call {emergency} now.")
        'Call 112 now.'
        """
        return text.replace("{emergency}", self.emergency).replace("{advice}", self.advice)


def numbers(kb: Knowledge, region: str | None = None) -> Numbers:
    """Emergency and advice numbers of a country, or words that fit everywhere.

    Parameters
    ----------
    kb : knowledge
    region : ISO country code such as "GB"; None where it is not known

    Raises
    ------
    AnswerError
        When the country is not in the list.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> numbers(load(), "GB")
    Numbers(emergency='999', advice='your doctor or 111')
    >>> numbers(load()).emergency
    'your local emergency number'
    """
    words = kb.plan.words
    if region is None:
        return Numbers(words.emergency_anywhere, words.advice_anywhere)
    found = kb.regions.get(str(region).upper())
    if found is None:
        raise AnswerError(
            [f"region: no numbers for '{region}'. Use {', '.join(kb.regions)}, or leave it out."]
        )
    if found.advice is None:
        return Numbers(found.emergency, words.advice_anywhere)
    return Numbers(found.emergency, words.advice_with_number.format(number=found.advice))
