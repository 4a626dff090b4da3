"""Our questionnaire in LHC-Forms, a client that nobody here wrote, in a real browser.

`.ci/node` installs it; `make test` calls it.
"""

import json
import re
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from popliteal import assess
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import translated
from popliteal.knowledge.vignettes import load_vignettes
from popliteal.report.fhir import receive, write_bundle, write_questionnaire
from tests.report.fhir.forms import in_sight
from tests.web.running import run_site

KB = load()
TOOLS = Path(__file__).resolve().parents[2] / "fhir_node"
ASSESS = "/fhir/QuestionnaireResponse/$assess"
SYSTEM = "https://popliteal.example/fhir/CodeSystem/answers"
DRAW = """async (form) => {
  document.getElementById("form").innerHTML = "";
  const drawn = LForms.Util.convertFHIRQuestionnaireToLForms(form, "R4B");
  await LForms.Util.addFormToPage(drawn, "form", { fhirVersion: "R4B" });
}"""
SEEN = """() => [...document.querySelectorAll("lhc-item[id^='item-']")]
  .filter((item) => item.offsetParent !== null)
  .map((item) => item.id.slice(5).split("/")[0])"""
# One answer after the other, each only where it is in sight, with time for the form to follow.
FILL = """async (answers) => {
  for (const [selector, typed] of answers) {
    const found = document.querySelector(selector);
    if (!found || found.offsetParent === null) throw new Error(`not in sight: ${selector}`);
    if (typed === null) found.click();
    else {
      found.value = typed;
      for (const event of ["input", "change", "blur"]) found.dispatchEvent(new Event(event));
    }
    await new Promise((done) => setTimeout(done));
  }
}"""
EXPORT = 'LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4B")'
POST = """async ([address, form]) => {
  const body = JSON.stringify(form);
  const headers = { "Content-Type": "application/fhir+json" };
  const answer = await fetch(address, { method: "POST", body, headers });
  return [answer.status, await answer.json()];
}"""


def cases(count=20):
    """Vignettes of all dispositions, each with answers that a person can give in this form."""
    possible = [v for v in load_vignettes() if v.answers.keys() <= in_sight(v.answers)]
    by_disposition = {}
    for vignette in possible:
        by_disposition.setdefault(vignette.expect.disposition, []).append(vignette)
    share = count // len(by_disposition)
    # The longest: they answer most.
    chosen = [
        vignette
        for group in by_disposition.values()
        for vignette in sorted(group, key=lambda v: -len(v.answers))[:share]
    ]
    assert len(chosen) == count
    return chosen


class Quiet(SimpleHTTPRequestHandler):
    """Hands out the client's files and says nothing."""

    def log_message(self, *_):
        """Nothing."""


def measured(case):
    """The answers of a vignette, and where it hurts if that may be tried: no story says it."""
    angles = {"knee_angle_deg": 25.5, "knee_angle_other_deg": 10.0}
    return {**case.answers, **{k: v for k, v in angles.items() if k in in_sight(case.answers)}}


@pytest.fixture(scope="module")
def forms():
    """Where the client's page is: another origin than our site's."""
    assert (TOOLS / "lforms").is_dir(), "Run .ci/node: LHC-Forms is missing."
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=TOOLS)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def service(tmp_path_factory, forms):
    """The running site with its service on, which a page of this client may ask."""
    folder = tmp_path_factory.mktemp("service")
    with run_site(folder, POPLITEAL_SERVICE="1", POPLITEAL_SERVICE_ORIGINS=forms) as site:
        yield site.address


@pytest.fixture(scope="module")
def form(chromium, forms):
    """The client's page."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto(f"{forms}/form.html")
    page.wait_for_function("window.LForms?.Util?.addFormToPage && LForms.FHIR?.R4B")
    yield page
    context.close()


def draw(page, kb=KB):
    """Draw the questionnaire anew, empty."""
    page.evaluate(DRAW, write_questionnaire("check", kb))
    page.wait_for_selector("[id='item-breathless/1']")


def fill(page, answers):
    """Answer from top to bottom, as a person would."""
    page.evaluate(FILL, list(steps(answers)))


def steps(answers):
    """What is pressed, or typed into."""
    for key in KB.questions:
        if key in answers:
            # The id ends with system and code, after as many numbers as the item lies deep.
            code = f"|{SYSTEM}|{key}.{answers[key]}"
            yield f"label[id^='{key}/'][id$='{code}'] input", None
    for key in KB.measures:
        if key in answers:
            yield f"input[id^='{key}/']", f"{answers[key]:g}"


def exported(page):
    """The answered form as this client writes it."""
    return page.evaluate(EXPORT)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_question_is_drawn(form, language):
    """With nothing answered all of it is in sight, each answer with its words."""
    kb = translated(KB, language)
    draw(form, kb)

    asked = {key for key, question in KB.questions.items() if question.kind != "clinician"}
    assert asked | {*KB.measures} <= {*form.evaluate(SEEN)}
    text = form.inner_text("#form")
    for key in asked:
        question = kb.questions[key]
        words = [question.question, *question.answers.values(), question.not_sure]
        assert all(_squeezed(said) in _squeezed(text) for said in words), key


def _squeezed(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.slow
@pytest.mark.parametrize("case", cases(), ids=lambda v: v.id)
def test_its_export_gives_the_result_of_the_library(form, service, case):
    """Filled by script in a real browser, sent over a line: not a byte differs.

    And it shows and hides just what the questionnaire's conditions say.
    """
    answers = measured(case)
    draw(form)
    fill(form, answers)

    seen = {key for key in form.evaluate(SEEN) if key in KB.questions or key in KB.measures}
    assert seen == in_sight(answers)
    response = exported(form)
    today = datetime.now(UTC).date()
    received = receive(response, today)
    status, bundle = form.evaluate(POST, [f"{service}{ASSESS}", response])
    assert status == 200, bundle
    result = assess(answers, KB)
    wanted = write_bundle(answers, result, KB, today=today, received=received)
    assert bundle == json.loads(json.dumps(wanted))
