"""Is the content safe to ship: vignettes, each rule lost in turn, two versions compared, proofs."""

from popliteal.audit.cases import (
    Difference,
    Noticed,
    Result,
    compare,
    lose_each_rule,
    run_vignettes,
)

__all__ = ["Difference", "Noticed", "Result", "compare", "lose_each_rule", "run_vignettes"]
