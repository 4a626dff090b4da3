"""The reliability plot: what was said against how often it was so."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.outcomes import Outcome, first_causes, reliability

MARKS = {"published": ("#00204d", "s"), "authored": ("#b8860b", "o")}


def draw_reliability(outcomes: Mapping[str, Sequence[Outcome]], path: Path) -> None:
    """Draw both sets as a PNG: a point for each bin, its 95 % Wilson interval, and its cases."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(5.4, 5.2), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.6", linestyle="--", label="as often as said")
    for kind, seen in outcomes.items():
        _points(axes, kind, seen)
    axes.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel="probability of the first cause")
    axes.set_ylabel("how often it was the reported cause")
    axes.set_title("Vignettes, not patients; not reviewed by a clinician", fontsize=10)
    axes.legend(loc="upper left", frameon=False)
    figure.savefig(path, dpi=120, metadata={"Software": None})
    plt.close(figure)


def _points(axes: object, kind: str, seen: Sequence[Outcome]) -> None:
    bins = reliability(first_causes(seen, lambda outcome: outcome.cause_is_first))
    x = [each.mean for each in bins]
    y = [each.hits.value for each in bins]
    ends = [each.hits.interval() for each in bins]
    below = [max(0.0, at - low) for at, (low, _) in zip(y, ends, strict=True)]
    above = [max(0.0, high - at) for at, (_, high) in zip(y, ends, strict=True)]
    colour, mark = MARKS[kind]
    axes.errorbar(x, y, yerr=(below, above), fmt=mark, color=colour, capsize=3, label=kind)
    for each in bins:
        label = f" {each.hits.of}"
        axes.annotate(label, (each.mean, each.hits.value), fontsize=8, color=colour)
