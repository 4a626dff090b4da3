"""Vignettes run, each rule lost in turn, and two versions of the content compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from popliteal import triage
from popliteal.assessment import Assessment, assess
from popliteal.knowledge.content import NOT_SURE, Disposition
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.vignettes import Vignette, screened
from popliteal.triage import LEVEL, Triage


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one vignette.

    Attributes
    ----------
    disposition : with the red flags that the story leaves out taken as absent
    fired, still_open : ids of rules, in the order of the rules
    first_cause : from what the story says and nothing else
    plan : ids of what is offered, in order
    problems : what is not as the vignette expects, in words; empty when all is
    """

    vignette: Vignette
    disposition: Disposition
    fired: tuple[str, ...]
    still_open: tuple[str, ...]
    first_cause: str
    plan: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed for the person of one vignette.

    Attributes
    ----------
    disposition, first_cause : before and after; the same twice where only the rest changed
    added, removed : ids of what the plan offers now, and no longer
    left_out : questions of the vignette whose answer one of the versions does not know
    """

    vignette: Vignette
    disposition: tuple[Disposition, Disposition]
    first_cause: tuple[str, str]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noticed:
    """Who notices that a rule is gone, by id.

    Attributes
    ----------
    moved : vignettes that triage gives another disposition
    failing : vignettes that are no longer as expected
    """

    moved: tuple[str, ...]
    failing: tuple[str, ...]


# A vignette, its answers as triage sees them, and what triage says with all rules.
_Seen = tuple[Vignette, dict[str, str], Triage]


def run_vignettes(kb: Knowledge, vignettes: Iterable[Vignette]) -> tuple[Result, ...]:
    """Assess every vignette and hold it against what it expects.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> from popliteal.knowledge.vignettes import load_vignettes
    >>> lung = [v for v in load_vignettes() if v.id == "fires_em_pe"]
    >>> (result,) = run_vignettes(load(), lung)
    >>> result.disposition, result.fired, result.problems
    ('emergency', ('em_pe',), ())
    """
    return tuple(_run(vignette, kb) for vignette in vignettes)


def _run(vignette: Vignette, kb: Knowledge) -> Result:
    said = assess(vignette.answers, kb)
    found = triage.decide(_seen_by_triage(vignette, kb), kb)
    disposition = max(found.disposition, said.disposition, key=LEVEL.__getitem__)
    # A synthetic person is there for the rules alone; few answers leave the causes wide open.
    held = found.disposition if vignette.synthetic else disposition
    return Result(
        vignette=vignette,
        disposition=disposition,
        fired=tuple(reason.rule for reason in found.reasons),
        still_open=tuple(rule.rule for rule in found.could_not_exclude),
        first_cause=said.causes[0].id,
        plan=_offered(said),
        problems=tuple(_problems(vignette, held, found)),
    )


def _seen_by_triage(vignette: Vignette, kb: Knowledge) -> dict[str, str]:
    answers = screened(vignette, kb).items()
    return {key: answer for key, answer in answers if isinstance(answer, str)}


def _offered(said: Assessment) -> tuple[str, ...]:
    plan = said.plan.to_dict()
    return tuple(action["id"] for part in ("do", "exercises") for action in plan[part])


def _problems(vignette: Vignette, disposition: Disposition, found: Triage) -> Iterator[str]:
    """Yield what is not as expected; advice above the band may be argued for, below it never."""
    band = vignette.expect.band
    if LEVEL[disposition] < LEVEL[band[0]]:
        yield f"{vignette.id} ends with {disposition}. At least {band[0]} is safe."
    if LEVEL[disposition] > LEVEL[band[-1]] and not vignette.argued:
        yield f"{vignette.id} ends with {disposition}. At most {band[-1]} is reasonable."
    fired = {reason.rule for reason in found.reasons}
    still_open = {rule.rule for rule in found.could_not_exclude}
    for rule in vignette.expect.because:
        if rule not in fired:
            yield f"{vignette.id} is there for {rule}, which does not fire."
    for rule in vignette.expect.could_not_exclude:
        if rule not in still_open:
            yield f"{vignette.id} leaves {rule} open, which is not shown."


def lose_each_rule(kb: Knowledge, vignettes: Iterable[Vignette]) -> Mapping[str, Noticed]:
    """Delete each rule in turn and see which vignettes notice.

    A rule whose loss fails no vignette could be lost without a trace.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> from popliteal.knowledge.vignettes import load_vignettes
    >>> lost = lose_each_rule(load(), [v for v in load_vignettes() if v.id == "fires_em_pe"])
    >>> lost["em_pe"].failing, lost["em_septic"].failing
    (('fires_em_pe',), ())
    """
    seen = [(vignette, _seen_by_triage(vignette, kb)) for vignette in vignettes]
    people = [(vignette, given, triage.decide(given, kb)) for vignette, given in seen]
    return {rule: _who_notices(rule, kb, people) for rule in kb.when.rules}


def _who_notices(rule: str, kb: Knowledge, people: Iterable[_Seen]) -> Noticed:
    without = without_rule(kb, rule)
    moved, failing = [], []
    for vignette, given, before in people:
        fired = {reason.rule for reason in before.reasons}
        if rule not in fired | {entry.rule for entry in before.could_not_exclude}:
            continue
        after = triage.decide(given, without)
        if after.disposition != before.disposition:
            moved.append(vignette.id)
        if any(_problems(vignette, after.disposition, after)):
            failing.append(vignette.id)
    return Noticed(tuple(moved), tuple(failing))


def without_rule(kb: Knowledge, rule: str) -> Knowledge:
    """The same knowledge with one rule taken out."""
    when = {key: condition for key, condition in kb.when.rules.items() if key != rule}
    return replace(
        kb,
        # Caches know a knowledge by its fingerprint.
        fingerprint=f"{kb.fingerprint} without {rule}",
        rules={key: entry for key, entry in kb.rules.items() if key != rule},
        when=replace(kb.when, rules=when),
    )


def compare(
    before: Knowledge, after: Knowledge, vignettes: Iterable[Vignette]
) -> tuple[Difference, ...]:
    """Find the vignettes whose disposition, first cause or plan differs between two versions.

    A question or an answer that one version does not know yet is left out for that version.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> from popliteal.knowledge.vignettes import load_vignettes
    >>> lung = [v for v in load_vignettes() if v.id == "fires_em_pe"]
    >>> compare(load(), load(), lung)
    ()
    >>> (change,) = compare(load(), without_rule(load(), "em_pe"), lung)
    >>> change.disposition[0]
    'emergency'
    """
    found = (_difference(vignette, before, after) for vignette in vignettes)
    return tuple(change for change in found if change is not None)


def _difference(vignette: Vignette, before: Knowledge, after: Knowledge) -> Difference | None:
    old, new = (_run(_known_part(vignette, kb), kb) for kb in (before, after))
    change = Difference(
        vignette=vignette,
        disposition=(old.disposition, new.disposition),
        first_cause=(old.first_cause, new.first_cause),
        added=tuple(action for action in new.plan if action not in old.plan),
        removed=tuple(action for action in old.plan if action not in new.plan),
        left_out=tuple(
            dict.fromkeys(key for kb in (before, after) for key in _unknown(vignette, kb))
        ),
    )
    same = (old.disposition, old.first_cause, {*old.plan})
    return None if same == (new.disposition, new.first_cause, {*new.plan}) else change


def _unknown(vignette: Vignette, kb: Knowledge) -> Iterator[str]:
    """Yield the questions of the vignette whose answers this knowledge does not know."""
    for key, answer in vignette.answers.items():
        question = kb.questions.get(key)
        if key not in kb.measures and (
            question is None or answer not in (*question.answers, NOT_SURE)
        ):
            yield key


def _known_part(vignette: Vignette, kb: Knowledge) -> Vignette:
    unknown = {*_unknown(vignette, kb)}
    known = {key: answer for key, answer in vignette.answers.items() if key not in unknown}
    return replace(vignette, answers=known)
