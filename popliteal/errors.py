"""The errors that Popliteal raises on purpose, each with one clear line a problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class PoplitealError(Exception):
    """Something a person can mend. The text says where, what, what is allowed, what to do."""


class _ProblemsError(PoplitealError):
    """Several problems found in one pass; ``str()`` gives one line for each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems: tuple[str, ...] = tuple(problems)
        super().__init__("\n".join(self.problems))


class KnowledgeError(_ProblemsError):
    """The clinical content cannot be loaded.

    Examples
    --------
    >>> print(KnowledgeError(["triage.yaml:7: no source.", "triage.yaml:9: no grade."]))
    triage.yaml:7: no source.
    triage.yaml:9: no grade.
    """


class AnswerError(_ProblemsError):
    """An answer cannot be read; nothing was guessed in its place.

    Examples
    --------
    >>> AnswerError(["calf_sweling: no such question."]).problems
    ('calf_sweling: no such question.',)
    """


class DiaryError(_ProblemsError):
    """Entries of a diary cannot be read; nothing was taken in.

    Examples
    --------
    >>> DiaryError(["line 3: worst_pain is 11. Use a whole number from 0 to 10."]).problems
    ('line 3: worst_pain is 11. Use a whole number from 0 to 10.',)
    """


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing in a resource that cannot be read.

    Attributes
    ----------
    place : where it stands, such as `QuestionnaireResponse.item[2].answer[0]`
    text : what is wrong, what is allowed
    code : which kind of problem FHIR calls it (its code list `issue-type`)
    """

    place: str
    text: str
    code: str = "invalid"


class ResourceError(_ProblemsError):
    """A resource of another system cannot be read; nothing was guessed in its place.

    Examples
    --------
    >>> print(ResourceError([Misfit("QuestionnaireResponse.item[2]", "no linkId. Add it.")]))
    QuestionnaireResponse.item[2]: no linkId. Add it.
    """

    def __init__(self, misfits: Iterable[Misfit]) -> None:
        self.misfits: tuple[Misfit, ...] = tuple(misfits)
        super().__init__(f"{misfit.place}: {misfit.text}" for misfit in self.misfits)


class PostureError(PoplitealError, ValueError):
    """A posture, tissue or site outside what the mechanics is valid for."""
