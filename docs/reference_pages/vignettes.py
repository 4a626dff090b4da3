"""What comes of every vignette, case by case."""

from collections.abc import Iterator

from bench.outcomes import Outcome, see
from docs.reference_pages.words import page, table
from popliteal import triage
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.vignettes import Vignette, load_vignettes, notes, screened

HEAD = ("case", "who", "reasonable", "advice", "because", "first cause", "in first three")


INTRO = (
    "The measures over all cases are in the [summary](summary.md). For triage, a red flag that a "
    "history leaves out is taken as absent; the causes see only what was said. **Bold**: outside "
    "what is safe and reasonable, a first cause that no sensible clinician would put first from "
    "this history, or the reported cause not among the first three."
)


def case_page(kb: Knowledge) -> str:
    """The page of all cases; the measures over them are in the summary."""
    people = [vignette for vignette in load_vignettes() if not vignette.synthetic]
    parts = [_people(kind, people, kb) for kind in ("published", "authored")]
    return page("Vignettes, case by case", INTRO, *parts, _synthetic(), _read_again(people))


def _people(kind: str, people: list[Vignette], kb: Knowledge) -> str:
    rows = [list(_row(see(vignette, kb), kb)) for vignette in people if vignette.kind == kind]
    return f"## {kind.capitalize()}\n\n{notes()[kind].note}\n\n{table(HEAD, rows)}"


def _row(outcome: Outcome, kb: Knowledge) -> Iterator[str]:
    vignette = outcome.vignette
    first = outcome.assessment.causes[0]
    yield vignette.id
    yield vignette.name
    yield " or ".join(_words(level) for level in vignette.expect.band)
    yield _marked(_words(outcome.disposition), right=outcome.is_inside)
    yield ", ".join(_deciding(outcome, kb))
    words = f"{first.name}, {first.probability:.0%} ({first.low:.0%} to {first.high:.0%})"
    yield _marked(words, right=outcome.first_is_acceptable)
    yield _marked("yes" if outcome.cause_is_in_three else "no", right=outcome.cause_is_in_three)


def _deciding(outcome: Outcome, kb: Knowledge) -> Iterator[str]:
    """The reasons of the disposition: fired rules, and what the causes raised."""
    given = {k: a for k, a in screened(outcome.vignette, kb).items() if isinstance(a, str)}
    fired = [*triage.decide(given, kb).reasons, *outcome.assessment.reasons]
    deciding = [reason.rule for reason in fired if reason.disposition == outcome.disposition]
    for rule in dict.fromkeys(deciding):
        yield f"[{rule}](../rules.md#{rule})" if rule in kb.rules else rule


def _words(disposition: str) -> str:
    return disposition.replace("_", "-")


def _marked(words: str, *, right: bool) -> str:
    return words if right else f"**{words}**"


def _synthetic() -> str:
    rows = [
        [v.id, v.name, _words(v.expect.disposition), *_rules(v)]
        for v in load_vignettes()
        if v.synthetic
    ]
    head = ["case", "who", "advice", "fired", "could not be excluded"]
    return f"## Synthetic\n\n{notes()['rules'].note}\n\n{table(head, rows)}"


def _rules(vignette: Vignette) -> Iterator[str]:
    for ids in (vignette.expect.because, vignette.expect.could_not_exclude):
        yield ", ".join(f"[{rule}](../rules.md#{rule})" for rule in ids)


READ_AGAIN = """## Stories that were read again

The answers were first read before the newest answers existed. Where one fits a story better, it was
changed; what is expected was not.

{reread}

Answers of the first readers that the shortened story no longer mentions, kept as given:

{beyond}"""


def _read_again(people: list[Vignette]) -> str:
    reread = [f"- {v.id}: {v.reread}" for v in people if v.reread]
    beyond = [f"- {v.id}: {', '.join(f'`{q}`' for q in v.beyond)}" for v in people if v.beyond]
    return READ_AGAIN.format(reread="\n".join(reread), beyond="\n".join(beyond))
