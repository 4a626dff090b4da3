"""What the tests of the report share."""

import subprocess

import pytest


@pytest.fixture
def page_text(tmp_path):
    """Read one page of a PDF as Poppler does, its lines joined."""

    def read(pdf, page=1):
        path = tmp_path / "report.pdf"
        path.write_bytes(pdf)
        command = ["pdftotext", "-f", str(page), "-l", str(page), str(path), "-"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        # A word that ends a line may be broken there; a blank more or less says nothing.
        return " ".join(done.stdout.split())

    return read
