"""Checks of the sentences with gaps: a gap that nobody fills would stop the program at a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from string import Formatter
from typing import Any

from popliteal.knowledge.checker import Checker
from popliteal.knowledge.phrases import PHRASES
from popliteal.knowledge.yamlfile import Where

_NUMBERS = ("emergency", "advice")
# What the plan fills into each of its sentences; the others have no gap.
_GAPS = {
    "bar_cause": ("cause", "percent"),
    "bar_answer": ("topic", "answer"),
    "bar_not_sure": ("topics",),
    "bar_not_asked": ("topics",),
    "not_with": ("other",),
    "knee_range": ("least", "most"),
    "knee_at": ("least", "most"),
    "limit_known": ("angle", "least", "words"),
    "limit_eased": ("angle", "least", "words"),
    "limit_free": ("angle", "least", "words"),
    "best_stretch": ("hip", "knee", "words"),
    "best_foot": ("foot",),
    "hip_limit": ("most",),
    "foot_pointed": ("least",),
    "amount_range": ("low", "high"),
    "listed": ("first", "last"),
    "advice_with_number": ("number",),
}


class WordChecker(Checker):
    """Whether every gap is one that is filled, and every angle in words is a number."""

    def run(self) -> None:
        """Check all parts."""
        for name, where, text, allowed in self._texts():
            self._gaps(name, where, text, allowed)
        for key in PHRASES:
            if key not in self.content.words:
                self.say("words.yaml", (), f"{key} is missing. Add it.")
        for angle in self.content.plan.words.angles:
            if not angle.isdigit():
                text = f"'{angle}' is no angle. Use a whole number of degrees in quotes."
                self.say("plan.yaml", ("words", "angles", angle), text)

    def _texts(self) -> Iterator[tuple[str, Where, Any, tuple[str, ...]]]:
        words = self.content.plan.words
        for field in fields(words):
            text, allowed = getattr(words, field.name), _GAPS.get(field.name, ())
            if isinstance(text, str):
                yield "plan.yaml", ("words", field.name), text, allowed
        for key, text in self.content.words.items():
            yield "words.yaml", (key,), text, PHRASES.get(key, ())
        for key, text in words.dose.items():
            yield "plan.yaml", ("words", "dose", key), text, ("n",)
        for key, said in self.content.dispositions.items():
            for name in ("heading", "what_to_do", "plan_note"):
                yield "dispositions.yaml", (key, name), getattr(said, name), _NUMBERS
            if said.quick is not None:
                where = (key, "quick", "what_to_do")
                yield "dispositions.yaml", where, said.quick.what_to_do, _NUMBERS
        for key, action in self.content.actions.items():
            parts = (*action.tell_the_person, *action.get_help, action.stop_if)
            yield "actions.yaml", (key,), " ".join((action.what_to_do, *parts)), _NUMBERS

    def _gaps(self, name: str, where: Where, text: str, allowed: Iterable[str]) -> None:
        try:
            found = [gap for _, gap, _, _ in Formatter().parse(text) if gap is not None]
        except ValueError:
            self.say(name, where, f"{where[-1]} has a brace that is not closed. Close it.")
            return
        for gap in found:
            if gap not in allowed:
                use = (
                    f"Use {' or '.join(f'{{{a}}}' for a in allowed)}."
                    if allowed
                    else "Take it out."
                )
                self.say(
                    name, where, f"{where[-1]} has the gap {{{gap}}}, which stays empty. {use}"
                )
