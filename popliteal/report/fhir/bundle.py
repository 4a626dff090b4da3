"""One visit for another system: every resource of it in a Bundle, checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from popliteal.answers import Answers, read_answers
from popliteal.assessment import Assessment
from popliteal.diary import Diary, advise, remembered
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir.care import write_care_plan
from popliteal.report.fhir.check import check_resource
from popliteal.report.fhir.flags import write_flags
from popliteal.report.fhir.identity import urn
from popliteal.report.fhir.observations import write_how_soon, write_observations
from popliteal.report.fhir.origin import write_device, write_patient, write_provenance
from popliteal.report.fhir.received import Received
from popliteal.report.fhir.response import write_response
from popliteal.report.fhir.risk import write_risk
from popliteal.report.fhir.terms import Record
from popliteal.report.fhir.visit import Visit, start


def write_bundle(
    answers: Mapping[str, Any] | Answers,
    result: Assessment,
    kb: Knowledge,
    *,
    today: date,
    diary: Diary | None = None,
    region: str | None = None,
    received: Received | None = None,
) -> Record:
    """What came of a visit as a FHIR R4 Bundle: plain data, ready for JSON.

    Parameters
    ----------
    answers : what `result` was made from
    kb : the knowledge that `result` was made with; its language is that of the words
    today : the day that all bears which is made here
    diary : one Observation for each thing written down, where there is a diary; a worry that it
        remembers raises the result
    region : the country that `result` was made for, whose numbers a worry of the diary names too
    received : the form that the answers came in: its day and status stay with the answers

    Raises
    ------
    AnswerError
        An answer cannot be read.

    Examples
    --------
    >>> import popliteal as pp
    >>> kb = pp.load()
    >>> said = {"calf_swelling": "clear"}
    >>> bundle = write_bundle(said, pp.assess(said, kb), kb, today=date(2026, 3, 1))
    >>> [entry["resource"]["resourceType"] for entry in bundle["entry"]][:5]
    ['Patient', 'Device', 'QuestionnaireResponse', 'Observation', 'Flag']
    """
    checked = read_answers(answers, kb)
    if diary is not None:
        given = {**checked.given, **checked.measures}
        result = remembered(result, given, advise(diary, kb, today=today), kb, region=region)
    visit = start(checked, result, kb, today=today, diary=diary, received=received)
    made = [*_made(visit)]
    resources = [write_patient(visit), write_device(visit), *made, write_provenance(visit, made)]
    return check_resource(
        {
            "resourceType": "Bundle",
            "id": visit.identity("Bundle"),
            "language": kb.language,
            "type": "collection",
            "timestamp": f"{visit.day}T00:00:00Z",
            "entry": [{"fullUrl": urn(each["id"]), "resource": each} for each in resources],
        }
    )


def _made(visit: Visit) -> list[Record]:
    """What the program made, in the order in which it is read."""
    response = {**write_response(visit.answers, visit.kb), "status": visit.status}
    who = {"subject": visit.refer("Patient"), "authored": visit.answered}
    return [
        {**response, "id": visit.identity("QuestionnaireResponse"), **who},
        write_how_soon(visit),
        *write_flags(visit),
        write_risk(visit),
        *write_observations(visit),
        write_care_plan(visit),
    ]
