"""The cards of CDS Hooks: what the answers say, and of which day they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from popliteal.assessment import Assessment
from popliteal.knowledge.load import Knowledge
from popliteal.report.fhir import Received
from popliteal.triage import LEVEL, Reason

Card = dict[str, Any]
Link = Mapping[str, str]
_INDICATORS = {
    "self_care": "info",
    "soon": "warning",
    "urgent": "critical",
    "emergency": "critical",
}
# The specification wants a summary of fewer than 140 signs.
_LONGEST = 139
# A knee of two weeks ago says little of today; a guess of ours.
_FRESH = timedelta(days=14)


def write_cards(
    result: Assessment, link: Link, kb: Knowledge, received: Received, today: date
) -> Iterator[Card]:
    """A card for each red flag, gravest first; the last says how soon, or to ask again."""
    raising = [reason for reason in result.reasons if LEVEL[reason.disposition] > 0]
    grave_first = sorted(raising, key=lambda reason: -LEVEL[reason.disposition])
    if received.earliest is None or today - received.earliest > _FRESH:
        yield from _old(grave_first, link, kb, received)
        return
    of_day = _of_day(received)
    for reason in grave_first:
        heading = kb.dispositions[reason.disposition].heading
        detail = f"{reason.text}\n\n{of_day}."
        summary = f"{heading}: {_sign(reason, kb)}"
        yield card(summary, _INDICATORS[reason.disposition], detail, link)
    detail = f"{_in_all(result, kb)}\n\n{of_day}."
    yield card(result.heading, _INDICATORS[result.disposition], detail, link)


def _old(reasons: list[Reason], link: Link, kb: Knowledge, received: Received) -> Iterator[Card]:
    """What was told, and nothing about now."""
    of_day, again = _of_day(received), _("These answers say nothing about today. Ask again.")
    for reason in reasons:
        detail = f"{of_day}: {reason.text}\n\n{again}"
        yield card(f"{of_day}: {_sign(reason, kb)}", "warning", detail, link)
    yield card(_("%(answered)s. Ask again.") % {"answered": of_day}, "info", again, link)


def _of_day(received: Received) -> str:
    if not received.authored:
        return _("Answered on a day that is not known")
    return _("Answered on %(day)s") % {"day": received.authored}


def _sign(reason: Reason, kb: Knowledge) -> str:
    rule = kb.rules.get(reason.rule)
    return rule.sign if rule else reason.text


def _in_all(result: Assessment, kb: Knowledge) -> str:
    """What to do, what is open and what was not asked."""
    open_rules = (kb.words["fhir_open"].format(text=r.text) for r in result.could_not_exclude)
    asked = (kb.questions[key].question for key in result.not_asked)
    not_asked = (kb.words["fhir_not_asked"].format(text=text) for text in asked)
    rest = "\n".join(f"- {line}" for line in (*open_rules, *not_asked))
    return f"{result.what_to_do}\n\n{rest}".strip()


def card(summary: str, indicator: str, detail: str, link: Link) -> Card:
    """One card, with the way to the check."""
    short = summary if len(summary) <= _LONGEST else f"{summary[: _LONGEST - 1]}…"
    return {
        "summary": short,
        "indicator": indicator,
        "source": {"label": "Popliteal", "url": link["url"]},
        **({"detail": detail} if detail else {}),
        "links": [dict(link)],
    }
