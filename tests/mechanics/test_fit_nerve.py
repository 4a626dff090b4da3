"""The shipped posterior and table are what the fitting code makes of data and priors."""

import json

import numpy as np
import pytest

from bench.fit_nerve import DATA, fit, read_prior, read_studies
from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.cable import solve_cable
from popliteal.mechanics.nerve import (
    SITES,
    best_parameters,
    fine_grid,
    response_table,
    sample_grid,
    sample_parameters,
)

SAMPLES = ("popliteal_samples", "popliteal_slide_samples")


def nodes(grid, step):
    """Every step-th node of a table, with its place in the flat table."""
    angles = np.meshgrid(grid["hip"], grid["knee"], grid["ankle"], indexing="ij")
    postures = np.stack([a.ravel() for a in angles], 1)
    places = np.arange(0, len(postures), step)
    return places, np.pad(postures[places], ((0, 0), (0, 2)))


def test_the_shipped_posterior_is_what_the_fit_gives():
    """After a change of data, priors or equations run: python -m bench.fit_nerve."""
    posterior, prior = load_tissues().posterior, read_prior()
    found = fit(posterior.law, read_studies())

    assert prior.names == posterior.names
    fitted = prior.mean + prior.sd * found.z
    assert np.abs(np.array(posterior.mean) - fitted).max() < 2e-3


def test_the_shipped_table_holds_the_cable_at_its_nodes():
    """The best estimate on the fine grid, and the samples on the coarse one."""
    places, postures = nodes(fine_grid(), 601)
    exact = solve_cable(best_parameters(), postures).strain
    assert pytest.approx(exact, abs=1e-6) == response_table()["strain"][:, places].T

    places, postures = nodes(sample_grid(), 101)
    known = load_tissues().limits
    samples = sample_parameters(known["nerve_samples"], known["seed"])
    for i in (0, 31, 63):
        exact, behind_knee = solve_cable(samples[i], postures), SITES.index("popliteal")
        tabled = {name: response_table()[name][i, places] for name in SAMPLES}
        assert tabled["popliteal_samples"] == pytest.approx(exact.strain[:, behind_knee], abs=1e-6)
        assert tabled["popliteal_slide_samples"] == pytest.approx(
            exact.slide_mm[:, behind_knee], abs=1e-5
        )


def test_every_study_is_reported_under_both_laws():
    """Also those that the model misses."""
    report = json.loads((DATA / "nerve_fit.json").read_text())

    for law in ("linear", "toe"):
        assert [s["item"] for s in report[law]["studies"]] == [s.item for s in read_studies()]
        assert set(report[law]["left_out"]) == {s.name for s in read_studies()}


def test_every_study_has_its_reference():
    """A number without its source is not used."""
    bibliography = (DATA / "nerve_sources.bib").read_text()

    for study in read_studies():
        assert f"{{{study.name}," in bibliography
