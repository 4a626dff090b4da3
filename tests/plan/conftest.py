"""What the tests of the plan share."""

import pytest

from popliteal.knowledge.load import load


@pytest.fixture(scope="session")
def kb():
    """The shipped knowledge."""
    return load()
