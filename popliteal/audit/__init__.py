"""Is the content safe to ship: vignettes, each rule lost in turn, two versions compared, proofs."""
