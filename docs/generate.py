"""Write the generated files anew, or check that the committed ones are current.

Each is a target and a function that returns its content; add it to `pages` for a new one.
Run as `make docs`; `python docs/generate.py --check` writes nothing and fails where a file is old.
"""

import argparse
import ast
import json
import sys
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from popliteal.errors import KnowledgeError
from popliteal.knowledge.load import compile_content, load
from popliteal.knowledge.schema import json_schemas
from popliteal.knowledge.vignettes import vignette_schema

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Page:
    """A generated file: where it lives, seen from the repository, and what makes its content."""

    target: str
    render: Callable[[], str | bytes]

    @property
    def path(self) -> Path:
        """The file."""
        return ROOT / self.target

    def content(self) -> bytes:
        """What the file must hold now."""
        made = self.render()
        return made if isinstance(made, bytes) else made.encode()

    def is_current(self) -> bool:
        """Whether the committed file holds what would be written now."""
        return self.path.exists() and self.path.read_bytes() == self.content()

    def write(self) -> None:
        """Write the file, with its folder."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(self.content())


def package_map() -> str:
    """List the layers in reading order, with the first line of what each says about itself."""
    rows = "\n".join(f"| `{name}` | {_first_line(path)} |" for name, path in _layers())
    return (
        "# The package in reading order\n\n"
        "Each part may import only what stands above it; a wrong import fails the build.\n"
        "Written by `make docs` from the contract in pyproject.toml and the modules themselves.\n\n"
        f"| part | what lives there |\n|---|---|\n{rows}\n"
    )


def _layers() -> Iterable[tuple[str, Path]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    for layer in reversed(layers):
        name = layer.strip("()")
        for path in (f"popliteal/{name}.py", f"popliteal/{name}/__init__.py"):
            if (ROOT / path).exists():
                yield path.removesuffix("__init__.py"), ROOT / path


def _first_line(path: Path) -> str:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0]


def decision_index() -> str:
    """List the decision records by number."""
    titles = {
        path.name: path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        for path in sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    }
    rows = "\n".join(f"- [{title}]({name})" for name, title in titles.items())
    return (
        "# Decisions\n\n"
        "Choices that would cost more than a day to undo: context, decision, consequences,\n"
        f"what we tried. Written by `make docs`.\n\n{rows}\n"
    )


def _reference_pages() -> Iterable[Page]:
    # Their modules stand beside this script, which may be started from anywhere.
    sys.path.insert(0, str(ROOT))
    from docs.reference_pages import reference_pages

    return (Page(target, render) for target, render in reference_pages(load()).items())


def _schemas() -> Iterable[Page]:
    """A JSON Schema for each content file, for an editor to complete and check with."""
    named = (*json_schemas(), ("vignettes.schema.json", vignette_schema()))
    for name, schema in named:
        text = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        yield Page(f"popliteal/knowledge/schemas/{name}", partial(str, text))


def _postures() -> Iterable[Page]:
    from docs.figure_sheet import pages as sheet

    return (Page(target, render) for target, render in sheet())


def _pictures() -> Iterable[Page]:
    from docs.interview_page import interview_page
    from docs.readme import readme
    from docs.terminal_picture import terminal_picture
    from popliteal.cli.picture import draw_interview

    yield Page("README.md", readme)
    yield Page("docs/explanation/interview.md", interview_page)
    yield Page("docs/terminal.svg", terminal_picture)
    yield Page("docs/reference/interview.svg", partial(draw_interview, load()))


def pages() -> tuple[Page, ...]:
    """Every generated file."""
    return (
        Page("docs/adr/README.md", decision_index),
        Page("docs/reference/package.md", package_map),
        Page("popliteal/knowledge/compiled.json", compile_content),
        *_schemas(),
        *_reference_pages(),
        *_postures(),
        *_pictures(),
    )


def main(arguments: list[str] | None = None) -> int:
    """Write or check every page; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, name the old pages")
    try:
        old = [page for page in pages() if not page.is_current()]
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 2
    if parser.parse_args(arguments).check:
        for page in old:
            print(f"{page.target} is not current. Run 'make docs' and commit it.", file=sys.stderr)
        return 1 if old else 0
    for page in old:
        page.write()
        print(f"wrote {page.target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
