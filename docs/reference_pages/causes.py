"""Every cause: picture, prior with range, what it asks for, course."""

from collections.abc import Iterator

from docs.reference_pages.words import cited, page, table
from popliteal.knowledge.content import Cause
from popliteal.knowledge.load import Knowledge


def cause_page(kb: Knowledge) -> str:
    """The page of all causes."""
    rows = [
        [f"[{c.name}](#{c.id})", c.group.replace("_", " "), _prior(c), c.seriousness]
        for c in kb.causes.values()
    ]
    return page(
        "Causes",
        f"{len(kb.causes)} causes. No study reports how often each is behind this complaint: the "
        "shares before any answer are guesses of experts, with wide 90 % ranges.",
        table(["cause", "group", "share before any answer", "seriousness"], rows),
        *("\n\n".join(_cause(cause)) for cause in kb.causes.values()),
    )


def _prior(cause: Cause) -> str:
    prior = cause.prior
    return f"{prior.value:.2%} ({prior.low:.2%} to {prior.high:.2%})"


def _cause(cause: Cause) -> Iterator[str]:
    """One cause as a section."""
    yield f"## {cause.id}"
    codes = f" ICD-10 {', '.join(cause.icd10)} (to be checked by a coder)." if cause.icd10 else ""
    yield f"**{cause.name}.** {cause.clinical_name}.{codes}"
    yield cause.picture
    yield "\n".join(f"- {name}: {text}" for name, text in _facts(cause))
    yield f"Sources: {cited(cause.sources)}"


def _facts(cause: Cause) -> Iterator[tuple[str, str]]:
    prior, course = cause.prior, cause.course
    on_whose_word = f"{prior.basis}, grade {prior.grade}: {cited(prior.sources)}"
    yield "share before any answer", f"{_prior(cause)}. {prior.note} ({on_whose_word})"
    yield "when it leads, at least", _words(cause.when_leading)
    possible = cause.when_possible
    yield "when it is possible, at least", f"{_words(possible.to)}. {possible.why}"
    low, high = course.expected_days
    yield "course", f"{course.text} (grade {course.grade}: {cited(course.sources)})"
    yield "expected", f"{low} to {high} days"
    yield from cause.modifiers.items()
    yield "answers", f"[how often each is given](likelihoods/{cause.id}.md)"


def _words(disposition: str | None) -> str:
    return f"`{disposition}`" if disposition else "nothing more than the answers ask for"
