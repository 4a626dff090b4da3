"""What a result looks like on a page: shares in words, reasons as sentences, folded sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _

from popliteal.assessment import Assessment
from popliteal.differential.ranking import CauseEstimate, Change, Evidence, answer_words
from popliteal.differential.shares import share, share_of_people, span
from popliteal.knowledge.content import Disposition
from popliteal.report import reading
from popliteal.web.words import knowledge

register = template.Library()
_TEN = 10


@register.inclusion_tag("web/sources.html")
def cited(ids: Iterable[str]) -> dict[str, Any]:
    """The sources of a statement, folded under it."""
    sources = knowledge().sources
    return {"sources": [sources[key] for key in ids]}


@register.filter
def ended(text: str) -> str:
    """The text with one full stop at its end.

    Examples
    --------
    >>> ended("Heiderscheit, B. C."), ended("Askling")
    ('Heiderscheit, B. C.', 'Askling.')
    """
    return f"{text.rstrip('.')}."


@register.filter
def people(cause: CauseEstimate) -> str:
    """How many people with the same answers have it, in words."""
    return share_of_people(cause.probability, knowledge().words)


@register.filter
def allowed(cause: CauseEstimate) -> str:
    """How far that could be off, in words; empty where both ends read the same."""
    return span(cause.low, cause.high, knowledge().words)


@register.filter
def ten(cause: CauseEstimate) -> list[bool]:
    """Ten places, filled for so many in ten."""
    filled = round(cause.probability * _TEN)
    return [at < filled for at in range(_TEN)]


@register.filter
def said(evidence: Evidence) -> dict[str, str | bool]:
    """An answer that counted: the question, what was answered, and whether it was an own test."""
    kb = knowledge()
    question = kb.questions[evidence.finding]
    answer = answer_words(question.id, evidence.answer, evidence.counted, kb)
    own_test = question.id in kb.self_tests
    return {"question": question.question, "answer": answer, "own_test": own_test}


@register.filter
def what_if(change: Change) -> dict[str, str]:
    """A single other answer, and which cause would then come first."""
    kb = knowledge()
    question = kb.questions[change.finding]
    answer = question.answers[change.answer]
    top = kb.causes[change.top].name
    return {"question": question.question, "answer": answer, "top": top}


@register.filter
def in_words(probability: float) -> str:
    """A probability as so many in ten."""
    return share(probability, knowledge().words)


@register.filter
def group_name(group: str) -> str:
    """What a group of causes is called."""
    return knowledge().words[f"group_{group}"]


@register.filter
def question_words(key: str) -> str:
    """The words of a question."""
    return knowledge().questions[key].question


@register.filter
def sign(rule: str) -> str:
    """What a rule saw, as one would say it; empty where a cause and no rule spoke."""
    rules = knowledge().rules
    return rules[rule].sign if rule in rules else ""


@register.filter
def seek_heading(disposition: Disposition) -> str:
    """What to do when one of the signs comes."""
    return {
        "emergency": _("Get emergency help at once if:"),
        "urgent": _("Be seen the same day if:"),
        "soon": _("Book a doctor or physiotherapist if:"),
    }[disposition]


@register.filter
def level_name(disposition: Disposition) -> str:
    """The disposition in a word or two: said beside its shape and its colour."""
    return {
        "emergency": _("Emergency"),
        "urgent": _("Today"),
        "soon": _("Soon"),
        "self_care": _("At home"),
    }[disposition]


@register.inclusion_tag("web/could_be.html")
def could_be(result: Assessment) -> dict[str, Any]:
    """At most three causes with their reasons, and what is less likely."""
    questions = knowledge().questions
    told = (each for c in result.causes for each in (*c.supporting, *c.against))
    return {
        "result": result,
        "examined": any(questions[each.finding].kind == "clinician" for each in told),
        "pair": reading.close_pair(result),
        "candidates": reading.candidates(result),
        "less_likely": reading.less_likely(result),
    }


@register.inclusion_tag("web/about_cause.html")
def about_cause(key: str) -> dict[str, Any]:
    """What a cause is like and how it usually goes."""
    cause = knowledge().causes[key]
    return {"cause": cause, "texts": [cause.picture, cause.course.text]}


@register.inclusion_tag("web/still_open.html")
def still_open(result: Assessment) -> dict[str, Any]:
    """What unsure answers leave open, with what to check, and what was not asked."""
    rules, more = reading.open_rules(result)
    checks = dict.fromkeys(key for rule in rules for key in rule.unsure)
    return {"result": result, "rules": rules, "more": more, "checks": list(checks)}


@register.inclusion_tag("web/get_help.html")
def get_help(result: Assessment) -> dict[str, Any]:
    """Signs that would mean more than what the advice already says."""
    return {"signs": reading.signs_to_watch(result)}


@register.inclusion_tag("web/card.html")
def card(result: Assessment, level: int = 2) -> dict[str, Any]:
    """How soon to see whom: one action, told apart by words, shape and colour."""
    return {
        "result": result,
        "heading": f"h{level}",
        "missing": reading.unasked_danger_signs(result, knowledge()),
    }


@register.filter
def deciding(result: Assessment) -> Any:
    """The reasons that decided."""
    return reading.deciding(result)
