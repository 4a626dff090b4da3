"""Passive tension with the tendon in series."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from popliteal.knowledge.tissues import load_tissues
from popliteal.mechanics.hamstrings import MUSCLES
from popliteal.mechanics.tissue import fibre_force, stretch_muscle

DATA = Path(__file__).parent / "data"
REFERENCES = tuple(load_tissues().references)


def test_tension_equals_the_reference_models_own_balance():
    """OpenSim solves fibre against tendon; the table read backwards gives the same newtons."""
    with gzip.open(DATA / "opensim_grid.csv.gz", "rt") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for row in rows:
        fit = load_tissues().references[row["reference"]].muscles[row["muscle"]]
        length = np.array(float(row["length_m"]))
        found = stretch_muscle(length, row["muscle"], row["reference"], 0.0).tension_n
        # The grid prints seven digits of length: worth 1e-5 of the muscle's strength.
        assert float(found) == pytest.approx(float(row["passive_n"]), abs=2e-5 * fit.force_n)


@given(
    st.sampled_from(MUSCLES),
    st.sampled_from(REFERENCES),
    st.floats(0.15, 0.55),
    st.floats(0, 0.03),
    st.floats(0, 0.05),
)
def test_more_length_never_means_less_tension(muscle, reference, length, more, shift):
    """And more slack never means more tension."""
    here, there = stretch_muscle(
        np.array([length, length + more]), muscle, reference, shift
    ).tension_n
    looser = stretch_muscle(np.array(length), muscle, reference, shift + 0.005).tension_n

    if np.isfinite(there):
        assert 0 <= here <= there
        assert looser <= here


@given(
    st.sampled_from(MUSCLES),
    st.sampled_from(REFERENCES),
    st.floats(0.2, 0.5),
    st.floats(0.85, 1.15),
)
def test_an_evenly_larger_body_has_the_same_strain(muscle, reference, length, scale):
    """Size changes millimetres, not strain."""
    shift = load_tissues().references[reference].slack_shift_m
    one = stretch_muscle(np.array(length), muscle, reference, shift)
    other = stretch_muscle(np.array(length * scale), muscle, reference, shift, scale)

    assert float(other.fibre_strain) == pytest.approx(
        float(one.fibre_strain), abs=1e-9, nan_ok=True
    )
    assert float(other.tension_n) == pytest.approx(float(one.tension_n), abs=1e-6, nan_ok=True)


@given(st.sampled_from(MUSCLES), st.sampled_from(REFERENCES), st.floats(0.2, 0.5))
def test_fibre_and_tendon_pull_equally_hard(muscle, reference, length):
    """In series means one tension: the fibre's own curve gives it back."""
    fit = load_tissues().references[reference].muscles[muscle]
    found = stretch_muscle(np.array(length), muscle, reference, 0.0)
    fibre = 1 + found.fibre_strain
    slope = np.sqrt(1 - (np.sin(fit.pennation_rad) / fibre) ** 2)

    if np.isfinite(found.tension_n) and found.tension_n > 0:
        pull = fit.force_n * fibre_force(fibre, fit) * slope
        assert float(pull) == pytest.approx(float(found.tension_n), abs=1e-4 * fit.force_n)
