"""`popliteal report`: a case in, a report out; and each mistake in one line."""

import json
import subprocess
import sys
from datetime import date

import pytest

from popliteal import assess, load
from popliteal.cli import report as command
from popliteal.diary import read_json, write_json
from popliteal.errors import PoplitealError
from popliteal.knowledge.translation import translated
from popliteal.report.fhir import write_bundle
from tests.report.people import diary_of

CLOT = {"calf_swelling": "clear", "clot_risk": "two_plus", "knee_angle_deg": 20}
CASE = json.dumps({"id": "a1", "answers": CLOT})
SAVED = json.dumps({"answers": CLOT, "skipped": ["knee_angle_other_deg"], "result": {"id": None}})


def test_a_report_is_text_where_nothing_else_is_said(popliteal, write):
    """Who types the shortest command reads it at once."""
    done = popliteal("report", write("case.json", CASE))

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("FOR YOUR CLINICIAN\n")
    assert "TODAY: BE SEEN TODAY" in done.out


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("report.pdf", b"%PDF-1.7"),
        ("report.html", b"<!doctype html>"),
        ("report.txt", b"FOR YOUR"),
        ("report.json", b'{\n "resourceType": "Bundle"'),
    ],
)
def test_the_ending_of_the_file_says_the_form(popliteal, write, tmp_path, name, begins):
    """Nobody has to say it twice."""
    done = popliteal("report", write("case.json", CASE), "-o", name)

    assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_the_form_that_is_named_goes_before_the_ending(popliteal, write, tmp_path):
    """What was asked for counts."""
    popliteal("report", write("case.json", CASE), "--format", "html", "-o", "letter.txt")

    assert (tmp_path / "letter.txt").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_another_system_gets_the_bundle_of_the_library(popliteal, write):
    """The same case, diary, language and numbers as FHIR, without the id that somebody gave it."""
    text = write_json(diary_of(3, {}))
    done = popliteal(
        *("report", write("case.json", CASE), "--format", "fhir", "--lang", "es"),
        *("--region", "ES", "--diary", write("diary.json", text)),
    )
    bundle = json.loads(done.out)

    kb = translated(load(), "es")
    result = assess(CLOT, kb, region="ES")
    today = date.fromisoformat(bundle["timestamp"][:10])
    diary = read_json(text, kb, today=today)
    wanted = write_bundle(CLOT, result, kb, today=today, diary=diary, region="ES")
    assert bundle == wanted
    assert '"a1"' not in done.out


def test_what_the_pages_saved_can_be_reported(popliteal, write):
    """Saved on the page, read here: the same answers, skipped ones too."""
    done = popliteal("report", write("popliteal.json", SAVED))

    assert done.code == 0
    assert "Skipped: And on the other leg" in done.out


def test_a_pipe_and_a_single_line_are_a_case(popliteal):
    """One program hands it to the next."""
    done = popliteal("report", "-", "--lang", "es", "--region", "es", piped=CASE)

    assert done.code == 0
    assert done.out.startswith("PARA SU PROFESIONAL DE LA SALUD\n")
    assert "Esta traducción la hizo una máquina." in done.out
    assert "España" in done.out


def test_a_diary_goes_into_the_report(popliteal, write):
    """The export of the diary, as it is."""
    diary = write_json(diary_of(9, {}))
    # The diary of the tests ends before any day on which they run.
    done = popliteal("report", write("case.json", CASE), "--diary", write("diary.json", diary))

    assert (done.code, done.err) == (0, "")
    assert "Entries: 9, from" in done.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nope.json"], "nope.json: no such file. Check the name, or use - for standard input."),
        (["case.json", "--format", "pdg"], "report: --format: no 'pdg'. Did you mean 'pdf'?"),
        (["case.json", "--lang", "xx"], "language: 'xx' is not offered. Use en or es."),
        (
            ["case.json", "-o", "none/x.pdf"],
            "none/x.pdf: cannot be written (No such file or directory). Name another",
        ),
        (
            ["case.json", "--diary", "no.json"],
            "no.json: no such file. Check the name, or use - for standard input.",
        ),
        (
            ["case.json", "--diary", "case.json"],
            "case.json: the file: this is no diary of Popliteal. It must say format:",
        ),
        (["two.jsonl"], "two.jsonl: 2 cases stand here. Name a file with one of them."),
        (["bad.json"], "bad.json:1: calf_sweling: no such question. Did you mean 'calf_swelling'?"),
        (["bytes.json"], "bytes.json:1: byte 1 is not UTF-8. Save the file as UTF-8."),
        (
            ["case.json", "--diary", "bytes.json"],
            "bytes.json: byte 1 is not UTF-8. Save the file as UTF-8.",
        ),
        (["case.json", "--diary", "future.json"], "future.json: "),
    ],
)
def test_each_mistake_is_one_line_and_nothing_is_written(popliteal, write, words, says):
    """Where, what, what is allowed; no traceback, and no half a report."""
    write("case.json", CASE)
    write("two.jsonl", f"{CASE}\n{CASE}\n")
    write("bad.json", '{"answers": {"calf_sweling": "no"}}')
    write("bytes.json", b"\xff\xfe")
    write("future.json", '{"format": "popliteal-diary", "version": 99}')
    done = popliteal("report", *words)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(says)
    assert done.err.count("\n") == 1


def test_a_pdf_is_not_poured_onto_a_screen(monkeypatch):
    """A terminal that shows bytes is of no use to anybody."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)

    with pytest.raises(PoplitealError, match=r"-o report\.pdf"):
        command._form("pdf", None)


COLD = """
import sys
from popliteal.cli import main
code = main(["report", "-"])
heavy = {"weasyprint", "pydantic", "rich", "django", "fhir"} & set(sys.modules)
sys.exit(f"loaded: {sorted(heavy)}" if heavy else code)
"""


def test_a_text_is_made_without_loading_what_lays_out_a_pdf():
    """Who wants to read does not wait."""
    done = subprocess.run(
        [sys.executable, "-c", COLD], input=CASE, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
