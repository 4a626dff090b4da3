"""The house itself: set-up, contracts, locks, generated pages, links. Nothing of the medicine."""

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import popliteal

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
SETTINGS = tomllib.loads(PYPROJECT)
LOCKS = ("requirements.lock", "requirements-app.lock", "requirements-bench.lock")


def text_of(name):
    """Read a file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def run(*command, cwd=ROOT):
    """Run a command of ours and keep what it prints."""
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def lint_imports(folder):
    """Run the import contracts on the package that lies in the folder."""
    call = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports as f; "
    return run(sys.executable, "-I", "-c", call + "sys.exit(f(no_cache=True))", cwd=folder)


@pytest.fixture
def copied_package(tmp_path):
    """A copy of the package and its contracts, to break."""
    shutil.copytree(ROOT / "popliteal", tmp_path / "popliteal")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.slow
def test_the_contracts_hold(copied_package):
    """The package as it is passes, so that the failures below are the doing of what they add."""
    done = lint_imports(copied_package)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("utils.py", "", "no module stands outside"),
        ("errors.py", "import popliteal.knowledge", "Each layer imports only"),
        ("triage.py", "import numpy", "Nothing clever can silence a red flag"),
        ("triage.py", "import popliteal.differential", "Nothing clever can silence a red flag"),
        ("triage.py", "import popliteal.mechanics", "Nothing clever can silence a red flag"),
        ("errors.py", "import django", "Only web knows Django"),
        ("differential/bayes.py", "import popliteal.answers", "The Bayesian engine knows nothing"),
    ],
)
def test_a_wrong_import_or_a_stray_module_fails_the_build(copied_package, module, line, contract):
    """The architecture is held by a machine: no reviewer has to notice."""
    target = copied_package / "popliteal" / module
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(f"{before}\n{line}\n", encoding="utf-8")

    done = lint_imports(copied_package)

    assert done.returncode != 0
    assert re.search(re.escape(contract) + ".* BROKEN", done.stdout), done.stdout + done.stderr


@pytest.fixture
def wheel(tmp_path):
    """The wheel as it would be published, freshly built."""
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    assert done.returncode == 0, done.stderr
    return next(tmp_path.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_carries_the_content(wheel):
    """Who installs the wheel gets every YAML, JSON and text file of the package, not only code."""
    packed = set(zipfile.ZipFile(wheel).namelist())

    assert set(run("git", "ls-files", "popliteal").stdout.split()) <= packed


@pytest.mark.slow
def test_the_wheel_answers_by_itself(wheel, tmp_path):
    """Nothing outside the wheel, such as a file of the repository, is needed for an answer."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    call = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'installed')!r}); import popliteal as pp; "
        "print(pp.assess({'breathless': 'yes'}, pp.load()).disposition, pp.__file__)"
    )

    done = run(sys.executable, "-I", "-c", call, cwd=tmp_path)

    assert done.stdout.split() == ["emergency", str(tmp_path / "installed/popliteal/__init__.py")]


def test_every_dependency_says_why_it_is_here():
    """A dependency is a promise to keep; the sentence beside it says what we get for it."""
    lists = PYPROJECT[PYPROJECT.index("dependencies = [") : PYPROJECT.index("[project.scripts]")]
    lines = [line.strip() for line in lists.splitlines()]
    named = [at for at, line in enumerate(lines) if line.startswith('"')]

    assert named
    assert [lines[at] for at in named if not lines[at - 1].startswith("# ")] == []


