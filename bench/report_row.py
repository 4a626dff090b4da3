"""One kind of report: how long it took, and what it is compared with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import process_time


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of report: how long it took, at most how long, and what it is compared with."""

    name: str
    median_ms: float
    p95_ms: float
    most_ms: float
    other: str
    other_ms: float

    @property
    def line(self) -> str:
        """The row of the page; the bar holds for 19 of 20."""
        cells = (
            self.name,
            f"{self.median_ms:.1f} ms",
            f"{self.p95_ms:.1f} ms",
            f"≤ {self.most_ms:g} ms",
            "met" if self.p95_ms <= self.most_ms else "**not met**",
            f"{self.other}: {self.other_ms:.1f} ms",
            f"{self.median_ms / self.other_ms:.2f}",
        )
        return f"| {' | '.join(cells)} |"


def milliseconds(make: Callable[[], object]) -> float:
    """Time on the processor, the best of three: others on the machine can only add to it."""
    times = []
    for _ in range(3):
        began = process_time()
        make()
        times.append(process_time() - began)
    return 1000 * min(times)
