"""How soon to be seen, pain, knee angles and the days of a diary, as Observations."""

from __future__ import annotations

from collections.abc import Iterator

from popliteal.diary import Entry
from popliteal.knowledge.content import NOT_SURE
from popliteal.report.fhir.narrative import text_list
from popliteal.report.fhir.terms import HL7, Record, answer_coding, concept, degrees
from popliteal.report.fhir.visit import Visit

_ABSENT = {"coding": [{"system": f"{HL7}/data-absent-reason", "code": "asked-unknown"}]}
_SURVEY = {"coding": [{"system": f"{HL7}/observation-category", "code": "survey"}]}
# The answers that say how much it hurts; all others stand in the QuestionnaireResponse.
_PAIN = ("severity",)


def write_observations(visit: Visit) -> Iterator[Record]:
    """What was told and measured at the check, then each day of the diary."""
    for key in _PAIN:
        if key in visit.answers.given:
            yield _answer(key, visit.answers.given[key], visit.answered, visit, "check")
    for key, angle in visit.answers.measures.items():
        code = concept("questions", key, visit.kb.measures[key].question)
        value = {"valueQuantity": degrees(angle)}
        yield _observation(code, value, visit.answered, visit, "check", key)
    if visit.diary is not None:
        for number, entry in enumerate(visit.diary.entries):
            yield from _entry(entry, f"entry-{number}", visit)


def write_how_soon(visit: Visit) -> Record:
    """The advice itself."""
    result, title = visit.result, visit.kb.words["fhir_how_soon"]
    said = concept("dispositions", result.disposition, result.heading)
    said["coding"][0]["display"] = visit.kb.dispositions[result.disposition].heading
    reasons = [reason.text for reason in result.reasons]
    return {
        **visit.resource(
            "Observation",
            "how_soon",
            said=[f"{title}: {result.heading}", result.what_to_do, text_list(reasons)],
        ),
        "status": "preliminary" if visit.is_open else "final",
        "category": [_SURVEY],
        "code": concept("results", "how_soon", title),
        "subject": visit.refer("Patient"),
        "effectiveDateTime": visit.day,
        "valueCodeableConcept": said,
        "note": [{"text": result.what_to_do}],
        "device": visit.refer("Device"),
        "derivedFrom": [visit.refer("QuestionnaireResponse")],
    }


def _entry(entry: Entry, name: str, visit: Visit) -> Iterator[Record]:
    """One entry of the diary: scores, angle, new answers, own activities."""
    day, kb = entry.day.isoformat(), visit.kb
    scores = {"nprs_worst24": entry.worst_pain, "nprs_stretch": entry.stretch_pain}
    for key, score in scores.items():
        if score is not None:
            code = concept("outcomes", key, kb.outcomes[key].name)
            yield _observation(code, {"valueInteger": score}, day, visit, name, key)
    if entry.knee_angle_deg is not None:
        code = concept("outcomes", "ake_home", kb.outcomes["ake_home"].name)
        value = {"valueQuantity": degrees(entry.knee_angle_deg)}
        yield _observation(code, value, day, visit, name, "ake_home")
    for key, answer in entry.answers.items():
        yield _answer(key, answer, day, visit, name)
    if entry.activities:
        code = concept("outcomes", "psfs", kb.outcomes["psfs"].name)
        parts = [{"code": {"text": k}, "valueInteger": v} for k, v in entry.activities.items()]
        yield _observation(code, {"component": parts}, day, visit, name, "psfs")


def _answer(key: str, answer: str, day: str, visit: Visit, name: str) -> Record:
    code = concept("questions", key, visit.kb.questions[key].question)
    coded = answer_coding(key, answer, visit.kb)
    said: Record = {"valueCodeableConcept": {"coding": [coded], "text": coded["display"]}}
    if answer == NOT_SURE:
        said = {"dataAbsentReason": {**_ABSENT, "text": coded["display"]}}
    return _observation(code, said, day, visit, name, key)


def _observation(code: Record, said: Record, day: str, visit: Visit, *names: str) -> Record:
    reported = visit.kb.words["fhir_self_reported"]
    at_check = names[0] == "check"
    return {
        **visit.resource("Observation", *names, said=[*_words(code, said), f"{day}. {reported}."]),
        "status": "final",
        "category": [_SURVEY],
        "code": code,
        "subject": visit.refer("Patient"),
        "effectiveDateTime": day,
        "performer": [visit.refer("Patient")],
        "method": {"text": reported},
        **said,
        **({"derivedFrom": [visit.refer("QuestionnaireResponse")]} if at_check else {}),
    }


def _words(code: Record, said: Record) -> Iterator[str]:
    """The observation for a reader."""
    parts = [code, *({**part, **part["code"]} for part in said.get("component", ()))]
    for part in parts:
        yield f"{part['text']} {_value({**said, **part})}".strip()


def _value(said: Record) -> str:
    if "valueQuantity" in said:
        return f"{said['valueQuantity']['value']:g}°"
    if "valueInteger" in said:
        return f"{said['valueInteger']}"
    for key in ("valueCodeableConcept", "dataAbsentReason"):
        if key in said:
            return str(said[key]["text"])
    return ""
