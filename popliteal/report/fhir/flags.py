"""Every reason to be seen, as a Flag."""

from __future__ import annotations

from collections.abc import Iterator

from popliteal.report.fhir.terms import HL7, Record, coding, concept
from popliteal.report.fhir.visit import Visit
from popliteal.triage import LEVEL, Reason


def write_flags(visit: Visit) -> Iterator[Record]:
    """The rules that fired and the causes that raised the advice, gravest first."""
    raising = [reason for reason in visit.result.reasons if LEVEL[reason.disposition] > 0]
    for reason in sorted(raising, key=lambda reason: -LEVEL[reason.disposition]):
        yield _flag(reason, visit)


def _flag(reason: Reason, visit: Visit) -> Record:
    words = visit.kb.dispositions[reason.disposition]
    rule = visit.kb.rules.get(reason.rule)
    display = rule.sign if rule else reason.text
    return {
        **visit.resource("Flag", reason.rule, said=[words.heading, reason.text]),
        "status": "active",
        "category": [
            {"coding": [{"system": f"{HL7}/flag-category", "code": "clinical"}]},
            concept("dispositions", reason.disposition, words.heading),
        ],
        "code": {"coding": [coding("rules", reason.rule, display)], "text": reason.text},
        "subject": visit.refer("Patient"),
        "period": {"start": visit.day},
        "author": visit.refer("Device"),
    }
