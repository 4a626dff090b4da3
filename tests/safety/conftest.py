"""The shipped knowledge and its encoding, made once."""

import pytest

from popliteal.audit.encoding import Decider, Encoding
from popliteal.knowledge.load import load


@pytest.fixture(scope="session")
def kb():
    """The shipped knowledge."""
    return load()


@pytest.fixture(scope="session")
def encoding(kb):
    """Its triage rules as formulas."""
    return Encoding(kb)


@pytest.fixture(scope="session")
def decider(encoding):
    """Triage by z3, to hold the engine against."""
    return Decider(encoding)
