"""Pictures of the validation, drawn with matplotlib into docs/reference/validation."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import popliteal as pp
from bench.fit_nerve import DATA as FIT_DATA
from bench.mechanics_checks import REFERENCES
from popliteal.mechanics.envelope import least_knee, limits
from popliteal.mechanics.hamstrings import TWO_JOINT

STYLES = dict(zip(REFERENCES, ("-", "--", ":"), strict=True))


def draw_all(folder: Path) -> list[tuple[str, str]]:
    """Draw every plot; file name and what it shows."""
    pictures = (
        ("tension.png", "Hamstring tension against knee bend", _tension),
        ("nerve.png", "Strain of the nerve behind the knee against knee bend", _nerve),
        ("calibration.png", "Nerve: observed and fitted, every study", _calibration),
        ("region.png", "The pain-free region for three people", _region),
    )
    for name, _, draw in pictures:
        figure, axes = plt.subplots(figsize=(7, 4.2), layout="constrained")
        draw(axes)
        figure.savefig(folder / name, dpi=120, metadata={"Software": None})
        plt.close(figure)
    return [(name, title) for name, title, _ in pictures]


def _tension(axes: plt.Axes) -> None:
    knee = np.arange(0, 61, 2.0)
    for name in REFERENCES:
        load = pp.loads(80, knee, reference=name)
        tension = sum(load.muscle[m].tension_n for m in TWO_JOINT)
        axes.plot(knee, 100 * tension / tension[0], STYLES[name], color="black", label=name)
    axes.plot(
        knee,
        100 * np.exp(-0.0352 * knee),
        color="tab:orange",
        lw=3,
        alpha=0.7,
        label="people: Riener and Edrich 1999",
    )
    axes.set(xlabel="knee bend (degrees), hip at 80", ylabel="passive pull (% of straight)")
    axes.legend()


def _nerve(axes: plt.Axes) -> None:
    knee = np.arange(0, 91, 2.0)
    for hip, color in ((30, "tab:blue"), (60, "tab:green"), (90, "tab:red")):
        nerve = pp.loads(hip, knee).nerve["popliteal"]
        axes.plot(knee, 100 * nerve.strain, color=color, label=f"hip {hip}")
        axes.fill_between(knee, 100 * nerve.low, 100 * nerve.high, color=color, alpha=0.15)
    axes.axhline(0, color="grey", lw=0.8)
    axes.set(xlabel="knee bend (degrees)", ylabel="strain against standing (%), 90 % interval")
    axes.legend()


def _calibration(axes: plt.Axes) -> None:
    fits = json.loads((FIT_DATA / "nerve_fit.json").read_text(encoding="utf-8"))
    studies = fits["toe"]["studies"]
    places = np.arange(len(studies))
    for shift, (law, fit) in zip((-0.15, 0.15), fits.items(), strict=True):
        z = [(s["fitted"] - s["observed"]) / s["sd"] for s in fit["studies"]]
        left = [v for values in fit["left_out"].values() for v in values]
        out = [(v - s["observed"]) / s["sd"] for v, s in zip(left, fit["studies"], strict=True)]
        axes.plot(z, places + shift, "o", label=f"{law}: fitted")
        axes.plot(out, places + shift, "x", label=f"{law}: left out")
    axes.set_yticks(places, [s["item"] for s in studies], fontsize=6)
    axes.axvspan(-1, 1, color="grey", alpha=0.15)
    axes.set(xlabel="model minus observed, in standard deviations")
    axes.legend(fontsize=7)


def _region(axes: plt.Axes) -> None:
    hip = np.arange(0, 101, 1.0)
    for angle, color in ((10, "tab:blue"), (30, "tab:green"), (50, "tab:red")):
        for tissue, style in (("hamstrings", "-"), ("nerve", "--")):
            knee = least_knee(hip, 0, limits(angle, (tissue,)))
            axes.plot(hip, knee, style, color=color, label=f"pain from {angle}, {tissue}")
    axes.set(xlabel="hip flexion (degrees), foot flat", ylabel="least knee bend (degrees)")
    axes.legend(fontsize=8)
