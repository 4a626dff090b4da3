"""The whole way, as people of the cast walk it."""

import pytest

from tests.web.conftest import CAST, text_of


@pytest.mark.parametrize("person", CAST.values(), ids=CAST)
def test_everybody_reaches_a_result_without_javascript(walker, person):
    """Plain forms are enough."""
    page = walker.walk(person)
    result = walker.client.get("/result/")

    assert all(seen.status_code == 200 for seen in walker.seen)
    assert page.request["PATH_INFO"] in ("/check/", "/result/")
    assert result.status_code == 200
    assert "Popliteal" in text_of(result)
