"""The plan that a person was given: on the first page in names, further down in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from popliteal.assessment import Assessment
from popliteal.diary import Diary
from popliteal.diary.days import lay_out
from popliteal.knowledge.load import Knowledge
from popliteal.plan import Offer
from popliteal.report.blocks import Block, Cell, Fact, Facts, Paragraph, Section, Table

# It says to be seen, as the report does above it.
_SAID_ABOVE = "seek_care"
# More would not be read on a first page; all of it stands further down.
_LEFT_OUT = 3


def plan(result: Assessment, diary: Diary | None, kb: Knowledge) -> Section:
    """What was offered, what not, and what was done of it where there is a diary."""
    words, made = kb.report.words, result.plan
    parts = (
        ("plan_do", [offer.name for offer in _do(result)]),
        ("plan_exercises", [offer.name for offer in made.exercises]),
        ("plan_avoid", made.avoid[:_LEFT_OUT]),
    )
    rows = [Fact(words[name], (_listed(said),)) for name, said in parts if said]
    followed = _followed(diary, kb)
    rows += [followed] if followed else []
    blocks: list[Block] = [Facts("", tuple(rows))] if rows else [Paragraph(words["plan_nothing"])]
    if not followed:
        blocks.append(Paragraph(words["followed_unknown"]))
    return Section("plan", f"{words['plan']}: {made.heading}", tuple(blocks))


def _do(result: Assessment) -> list[Offer]:
    return [offer for offer in result.plan.do if offer.id != _SAID_ABOVE]


def _listed(said: Iterable[str]) -> str:
    return "; ".join(text.rstrip(".") for text in said)


def _followed(diary: Diary | None, kb: Knowledge) -> Fact | None:
    """On how many days with an entry each part of the plan was done."""
    days = lay_out(diary.entries) if diary else ()
    counts = Counter(action for daily in days for action in daily.done)
    if not counts:
        return None
    words = kb.report.words
    done = (
        words["followed_on"].format(name=kb.actions[action].name, days=count)
        for action, count in counts.items()
    )
    return Fact(words["followed"].format(days=len(days)), ("; ".join(done),))


def cards(result: Assessment, kb: Knowledge) -> Section | None:
    """Everything that was offered, with dose, limit and stop rule; and what was not, with why."""
    words = kb.report.words
    offers = [*_do(result), *result.plan.exercises]
    refused = result.plan.not_offered
    blocks: list[Block] = []
    if offers:
        head = (words["card_what"], words["card_how"], words["card_stop"])
        blocks.append(Table("", head, tuple(map(_card, offers))))
    if result.plan.avoid:
        said = tuple(result.plan.avoid)
        blocks.append(Facts("", (Fact(words["plan_avoid"], said),)))
    if refused:
        why = (words["card_what"], words["refusal_why"])
        rows = tuple(((r.action.name,), (r.because,)) for r in refused)
        blocks.append(Table(words["refusals"], why, rows))
    return Section("cards", words["cards"], tuple(blocks)) if blocks else None


def _card(offer: Offer) -> tuple[Cell, ...]:
    how = tuple(text for text in (offer.what_to_do, offer.dose, offer.limit) if text)
    return (offer.name,), how, tuple(text for text in (offer.stop_if, offer.progress) if text)
