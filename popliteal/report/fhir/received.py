"""What a form that was sent says of itself, besides its answers: when, how far, and which it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from popliteal.errors import Misfit, ResourceError
from popliteal.report.fhir.check import placed

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(?=T|$)")
# What tells one form from another: ids are made from it, and it is never given back.
_OWN = ("id", "identifier", "subject")


@dataclass(frozen=True, slots=True)
class Received:
    """A form of another system, without its answers.

    Attributes
    ----------
    authored : the day as it was written, perhaps only a month or a year; empty where none was
    status : how far the sender says that it is
    own : what the sender tells its forms apart by
    """

    authored: str = ""
    status: str = "completed"
    own: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def earliest(self) -> date | None:
        """The first day on which it can have been answered."""
        return date.fromisoformat((self.authored + "-01-01")[:10]) if self.authored else None


def receive(resource: Mapping[str, Any], today: date) -> Received:
    """What a form says of itself; `read_response` has read it before.

    Raises
    ------
    ResourceError
        It was answered on a day that is none, or that is still to come.

    Examples
    --------
    >>> receive({"authored": "2026-02", "status": "amended"}, date(2026, 3, 1)).earliest
    datetime.date(2026, 2, 1)
    """
    authored = _authored(resource.get("authored"), today)
    own = {key: resource[key] for key in _OWN if key in resource}
    return Received(authored, resource["status"], own)


def _authored(written: Any, today: date) -> str:
    if written is None:
        return ""
    found = _DAY.match(written) if isinstance(written, str) else None
    try:
        made = Received(found.group() if found else "no day")
        # Where the day is that of the sender, it may have begun there already.
        if made.earliest is None or made.earliest <= today + timedelta(days=1):
            return made.authored
        text = f"is after {today}, which is today. Send the day on which it was answered."
    except ValueError:
        text = "is no day. Write it as 2026-03-31."
    raise ResourceError([Misfit(placed("QuestionnaireResponse", "authored"), text, "value")])
