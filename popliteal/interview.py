"""The interview as a person walks through it: forward, back, another answer, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from popliteal.answers import DOES_NOT_APPLY, with_inapplicable
from popliteal.assessment import Assessment, assess, next_question
from popliteal.knowledge.content import NOT_SURE, Measure, Question
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import Truth, truth
from popliteal.plan.visit import hidden_tests
from popliteal.triage import LEVEL

Value = str | float
# Answered, but with nothing: a measure that the person would rather not take.
SKIPPED = None
# How many questions a person usually answers: the median over the authored vignettes, plan and
# angle included; a test holds it.
USUALLY = 30


@dataclass
class Interview:
    """What was asked and answered so far; nothing of it is kept anywhere else.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> talk = Interview(load())
    >>> first = talk.step()
    >>> talk.answer(first.id, "not_sure")
    >>> talk.number, talk.back(), talk.number
    (2, True, 1)
    """

    kb: Knowledge
    region: str | None = None
    _said: dict[str, Value | None] = field(default_factory=dict)
    _before: dict[str, Value | None] = field(default_factory=dict)

    @classmethod
    def resume(
        cls, kb: Knowledge, said: Mapping[str, Value | None], region: str | None = None
    ) -> Interview:
        """Go on where a visit was left.

        Examples
        --------
        >>> from popliteal.knowledge.load import load
        >>> Interview.resume(load(), {"breathless": "no"}).number
        2
        """
        return cls(kb, region, dict(said), dict(said))

    @property
    def said(self) -> dict[str, Value | None]:
        """Everything that was answered, in the order of asking; a skipped measure is None."""
        return dict(self._said)

    @property
    def number(self) -> int:
        """Number of the question that comes now."""
        return len(self._said) + 1

    @property
    def answers(self) -> dict[str, Value]:
        """What was answered; a skipped measure is left out."""
        return {key: value for key, value in self._said.items() if value is not SKIPPED}

    def step(self) -> Question | Measure | None:
        """What to ask now, or None when the advice can be given.

        First what the check needs, then what the plan asks for, last the measures: they only set a
        limit, and take a chair.
        """
        key = next_question(self.answers, self.kb)
        if key is not None:
            return self.kb.questions[key]
        result = self.result()
        if result.disposition == "emergency":
            return None
        for key in result.plan.ask_first:
            if key not in self._said:
                return self.kb.questions[key]
        return next(self._measures(result), None)

    def _measures(self, result: Assessment) -> Iterator[Measure]:
        tests = self.kb.hidden_tests["provocation"]
        hidden = truth(self.kb.when.hidden["provocation"], _given(self.answers))
        # Straightening the knee into the pain is a test like the others, and hidden as they are.
        if result.disposition in tests.dispositions or hidden is not Truth.FALSE:
            return
        for key, measure in self.kb.measures.items():
            if key not in self._said:
                yield measure
            elif self._said[key] is SKIPPED:
                # The other leg is only compared with this one.
                return

    def answer(self, key: str, value: Value | None) -> None:
        """Take an answer; None skips a measure."""
        self._said[key] = value
        self._before[key] = value

    def change(self, key: str, value: Value | None) -> tuple[str, ...]:
        """Give another answer to a question of before; everything else stays.

        Returns
        -------
        Questions whose answers were dropped, because they do not apply any more. An answer that
        still applies is kept also where the question would not be asked now: it stays true, and a
        worrying one must not be lost.

        Examples
        --------
        >>> from popliteal.knowledge.load import load
        >>> talk = Interview.resume(load(), {"sex": "female", "pregnancy": "no"})
        >>> talk.change("sex", "male"), talk.said
        (('pregnancy',), {'sex': 'male'})
        """
        self.answer(key, value)
        dropped = tuple(self._drop())
        return tuple(key for key in self.kb.questions if key in dropped)

    def _drop(self) -> Iterator[str]:
        """Take out what does not apply, until nothing is left that hangs on it."""
        while (key := next(self._inapplicable(), None)) is not None:
            del self._said[key]
            yield key

    def _inapplicable(self) -> Iterator[str]:
        for key in self._said:
            # What the plan needs is asked whatever else was said, so it always applies.
            if key in self.kb.when.ask_if and key not in self.kb.plan.questions:
                others = _given({k: v for k, v in self.answers.items() if k != key})
                if with_inapplicable(others, self.kb).get(key) == DOES_NOT_APPLY:
                    yield key

    def unwise(self, key: str) -> str:
        """Why a home test is not to be tried now; empty where it may be tried.

        It may have been tried before an answer came that speaks against it.

        Examples
        --------
        >>> from popliteal.knowledge.load import load
        >>> talk = Interview.resume(load(), {"calf_swelling": "clear"})
        >>> talk.unwise("st_toes_up").startswith("Once someone must be seen the same day")
        True
        """
        kind = self.kb.questions[key].self_test
        if kind is None or key not in hidden_tests(
            self.result().disposition, _given(self.answers), self.kb
        ):
            return ""
        return self.kb.hidden_tests[kind].reason

    def before(self, key: str) -> Value | None:
        """What was answered to this question before the person went back."""
        return self._before.get(key)

    def back(self) -> bool:
        """Take the last answer back; False when there is none."""
        if not self._said:
            return False
        self._said.popitem()
        return True

    def result(self) -> Assessment:
        """The advice from what was answered so far."""
        return assess(self.answers, self.kb, region=self.region)

    def warning(self) -> str | None:
        """The disposition for who leaves early, if the answers already mean to be seen."""
        if not self.answers:
            return None
        disposition = self.result().disposition
        return disposition if LEVEL[disposition] > 0 else None


def _given(answers: Mapping[str, Value]) -> dict[str, str]:
    return {key: value for key, value in answers.items() if isinstance(value, str)}


def choices(question: Question) -> dict[str, str]:
    """The answers in the order of the screen; *not sure* is always the last.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> list(choices(load().questions["fever"]))[-1]
    'not_sure'
    """
    return {**question.answers, NOT_SURE: question.not_sure}
