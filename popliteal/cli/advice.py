"""The advice on a screen: how soon, why, what it could be, what to do, when to get help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from popliteal.assessment import Assessment
from popliteal.cli.screen import bullets
from popliteal.differential.ranking import CauseEstimate, Evidence, answer_words
from popliteal.differential.shares import share, share_of_people, span
from popliteal.knowledge.content import Disposition
from popliteal.knowledge.load import Knowledge
from popliteal.plan import Offer, Plan
from popliteal.report.reading import (
    Candidate,
    candidates,
    close_pair,
    deciding,
    less_likely,
    open_rules,
    signs_to_watch,
    unasked_danger_signs,
)
from popliteal.triage import LEVEL

LIMITS = (
    "Popliteal is for education and research. It is not a certified medical device, no clinician "
    "has reviewed it yet, and it does not replace one. If you are worried, or anything gets worse, "
    "ask a clinician whatever stands here."
)
# Told apart by frame and words, not only by colour.
_FRAMES: Mapping[Disposition, tuple[box.Box, str, str]] = {
    "emergency": (box.DOUBLE, "bold red", "!!! EMERGENCY !!!"),
    "urgent": (box.HEAVY, "bold magenta", "!! TODAY !!"),
    "soon": (box.ROUNDED, "bold yellow", "! SOON !"),
    "self_care": (box.ASCII, "bold green", "AT HOME"),
}
_RAISED = (
    "You were not sure about some answers. What they could mean makes the advice more careful; it "
    'stands under "What we could not exclude".'
)
_ROUGH = "From your answers alone. In brackets: how far the figures behind it could be off."
_CANNOT_TELL = (
    "We cannot tell these apart from here: {}; {}. A clinician who examines you can tell more."
)
_INCOMPLETE = 'Some questions that could matter have no answer; see "What was not asked".'


def advice(result: Assessment, kb: Knowledge) -> list[RenderableType]:
    """Everything a person reads, in the order in which it matters; one entry for each section.

    Who must be seen today reads what to do until then before what it could be. In an emergency
    nothing may keep a person from the phone: the one action, why, and what to leave.
    """
    first = [card(result, kb), *_why(result)]
    act = [*_plan(result.plan), *_look_back(result.plan), *_get_help(result)]
    if result.disposition == "emergency":
        return [*first, *act, *_not_excluded(result, kb), _limits(result)]
    could_be = [*_could_be(result, kb)]
    return [
        *first,
        *([*act, *could_be] if result.disposition == "urgent" else [*could_be, *act]),
        *_not_excluded(result, kb),
        *_not_asked(result, kb),
        _limits(result),
    ]


def card(result: Assessment, kb: Knowledge) -> RenderableType:
    """How soon to see whom. An emergency card holds one action and nothing else."""
    words = (result.heading, result.what_to_do)
    return care_card(result.disposition, words, result.within_days, *_gap(result, kb))


def care_card(
    disposition: Disposition,
    words: tuple[str, str],
    within_days: int | None,
    *more: RenderableType,
) -> RenderableType:
    """The card for a disposition: heading, what to do, within how many days.

    Parameters
    ----------
    words : heading and what to do
    more : what stands below
    """
    frame, style, title = _FRAMES[disposition]
    heading, text = words
    if within_days is not None:
        days = "a day" if within_days == 1 else f"{within_days} days"
        text += f" Be seen within {days}."
    body = Group(Text(heading, "bold"), Text(""), Text(text), *more)
    return Panel(body, box=frame, border_style=style, title=title, padding=(1, 2))


def _gap(result: Assessment, kb: Knowledge) -> Iterator[RenderableType]:
    """What must not be read as all clear, because questions about danger have no answer."""
    if missing := unasked_danger_signs(result, kb):
        count = "1 question" if missing == 1 else f"{missing} questions"
        yield Text(f"\nNot complete: {count} about danger signs had no answer.", "bold")


def _why(result: Assessment) -> Iterator[RenderableType]:
    """The reasons that decided; what an unsure answer raised has its reasons further down."""
    lines = [reason.text for reason in deciding(result)] or [_RAISED]
    if result.incomplete and result.disposition != "emergency":
        lines.append(_INCOMPLETE)
    yield _section("Why", bullets(lines))


def _could_be(result: Assessment, kb: Knowledge) -> Iterator[RenderableType]:
    parts: list[RenderableType] = [_ROUGH, ""]
    if pair := close_pair(result):
        parts += [_CANNOT_TELL.format(*pair), ""]
    for at, candidate in enumerate(candidates(result), 1):
        parts += [*_cause(at, candidate.estimate, kb), *_reasons(candidate, kb), ""]
    if rest := less_likely(result):
        parts += [f"Less likely: {'; '.join(rest)}.", ""]
    parts.append(_groups(result.groups, kb))
    changes = [*_would_change(result, kb)]
    if changes and LEVEL[result.disposition] < LEVEL["urgent"]:
        parts += ["", "What would change this order:", bullets(changes)]
    yield _section("What it could be", *parts)


def _cause(at: int, cause: CauseEstimate, kb: Knowledge) -> Iterator[RenderableType]:
    yield _inset(Text(cause.name, "bold"), before=f"{at}.")
    people = share_of_people(cause.probability, kb.words)
    allowed = span(cause.low, cause.high, kb.words)
    rough = f" ({allowed})" if allowed else ""
    yield _inset(f"{people}{rough}.")


def _reasons(candidate: Candidate, kb: Knowledge) -> Iterator[RenderableType]:
    for title, side in (("For it", candidate.supporting), ("Against it", candidate.against)):
        if side:
            yield _inset(f"{title}:", bullets([_said(each, kb) for each in side]))


def _said(evidence: Evidence, kb: Knowledge) -> Text:
    question = kb.questions[evidence.finding]
    answer = answer_words(question.id, evidence.answer, evidence.counted, kb)
    return Text.assemble(f"{question.question} ", (f"{answer}.", "bold"))


def _groups(groups: Mapping[str, float], kb: Knowledge) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    for group, probability in groups.items():
        table.add_row(kb.words[f"group_{group}"], share(probability, kb.words))
    return Group("Taken together:", _inset(table))


def _would_change(result: Assessment, kb: Knowledge) -> Iterator[str]:
    for change in result.would_change:
        question, top = kb.questions[change.finding], kb.causes[change.top].name
        yield f'If "{question.question}" were "{question.answers[change.answer]}": {top} first.'


def _plan(plan: Plan) -> Iterator[RenderableType]:
    first = [*map(Text, plan.notes), *(Text("") for _ in plan.notes[:1])]
    do = [offer for offer in plan.do if offer.id != "seek_care"]
    if first or do:
        yield _section(plan.heading, *first, *(_offer(offer) for offer in do))
    if plan.avoid:
        yield _section("Leave out", bullets(plan.avoid))
    if plan.exercises:
        yield _section("Exercises", *(_offer(offer) for offer in plan.exercises))
    refused = [f"{refusal.action.name}: {refusal.because}" for refusal in plan.not_offered]
    if refused:
        yield _section("Not for you now, and why", bullets(refused))
    later = (
        ("If it flares up", plan.easing_off),
        ("When to do more", plan.moving_on),
        ("Back to stretching", plan.back_to_stretching),
    )
    for title, rules in later:
        if rules:
            yield _section(title, bullets(rule.text for rule in rules))


def _offer(offer: Offer) -> RenderableType:
    lines = [offer.what_to_do]
    lines += [f"How much: {offer.dose}"] if offer.dose else []
    lines += [f"How far: {offer.limit}"] if offer.limit else []
    lines += [offer.stop_if] if offer.stop_if else []
    lines += [f"Next: {offer.progress}"] if offer.progress else []
    told = [bullets(offer.tell_the_person)] if offer.tell_the_person else []
    return Group(Text(offer.name, "bold"), _inset(*lines, *told), "")


def _look_back(plan: Plan) -> Iterator[RenderableType]:
    if plan.review:
        yield _section("When to look again", bullets(look.text for look in plan.review))


def _get_help(result: Assessment) -> Iterator[RenderableType]:
    """Signs that would mean more than what the advice already says."""
    parts: list[RenderableType] = []
    for care in signs_to_watch(result):
        parts += [Text(_SEEK[care.disposition], "bold"), bullets(care.signs), ""]
    if parts:
        yield _section("When to get help", *parts[:-1])


_SEEK: Mapping[Disposition, str] = {
    "emergency": "Get emergency help at once if:",
    "urgent": "Be seen the same day if:",
    "soon": "Book a doctor or physiotherapist if:",
}


def _not_excluded(result: Assessment, kb: Knowledge) -> Iterator[RenderableType]:
    """What an unsure answer leaves open and the advice does not cover yet, gravest first."""
    shown, rest = open_rules(result)
    if not shown:
        return
    checks = dict.fromkeys(key for rule in shown for key in rule.unsure)
    more = ["", f"And {rest} more."] if rest else []
    yield _section(
        "What we could not exclude",
        "You were not sure about some answers, so these stay open:",
        "",
        bullets(rule.text for rule in shown),
        *more,
        "",
        "To close them, look again at these, or ask someone to look:",
        bullets(kb.questions[key].question for key in checks),
    )


def _not_asked(result: Assessment, kb: Knowledge) -> Iterator[RenderableType]:
    if result.incomplete:
        lead = "These could still make the advice more careful. Nothing was taken for a no:"
        asked = (kb.questions[key].question for key in result.not_asked)
        yield _section("What was not asked", lead, bullets(asked))


def _limits(result: Assessment) -> RenderableType:
    version = f"Content {result.knowledge['version']} ({result.knowledge['fingerprint']})"
    return Group("", Text(LIMITS, "italic"), Text(version, "dim"))


def _section(title: str, *parts: RenderableType) -> RenderableType:
    return Group("", Text(title, "bold underline"), "", *parts)


def _inset(*parts: RenderableType, before: str = "") -> RenderableType:
    table = Table.grid(padding=0)
    table.add_column(width=3)
    table.add_column()
    table.add_row(before, Group(*parts))
    return table
