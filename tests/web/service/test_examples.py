"""The examples of docs/how-to/connect-systems.md work as they stand there."""

import re
import shlex
from argparse import ArgumentParser
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

from popliteal.web.service.tokens import make_token
from tests.web.service.conftest import System

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "connect-systems.md"
TEXT = PAGE.read_text(encoding="utf-8")
SITE = "https://knee.example.org"
EXAMPLES = re.findall(r"^\$ (curl .*)\n(.*)$", TEXT, re.MULTILINE)
FORM = re.search(r"```json\n(.*?)```", TEXT, re.DOTALL)[1]
TOKEN, DIGEST = make_token()


def curl(words):
    """What curl would send: path, body, headers."""
    parser = ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("-d")
    sent = parser.parse_args(words)
    headers = dict(header.split(": ", 1) for header in sent.H)
    assert sent.url.startswith(SITE)
    return sent.url.removeprefix(SITE), FORM if sent.d == "@response.json" else sent.d, headers


def test_there_are_examples():
    """A page without any would pass unseen."""
    assert len(EXAMPLES) >= 7


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[c[-50:] for c, _ in EXAMPLES])
def test_an_example_gives_what_the_page_shows(settings, command, shown):
    """With a token where it is asked for."""
    settings.SERVICE, settings.SERVICE_TOKENS = True, [DIGEST]
    # The shell takes the backslash before a dollar sign away, and puts the token in.
    typed = command.replace(r"\$", "$").replace("$TOKEN", TOKEN)
    path, body, headers = curl(shlex.split(typed)[1:])
    kind = headers.pop("Content-Type", None)
    asking = System(**headers)
    response = asking.get(path) if body is None else asking.post(path, body, kind)

    assert OutputChecker().check_output(f"{shown}\n", response.content.decode() + "\n", ELLIPSIS)
