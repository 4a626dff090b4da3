"""More, the same or less of each exercise: the pain rule of its tissue, session by session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from popliteal.diary.days import Daily
from popliteal.knowledge.content import Action
from popliteal.knowledge.load import Knowledge

Tissue = Literal["muscle", "tendon", "nerve", "other"]
_TENDON = frozenset({"distal_hamstring_tendinopathy"})
_BAD_AFTER = frozenset({"worse", "tingling"})


@dataclass(frozen=True, slots=True)
class Step:
    """What to do with one exercise, and how.

    Attributes
    ----------
    because : id of the reason, in diary.yaml; empty where there is nothing to say yet
    how : how to do more, or the rule for doing less
    most_pain : how much it may hurt meanwhile
    """

    action: str
    tissue: Tissue
    move: Literal["advance", "hold", "ease"]
    because: str
    how: str
    most_pain: float


def tissue_of(action: Action, causes: Mapping[str, float], kb: Knowledge) -> Tissue:
    """For which tissue an exercise is done here: that of the likeliest cause that it suits.

    Parameters
    ----------
    causes : probability by cause id
    """
    suited = [cause for cause in action.suits if cause in causes]
    if not suited:
        return "other"
    first = max(suited, key=lambda cause: causes[cause])
    if first in _TENDON:
        return "tendon"
    group = kb.causes[first].group
    return {"nerve": "nerve", "muscle_tendon": "muscle"}.get(group, "other")  # type: ignore[return-value]


def most_pain(action: Action, kb: Knowledge) -> float:
    """How much an exercise may hurt when it is done alone."""
    stated = action.dose.pain_limit if action.dose else None
    return kb.plan.pain_limits["loading_alone"] if stated is None else stated


def next_steps(
    days: Sequence[Daily], causes: Mapping[str, float], kb: Knowledge
) -> tuple[Step, ...]:
    """The next step of every exercise that was done so far, in the order of the content."""
    done = {action for daily in days for action in daily.done if kb.actions[action].path}
    return tuple(
        _step(kb.actions[action], days, causes, kb) for action in kb.actions if action in done
    )


def _step(
    action: Action, days: Sequence[Daily], causes: Mapping[str, float], kb: Knowledge
) -> Step:
    tissue, most = tissue_of(action, causes, kb), most_pain(action, kb)
    sessions = [at for at, daily in enumerate(days) if action.id in daily.done]
    wanted = int(kb.diary.numbers["good_sessions"].value)
    trouble = trouble_of(days, sessions[-1], action, tissue, kb)
    if trouble and _is_recent(days, sessions[-1], kb):
        how = _rule_for_less(tissue, kb)
        return Step(action.id, tissue, "ease", trouble, how, most)
    last = sessions[-wanted:]
    told = len(last) == wanted and all(days[at].done[action.id] is not None for at in last)
    before = (trouble_of(days, at, action, tissue, kb) for at in last[:-1])
    if told and not trouble and not any(before):
        return Step(action.id, tissue, "advance", "good_sessions", action.progress, most)
    return Step(action.id, tissue, "hold", "", action.stop_if, most)


def _rule_for_less(tissue: Tissue, kb: Knowledge) -> str:
    """What the plan says about doing less: a nerve has its own rule."""
    wanted = "g2" if tissue == "nerve" else "g1"
    return next(rule.text for rule in kb.plan.regression if rule.id == wanted)


def trouble_of(
    days: Sequence[Daily], at: int, action: Action, tissue: Tissue, kb: Knowledge
) -> str:
    """What was wrong with one session: the id of the reason, or nothing.

    A muscle answers in the session itself, a tendon the morning after, a nerve with tingling that
    stays; each is asked for all three, and a nerve also whether the pain travels further.
    """
    daily = days[at]
    pain = daily.done[action.id]
    if pain is not None and pain > most_pain(action, kb):
        return "over_limit"
    if "tingling" in daily.after:
        return "tingling" if tissue == "nerve" else "next_day"
    if tissue == "nerve" and travels_further(days[: at + 2]):
        return "spreads"
    return "next_day" if was_worse_after(days, at, kb) else ""


def was_worse_after(days: Sequence[Daily], at: int, kb: Knowledge) -> bool:
    """Whether the day after was clearly worse, as it was told or as the pain shows."""
    if "worse" in days[at].after:
        return True
    if at + 1 == len(days) or (days[at + 1].day - days[at].day).days != 1:
        return False
    before, after = days[at].worst_pain, days[at + 1].worst_pain
    if before is None or after is None:
        return False
    return after - before >= kb.diary.numbers["morning_points"].value


def travels_further(days: Sequence[Daily]) -> bool:
    """Whether the pain has come to travel further down than at any time before."""
    told = [spread for daily in days for spread in daily.spreads]
    return len(told) > 1 and told[-1] > max(told[:-1])


def _is_recent(days: Sequence[Daily], at: int, kb: Knowledge) -> bool:
    """Whether a session was so lately that the load is still to be kept low."""
    return (days[-1].day - days[at].day).days <= kb.diary.numbers["ease_days"].value


def had_bad_hours(daily: Daily) -> bool:
    """Whether the hours after anything that was done were bad."""
    return not _BAD_AFTER.isdisjoint(daily.after)
