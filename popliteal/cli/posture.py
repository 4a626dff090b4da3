"""`popliteal posture`: what a posture does to hamstrings and nerve, and what small steps do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from popliteal.cli.screen import new_console, rendered
from popliteal.errors import PoplitealError
from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.shown import Shown, Slide, Step, show_posture

# Option, argument of the model, what it means.
_ANGLES = (
    ("hip", "hip_flexion_deg", "hip bend; 0 standing straight, 90 sitting upright"),
    ("knee", "knee_flexion_deg", "knee bend; 0 straight"),
    ("ankle", "ankle_dorsiflexion_deg", "toes pulled up from a right angle; below 0 pointed"),
    ("neck", "neck_flexion_deg", "chin towards the chest; 0 head level"),
    ("trunk", "trunk_flexion_deg", "slump of the back; 0 upright"),
)
_REQUIRED = ("hip", "knee", "ankle")
_TISSUES: Mapping[str, str] = {
    "hamstrings": "Hamstrings",
    "calf": "Calf muscle",
    "nerve": "Nerve behind the knee",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `posture`: one angle for each joint."""
    for name, _, about in _ANGLES:
        required = name in _REQUIRED
        help_text = f"{about} (degrees{'' if required else ', default 0'})"
        parser.add_argument(
            f"--{name}",
            type=_degrees,
            action=_Once,
            required=required,
            default=0.0,
            metavar="DEG",
            help=help_text,
        )
    parser.add_argument("--json", action="store_true", help="one JSON object, for programs")


def _degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of degrees") from None


class _Once(argparse.Action):
    """Takes an angle; a second one for the same joint is a slip, and which was meant is unknown."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Keep the angle.

        Raises
        ------
        argparse.ArgumentError
            The option stands twice.
        """
        given: set[str] = vars(namespace).setdefault("given", set())
        if self.dest in given:
            parser.error(f"{option_string} stands twice. Keep one.")
        given.add(self.dest)
        setattr(namespace, self.dest, values)


def run(options: argparse.Namespace) -> int:
    """Show one posture."""
    if problems := [*_out_of_range(options)]:
        raise PoplitealError("\n".join(problems))
    shown = show_posture(**{argument: getattr(options, name) for name, argument, _ in _ANGLES})
    if options.json:
        import json

        sys.stdout.write(json.dumps(shown.to_dict()) + "\n")
    else:
        _print(shown)
    return 0


def _out_of_range(options: argparse.Namespace) -> Iterator[str]:
    """Every angle that some tissue has no figures for, with the range that all of them have."""
    ranges = load_tissues().ranges.values()
    for name, argument, _ in _ANGLES:
        angle = getattr(options, name)
        limits = [limits[argument] for limits in ranges if argument in limits]
        low, high = max(low for low, _ in limits), min(high for _, high in limits)
        if not low <= angle <= high:
            yield f"popliteal posture: --{name} is {angle:g}. Use {low:g} to {high:g} degrees."


def _print(shown: Shown) -> None:
    angles = (f"{name} {shown.posture[argument]:g}°" for name, argument, _ in _ANGLES)
    parts: list[RenderableType] = [
        Text(f"Posture: {', '.join(angles)}", "bold"),
        "",
        *(
            f"{name}: {'stretched' if shown.stretched[tissue] else 'slack'}"
            for tissue, name in _TISSUES.items()
        ),
        _slide(shown.slide_mm),
        "",
        _table(shown.steps),
        "",
        Text(shown.note, "italic"),
    ]
    for line in rendered(new_console(), Group(*parts)):
        sys.stdout.write(line + "\n")


def _slide(slide: Slide) -> str:
    towards, other = ("foot", "hip") if slide.millimetres >= 0 else ("hip", "foot")
    sign = 1 if slide.millimetres >= 0 else -1
    near, far = sorted((sign * slide.low, sign * slide.high))
    least = f"{near:.0f}" if near >= 0 else f"{-near:.0f} mm towards the {other}"
    return (
        f"Since standing, the nerve behind the knee has slid about {abs(slide.millimetres):.0f} mm "
        f"towards the {towards} ({least} to {far:.0f})."
    )


def _table(steps: tuple[Step, ...]) -> RenderableType:
    table = Table("One small change", "What it does", box=box.SIMPLE, pad_edge=False)
    for step in steps:
        lines = [change.text for change in step.changes]
        table.add_row(step.text, "\n".join(lines))
        table.add_section()
    return table
