"""Draw the sheet of 24 postures, and one example each of load, region and movement.

docs/generate.py asks `pages` for the files; nothing here is needed at run time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import numpy as np

from popliteal import figure
from popliteal.figure import Posture

_FOLDER = "docs/reference/postures"
_EXAMPLES = ("example_load", "example_region", "example_movement")

SHEET: tuple[tuple[str, str, Posture], ...] = (
    (
        "sitting_relaxed",
        "Sitting, foot on the floor",
        Posture("sitting_knee_extension", 85, 90),
    ),
    (
        "sitting_half_way",
        "Sitting, knee half way up",
        Posture("sitting_knee_extension", 85, 45),
    ),
    (
        "sitting_slight_bend",
        "Sitting, knee nearly straight",
        Posture("sitting_knee_extension", 85, 20),
    ),
    (
        "sitting_straight",
        "Sitting, knee straight",
        Posture("sitting_knee_extension", 85, 0),
    ),
    (
        "sitting_toes_up",
        "Sitting, knee straight, toes pulled up",
        Posture("sitting_knee_extension", 90, 0, 20),
    ),
    (
        "sitting_toes_pointed",
        "Sitting, knee nearly straight, toes pointed",
        Posture("sitting_knee_extension", 85, 15, -30),
    ),
    (
        "sitting_look_up",
        "Sitting, knee nearly straight, looking up",
        Posture("sitting_knee_extension", 85, 15, 0, -20),
    ),
    (
        "sitting_lean_forward",
        "Sitting, leaning forward from the hips",
        Posture("sitting_on_edge", 115, 30, 0, 10),
    ),
    (
        "sitting_tucked",
        "Sitting, foot tucked under the seat",
        Posture("sitting_knee_extension", 90, 115, 10),
    ),
    (
        "sitting_perched",
        "Leaning on the edge of a high seat",
        Posture("sitting_knee_extension", 40, 30, 0),
    ),
    (
        "slump_relaxed",
        "Slump, foot on the floor",
        Posture("sitting_slump", 66, 88, 0, 20, 35),
    ),
    (
        "slump_chin_down",
        "Slump, chin down, knee straightening",
        Posture("sitting_slump", 66, 30, 0, 40, 40),
    ),
    (
        "slump_full",
        "Slump, chin down, knee straight, toes up",
        Posture("sitting_slump", 66, 5, 15, 40, 40),
    ),
    (
        "slump_look_up",
        "Slump, head lifted",
        Posture("sitting_slump", 66, 20, 0, -20, 40),
    ),
    (
        "lying_flat",
        "Lying flat",
        Posture("lying_leg_raise", 0, 0),
    ),
    (
        "lying_leg_up",
        "Lying, straight leg half way up",
        Posture("lying_leg_raise", 50, 0),
    ),
    (
        "lying_leg_high",
        "Lying, leg high, knee slightly bent",
        Posture("lying_leg_raise", 85, 15),
    ),
    (
        "lying_knee_bent",
        "Lying, thigh upright, knee bent",
        Posture("lying_leg_raise", 90, 70, -10),
    ),
    (
        "standing_upright",
        "Standing upright",
        Posture("standing_toe_touch", 0, 0),
    ),
    (
        "standing_half_way",
        "Standing, bending forward half way",
        Posture("standing_toe_touch", 60, 5, -6),
    ),
    (
        "standing_toe_touch",
        "Standing, reaching for the toes",
        Posture("standing_toe_touch", 105, 10, -8, 20, 35),
    ),
    (
        "long_sitting_upright",
        "Sitting on the floor, legs forward",
        Posture("long_sitting", 85, 0),
    ),
    (
        "long_sitting_reach",
        "Sitting on the floor, reaching forward",
        Posture("long_sitting", 110, 10, 0, 15, 25),
    ),
    (
        "long_sitting_lean_back",
        "Sitting on the floor, leaning back on the hands",
        Posture("long_sitting", 55, 25, -15),
    ),
)
"""Id, caption and posture. Between them they use every position and both ends of every joint."""

_HEAD = """# The body figure: a sheet of postures

Made by `make docs` from `docs/figure_sheet.py`; do not edit. Each picture is one self-contained
SVG with its own text equivalent, shown here below it. A model, not a scan of anyone. The outlines
are CC0 1.0.
"""


def pages() -> list[tuple[str, Callable[[], str]]]:
    """Every file of the sheet as a target seen from the repository, and what makes its content."""
    names = [*(name for name, *_ in SHEET), *_EXAMPLES]
    pictures = [(f"{_FOLDER}/{name}.svg", partial(_svg, name)) for name in names]
    return [*pictures, (f"{_FOLDER}/README.md", _page)]


def _svg(name: str) -> str:
    return _pictures()[name][1] + "\n"


@cache
def _pictures() -> dict[str, tuple[str, str]]:
    return {**_postures(), **_examples()}


def _postures() -> dict[str, tuple[str, str]]:
    return {name: (caption, figure.draw(posture)) for name, caption, posture in SHEET}


def _examples() -> dict[str, tuple[str, str]]:
    """Levels and region are made up to show the drawing; they are no results."""
    straight = Posture("sitting_knee_extension", 85, 5)
    bent = Posture("sitting_knee_extension", 85, 60)
    hip, knee = np.arange(0.0, 101.0, 2.0), np.arange(0.0, 91.0, 2.0)
    allowed = knee[None, :] > 1.1 * (hip[:, None] - 55)
    high, low = {"hamstring": 0.9, "nerve": 0.7}, {"hamstring": 0.1, "nerve": 0.3}
    return {
        "example_load": ("Made-up levels: how a load is shown", figure.draw(straight, high)),
        "example_region": (
            "Made-up region: how the map looks",
            figure.region_map(hip, knee, allowed, person=(90, 25), suggested=(80, 38)),
        ),
        "example_movement": (
            "Made-up levels: a movement, still until Play is pressed",
            figure.animate(bent, straight, (low, high)),
        ),
    }


def _page() -> str:
    parts = [_HEAD]
    for name, (caption, svg) in _pictures().items():
        text = svg.partition("<desc")[2].partition(">")[2].partition("</desc>")[0]
        image = f'<img src="{name}.svg" width="400" alt="{caption}">'
        parts.append(f"## {caption}\n\n{image}\n\n{text}\n")
    return "\n".join(parts)


def write() -> None:
    """Write all files anew."""
    root = Path(__file__).resolve().parents[1]
    for target, render in pages():
        path = root / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    write()
