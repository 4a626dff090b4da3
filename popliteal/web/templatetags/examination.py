"""What an examination looks like on a page: shares and ratios in figures, uses in sentences."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from popliteal.differential.examination import Ratio
from popliteal.differential.ranking import CauseEstimate
from popliteal.interview import choices
from popliteal.knowledge.content import Basis, Source
from popliteal.report.examination import Effect, Finding
from popliteal.web.words import knowledge

register = template.Library()
# Odds that change by less than this are called the same.
_SAME = 1.1
# Below each of these a ratio is shown with so many decimals.
_DECIMALS = ((0.1, 3), (1, 2), (10, 1))
_LEAST = 0.01


@register.filter
def percent(probability: float) -> str:
    """A probability for a clinician, in whole percent."""
    if probability < _LEAST:
        return _("under %(share)s") % {"share": _percent(_LEAST)}
    if probability > 1 - _LEAST:
        return _("over %(share)s") % {"share": _percent(1 - _LEAST)}
    return _percent(probability)


def _percent(probability: float) -> str:
    return _("%(share)s%%") % {"share": number_format(probability * 100, 0)}


@register.filter
def percents(cause: CauseEstimate) -> str:
    """The range of a probability."""
    return _("%(low)s to %(high)s") % {"low": percent(cause.low), "high": percent(cause.high)}


@register.filter
def figure(value: float) -> str:
    """A ratio with two digits that count."""
    decimals = next((shown for below, shown in _DECIMALS if value < below), 0)
    return str(number_format(value, decimals))


@register.filter
def span(ratio: Ratio) -> str:
    """The range of a ratio."""
    return _("%(low)s to %(high)s") % {"low": figure(ratio.low), "high": figure(ratio.high)}


@register.filter
def odds_change(by: float) -> str:
    """What the odds did, in words."""
    if by >= _SAME:
        return _("odds %(times)s times as high") % {"times": figure(by)}
    if by <= 1 / _SAME:
        return _("odds divided by %(times)s") % {"times": figure(1 / by)}
    return _("odds about the same")


@register.filter
def strongest(finding: Finding) -> list[Effect]:
    """What a finding did, largest change first, as far as it did anything."""
    told = [e for e in finding.moved if not 1 / _SAME < e.ratio.value < _SAME]
    return sorted(told, key=lambda e: -max(e.ratio.value, 1 / e.ratio.value))


@register.filter
def found_words(finding: Finding) -> str:
    """The words of what was found."""
    return choices(finding.question)[finding.answer] if finding.answer else _("Not done")


@register.filter
def basis_name(basis: Basis | None) -> str:
    """Where the numbers of a row come from."""
    return {
        "direct": _("published"),
        "adapted": _("moved from a study"),
        "expert": _("expert guess"),
        None: _("usual rate"),
    }[basis]


@register.filter
def use_words(finding: Finding) -> str:
    """How a finding counts, or why it does not."""
    questions = knowledge().questions
    use = finding.use
    if use.how == "counts" and use.replaced:
        named = "; ".join(questions[key].question for key in use.replaced)
        return _("Counts in place of the person's own answer to: %(questions)s") % {
            "questions": named
        }
    if use.told:
        named = "; ".join(questions[key].question for key in use.told)
        share = percent(use.left)
        return _(
            "Counts with %(share)s of its weight; the rest was told already by the answers to: "
            "%(questions)s"
        ) % {"share": share, "questions": named}
    return {
        "counts": _("Counts."),
        "not_done": _("Not done."),
        "not_sure": _("Does not count: not sure."),
        "no_numbers": _("Does not count: it is unreliable, and recorded only so."),
        "deferred": _(
            "Does not count by itself: the person's own answer tells more, and is read by it."
        ),
    }[use.how]


@register.filter
def rows(finding: Finding) -> list[dict[str, Any]]:
    """The table of a finding: one row a cause, one ratio an answer."""
    by_cause: dict[str, dict[str, Any]] = {}
    for effects in finding.said_for.values():
        for effect in effects:
            row = by_cause.setdefault(effect.cause, {"effect": effect, "ratios": []})
            row["ratios"].append(effect.ratio)
    return list(by_cause.values())


@register.filter
def answer_words(finding: Finding, answer: str) -> str:
    """The words of one answer."""
    return finding.question.answers[answer]


@register.filter
def references(finding: Finding) -> list[Source]:
    """The sources of a finding and of its lines; none is folded away."""
    return [knowledge().sources[key] for key in finding.sources]


@register.filter
def offered(finding: Finding) -> list[tuple[str, str]]:
    """What can be chosen; *not done* only where something is to be taken back."""
    taken_back = [("", _("Not done (take it out)"))] if finding.answer else []
    return [*choices(finding.question).items(), *taken_back]
