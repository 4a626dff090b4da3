"""Fit the knee polynomial of the one-part muscles to OpenSim: ``python -m bench.fit_paths``.

Short head and gastrocnemii on the committed grid, degree six: one more than in the first model,
which missed the medial gastrocnemius by 0.16 mm and the short head's arm by 0.60 mm. For the calf
only length is fitted, because OpenSim's gastrocnemius arms contradict its lengths by millimetres.
The two-joint hamstrings keep their thirteen numbers.
"""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from popliteal.knowledge.tissues import TABLES

GRID = Path(__file__).parents[1] / "tests" / "mechanics" / "data" / "opensim_grid.csv.gz"
DEGREE = 6
# How many metres of length a metre of arm is worth in the fit.
ARM_WEIGHT = {
    "biceps_femoris_short": 0.1,
    "gastrocnemius_medial": 0.0,
    "gastrocnemius_lateral": 0.0,
}


def read_grid(path: Path) -> list[dict[str, str]]:
    """Rows of a committed reference file, comments dropped."""
    with gzip.open(path, "rt") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def fit_muscle(rows: list[dict[str, str]], weight: float, *, ankle: bool) -> NDArray[np.float64]:
    """Coefficients: knee powers 0 to DEGREE, then ankle powers 1 to 3 if the muscle crosses it."""
    k, a = (np.deg2rad([float(row[name]) for row in rows]) for name in ("knee", "ankle"))
    extra = [a, a**2, a**3] if ankle else []
    length = np.stack([*[k**i for i in range(DEGREE + 1)], *extra], 1)
    slopes = [-i * k ** max(i - 1, 0) for i in range(DEGREE + 1)]
    arm = np.stack([*slopes, *[0 * a for _ in extra]], 1)
    wanted = [np.array([float(row[n]) for row in rows]) for n in ("length_m", "knee_arm_m")]
    left, right = np.vstack([length, weight * arm]), np.concatenate([wanted[0], weight * wanted[1]])
    return np.linalg.lstsq(left, right, rcond=None)[0]


def main() -> None:
    """Refit and write the coefficients into the tissue tables."""
    path = TABLES / "hamstrings.json"
    tables = json.loads(path.read_text(encoding="utf-8"))
    grid = read_grid(GRID)
    for reference, muscles in tables["references"].items():
        for muscle, weight in ARM_WEIGHT.items():
            rows = [r for r in grid if r["reference"] == reference and r["muscle"] == muscle]
            found = fit_muscle(rows, weight, ankle=bool(muscles[muscle].get("ankle_m")))
            muscles[muscle]["knee_m"] = found[: DEGREE + 1].tolist()
            if muscles[muscle].get("ankle_m"):
                muscles[muscle]["ankle_m"] = [0.0, *found[DEGREE + 1 :].tolist()]
    path.write_text(json.dumps(tables, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
