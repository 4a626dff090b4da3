"""Two validators that nobody here wrote find nothing in what we send, and do find planted faults.

`.ci/node` installs them; `make test` calls it.
"""

import json
import subprocess
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from popliteal import assess
from popliteal.diary import Diary, Entry
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import languages, translated
from popliteal.knowledge.vignettes import load_vignettes
from popliteal.report.fhir import write_bundle
from popliteal.web.service.capability import write_capability
from popliteal.web.service.fhir import PUBLISHED
from popliteal.web.service.refusals import refuse
from popliteal.web.service.replies import outcome

KB = load()
DAY = date(2026, 3, 1)
NODE = Path(__file__).resolve().parents[2] / "fhir_node"
DIARY = Diary(
    started=DAY,
    entries=(
        Entry(DAY, worst_pain=6, stretch_pain=0, knee_angle_deg=30.5, spread="to_knee"),
        Entry(DAY, activities={"Climb <b>stairs</b> & run": 4}, signs={"fever": "not_sure"}),
    ),
)


def sent():
    """Everything that we ever send: all vignettes, all that is published, refusals."""
    for code in (language.code for language in languages(KB)):
        kb = translated(KB, code)
        for vignette in load_vignettes():
            result = assess(vignette.answers, kb)
            yield write_bundle(vignette.answers, result, kb, today=DAY)
        yield write_bundle({"fever": "no"}, assess({"fever": "no"}, kb), kb, today=DAY, diary=DIARY)
        said = {"c_slump": "not_sure", "severity": "not_sure", "knee_angle_deg": 25.5}
        yield write_bundle(said, assess(said, kb, region="GB"), kb, today=DAY)
        for names, write in PUBLISHED.values():
            yield from (write(name, kb) for name in names)
        yield write_capability(PUBLISHED, "https://knee.example/fhir", kb)
    for status in (400, 401, 404, 405, 406, 413, 415, 429, 500):
        yield outcome(refuse(status, "QuestionnaireResponse.item[0]", "it is <wrong>."))


def planted():
    """Faults, each in a copy of a good bundle: by name, with who must find it."""
    good = write_bundle({"fever": "yes"}, assess({"fever": "yes"}, KB), KB, today=DAY)
    kinds = [entry["resource"]["resourceType"] for entry in good["entry"]]
    faults = {
        "no subject": ("Flag", lambda r: r.pop("subject"), {"medplum", "fhir"}),
        "no such status": ("Flag", lambda r: r.update(status="on"), {"fhir"}),
        "no such element": ("RiskAssessment", lambda r: r.update(chance=1), {"medplum", "fhir"}),
        "text for a number": (
            "RiskAssessment",
            lambda r: r["prediction"][0].update(probabilityDecimal="high"),
            {"medplum"},
        ),
        "a plan without intent": ("CarePlan", lambda r: r.pop("intent"), {"medplum", "fhir"}),
    }
    for name, (kind, plant, by) in faults.items():
        spoilt = deepcopy(good)
        plant(spoilt["entry"][kinds.index(kind)]["resource"])
        yield name, spoilt, by


@pytest.mark.slow
def test_two_validators_find_nothing_but_what_is_planted(tmp_path):
    """0 errors over all vignettes in all languages, and every planted fault is found."""
    assert (NODE / "node_modules" / ".popliteal").exists(), (
        "Run .ci/node: the validators are missing."
    )
    good, bad = list(sent()), list(planted())
    file = tmp_path / "resources.json"
    file.write_text(json.dumps([*good, *(spoilt for _, spoilt, _ in bad)]), encoding="utf-8")
    command = ["node", "check.mjs", str(file)]
    done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    errors = json.loads(done.stdout)

    assert len(good) > 400
    assert [error for error in errors if error["at"] < len(good)] == []
    for at, (name, _, by) in enumerate(bad, start=len(good)):
        assert {error["by"] for error in errors if error["at"] == at} >= by, name
