"""What goes to other systems: end points, resources, codes, and what a form cannot say."""

from collections.abc import Iterator

from docs.reference_pages.words import page, table
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir import QUESTIONNAIRES, code_systems
from popliteal.report.fhir.definitions import EXTENSION, OPERATION
from popliteal.report.fhir.enabling import is_exact
from popliteal.report.fhir.questionnaire import questionnaire_url
from popliteal.report.fhir.terms import BASE, HL7, UCUM, system
from popliteal.web.service.routes import ROUTES

_SYSTEMS = {
    "questions": "[questions](questions.md), and what is measured",
    "answers": "question, full stop, answer: `fever.yes`; [questions](questions.md)",
    "causes": "[causes](causes.md)",
    "rules": "[rules](rules.md); `leading_` and `possible_` with a cause where that cause raises; "
    "`unsure_` with a disposition where an unsure answer in a diary does",
    "dispositions": "how soon to be seen",
    "actions": "[actions](actions.md)",
    "outcomes": "what [the diary](diary/README.md) measures",
    "results": "what an Observation or a RiskAssessment is",
}
_BUNDLE = {
    "Patient": "a place for the person, without a name",
    "Device": "the program, its version, and version and fingerprint of the content",
    "QuestionnaireResponse": "every answer",
    "Observation": "`how_soon`; the answer on pain; knee angles; each thing in a diary",
    "Flag": "one for each rule that fired and each cause that raised the advice",
    "RiskAssessment": "every cause with probability and range; what is open or was not asked",
    "CarePlan": "what to do and to leave; when to look again and to seek care; what is not offered",
    "Provenance": "made by the Device from the answers and the content",
}
_OTHERS = [
    (f"{HL7}/flag-category", "clinical"),
    (f"{HL7}/observation-category", "survey"),
    (f"{HL7}/data-absent-reason", "asked-unknown"),
    (f"{HL7}/provenance-participant-type", "assembler"),
    (UCUM, "deg, %"),
]


def fhir_page(kb: Knowledge) -> str:
    """The page of the service and its FHIR resources."""
    return page(
        "The service and its FHIR resources",
        "FHIR R4 (4.0.1). How to turn it on and ask it: "
        "[Connect other systems](../how-to/connect-systems.md). "
        f"All addresses of ours begin with `{BASE}` and lead nowhere: "
        "[why](../adr/0041-fhir.md).",
        "## End points\n\n" + table(["", "address", "what", "token"], _routes()),
        "## Questionnaires\n\n" + table(["canonical address", "what"], _forms(kb)),
        "## What a Bundle holds\n\n"
        + table(["resource", "what"], [[k, v] for k, v in _BUNDLE.items()]),
        "## Our codes\n\n"
        "Ids of the content, never used again for something else. Each system has a ValueSet of "
        "the same name.\n\n" + table(["code system", "codes", "what"], _codes(kb)),
        f"Also ours: the extension `{BASE}/StructureDefinition/{EXTENSION}` (the range of a "
        f"probability, in percent) and the operation `{BASE}/OperationDefinition/{OPERATION}`.",
        "## Codes of others\n\n"
        "There is no ICD-10 code: those of [the causes](causes.md) were not checked by a coder.\n\n"
        + table(["code system", "codes"], [[f"`{at}`", codes] for at, codes in _OTHERS]),
        "## What `enableWhen` cannot say\n\n" + _inexact(kb),
    )


def _routes() -> Iterator[list[str]]:
    for route in ROUTES:
        yield [route.method, f"`{route.path}`", route.about, "" if route.public else "yes"]


def _forms(kb: Knowledge) -> Iterator[list[str]]:
    for name in QUESTIONNAIRES:
        yield [f"`{questionnaire_url(name)}`", f"{kb.words[f'fhir_{name}']}."]


def _codes(kb: Knowledge) -> Iterator[list[str]]:
    for name, codes in code_systems(kb).items():
        yield [f"`{system(name)}`", str(len(codes)), _SYSTEMS[name]]


def _inexact(kb: Knowledge) -> str:
    asked = [key for key in kb.when.ask_if if key not in kb.plan.questions]
    weaker = ", ".join(f"`{key}`" for key in asked if not is_exact(key, kb))
    exact = sum(is_exact(key, kb) for key in asked)
    return (
        f"{exact} of {len(asked)} conditional questions are shown just when our pages could ask "
        f"them. Shown to more people than on our pages, and hidden from nobody whom they would "
        f"ask: {weaker}. Home tests are hidden by the answers that speak against them; that "
        "somebody must be seen the same day for another reason cannot be said, so the group's "
        "words say it."
    )
