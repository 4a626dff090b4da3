"""Who it is about, what made it and from what: Patient without a name, Device, Provenance."""

from __future__ import annotations

from collections.abc import Iterable

from popliteal import __version__
from popliteal.report.fhir.identity import urn
from popliteal.report.fhir.terms import BASE, HL7, Record, version
from popliteal.report.fhir.visit import Visit

# A content's version and fingerprint, as the value of an identifier.
KNOWLEDGE = f"{BASE}/knowledge"


def write_patient(visit: Visit) -> Record:
    """A place for the person: nothing in it tells who it is."""
    return visit.resource("Patient", said=[visit.kb.words["fhir_person"]])


def write_device(visit: Visit) -> Record:
    """The program, with its own version and that of its content."""
    about = visit.kb.words["fhir_program"]
    return {
        **visit.resource("Device", said=[f"Popliteal {__version__}", about, _content(visit)]),
        "status": "active",
        "deviceName": [{"name": "Popliteal", "type": "user-friendly-name"}],
        "version": [
            {"type": {"text": "program"}, "value": __version__},
            {"type": {"text": "content"}, "value": visit.kb.version},
            {"type": {"text": "fingerprint"}, "value": visit.kb.fingerprint},
        ],
        "note": [{"text": about}],
    }


def write_provenance(visit: Visit, targets: Iterable[Record]) -> Record:
    """What the resources were made from."""
    kb = visit.kb
    part = {"system": f"{HL7}/provenance-participant-type", "code": "assembler"}
    return {
        **visit.resource("Provenance", said=[_content(visit), visit.day]),
        "target": [_reference(target) for target in targets],
        "occurredDateTime": visit.day,
        # R4 wants a moment; nobody's hour is kept, so it is the day's first.
        "recorded": f"{visit.day}T00:00:00Z",
        "agent": [
            {"type": {"coding": [part]}, "who": visit.refer("Device")},
        ],
        "entity": [
            {"role": "source", "what": visit.refer("QuestionnaireResponse")},
            {
                "role": "source",
                "what": {
                    "identifier": {"system": KNOWLEDGE, "value": version(kb)},
                    "display": _content(visit),
                },
            },
        ],
    }


def _reference(target: Record) -> Record:
    return {"reference": urn(target["id"]), "type": target["resourceType"]}


def _content(visit: Visit) -> str:
    kb = visit.kb
    return kb.words["fhir_content"].format(version=kb.version, fingerprint=kb.fingerprint)
