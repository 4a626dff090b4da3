"""The pages of docs/reference that are made from the clinical content."""

from collections.abc import Callable, Mapping
from functools import partial

from docs.reference_pages.actions import action_page
from docs.reference_pages.causes import cause_page
from docs.reference_pages.diary import course_page, diary_page
from docs.reference_pages.fhir import fhir_page
from docs.reference_pages.home_tests import home_test_page
from docs.reference_pages.likelihoods import background_page, likelihood_index, likelihood_page
from docs.reference_pages.questions import question_page
from docs.reference_pages.rules import rule_page
from docs.reference_pages.sources import source_page
from docs.reference_pages.vignettes import case_page
from popliteal.knowledge.load import Knowledge

FOLDER = "docs/reference"


def reference_pages(kb: Knowledge) -> Mapping[str, Callable[[], str]]:
    """What makes each page, by its place in the repository."""
    pages: dict[str, Callable[[Knowledge], str]] = {
        "questions": question_page,
        "home_tests": home_test_page,
        "causes": cause_page,
        "rules": rule_page,
        "actions": action_page,
        "likelihoods/README": likelihood_index,
        "likelihoods/background": background_page,
        **{f"likelihoods/{cause}": partial(likelihood_page, cause) for cause in kb.causes},
        "sources": source_page,
        "diary/README": diary_page,
        "diary/courses": course_page,
        "fhir": fhir_page,
        "vignettes/cases": case_page,
    }
    return {f"{FOLDER}/{name}.md": partial(render, kb) for name, render in pages.items()}
