"""Every triage rule: when it fires, why, on whose word, and which vignettes hold it in place."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from docs.reference_pages.words import cited, condition, page, table
from popliteal import triage
from popliteal.knowledge.content import DISPOSITIONS, Rule
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.vignettes import Vignette, load_vignettes, screened

UNSURE = {
    "same": "raises to the same level",
    "one_lower": "raises to one level below",
    "list_only": "is only shown",
}


def rule_page(kb: Knowledge) -> str:
    """The page of all rules and of the four warning signs."""
    pins = pinned(kb)
    levels = [
        f"## {level.replace('_', ' ').capitalize()}\n\n" + "\n\n".join(_section(level, kb, pins))
        for level in reversed(DISPOSITIONS)
    ]
    return page("Triage rules", _intro(kb), *levels, _signs(kb))


def _intro(kb: Knowledge) -> str:
    counts = [
        [level.replace("_", " "), str(sum(r.disposition == level for r in kb.rules.values()))]
        for level in reversed(DISPOSITIONS)
    ]
    return (
        f"{len(kb.rules)} rules; the gravest that fires decides. *Held in place by* names the "
        "vignettes that fail when the rule is taken away.\n\n"
        + table(["how soon", "rules"], counts)
    )


def _section(level: str, kb: Knowledge, pins: Mapping[str, list[str]]) -> Iterator[str]:
    for rule in kb.rules.values():
        if rule.disposition == level:
            yield _rule(rule, kb, pins.get(rule.id, []))


def _rule(rule: Rule, kb: Knowledge, pins: list[str]) -> str:
    """One rule as a section."""
    when = condition(rule.when, kb) if rule.when else "- nothing graver is true"
    head = f"**{rule.sign}.** {rule.because}"
    facts = "\n".join(f"- {fact}" for fact in _facts(rule, pins))
    return "\n\n".join([f"### {rule.id}", head, when, facts])


def _facts(rule: Rule, pins: list[str]) -> Iterator[str]:
    if rule.note:
        yield f"for clinicians: {rule.note}"
    yield f"when *not sure* leaves it open, it {UNSURE[rule.if_unsure]}"
    if rule.within_days:
        yield f"to be seen within {rule.within_days} days"
    if rule.warning_sign:
        yield f"warning sign of the source article: [{rule.warning_sign}](#{rule.warning_sign})"
    if rule.catches:
        yield f"catches: {', '.join(f'[{cause}](causes.md#{cause})' for cause in rule.catches)}"
    if rule.hidden_by:
        others = ", ".join(f"[{other}](#{other})" for other in rule.hidden_by)
        yield f"never decides alone: one of {others} fires whenever it does"
    yield f"grade {rule.grade}; sources: {cited(rule.sources)}"
    yield f"held in place by: {', '.join(f'`{pin}`' for pin in pins) or 'nothing'}"


def _signs(kb: Knowledge) -> str:
    parts = [
        f"### {sign.id}\n\n{sign.text} ({cited(sign.sources)})\n\n{condition(sign.definition, kb)}"
        for sign in kb.warning_signs.values()
    ]
    head = "## The four warning signs of the source article\n\nEach gives at least *soon*."
    return "\n\n".join([head, *parts])


def pinned(kb: Knowledge) -> dict[str, list[str]]:
    """Vignettes that fail when a rule is taken away, by rule."""
    pins: dict[str, list[str]] = {}
    for vignette in load_vignettes():
        given = {k: a for k, a in screened(vignette, kb).items() if isinstance(a, str)}
        for rule in _fired(given, kb):
            if kb.rules[rule].when and not _holds(vignette, given, _without(rule, kb)):
                pins.setdefault(rule, []).append(vignette.id)
    default = next(rule.id for rule in kb.rules.values() if rule.when is None)
    pins[default] = [v.id for v in load_vignettes() if default in v.expect.because]
    return pins


def _fired(given: Mapping[str, str], kb: Knowledge) -> list[str]:
    found = triage.decide(given, kb)
    return [each.rule for each in (*found.reasons, *found.could_not_exclude)]


def _holds(vignette: Vignette, given: Mapping[str, str], kb: Knowledge) -> bool:
    found = triage.decide(given, kb)
    return (
        found.disposition in vignette.expect.band
        and set(vignette.expect.because) <= {reason.rule for reason in found.reasons}
        and set(vignette.expect.could_not_exclude) <= {r.rule for r in found.could_not_exclude}
    )


def _without(rule: str, kb: Knowledge) -> Knowledge:
    """The knowledge with one rule lost."""
    rules = {key: each for key, each in kb.rules.items() if key != rule}
    when = {key: each for key, each in kb.when.rules.items() if key != rule}
    return replace(kb, rules=rules, when=replace(kb.when, rules=when))
