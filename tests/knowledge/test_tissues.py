"""The tissue data: sourced, current, frozen."""

import dataclasses

import pytest

from popliteal.knowledge.tissues import COMPILED, YAML, compile_tissues, load_tissues
from popliteal.knowledge.yamlfile import read


def test_the_compiled_tissues_are_current():
    """After a change of tissues.yaml run: python -m popliteal.knowledge.tissues."""
    assert COMPILED.read_text(encoding="utf-8") == compile_tissues()


def test_every_value_has_a_source_and_a_grade():
    """A number never travels alone."""
    data = read(YAML).data
    for section in ("person", "nerve", "limits", "shown"):
        for name, entry in data[section].items():
            if name not in ("sites_mm", "joints"):
                assert {"value", "source", "grade"} <= set(entry), (section, name)
    for section in ("ranges", "references"):
        assert all("source" in entry for entry in data[section].values()), section


def test_expert_values_do_not_look_like_studies():
    """Our own guesses are grade D."""
    data = read(YAML).data
    for section in ("person", "nerve", "limits", "shown"):
        for entry in data[section].values():
            if str(entry.get("source", "")).startswith("expert"):
                assert entry["grade"] == "D"


def test_the_tissues_are_frozen_and_read_once():
    """Shared by all who ask."""
    assert load_tissues() is load_tissues()
    with pytest.raises(dataclasses.FrozenInstanceError):
        load_tissues().muscles = {}
