"""A dose as one plain sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from popliteal.knowledge.content import Dose, PlanWords

# The higher limit of a supervised session is for clinicians; at home the lower one holds.
_SAID = tuple(field.name for field in fields(Dose) if field.name != "pain_limit_supervised")


def dose_sentence(dose: Dose | None, words: PlanWords) -> str:
    """How much and how often, in one sentence; empty where there is nothing to count.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> kb = load()
    >>> dose_sentence(kb.actions["isometric_hold"].dose, kb.plan.words)
    'Hold for 30 to 45 seconds, 5 times in a row, 60 to 120 seconds of rest between, at 50 to 70 %
    of your full strength, 1 to 2 times a day, pain no more than 3 out of 10.'
    """
    parts = ", ".join(_parts(dose, words)) if dose else ""
    return f"{parts[0].upper()}{parts[1:]}." if parts else ""


def _parts(dose: Dose, words: PlanWords) -> Iterator[str]:
    for name in _SAID:
        value = getattr(dose, name)
        if value is None:
            continue
        amount = value if isinstance(value, tuple) else (value,)
        yield words.dose[_key(name, amount, words)].format(n=_amount(name, amount, words))


def _key(name: str, amount: tuple[object, ...], words: PlanWords) -> str:
    """The words for a field; *none* and *once* have their own where the content gives them."""
    special = f"{name}_none" if amount == (0,) else f"{name}_once" if amount == (1,) else name
    return special if special in words.dose else name


def _amount(name: str, amount: tuple[object, ...], words: PlanWords) -> str:
    said = [f"{number:g}" if isinstance(number, float) else str(number) for number in amount]
    if name == "on_days":
        return words.listed.format(first=", ".join(said[:-1]), last=said[-1])
    if len(said) == 1:
        return said[0]
    return words.amount_range.format(low=said[0], high=said[1])
