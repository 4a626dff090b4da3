"""Every measure of the check, each with its bar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from bench.interviews import Interview, hold, median_length
from bench.outcomes import LEVEL, Outcome, Share, calibration_error, first_causes, see, share
from bench.outcomes import worst_addition as worst_sum
from popliteal.knowledge.load import Knowledge, load
from popliteal.knowledge.vignettes import Vignette, load_vignettes


@dataclass(frozen=True, slots=True)
class Bar:
    """What a measure must reach."""

    words: str
    least: float = -inf
    most: float = inf

    def holds(self, value: float) -> bool:
        """Whether the value reaches it."""
        return self.least <= value <= self.most


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: what came out, in words and as a number, and what it must reach, if anything."""

    measure: str
    found: str
    value: float
    bar: Bar | None = None

    @property
    def passed(self) -> bool | None:
        """Whether it reaches its bar; None without one."""
        return self.bar.holds(self.value) if self.bar else None

    @property
    def verdict(self) -> str:
        """The mark beside the figure."""
        return {True: "pass", False: "FAIL", None: ""}[self.passed]


NONE = Bar("0", most=0)
INSIDE = Bar("≥ 96 %", least=0.96)
SELF_CARE = Bar("≥ 90 %", least=0.9)
ALL = Bar("100 %", least=1)
FIRST = {"published": Bar("≥ 82 %", least=0.82), "authored": Bar("≥ 96 %", least=0.96)}
THREE = {"published": Bar("≥ 75 %", least=0.75), "authored": Bar("≥ 98 %", least=0.98)}
CALIBRATED = Bar("≤ 0.06", most=0.06)
EXACT = Bar("≤ 1e-9", most=1e-9)
QUESTIONS = Bar("≤ 25", most=25)
QUESTIONS_TODAY = Bar("≤ 12", most=12)
QUESTIONS_AFTER = Bar("≤ 8", most=8)
LOSS = Bar("≤ 2 points fewer", most=0.02)


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of every vignette: the evidence that the rows are read from."""

    outcomes: dict[str, list[Outcome]]
    interviews: list[Interview]
    kb: Knowledge

    @property
    def both(self) -> list[Outcome]:
        """Published and authored, together."""
        return [*self.outcomes["published"], *self.outcomes["authored"]]


def see_all() -> Seen:
    """See every vignette, and interview the authored people."""
    kb = load()
    people: dict[str, list[Vignette]] = {"published": [], "authored": []}
    for vignette in load_vignettes():
        if not vignette.synthetic:
            people[vignette.kind].append(vignette)
    outcomes = {kind: [see(one, kb) for one in some] for kind, some in people.items()}
    return Seen(outcomes, [hold(one, kb) for one in people["authored"]], kb)


def advice_rows(seen: Seen) -> Iterator[Row]:
    """How soon to be seen: safe and sensible in the same run."""
    for kind, outcomes in seen.outcomes.items():
        unsafe = share(outcomes, lambda o: o.is_unsafe)
        yield Row(f"unsafe under-triage, {kind}", str(unsafe), unsafe.hits, NONE)
    for kind, outcomes in seen.outcomes.items():
        yield _row(f"inside the band, {kind}", share(outcomes, lambda o: o.is_inside), INSIDE)
    told = [_without_beyond(outcome, seen.kb) for outcome in seen.outcomes["published"]]
    inside = share(told, lambda o: o.is_inside)
    yield _row("inside the band, published, story alone", inside, None)
    sent = share(seen.both, lambda o: o.disposition == "emergency", lambda o: o.is_benign)
    yield Row("benign sent as emergency, both", str(sent), sent.hits, NONE)
    for kind, outcomes in seen.outcomes.items():
        barred = kind == "authored"
        calm = share(outcomes, lambda o: o.disposition == "self_care", lambda o: o.needs_nobody)
        yield _row(f"self-care recognised, {kind}", calm, SELF_CARE if barred else None)
        today = share(outcomes, lambda o: o.level >= LEVEL["urgent"], lambda o: o.needs_today)
        yield _row(f"urgent or more found, {kind}", today, ALL if barred else None)


def _without_beyond(outcome: Outcome, kb: Knowledge) -> Outcome:
    """The outcome without those answers that the shortened story no longer mentions."""
    vignette = outcome.vignette
    told = {key: a for key, a in vignette.answers.items() if key not in vignette.beyond}
    return see(replace(vignette, answers=told), kb) if vignette.beyond else outcome


def _row(measure: str, found: Share, bar: Bar | None) -> Row:
    return Row(measure, str(found), found.value, bar)


def cause_rows(seen: Seen) -> Iterator[Row]:
    """What it could be: the right causes on top, with honest probabilities."""
    for kind, outcomes in seen.outcomes.items():
        acceptable = share(outcomes, lambda o: o.first_is_acceptable)
        yield _row(f"first cause acceptable, {kind}", acceptable, FIRST[kind])
        listed = share(outcomes, lambda o: o.cause_is_in_three)
        yield _row(f"reported cause in the first three, {kind}", listed, THREE[kind])
    for kind, outcomes in seen.outcomes.items():
        error = calibration_error(first_causes(outcomes, lambda o: o.cause_is_first))
        bar = CALIBRATED if kind == "authored" else None
        yield Row(f"calibration error (reported cause), {kind}", f"{error:.3f}", error, bar)
        error = calibration_error(first_causes(outcomes, lambda o: o.first_is_acceptable))
        yield Row(f"calibration error (acceptable cause), {kind}", f"{error:.3f}", error)


def exactness_rows(seen: Seen) -> Iterator[Row]:
    """Whether the arithmetic is exact."""
    # pyAgrum takes a second to load; only these rows need it.
    from bench.oracle import worst_on_knowledge, worst_on_random

    said = [outcome.vignette.answers for outcome in seen.both]
    worst = worst_on_random(300, seed=1)
    yield Row("posterior against pyAgrum, 300 random networks", f"{worst:.1e}", worst, EXACT)
    worst = worst_on_knowledge(said, seen.kb)
    yield Row("posterior against pyAgrum, every vignette", f"{worst:.1e}", worst, EXACT)
    worst = worst_sum(seen.both, seen.kb)
    yield Row("weights of evidence add up, bits", f"{worst:.1e}", worst, EXACT)


def interview_rows(seen: Seen) -> Iterator[Row]:
    """How many questions it takes, and what stopping early costs."""
    held = seen.interviews
    pairs = list(zip(held, seen.outcomes["authored"], strict=True))
    yield _length("questions, median", held, QUESTIONS)
    today = [one for one, outcome in pairs if outcome.level >= LEVEL["urgent"]]
    yield _length("questions, median, advice urgent or above", today, QUESTIONS_TODAY)
    short = [one for one in held if one.is_cut_short]
    yield _length("questions, median, cut short by a rule", short, None)
    after = max(one.after_deciding for one in held)
    name = "emergencies: questions after the deciding answer"
    yield Row(name, f"at most {after}", after, QUESTIONS_AFTER)
    whole = [pair for pair in pairs if not pair[0].is_cut_short]
    yield _loss("first cause acceptable, whole interviews", whole, LOSS)
    yield _loss("first cause acceptable, all interviews", pairs, None)
    unsafe = share(held, lambda one: one.is_unsafe)
    yield Row("interviews that end below the safe band", str(unsafe), unsafe.hits, NONE)


def _length(measure: str, held: Sequence[Interview], bar: Bar | None) -> Row:
    found = median_length(held)
    longest = max(len(one.asked) for one in held)
    return Row(measure, f"{found:g} (of {len(held)}; longest {longest})", found, bar)


def _loss(measure: str, pairs: Sequence[tuple[Interview, Outcome]], bar: Bar | None) -> Row:
    """What is lost against asking everything."""
    interviewed = share([one for one, _ in pairs], lambda one: one.first_is_acceptable)
    everything = share([outcome for _, outcome in pairs], lambda o: o.first_is_acceptable)
    words = f"{interviewed.value:.1%} against {everything.value:.1%} (of {len(pairs)})"
    return Row(measure, words, everything.value - interviewed.value, bar)
