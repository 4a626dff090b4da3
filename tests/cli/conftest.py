"""Runs the command line in this process, with its input, and keeps what it says."""

import io
import sys
from dataclasses import dataclass

import pytest

from popliteal.cli import main


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


class Pipe(io.TextIOWrapper):
    """Standard input from a pipe."""

    def __init__(self, data):
        super().__init__(io.BytesIO(data), encoding="utf-8")


@pytest.fixture
def popliteal(capsys, monkeypatch):
    """Run `popliteal …`; `piped` is what stands on standard input."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words, piped=""):
        data = piped if isinstance(piped, bytes) else piped.encode()
        monkeypatch.setattr(sys, "stdin", Pipe(data))
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a file where the command runs, so that messages name it without a folder."""
    monkeypatch.chdir(tmp_path)

    def make(name, content):
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(data)
        return name

    return make
