"""What every test shares: the examples in Markdown, and Hypothesis without chance."""

import shlex
import subprocess
import sys
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker

import hypothesis
import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from popliteal.knowledge import yamlfile

OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE

# The same examples on every machine and every day: a failure can be repeated, none comes by chance.
hypothesis.settings.register_profile(
    "popliteal", derandomize=True, deadline=None, print_blob=True, database=None
)
hypothesis.settings.load_profile("popliteal")


def run_console(example: Example) -> str | None:
    """Run each `$ popliteal …` of a console block and compare what it prints.

    Other commands (make, git) are for the reader's own terminal and are not run.
    """
    for shown in example.parsed.split("$ ")[1:]:
        command, _, expected = shown.partition("\n")
        words = shlex.split(command)
        if words[:1] != ["popliteal"]:
            continue
        run = [sys.executable, "-m", *words]
        done = subprocess.run(run, capture_output=True, text=True, check=False)
        if not OutputChecker().check_output(expected, done.stdout, OPTIONS):
            return f"$ {command}\nexpected:\n{expected}\ngot:\n{done.stdout}{done.stderr}"
    return None


def read_yaml(example: Example) -> None:
    """Read a YAML block as the clinical content is read; a mistake raises."""
    yamlfile.parse(str(example.parsed), example.path)


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=OPTIONS),
        CodeBlockParser("console", run_console),
        CodeBlockParser("yaml", read_yaml),
    ],
    patterns=["*.md"],
).pytest()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the examples of one Markdown file together: later ones use what earlier ones made."""
    for item in items:
        if item.path.suffix == ".md":
            item.add_marker(pytest.mark.xdist_group(item.path.name))
