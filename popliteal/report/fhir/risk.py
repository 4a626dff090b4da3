"""What it could be, as a RiskAssessment with a probability and a range for each cause.

R4 gives a prediction one probability, a number or a range. The number is the estimate, from 0 to 1
as in HL7's own examples; its range stands beside it in an extension, in percent, so that nobody
can take the one for the other. The same is said in words.
"""

from __future__ import annotations

from collections.abc import Iterator

from popliteal.differential.ranking import CauseEstimate, significant
from popliteal.differential.shares import share, span
from popliteal.report.fhir.narrative import text_list
from popliteal.report.fhir.terms import BASE, Record, concept, quantity
from popliteal.report.fhir.visit import Visit

RANGE = f"{BASE}/StructureDefinition/probability-range"


def write_risk(visit: Visit) -> Record:
    """The causes, most likely first, and what could not be ruled out."""
    title = visit.kb.words["fhir_causes"]
    notes = list(_notes(visit))
    lines = [f"{c.name}: {_in_words(c, visit)}" for c in visit.result.causes]
    return {
        **visit.resource("RiskAssessment", said=[title, text_list(lines), text_list(notes)]),
        "status": "preliminary" if visit.is_open else "final",
        "code": concept("results", "causes", title),
        "subject": visit.refer("Patient"),
        "occurrenceDateTime": visit.day,
        "performer": visit.refer("Device"),
        "basis": [visit.refer("QuestionnaireResponse")],
        "prediction": [_prediction(cause, visit) for cause in visit.result.causes],
        **({"note": [{"text": note} for note in notes]} if notes else {}),
    }


def _prediction(cause: CauseEstimate, visit: Visit) -> Record:
    return {
        "extension": [{"url": RANGE, "valueRange": _percent_range(cause)}],
        "outcome": concept("causes", cause.id, cause.name),
        "probabilityDecimal": significant(cause.probability),
        "rationale": _in_words(cause, visit),
    }


def _percent_range(cause: CauseEstimate) -> Record:
    ends = {"low": cause.low, "high": cause.high}
    return {end: quantity(significant(100 * value), "%", "%") for end, value in ends.items()}


def _in_words(cause: CauseEstimate, visit: Visit) -> str:
    words = visit.kb.words
    said = (share(cause.probability, words), span(cause.low, cause.high, words))
    return ", ".join(part for part in said if part)


def _notes(visit: Visit) -> Iterator[str]:
    """What an unsure answer leaves open, and what was not asked."""
    kb = visit.kb
    for rule in visit.result.could_not_exclude:
        yield kb.words["fhir_open"].format(text=rule.text)
    for key in visit.result.not_asked:
        yield kb.words["fhir_not_asked"].format(text=kb.questions[key].question)
