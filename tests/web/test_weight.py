"""What a first load costs someone on a slow line: the pages with their style and scripts."""

import pytest

from bench.web import HEAVIEST, visit, weights
from tests.web.running import run_site

pytestmark = pytest.mark.slow


def test_a_first_load_is_light(tmp_path):
    """As the server sends it, compressed, to a browser that holds nothing yet."""
    with run_site(tmp_path) as site:
        done, where = visit(site.port)
        found = weights(site.port, done)

    assert where == "/check/"
    # A page that sends no style sheet would be light and worth nothing.
    assert all(size > 5000 for size in found.values())
    assert {name for name, size in found.items() if size > 1000 * HEAVIEST[name]} == set()
