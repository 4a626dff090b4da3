"""SECURITY.md promises nothing that no test holds."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_threat_has_a_test_that_exists():
    """Each row of the table names at least one, and each one that is named is there."""
    named = re.findall(r"`(tests/[a-z_/]+\.py)::(test_[a-z0-9_]+)`", SECURITY)
    rows = [line for line in SECURITY.splitlines() if line.startswith("| ")][1:]

    assert rows
    assert [row for row in rows if "::test_" not in row] == []
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