def test_every_excluded_lint_rule_says_why():
    """A rule is switched off for a reason, or it is on."""
    section = PYPROJECT[PYPROJECT.index("ignore = [") : PYPROJECT.index("[tool.ruff.lint.pydoc")]
    rules = [line for line in section.splitlines() if re.match(r'\s+"[A-Z]+\d*"', line)]

    assert rules
    assert [line for line in rules if "# " not in line] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(lock):
    """The same bytes everywhere, from whichever registry the reader uses."""
    text = text_of(lock)
    packages = re.split(r"\n(?=[a-z0-9])", text)[1:]

    assert "://" not in text
    assert "find-links" not in text
    assert [entry for entry in packages if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_drags_in_gigabytes(lock):
    """A first install takes minutes at most: no torch, no CUDA."""
    assert re.findall(r"^(?:torch|triton|nvidia|cuda)\S*", text_of(lock), re.MULTILINE) == []


def test_the_lock_holds_every_dependency_that_the_tests_need():
    """What pyproject.toml asks for, the lock holds."""
    project = SETTINGS["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *(one for e in ("test", "check", "docs", "setup") for one in extras[e]),
    ]
    names = {re.match(r"[\w-]+", one)[0].lower() for one in wanted}

    assert names <= set(re.findall(r"^([a-z0-9-]+)==", text_of("requirements.lock"), re.MULTILINE))


def test_the_version_is_the_same_wherever_it_stands():
    """What the package says about itself is what the installer says."""
    assert popliteal.__version__ == SETTINGS["project"]["version"]


COLD_START = """
import sys
from popliteal.cli import main
code = main(["assess", "--json", "-"])
heavy = {"pydantic", "yaml", "scipy", "rich", "matplotlib", "django"} & set(sys.modules)
sys.exit(f"loaded: {sorted(heavy)}" if heavy else code)
"""


def test_one_case_is_assessed_without_loading_what_is_slow():
    """Who waits does not wait for the checker, the charts or a framework (docs/adr/0007)."""
    case = '{"answers": {"breathless": "yes"}}'
    done = subprocess.run(
        [sys.executable, "-c", COLD_START], input=case, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


def test_make_lists_every_target():
    """Who types `make` learns what there is."""
    targets = re.search(r"^\.PHONY: (.*)$", text_of("Makefile"), re.MULTILINE)[1].split()
    listed = re.findall(r"make ([a-z-]+)  +\S", run("make", "--no-print-directory").stdout)

    assert sorted(listed) == sorted(targets)


def links():
    """Every relative link of the docs, as the page and the target it names."""
    for name in run("git", "ls-files", "*.md").stdout.split():
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(name)):
            yield name, target


def test_every_link_in_the_docs_leads_somewhere():
    """A link to a file of this repository finds it."""
    broken = [(page, to) for page, to in links() if not (ROOT / page).parent.joinpath(to).exists()]

    assert broken == []


def test_every_id_on_the_article_map_is_in_the_content():
    """A statement of the source article that lost its home shows."""
    kb = popliteal.load()
    homes = {*kb.questions, *kb.causes, *kb.actions, *kb.warning_signs, *popliteal.__all__}
    homes |= {cause.group for cause in kb.causes.values()}
    named = re.findall(r"`(?:popliteal\.)?(\w+)`", text_of("docs/explanation/article-map.md"))

    assert named
    assert [name for name in named if name not in homes] == []


def test_every_decision_record_has_its_four_parts_and_a_number_of_its_own():
    """Context, decision, consequences, what we tried: a reader finds all four."""
    records = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    parts = ("## Context", "## Decision", "## Consequences", "## What we tried")

    assert len({record.name[:4] for record in records}) == len(records)
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert [part for part in parts if part not in text] == [], record.name


def test_the_glossary_is_in_order_and_names_nothing_twice():
    """A word is found where the alphabet says, once."""
    terms = [
        term.casefold()
        for term in re.findall(r"^\*\*(.+?)\*\*", text_of("GLOSSARY.md"), re.MULTILINE)
    ]

    assert terms
    assert terms == sorted(set(terms))


@pytest.mark.slow
def test_every_generated_page_is_current():
    """What the docs say is what the code and the content say now."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    generate = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = generate
    spec.loader.exec_module(generate)

    assert [page.target for page in generate.pages() if not page.is_current()] == []
