"""What an examination adds: causes and advice before and after, and what each finding says.

Answers of the person are *told*, findings of a clinician are *examined*; they are never mixed up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from popliteal.answers import Answers, read_answers
from popliteal.assessment import Assessment, assess
from popliteal.differential.evidence import build_model
from popliteal.differential.examination import Ratio, Use, ratios, use_of
from popliteal.differential.ranking import CauseEstimate
from popliteal.knowledge.content import Basis, BodyPart, Question
from popliteal.knowledge.load import Knowledge

BODY_PARTS: tuple[BodyPart, ...] = ("nerve", "muscle_tendon", "joint", "vessel")
_WEAKEST_LAST: tuple[Basis, ...] = ("direct", "adapted", "expert")
# As many causes as a person can weigh, before and after.
_LEADING = 3


@dataclass(frozen=True, slots=True)
class Effect:
    """What one answer to a finding does to one cause, beside everything else that was said.

    Attributes
    ----------
    basis : the weaker of the cause's own line and of the usual rate that it is set against; None
        where the cause has no line and uses the usual rate
    """

    cause: str
    name: str
    basis: Basis | None
    ratio: Ratio


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as a clinician reads it.

    Attributes
    ----------
    answer : id of what was found, `not_sure`, or None where it was not done
    use : how it counts, or why it does not
    said_for : by answer, its likelihood ratios for the causes that matter; empty without numbers
    sources : of the finding and of its lines
    """

    question: Question
    answer: str | None
    use: Use
    said_for: Mapping[str, tuple[Effect, ...]]
    sources: tuple[str, ...]

    @property
    def moved(self) -> tuple[Effect, ...]:
        """What it did, by itself or by how an answer is read; nothing where it does not count."""
        did = self.use.how in ("counts", "deferred")
        return self.said_for[self.answer] if did and self.answer else ()


@dataclass(frozen=True, slots=True)
class Move:
    """One cause before and after the examination, and what its odds were multiplied by."""

    before: CauseEstimate
    after: CauseEstimate
    by: float


@dataclass(frozen=True, slots=True)
class Examination:
    """An examination beside the answers.

    Attributes
    ----------
    before : from what the person told alone
    after : with what was examined
    moves : the leading causes of before and after, in the order of after
    findings : every finding there is, done or not, in the order of the content
    """

    before: Assessment
    after: Assessment
    moves: tuple[Move, ...]
    findings: tuple[Finding, ...]

    @property
    def examined(self) -> tuple[Finding, ...]:
        """Findings that were looked for."""
        return tuple(each for each in self.findings if each.use.how != "not_done")

    def of(self, part: BodyPart) -> tuple[Finding, ...]:
        """The findings of one part of the body."""
        return tuple(each for each in self.findings if each.question.examines == part)


def examine(
    answers: Mapping[str, str | float] | Answers, kb: Knowledge, *, region: str | None = None
) -> Examination:
    """Set what was examined beside what was told.

    Raises
    ------
    AnswerError
        One line for each answer that cannot be read.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> found = examine({"spread": "calf", "c_slump": "positive", "c_homans": "positive"}, load())
    >>> [(each.question.id, each.use.how) for each in found.examined]
    [('c_slump', 'counts'), ('c_homans', 'no_numbers')]
    >>> found.after.groups["nerve"] > found.before.groups["nerve"]
    True
    """
    given = read_answers(answers, kb)
    told = Answers(told_of(given.given, kb), given.measures)
    before, after = assess(told, kb, region=region), assess(given, kb, region=region)
    moves = tuple(_moves(before, after))
    leading = tuple(move.after.id for move in moves)
    findings = tuple(
        _finding(question, given.given, leading, kb)
        for question in kb.questions.values()
        if question.kind == "clinician"
    )
    return Examination(before, after, moves, findings)


def told_of(given: Mapping[str, str], kb: Knowledge) -> dict[str, str]:
    """The answers that the person gave.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> told_of({"fever": "no", "c_slump": "positive"}, load())
    {'fever': 'no'}
    """
    return {key: said for key, said in given.items() if kb.questions[key].kind != "clinician"}


def _moves(before: Assessment, after: Assessment) -> Iterator[Move]:
    leading = {cause.id for cause in chain(before.causes[:_LEADING], after.causes[:_LEADING])}
    by_id = {cause.id: cause for cause in before.causes}
    for cause in after.causes:
        if cause.id in leading:
            earlier = by_id[cause.id]
            yield Move(earlier, cause, _odds(cause) / _odds(earlier))


def _odds(cause: CauseEstimate) -> float:
    return cause.probability / max(1 - cause.probability, 1e-300)


def _finding(
    question: Question, given: Mapping[str, str], leading: tuple[str, ...], kb: Knowledge
) -> Finding:
    wanted = dict.fromkeys((*leading, *_most_about(question.id, kb)))
    said_for = {
        answer: tuple(_effect(cause, question.id, found[cause], kb) for cause in wanted)
        for answer in question.answers
        if question.id in build_model(kb).findings
        for found in [ratios(question.id, answer, given, kb)]
    }
    use = use_of(question.id, given, kb)
    return Finding(question, given.get(question.id), use, said_for, _sources(question, kb))


def _effect(cause: str, finding: str, ratio: Ratio, kb: Knowledge) -> Effect:
    line = kb.likelihoods[cause].get(finding)
    both = (line.basis, kb.background[finding].basis) if line else ()
    weaker = max(both, key=_WEAKEST_LAST.index, default=None)
    return Effect(cause, kb.causes[cause].name, weaker, ratio)


def _sources(question: Question, kb: Knowledge) -> tuple[str, ...]:
    lines = [kb.background.get(question.id)]
    lines += [tables.get(question.id) for tables in kb.likelihoods.values()]
    named = [key for line in lines if line is not None for key in line.sources if key != "expert"]
    return tuple(dict.fromkeys((*question.sources, *named)))


@cache
def _most_about(finding: str, kb: Knowledge) -> tuple[str, ...]:
    """The cause that the finding raises most when it is there and nothing else was said."""
    if finding not in build_model(kb).findings:
        return ()
    found = ratios(finding, [*kb.questions[finding].answers][-1], {}, kb)
    return (max(found, key=lambda cause: found[cause].value),)
