"""Every action: what to do, dose, whom it suits, what bars it, on whose word."""

from collections.abc import Iterator
from typing import Any

from docs.reference_pages.words import cited, condition, page, table
from popliteal.knowledge.content import Action, Guidance, Path
from popliteal.knowledge.load import Knowledge


def action_page(kb: Knowledge) -> str:
    """The page of all actions and of what holds for every plan."""
    rows = [
        [f"[{a.name}](#{a.id})", a.kind.replace("_", " "), a.grade, _while_waiting(a)]
        for a in kb.actions.values()
    ]
    parts = ["\n\n".join(_action(action, kb)) for action in kb.actions.values()]
    head = ["action", "kind", "grade", "offered until seen"]
    return page("Actions", f"{len(kb.actions)} actions.", table(head, rows), *parts, _plan(kb))


def _while_waiting(action: Action) -> str:
    return "yes" if action.safe_while_waiting else ""


def _action(action: Action, kb: Knowledge) -> Iterator[str]:
    """One action as a section."""
    yield f"## {action.id}"
    yield f"**{action.name}.** {action.what_to_do}"
    yield "\n".join(_facts(action))
    if action.offered_if is not None:
        yield f"Offered if:\n\n{condition(action.offered_if, kb)}"
    if action.barred_if is not None:
        yield (
            "Not offered when one of these may hold (unsure or unanswered bars too):\n\n"
            f"{condition(action.barred_if, kb)}"
        )


def _facts(action: Action) -> Iterator[str]:
    yield from (f"- tell: {text}" for text in (*action.tell_the_person, *action.get_help))
    yield from (f"- avoid: {text}" for text in action.avoid)
    if action.dose:
        yield f"- dose: {_plain(action.dose)}"
    if action.path:
        yield f"- posture: {_path(action.path)}"
    for name in ("stop_if", "progress", "review", "notes"):
        if getattr(action, name):
            yield f"- {name.replace('_', ' ')}: {getattr(action, name)}"
    if action.suits_all or action.suits:
        yield f"- suits: {_causes(action.suits) or 'every cause'}"
    if action.barred_causes:
        yield f"- barred while possible: {_causes(action.barred_causes)}"
    yield f"- evidence, grade {action.grade}: {action.evidence} ({cited(action.sources)})"
    yield f"- bars, grade {action.bar_grade}: {cited(action.bar_sources)}"


def _causes(ids: tuple[str, ...]) -> str:
    return ", ".join(f"[{cause}](causes.md#{cause})" for cause in ids)


def _plain(value: Any) -> str:
    """Nested values on one line."""
    if isinstance(value, dict):
        return "; ".join(f"{key.replace('_', ' ')}: {_plain(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_plain(each) for each in value)
    return str(value)


def _path(path: Path) -> str:
    """The joint angles, in degrees, that an exercise passes through."""
    names = {
        "hip_flexion_deg": "hip bent",
        "knee_flexion_deg": "knee bent",
        "ankle_dorsiflexion_deg": "toes pulled up",
        "neck_flexion_deg": "chin down",
        "trunk_flexion_deg": "back rounded",
    }
    angles = [
        f"{word} {low:g} to {high:g}°"
        for name, word in names.items()
        for low, high in [getattr(path, name)]
    ]
    coupling = f"; {path.coupling}" if path.coupling else ""
    return f"{path.position}; {', '.join(angles)}{coupling} (grade {path.grade})"


def _plan(kb: Knowledge) -> str:
    plan = kb.plan
    titles = {
        "Moving on": plan.progression,
        "Stepping back": plan.regression,
        "Back to stretching": plan.return_to_stretch,
        "Review": plan.review,
    }
    parts = [f"### {title}\n\n{_guidance(items)}" for title, items in titles.items()]
    signs = [
        f"- {care.disposition.replace('_', ' ')}: {'; '.join(care.signs)} (grade {care.grade}; "
        f"{cited(care.sources)})"
        for care in plan.seek_care
    ]
    return "\n\n".join(
        ["## What holds for every plan", *parts, "### Seek care if", "\n".join(signs)]
    )


def _guidance(items: tuple[Guidance, ...]) -> str:
    return "\n".join(f"- {item.text} (grade {item.grade}; {cited(item.sources)})" for item in items)
