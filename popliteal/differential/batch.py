"""Posteriors of many cases at once, from tables that hold several answers each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from popliteal.differential.bayes import Array
from popliteal.differential.evidence import Finding, Model, softened

Codes = NDArray[np.integer]

# Rows of one table, and cases of one round: larger ones no longer fit the processor's cache.
_MOST_ROWS = 4096
_ROUND = 4096


@dataclass(frozen=True, slots=True)
class _Block:
    """Some questions, and a table with a row for every set of answers to them.

    Attributes
    ----------
    columns, strides : which questions, and how far apart their answers stand in the table
    table : (rows, 2, C), or (rows, C) once the states are added up
    """

    columns: tuple[int, ...]
    strides: tuple[int, ...]
    table: Array

    def look_up(self, codes: Codes) -> Array:
        """(b, 2, C) or (b, C) for the codes (F, b)."""
        row = np.zeros(codes.shape[1], dtype=np.intp)
        for column, stride in zip(self.columns, self.strides, strict=True):
            row += (codes[column] + 1) * stride
        # The codes were checked; `clip` spares numpy a second look.
        return np.take(self.table, row, axis=0, mode="clip")


@dataclass(frozen=True, slots=True)
class _Measured:
    """A finding, one question that it replaces, and how the two are read together.

    Attributes
    ----------
    finding, guess : their columns
    read_as : for each answer of the finding, how the guess is read; None where it says nothing
    """

    finding: int
    guess: int
    read_as: tuple[NDArray[np.intp] | None, ...]

    @classmethod
    def all_of(cls, model: Model, questions: Sequence[str]) -> list[_Measured]:
        column = {key: at for at, key in enumerate(questions)}
        return [
            cls(
                column[finding],
                column[guess],
                tuple(
                    _read_as(model.defers.get((finding, answer)), model.findings[guess])
                    for answer in model.findings[finding].answers
                ),
            )
            for finding, guesses in model.replaces.items()
            for guess in guesses
        ]

    def taken_in(self, codes: Codes) -> Codes:
        """The codes (F, b) with the guess, or the finding, taken out where the other counts."""
        both = (codes[self.finding] >= 0) & (codes[self.guess] >= 0)
        if not both.any():
            return codes
        read = codes.copy()
        for answer, read_as in enumerate(self.read_as):
            here = both & (codes[self.finding] == answer)
            if read_as is None:
                read[self.guess, here] = -1
            else:
                read[self.guess, here] = read_as[codes[self.guess, here]]
                read[self.finding, here] = -1
        return read


def _read_as(answers: Mapping[str, str] | None, guess: Finding) -> NDArray[np.intp] | None:
    if answers is None:
        return None
    return np.array([guess.answers[answers.get(answer, answer)] for answer in guess.answers])


@dataclass(frozen=True, slots=True)
class _Summary:
    """A finding that sums up what other questions have told already.

    Attributes
    ----------
    column : of the finding
    told : share that each other question tells, by its column
    like : (A, C, 1) its log table
    """

    column: int
    told: Mapping[int, float]
    like: Array

    @classmethod
    def all_of(cls, model: Model, questions: Sequence[str]) -> list[_Summary]:
        column = {key: at for at, key in enumerate(questions)}
        return [
            cls(
                column[finding],
                {column[key]: share for key, share in told.items()},
                model.findings[finding].like[:, :, :1],
            )
            for finding, told in model.sums_up.items()
        ]

    def soften(self, found: Array, codes: Codes) -> None:
        """Let the finding tell only the share that is left, in the cases (b, C) that have it."""
        here = np.flatnonzero(codes[self.column] >= 0)
        if not len(here):
            return
        left = 1 - sum(share * (codes[at, here] >= 0) for at, share in self.told.items())
        softer = softened(self.like, left) - self.like
        found[here] *= np.exp(softer[codes[self.column, here], :, np.arange(len(here))])


class Batch:
    """The knowledge, made ready for many cases.

    Examples
    --------
    >>> from popliteal.differential.evidence import build_model
    >>> from popliteal.knowledge.load import load
    >>> batch = Batch(build_model(load()))
    >>> nothing_said = np.full((1, len(batch.questions)), -1)
    >>> round(float(batch.posterior(nothing_said).sum()), 12)
    1.0
    """

    def __init__(self, model: Model) -> None:
        findings = list(model.findings.values())
        self.questions = tuple(model.findings)
        self._answers = np.array([len(finding.answers) for finding in findings])
        self._prior = np.exp(model.network.log_prior)
        self._alone = [_added_up(block) for block in _blocks(-1, findings)]
        self._classes: list[list[_Block]] = []
        for group, state in enumerate(np.exp(model.network.log_state)):
            first, *rest = _blocks(group, findings)
            first = _Block(first.columns, first.strides, first.table * state.T)
            if rest:
                self._classes.append([first, *rest])
            else:
                self._alone.append(_added_up(first))
        self._measured = _Measured.all_of(model, self.questions)
        self._summaries = _Summary.all_of(model, self.questions)

    def posterior(self, codes: Codes) -> Array:
        """Probability of each cause for each case.

        Parameters
        ----------
        codes : (B, F) position of the answer to each of `questions`; -1 where there is none

        Returns
        -------
        (B, C)

        Raises
        ------
        ValueError
            Where a code is no position of an answer, or the number of columns is another.
        """
        self._check(codes)
        found = np.empty((len(codes), len(self._prior)))
        for start in range(0, len(codes), _ROUND):
            self._fill(found[start : start + _ROUND], codes[start : start + _ROUND].T)
        return found

    def _fill(self, found: Array, codes: Codes) -> None:
        for measured in self._measured:
            codes = measured.taken_in(codes)
        found[:] = self._prior
        for block in self._alone:
            found *= block.look_up(codes)
        for first, *rest in self._classes:
            states = first.look_up(codes)
            for block in rest:
                states *= block.look_up(codes)
            found *= states[:, 0] + states[:, 1]
        for summary in self._summaries:
            summary.soften(found, codes)
        found /= found.sum(axis=1, keepdims=True)

    def _check(self, codes: Codes) -> None:
        if codes.ndim != 2 or codes.shape[1] != len(self.questions):  # noqa: PLR2004 - rows, columns
            raise ValueError(
                f"codes has shape {codes.shape}. Use (cases, {len(self.questions)}), "
                "one column a question."
            )
        wrong = (codes < -1) | (codes >= self._answers)
        if wrong.any():
            case, column = np.argwhere(wrong)[0].tolist()
            raise ValueError(
                f"codes[{case}, {column}] is {codes[case, column]}, and "
                f"'{self.questions[column]}' has {self._answers[column]} answers. "
                f"Use -1 for none, or 0 to {self._answers[column] - 1}."
            )


def _blocks(group: int, findings: Sequence[Finding]) -> Iterator[_Block]:
    """The questions of a class (or of none: -1), as many in each table as it may hold."""
    block: _Block | None = None
    for column, finding in enumerate(findings):
        if finding.group != group:
            continue
        table = _with_no_answer(finding)
        if block and len(block.table) * len(table) <= _MOST_ROWS:
            joint = block.table[None] * table[:, None]
            block = _Block(
                (*block.columns, column),
                (*block.strides, len(block.table)),
                joint.reshape(-1, *table.shape[1:]),
            )
            continue
        if block:
            yield block
        block = _Block((column,), (1,), table)
    if block:
        yield block


def _with_no_answer(finding: Finding) -> Array:
    """(1 + A, 2, C) the first row says nothing.

    Each row is scaled to a largest entry of 1, so that many rare answers do not vanish together.
    """
    p = np.exp(finding.like).swapaxes(1, 2)
    return np.concatenate([np.ones_like(p[:1]), p / p.max(axis=(1, 2), keepdims=True)])


def _added_up(block: _Block) -> _Block:
    """Over the states; for a question of no class they are equal, and one will do."""
    return _Block(block.columns, block.strides, block.table.sum(axis=1))
