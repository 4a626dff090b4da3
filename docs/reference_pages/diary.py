"""The diary: what steers it, and twelve written courses with what it says on each day."""

from collections.abc import Iterator

from docs.reference_pages.words import cited, page, table
from popliteal.knowledge.load import Knowledge
from tests.diary.courses import Course, courses

ROOT = "../"


def diary_page(kb: Knowledge) -> str:
    """What is measured, the numbers, the reasons and the stages."""
    return page(
        "The diary: what it measures and what steers it",
        "How they work together: [the diary](../../explanation/diary.md). Twelve people with what "
        "the diary says to them: [courses](courses.md). A cohort whose true course is known: "
        "[cohort](cohort.md).",
        _outcomes(kb),
        _numbers(kb),
        _words(kb),
        _reasons(kb),
        _stages(kb),
        f"## When it comes back\n\n{kb.diary.relapse}",
    )


def _outcomes(kb: Knowledge) -> str:
    rows = [
        [
            f"`{o.id}`",
            o.name,
            o.instrument,
            f"{o.low:g} to {o.high:g}, {o.better} is better",
            f"{o.worthwhile:g} ({o.worthwhile_low:g} to {o.worthwhile_high:g})",
            "" if o.much is None else f"{o.much:g}",
            o.grade,
            cited(o.sources, ROOT),
        ]
        for o in kb.outcomes.values()
    ]
    head = ["id", "name", "instrument", "scale", "smallest change that counts", "much", "grade"]
    return "## What is measured\n\n" + table([*head, "sources"], rows)


def _numbers(kb: Knowledge) -> str:
    rows = [
        [
            f"`{key}`",
            f"{n.value:g}",
            f"{n.low:g} to {n.high:g}",
            n.why,
            n.grade,
            cited(n.sources, ROOT),
        ]
        for key, n in kb.diary.numbers.items()
    ]
    return "## Numbers\n\n" + table(["id", "value", "range", "why", "grade", "sources"], rows)


def _words(kb: Knowledge) -> str:
    advice = table(
        ["advice", "heading", "words"],
        [[f"`{key}`", said.heading, said.text] for key, said in kb.diary.advice.items()],
    )
    verdicts = table(
        ["verdict", "words"], [[f"`{key}`", text] for key, text in kb.diary.verdicts.items()]
    )
    signs = table(
        ["question", "asked again at each entry"],
        [[f"`{key}`", text] for key, text in kb.diary.signs.items()],
    )
    return (
        f"## Advice and verdicts\n\n{advice}\n\n{verdicts}\n\n"
        "## Danger signs\n\nWho names one is asked the whole question; until then it counts as "
        f"*not sure*.\n\n{signs}"
    )


def _reasons(kb: Knowledge) -> str:
    rows = [
        [f"`{key}`", reason.text, reason.grade, cited(reason.sources, ROOT)]
        for key, reason in kb.diary.reasons.items()
    ]
    return "## Reasons\n\n" + table(["id", "words", "grade", "sources"], rows)


def _stages(kb: Knowledge) -> str:
    rows = [
        [f"`{key}`", s.name, s.what, s.move_on, s.grade, cited(s.sources, ROOT)]
        for key, s in kb.diary.stages.items()
    ]
    return "## Stages\n\n" + table(["id", "name", "what", "move on", "grade", "sources"], rows)


def course_page(kb: Knowledge) -> str:
    """The twelve courses, day by day."""
    return page(
        "Twelve courses and what the diary says on each day",
        "Invented people. What stands in **bold** is expected by the tests "
        "(`tests/diary/courses.yaml`); the rest is what the rules give. Days count from the first "
        "day of the plan; each line knows only what was written until then.",
        *(_course(course, kb) for course in courses(kb)),
    )


def _course(course: Course, kb: Knowledge) -> str:
    head = ["day", "stretch", "worst", "what else was written", "advice", "how soon", "trend"]
    days = sorted(day for day in {*course.days, *course.expect} if day <= max(course.expect))
    rows = [list(_row(course, day, kb)) for day in days]
    refused = "".join(
        f"\n\nRefused: day {raw['day']}, {_else(raw)}: “{raw['says']}”." for raw in course.refused
    )
    return f"## {course.name}\n\n{table([*head, 'stage', 'because'], rows)}{refused}"


def _row(course: Course, day: int, kb: Knowledge) -> Iterator[str]:
    said, expected = course.day(day, kb), course.expect.get(day, {})
    written = course.days.get(day, {})
    yield str(day)
    yield str(written.get("stretch", ""))
    yield str(written.get("worst", ""))
    yield _else(written)
    yield _marked(said.move.replace("_", " "), "advice" in expected)
    yield _marked(said.disposition.replace("_", "-"), "disposition" in expected)
    yield _marked(said.trend.verdict.replace("_", " "), "verdict" in expected)
    yield _marked(said.stage, "stage" in expected)
    reasons = [_marked(why.id, why.id in expected.get("because", [])) for why in said.reasons]
    yield ", ".join(dict.fromkeys(reasons))


def _marked(words: str, expected: bool) -> str:  # noqa: FBT001 - read off the call
    return f"**{words}**" if expected else words


def _else(written: dict[str, object]) -> str:
    """What was written besides pain, in short."""
    parts = []
    for key, value in written.items():
        if isinstance(value, dict):
            parts.append(f"{key}: " + ", ".join(f"{k} {v}" for k, v in value.items()))
        elif key not in ("stretch", "day", "says") and not (
            key == "worst" and "says" not in written
        ):
            parts.append("nothing, only opened" if key == "today" else f"{key}: {value}")
    return "; ".join(parts)
