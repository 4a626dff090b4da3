"""`popliteal knowledge`: is the content safe to ship, what changed for whom, and a picture."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from popliteal.audit.cases import Difference, Result, compare, lose_each_rule, run_vignettes
from popliteal.cli.picture import draw_interview
from popliteal.cli.revisions import content_at
from popliteal.cli.translate import add_translate, told_states
from popliteal.errors import KnowledgeError, PoplitealError
from popliteal.knowledge.load import COMPILED, FOLDER, Knowledge, compile_content, load
from popliteal.knowledge.translation import State, states
from popliteal.knowledge.vignettes import Vignette, load_vignettes

NOT_SAFE = 1
_OLD = f"{COMPILED} does not hold what the YAML files say. Write it anew with 'make docs'."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the tasks of `knowledge` and their options."""
    tasks = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    check = tasks.add_parser("check", help="is the content safe to ship: files, people, rules")
    check.set_defaults(task=_check)
    against = tasks.add_parser("compare", help="for whom the advice changed since a version")
    against.add_argument("revision", metavar="REV", help="a version that git knows, such as HEAD")
    against.set_defaults(task=_compare)
    draw = tasks.add_parser("draw", help="draw the interview as a picture (SVG)")
    draw.add_argument("-o", "--output", metavar="FILE", help="write here, not to standard output")
    draw.set_defaults(task=_draw)
    add_translate(tasks)


def run(options: argparse.Namespace) -> int:
    """Do one task."""
    return int(options.task(options))


def _check(_: argparse.Namespace) -> int:
    """Read every file afresh, run every vignette, lose every rule; 1 if it is not safe to ship."""
    kb, vignettes, spoken, compiled = _read_afresh()
    results = run_vignettes(kb, vignettes)
    print(_inventory(kb))
    print(_people(results))
    print(*told_states(spoken), sep="\n", end="\n" if spoken else "")
    problems = [
        *(problem for result in results for problem in result.problems),
        *_unnoticed(kb, vignettes),
    ]
    if (FOLDER / COMPILED).read_bytes() != compiled:
        problems.append(_OLD)
    print(*problems, sep="\n", end="\n" if problems else "")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    print(f"Not safe to ship: {count}." if problems else "No problem found: safe to ship.")
    return NOT_SAFE if problems else 0


def _read_afresh() -> tuple[Knowledge, tuple[Vignette, ...], tuple[State, ...], bytes]:
    """The content, the people and the translations, with every problem of each.

    Raises
    ------
    KnowledgeError
        Every problem of every file.
    """
    # What was compiled earlier is no witness: the files themselves are read.
    compiled = compile_content()
    return load(), load_vignettes(), states(load()), compiled


def _inventory(kb: Knowledge) -> str:
    tables = sum(len(lines) for lines in kb.likelihoods.values()) + len(kb.background)
    return (
        f"Content {kb.version} ({kb.fingerprint}): {len(kb.questions)} questions, "
        f"{len(kb.causes)} causes, {tables} likelihood lines, {len(kb.rules)} rules, "
        f"{len(kb.actions)} actions, {len(kb.sources)} sources."
    )


def _people(results: Iterable[Result]) -> str:
    found = list(results)
    good = sum(not result.problems for result in found)
    return f"Vignettes: {good} of {len(found)} as expected."


def _unnoticed(kb: Knowledge, vignettes: Iterable[Vignette]) -> Iterator[str]:
    for rule, noticed in lose_each_rule(kb, vignettes).items():
        if not noticed.failing:
            yield f"{rule} could be lost and no vignette would fail. Add one for whom it counts."


def _compare(options: argparse.Namespace) -> int:
    """List the vignettes whose disposition, first cause or plan differs from a version."""
    with content_at(options.revision) as folder:
        before = _earlier(folder, options.revision)
        changes = compare(before, load(), load_vignettes())
    for change in changes:
        print(_told(change))
    people = "1 vignette" if len(changes) == 1 else f"{len(changes)} vignettes"
    print(f"{people} changed since {options.revision} ({before.version}, {before.fingerprint}).")
    return 0


def _earlier(folder: Path, revision: str) -> Knowledge:
    try:
        return load(folder)
    except KnowledgeError as error:
        raise PoplitealError(
            f"{revision}: this version is written in a form that this program does not read "
            f"({error.problems[0]}) Compare with a later one."
        ) from None


def _told(change: Difference) -> str:
    lines = [f"{change.vignette.id}: {change.vignette.name}"]
    for what, pair in (("advice", change.disposition), ("first cause", change.first_cause)):
        lines += [f"  {what}: {pair[0]} -> {pair[1]}"] if pair[0] != pair[1] else []
    for what, actions in (("now offered", change.added), ("no longer offered", change.removed)):
        lines += [f"  {what}: {', '.join(actions)}"] if actions else []
    if change.left_out:
        lines.append(f"  not known to one of the versions: {', '.join(change.left_out)}")
    return "\n".join(lines)


def _draw(options: argparse.Namespace) -> int:
    picture = draw_interview(load())
    if options.output is None:
        sys.stdout.write(picture)
        return 0
    try:
        Path(options.output).write_text(picture, encoding="utf-8")
    except OSError as error:
        raise PoplitealError(f"{options.output}: cannot be written ({error.strerror}).") from None
    return 0
