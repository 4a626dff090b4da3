"""The form of one question: radios with nothing chosen, or a number with a way to skip it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from popliteal.interview import SKIPPED, Value, choices
from popliteal.knowledge.content import Measure, Question

# Longer input is no number of ours.
_LONGEST = 12


class AnswerForm(forms.Form):
    """One of the answers of a question."""

    def __init__(self, step: Question, data: Any = None, before: Value | None = None) -> None:
        super().__init__(data, initial={"answer": before})
        self.fields["answer"] = forms.ChoiceField(
            choices=[*choices(step).items()],
            error_messages={
                "required": _("Choose an answer. If you cannot say, choose the last one."),
                "invalid_choice": _("Choose one of the answers below."),
            },
        )

    @property
    def value(self) -> Value | None:
        """The checked answer."""
        answer: str = self.cleaned_data["answer"]
        return answer


class MeasureForm(forms.Form):
    """A number within its range, or nothing when the person would rather not measure."""

    skip = forms.BooleanField(required=False)

    def __init__(self, step: Measure, data: Any = None, before: Value | None = None) -> None:
        super().__init__(data, initial={"answer": before})
        self.step = step
        self.fields["answer"] = forms.CharField(required=False, max_length=_LONGEST)

    def clean_answer(self) -> float | None:
        """The number; nothing where the person skips it."""
        given: str = self.cleaned_data["answer"]
        return SKIPPED if self.data.get("skip") else read_number(given, self.step)

    @property
    def value(self) -> Value | None:
        """The checked number; None skips."""
        number: float | None = self.cleaned_data["answer"]
        return number


def read_number(given: str, step: Measure) -> float:
    """Read a number as people write it: 25, 25,5 or 25°.

    Raises
    ------
    ValidationError
        It is no number, or out of range.
    """
    words = _("Write a number from %(low)g to %(high)g, or skip this question.") % {
        "low": step.low,
        "high": step.high,
    }
    try:
        number = float(given.strip().removesuffix("°").replace(",", "."))
    except ValueError:
        raise forms.ValidationError(words) from None
    if not step.low <= number <= step.high:
        raise forms.ValidationError(words)
    return number


def form_for(
    step: Question | Measure, data: Any = None, before: Value | None = None
) -> AnswerForm | MeasureForm:
    """The form of a question or a measure."""
    if isinstance(step, Measure):
        return MeasureForm(step, data, before)
    return AnswerForm(step, data, before)
