"""How FHIR R4 has the conditions of a questionnaire, written down a second time for the tests."""

from popliteal.knowledge.load import load
from popliteal.report.fhir import write_questionnaire
from popliteal.report.fhir.questionnaire import flat, groups
from popliteal.report.fhir.terms import answer_coding

KB = load()
ITEMS = {item["linkId"]: item for item in flat(write_questionnaire("examination", KB)["item"])}
GROUPS = groups(KB)


def holds(condition, given):
    """One condition; of an unanswered question `!=` is taken as true, as most clients do."""
    said = given.get(condition["question"])
    if condition["operator"] == "exists":
        return (said is not None) is condition["answerBoolean"]
    same = said is not None and condition["answerCoding"] == answer_coding(
        condition["question"], said, KB
    )
    return same if condition["operator"] == "=" else not same


def shown(item, given):
    """Whether an item is shown, the group around it aside."""
    conditions = [holds(condition, given) for condition in item.get("enableWhen", ())]
    join = all if item.get("enableBehavior") == "all" else any
    return not conditions or join(conditions)


def in_sight(given):
    """The questions and measures that a person who has answered these can see."""
    return {
        key
        for key in (*KB.questions, *KB.measures)
        if shown(ITEMS[key], given)
        and (key not in GROUPS or shown(ITEMS[GROUPS[key]], given))
        and GROUPS.get(key) != "clinician"
    }
