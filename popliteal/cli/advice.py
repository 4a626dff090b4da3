"""The advice on a screen: how soon, why, what it could be, what to do, when to get help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from popliteal.assessment import Assessment
from popliteal.cli.shares import share, span
from popliteal.differential.ranking import CauseEstimate, Evidence
from popliteal.knowledge.content import Disposition
from popliteal.knowledge.load import Knowledge
from popliteal.plan import Offer, Plan, numbers
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
_INCOMPLETE = (
    'Some important questions have no answer yet; they stand under "This is not complete".'
)
# As many causes as a person can weigh; the rest are named in one line.
_SHOWN = 3
_NAMED_FROM = 0.03
# Below this an answer hardly moves anything. [bits]
_TELLING = 0.3
_EVIDENCE = 4


def advice(result: Assessment, kb: Knowledge, region: str | None) -> list[RenderableType]:
    """Everything a person reads, in the order in which it matters; one entry for each section."""
    return [
        card(result, kb, region),
        *_why(result),
        *(_could_be(result, kb) if result.disposition != "emergency" else ()),
        *_plan(result.plan),
        *_look_back(result.plan),
        *_get_help(result),
        *_not_excluded(result, kb),
        *_not_asked(result, kb),
        _limits(result),
    ]


def card(result: Assessment, kb: Knowledge, region: str | None) -> RenderableType:
    """How soon to see whom. An emergency card holds one action and nothing else."""
    words = kb.dispositions[result.disposition]
    frame, style, title = _FRAMES[result.disposition]
    text = numbers(kb, region).fill(words.what_to_do)
    if result.within_days and result.disposition == "soon":
        text += f" Within {result.within_days} days." if result.within_days > 1 else " Tomorrow."
    body = Group(Text(words.heading, "bold"), Text(""), Text(text))
    return Group("", Panel(body, box=frame, border_style=style, title=title, padding=(1, 2)))


def _why(result: Assessment) -> Iterator[RenderableType]:
    """The reasons, gravest first; what an unsure answer raised has its reasons further down."""
    found = sorted(result.reasons, key=lambda reason: -LEVEL[reason.disposition])
    lines = [reason.text for reason in found if LEVEL[reason.disposition] or len(found) == 1]
    if all(LEVEL[reason.disposition] < LEVEL[result.disposition] for reason in found):
        lines = [_RAISED, *(reason.text for reason in found if LEVEL[reason.disposition])]
    if result.incomplete:
        lines.append(_INCOMPLETE)
    yield _section("Why", _bullets(lines))


def _could_be(result: Assessment, kb: Knowledge) -> Iterator[RenderableType]:
    parts: list[RenderableType] = []
    if LEVEL[result.disposition] >= LEVEL["urgent"]:
        parts += ["Being seen comes first. From your answers alone:", ""]
    if result.cannot_tell:
        parts += [_cannot_tell(result.causes), ""]
    shown = result.causes[:_SHOWN]
    for at, cause in enumerate(shown, 1):
        parts += [*_cause(at, cause, kb), ""]
    rest = [c.name for c in result.causes[_SHOWN:] if c.probability >= _NAMED_FROM]
    if rest:
        parts += [f"Less likely: {'; '.join(rest)}.", ""]
    parts.append(_groups(result.groups, kb))
    changes = [*_would_change(result, kb)]
    if changes:
        parts += ["", "What would change this order:", _bullets(changes)]
    yield _section("What it could be", *parts)


def _cannot_tell(causes: tuple[CauseEstimate, ...]) -> str:
    first = causes[0]
    other = next(cause for cause in causes if cause.group != first.group)
    return (
        f"We cannot tell these apart from here: {first.name}; {other.name}. "
        "A clinician who examines you can tell more."
    )


def _cause(at: int, cause: CauseEstimate, kb: Knowledge) -> Iterator[RenderableType]:
    yield Text.assemble(f"{at}. ", (cause.name, "bold"))
    words = f"{share(cause.probability)} people with answers like yours"
    allowed = span(cause.low, cause.high)
    rough = f" The figures behind this are rough: it could be {allowed}." if allowed else ""
    yield _inset(f"{words[0].upper()}{words[1:]}.{rough}")
    for title, side in (("For it", cause.supporting), ("Against it", cause.against)):
        telling = [_said(each, kb) for each in side if abs(each.bits) >= _TELLING]
        if telling:
            yield _inset(f"{title}:", _bullets(telling[:_EVIDENCE]))


def _said(evidence: Evidence, kb: Knowledge) -> Text:
    question = kb.questions[evidence.finding]
    return Text.assemble(f"{question.question} ", (f"{question.answers[evidence.answer]}.", "bold"))


def _groups(groups: Mapping[str, float], kb: Knowledge) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    for group, probability in groups.items():
        table.add_row(kb.words[f"group_{group}"], share(probability))
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
        yield _section("Leave out", _bullets(plan.avoid))
    if plan.exercises:
        yield _section("Exercises", *(_offer(offer) for offer in plan.exercises))
    refused = [f"{refusal.action.name}: {refusal.because}" for refusal in plan.not_offered]
    if refused:
        yield _section("Not for you now, and why", _bullets(refused))
    later = [*plan.easing_off, *plan.moving_on, *plan.back_to_stretching]
    if later:
        yield _section("In the days to come", _bullets(rule.text for rule in later))


def _offer(offer: Offer) -> RenderableType:
    lines = [offer.what_to_do]
    lines += [f"How much: {offer.dose}"] if offer.dose else []
    lines += [f"How far: {offer.limit}"] if offer.limit else []
    lines += [f"Stop if: {offer.stop_if}"] if offer.stop_if else []
    lines += [f"Then: {offer.progress}"] if offer.progress else []
    told = [_bullets(offer.tell_the_person)] if offer.tell_the_person else []
    return Group(Text(offer.name, "bold"), _inset(*lines, *told), "")


def _look_back(plan: Plan) -> Iterator[RenderableType]:
    if plan.review:
        yield _section("When to look again", _bullets(look.text for look in plan.review))


def _get_help(result: Assessment) -> Iterator[RenderableType]:
    """Signs that would mean more than what the advice already says."""
    level = LEVEL[result.disposition]
    parts: list[RenderableType] = []
    for care in result.plan.seek_care_if:
        if LEVEL[care.disposition] > level:
            parts += [Text(_SEEK[care.disposition], "bold"), _bullets(care.signs), ""]
    if parts:
        yield _section("When to get help", *parts[:-1])


_SEEK: Mapping[Disposition, str] = {
    "emergency": "Get emergency help at once if:",
    "urgent": "Be seen the same day if:",
    "soon": "Book a doctor or physiotherapist if:",
}


def _not_excluded(result: Assessment, kb: Knowledge) -> Iterator[RenderableType]:
    parts: list[RenderableType] = []
    for rule in result.could_not_exclude:
        checks = (kb.questions[key].question for key in rule.unsure)
        parts += [Text(rule.text), _inset("To check:", _bullets(checks)), ""]
    if parts:
        lead = "You were not sure about some answers, so these stay open. Look again, or ask:"
        yield _section("What we could not exclude", lead, "", *parts[:-1])


def _not_asked(result: Assessment, kb: Knowledge) -> Iterator[RenderableType]:
    if result.incomplete:
        lead = "These were not asked or not answered. Nothing was taken for a no:"
        asked = (kb.questions[key].question for key in result.not_asked)
        yield _section("This is not complete", lead, _bullets(asked))


def _limits(result: Assessment) -> RenderableType:
    version = f"Content {result.knowledge['version']} ({result.knowledge['fingerprint']})"
    return Group("", Text(LIMITS, "italic"), Text(version, "dim"))


def _section(title: str, *parts: RenderableType) -> RenderableType:
    return Group("", Text(title, "bold underline"), "", *parts)


def _inset(*parts: RenderableType) -> RenderableType:
    table = Table.grid(padding=0)
    table.add_column(width=3)
    table.add_column()
    table.add_row("", Group(*parts))
    return table


def _bullets(lines: Iterable[str | Text]) -> RenderableType:
    table = Table.grid(padding=(0, 1, 0, 0))
    for line in lines:
        table.add_row("-", line)
    return table
