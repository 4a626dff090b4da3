"""Every question: words, answers, which answer is worse, when it is asked and why."""

from collections.abc import Iterator

from docs.reference_pages.words import cited, condition, page, table
from popliteal.knowledge.content import Question
from popliteal.knowledge.load import Knowledge

PRIORITY = {
    "screen": "asked of everyone, first",
    "core": "asked of nearly everyone",
    "adaptive": "asked when it is useful",
}
KIND = {
    "plan": "asked only before a plan; it bars actions",
    "clinician": "entered by a clinician, never asked",
}


def question_page(kb: Knowledge) -> str:
    """The page of all questions and measures."""
    parts = [_question(question, kb) for question in kb.questions.values()]
    return page(
        "Questions",
        f"{len(kb.questions)} questions and {len(kb.measures)} measures. *Not sure* is an answer "
        "of every question, and never counts as no.",
        *parts,
        _measures(kb),
    )


def _question(question: Question, kb: Knowledge) -> str:
    """One question as a section."""
    answers = table(["answer", "words"], question.answers.items())
    return "\n\n".join([f"## {question.id}", question.question, answers, *_about(question, kb)])


def _about(question: Question, kb: Knowledge) -> Iterator[str]:
    if question.how:
        yield f"How: {question.how}"
    lines = [f"- {KIND.get(question.kind) or PRIORITY[question.priority]}"]
    if question.red_flag:
        lines.append(f"- a red flag; the sign is not there when the answer is `{question.absent}`")
    if question.unsure_raises:
        lines.append("- *not sure* can raise the advice")
    if question.self_test:
        lines.append(f"- a home test ({question.self_test.replace('_', ' ')})")
    lines += [f"- from least to most worrying: {_chain(chain)}" for chain in question.worse]
    yield "\n".join(lines)
    if question.ask_if is not None:
        yield f"Asked only when this may hold:\n\n{condition(question.ask_if, kb)}"
    yield f"Why we ask: {question.why}"
    yield f"Sources: {cited(question.sources)}"


def _chain(answers: tuple[str, ...]) -> str:
    return " < ".join(f"`{answer}`" for answer in answers)


def _measures(kb: Knowledge) -> str:
    """The answers that are numbers."""
    rows = [
        [f"`{m.id}`", m.question, f"{m.low:g} to {m.high:g} {m.unit}", m.how, cited(m.sources)]
        for m in kb.measures.values()
    ]
    head = ["id", "question", "range", "how", "sources"]
    return "## Measures\n\nThey set limits in the plan and never act on triage.\n\n" + table(
        head, rows
    )
