"""A changed picture: the check once more with the old answers filled in, and what moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from popliteal.answers import read_answers
from popliteal.assessment import Assessment, assess
from popliteal.diary.days import lay_out
from popliteal.diary.entries import Diary
from popliteal.knowledge.load import Knowledge
from popliteal.triage import LEVEL


@dataclass(frozen=True, slots=True)
class Moved:
    """A cause whose probability is not what it was."""

    cause: str
    before: float
    now: float


@dataclass(frozen=True, slots=True)
class Reassessment:
    """The check then and now.

    Attributes
    ----------
    changed : old and new answer by question id, of the answers that differ; old None: not asked
    moved : causes that moved clearly, the largest change first
    """

    before: Assessment
    now: Assessment
    changed: dict[str, tuple[str | None, str]]
    moved: tuple[Moved, ...]

    @property
    def is_graver(self) -> bool:
        """Whether the advice is to be seen sooner than before."""
        return LEVEL[self.now.disposition] > LEVEL[self.before.disposition]

    @property
    def has_other_cause(self) -> bool:
        """Whether another cause comes first."""
        return self.now.causes[0].id != self.before.causes[0].id

    @property
    def is_new_picture(self) -> bool:
        """Whether the plan should be made anew."""
        return self.is_graver or self.has_other_cause or bool(self.moved)


def reassess(
    diary: Diary, kb: Knowledge, *, today: date, region: str | None = None
) -> Reassessment:
    """Run the check on the old answers with the newest of the diary in their place.

    Unlike the advice, which never forgets a sign, this asks how it is now: the newest answer
    counts. The knee's newest angle goes in as well, so that the plan keeps inside it.

    Examples
    --------
    >>> from popliteal.diary.entries import Entry
    >>> from popliteal.knowledge.load import load
    >>> found = Entry(date(2026, 3, 3), signs={"pregnancy": "yes"})
    >>> again = reassess(Diary(date(2026, 3, 1), {}, (found,)), load(), today=date(2026, 3, 3))
    >>> again.changed, again.now.disposition
    ({'pregnancy': (None, 'yes')}, 'soon')
    """
    old, new = dict(diary.answers), newest_answers(diary, today=today)
    before, now = assess(old, kb, region=region), assess(new, kb, region=region)
    was, given = read_answers(old, kb).given, read_answers(new, kb).given
    changed = {k: (was.get(k), given[k]) for k in given if given[k] != was.get(k)}
    return Reassessment(before, now, changed, _moved(before, now, kb))


def newest_answers(diary: Diary, *, today: date) -> dict[str, Any]:
    """What was answered in the check, with what the diary says since in its place.

    Examples
    --------
    >>> from popliteal.diary.entries import Entry
    >>> first, later = date(2026, 3, 1), date(2026, 3, 3)
    >>> told = Entry(later, knee_angle_deg=20, signs={"fever": "no"})
    >>> newest_answers(Diary(first, {"fever": "yes"}, (told,)), today=later)
    {'fever': 'no', 'knee_angle_deg': 20}
    """
    new = dict(diary.answers)
    for daily in lay_out(entry for entry in diary.entries if entry.day <= today):
        for entry in daily.entries:
            new.update(entry.answers)
            if entry.knee_angle_deg is not None:
                new["knee_angle_deg"] = entry.knee_angle_deg
    return new


def _moved(before: Assessment, now: Assessment, kb: Knowledge) -> tuple[Moved, ...]:
    least = kb.diary.numbers["moved_least"].value
    was = {cause.id: cause.probability for cause in before.causes}
    found = [Moved(c.id, was[c.id], c.probability) for c in now.causes]
    clear = [moved for moved in found if abs(moved.now - moved.before) >= least]
    return tuple(sorted(clear, key=lambda moved: -abs(moved.now - moved.before)))
