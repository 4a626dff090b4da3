"""What every resource of one visit is made from, put together once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from popliteal.answers import Answers
from popliteal.assessment import Assessment
from popliteal.diary import Diary
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir.identity import resource_id, urn, visit_id
from popliteal.report.fhir.narrative import narrate
from popliteal.report.fhir.received import Received
from popliteal.report.fhir.terms import Record, version


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's answers and what came of them, without the person.

    Attributes
    ----------
    today : the day that the resources bear, but for what the person told
    received : the form that the answers came in, where another system sent them
    mark : what all their ids are made from
    """

    answers: Answers
    result: Assessment
    kb: Knowledge
    today: date
    diary: Diary | None
    received: Received | None
    mark: UUID

    @property
    def day(self) -> str:
        """The day as FHIR writes it."""
        return self.today.isoformat()

    @property
    def answered(self) -> str:
        """The day on which the person told it."""
        return (self.received.authored if self.received else "") or self.day

    @property
    def status(self) -> str:
        """How far the form is: as its sender says, else whether something is still to be asked."""
        if self.received is not None:
            return self.received.status
        more = self.result.incomplete or self.result.next_question is not None
        return "in-progress" if more else "completed"

    @property
    def is_open(self) -> bool:
        """Whether more could still change what is said; nothing changes an emergency."""
        open_still = self.result.incomplete or bool(self.result.could_not_exclude)
        return open_still and self.result.disposition != "emergency"

    def identity(self, *names: str) -> str:
        """The id of one resource of this visit."""
        return resource_id(self.mark, *names)

    def refer(self, *names: str) -> dict[str, str]:
        """A reference to one resource of this visit."""
        return {"reference": urn(self.identity(*names)), "type": names[0]}

    def resource(self, kind: str, *names: str, said: Iterable[str]) -> Record:
        """How each resource begins: what it is, which, and what a person reads of it."""
        return {
            "resourceType": kind,
            "id": self.identity(kind, *names),
            "language": self.kb.language,
            "text": narrate(said),
        }


def start(
    answers: Answers,
    result: Assessment,
    kb: Knowledge,
    *,
    today: date,
    diary: Diary | None,
    received: Received | None,
) -> Visit:
    """Put together what the resources are made from."""
    written: Mapping[str, Any] = {} if diary is None else diary.to_dict()
    # The words of a region's numbers differ, and with them the resources.
    made_from = (version(kb), kb.language, result.what_to_do, today.isoformat(), written)
    said = (dict(answers.given), dict(answers.measures))
    # Two people may say the same on the same day.
    whose = (received.own, received.authored, received.status) if received else ()
    mark = visit_id(*made_from, *said, *whose)
    return Visit(answers, result, kb, today, diary, received, mark)
