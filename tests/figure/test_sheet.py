"""The sheet of postures in the docs shows what it should."""

import importlib.util
from pathlib import Path

import pytest

from popliteal.figure import ANGLES, POSITIONS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sheet():
    """The generator of the sheet, which lives in docs and is no package."""
    spec = importlib.util.spec_from_file_location("figure_sheet", ROOT / "docs/figure_sheet.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_sheet_has_24_postures_of_all_positions(sheet):
    """Every position, each with both a mild and a far posture."""
    names = [name for name, *_ in sheet.SHEET]
    positions = {posture.position for *_, posture in sheet.SHEET}

    assert len(set(names)) == 24
    assert positions == set(POSITIONS)


def test_the_sheet_bends_every_joint_both_ways(sheet):
    """Each angle covers at least half of what can be drawn, toes and head both up and down."""
    for name, (low, high) in ANGLES.items():
        values = [getattr(posture, name) for *_, posture in sheet.SHEET]

        assert max(values) - min(values) >= (high - low) / 2


def test_every_picture_of_the_sheet_is_in_the_docs(sheet):
    """The page and its pictures are committed together, and nothing is left over."""
    listed = {Path(target).name for target, _ in sheet.pages()}
    present = {path.name for path in (ROOT / "docs/reference/postures").iterdir()}

    assert listed == present


def test_a_picture_in_the_docs_is_what_would_be_drawn_now(sheet):
    """One of them stands for all; `docs/generate.py --check` compares the rest."""
    target, render = sheet.pages()[2]

    assert (ROOT / target).read_text(encoding="utf-8") == render()
