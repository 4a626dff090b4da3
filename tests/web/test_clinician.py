"""The clinician's page: every finding, nothing chosen beforehand, told and examined kept apart."""

import re

import pytest

from popliteal.knowledge.load import load
from popliteal.report.examination import examine
from tests.web.conftest import BREATHLESS, CLOT_RISK, RUNNER, STRETCHER, key_of, text_of

KB = load()
# Somebody whom no rule sends, but a cause that became too likely to leave.
POSSIBLE_CLOT = {
    "pain_word": "cramp_burst",
    "duration": "under_3d",
    "load_change": "growth",
    "saddle_numb": "one_buttock",
    "pain_place": "whole_leg",
    "calf_swelling": "none",
    "spread": "stays_calf",
    "clot_risk": "one",
    "leg_weak": "none",
}
FINDINGS = {key: q for key, q in KB.questions.items() if q.kind == "clinician"}


@pytest.fixture
def examined(walker):
    """A runner whose questions are done, before a clinician."""
    walker.walk(RUNNER)
    return walker


def enter(walker, **found):
    """Send the clinician's form."""
    return walker.client.post("/clinician/", found, follow=True)


def saved(walker):
    """What the person takes along."""
    return walker.client.get("/save/").json()


def test_the_page_for_the_clinician_leads_to_it(examined):
    """From the page that is taken along, by one link."""
    assert 'href="/clinician/"' in examined.client.get("/summary/").content.decode()


@pytest.mark.parametrize("key", FINDINGS)
def test_every_finding_can_be_entered_and_none_is_chosen(examined, key):
    """With its answers, *not sure*, what is stated, its ratios and its sources; nothing folded."""
    page = examined.client.get("/clinician/")
    body, words = page.content.decode(), text_of(page)

    offered = re.findall(rf'name="{key}" id="{key}-\d+" value="(\w+)"', body)
    assert offered == [*FINDINGS[key].answers, "not_sure"]
    assert "checked" not in body
    assert " ".join(FINDINGS[key].why.split()) in words
    for source in FINDINGS[key].sources:
        assert KB.sources[source].title in words
    assert "<details" not in body


@pytest.mark.parametrize("key", FINDINGS)
@pytest.mark.parametrize("last", [True, False])
def test_what_is_entered_is_kept_and_counts_as_the_library_says(examined, key, last):
    """In the saved file as an answer like others, with the result of `assess`."""
    answer = [*FINDINGS[key].answers][-1 if last else 0]

    page = enter(examined, **{key: answer})

    assert page.redirect_chain == [("/clinician/", 302)]
    file = saved(examined)
    assert file["answers"][key] == answer
    found = examine(file["answers"], KB)
    assert file["result"]["causes"] == found.after.to_dict()["causes"]
    assert file["result"]["disposition"] == found.after.disposition
    assert f'value="{answer}" checked' in page.content.decode()


@pytest.mark.parametrize("key", ["c_wells", "c_calf_circ"])
def test_a_ratio_that_rests_on_a_guess_is_not_called_a_study_s(walker, key):
    """A published sensitivity against a guessed usual rate is a guess, and the page says why."""
    walker.walk(CLOT_RISK)
    found = next(e for e in examine(CLOT_RISK, KB).findings if e.question.id == key)

    page = text_of(walker.client.get("/clinician/"))

    assert KB.likelihoods["dvt"][key].basis == "adapted"
    assert {e.basis for e in found.said_for[next(iter(found.said_for))]} <= {"expert", None}
    assert "already suspected of that illness: of a clot" in page
    assert "it is not the study's" in page


def test_told_and_examined_stand_apart(examined):
    """Probabilities of before and after, under their own names, and what the finding did."""
    before = text_of(examined.client.get("/clinician/"))
    page = text_of(enter(examined, c_palpate_tendon="positive", c_homans="positive"))

    assert "As examined Nothing entered yet." in before
    assert page.count("As told") == page.count("As examined") >= 4
    assert "As told At home:" in page
    assert re.search(r"Palpation: .* Positive\. Counts\. .* times as high \(", page)
    assert "Homans' sign: Positive. Does not count: it is unreliable" in page


def test_a_finding_that_only_repeats_says_so(walker):
    """A tape takes the place of the eye, and a score counts for what is left of it."""
    walker.walk(CLOT_RISK)

    page = text_of(enter(walker, c_calf_circ="ge3", c_wells="likely"))

    assert "Counts in place of the person's own answer to: Is that calf" in page
    assert re.search(r"Counts with \d+% of its weight; the rest was told already", page)


def test_a_tape_that_has_a_guess_counted_for_less_shows_by_how_much(walker):
    """With a range that is no point."""
    walker.walk(CLOT_RISK)

    page = text_of(enter(walker, c_calf_circ="lt3"))

    shown = re.search(
        r"own answer tells more, and is read by it\. .*?\(LR ([\d.]+), ([\d.]+) to", page
    )
    assert shown
    assert float(shown[2]) < float(shown[1])


def test_a_likely_clot_is_sooner(walker):
    """The advice follows the rules; the page says what the examination added."""
    walker.walk(STRETCHER)

    likely = text_of(enter(walker, c_wells="likely"))
    result = text_of(walker.client.get("/result/"))
    back = text_of(enter(walker, c_wells="unlikely"))

    assert "As told At home" in likely
    assert "As examined Today" in likely
    assert "Added by the examination: A clinician found that a blood clot is likely" in likely
    assert "A clinician found that a blood clot is likely" in result
    assert "As examined At home" in back


@pytest.mark.parametrize("finding", [{"c_slump": "positive"}, {"c_wells": "unlikely"}], ids=str)
def test_a_finding_never_makes_it_later(walker, finding):
    """Somebody whom a possible clot sends today, where the finding makes the clot less likely."""
    walker.walk(POSSIBLE_CLOT)

    page = text_of(enter(walker, **finding))

    assert "As told Today" in page
    assert "As examined Today" in page
    assert saved(walker)["result"]["reasons"][0]["rule"] == "possible_dvt"


def test_a_finding_can_be_taken_back(examined):
    """Once something is chosen, *not done* can be chosen too."""
    enter(examined, c_slump="positive")
    page = examined.client.get("/clinician/").content.decode()
    assert re.search(r'name="c_slump" id="c_slump-4" value=""', page)
    assert not re.search(r'name="c_slr" id="c_slr-\d" value=""', page)

    enter(examined, c_slump="")

    assert "c_slump" not in saved(examined)["answers"]


def test_not_sure_is_kept_and_counts_for_nothing(examined):
    """It is no negative finding."""
    before = saved(examined)["result"]["causes"]

    page = text_of(enter(examined, c_slump="not_sure"))

    assert saved(examined)["answers"]["c_slump"] == "not_sure"
    assert saved(examined)["result"]["causes"] == before
    assert "Does not count: not sure." in page


def test_a_wrong_answer_is_named_and_nothing_is_stored(examined):
    """One clear line with the place; the findings of before stay."""
    enter(examined, c_slr="positive")

    page = enter(examined, c_slump="perhaps", c_slr="negative", fever="yes")

    assert page.status_code == 422
    assert "Slump test" in text_of(page)
    assert "choose one of the answers, or none where it was not done" in text_of(page)
    assert 'href="#c_slump-1"' in page.content.decode()
    answers = saved(examined)["answers"]
    assert answers["c_slr"] == "positive"
    assert "c_slump" not in answers


def test_no_answer_of_the_person_can_be_changed_here(examined):
    """The form takes findings and nothing else."""
    before = saved(examined)["answers"]

    enter(examined, c_slump="positive", sex="male", duration="over_6w")

    assert saved(examined)["answers"] == {**before, "c_slump": "positive"}


def test_the_persons_pages_ask_no_finding_and_show_them_apart(examined):
    """The check page has them under their own heading; no address of the interview asks them."""
    enter(examined, c_slump="positive")

    check = text_of(examined.client.get("/check/"))

    assert check.index("Found by a clinician") < check.index("Slump test")
    for path in ("/question/c_slump/", "/change/c_slump/"):
        assert examined.client.get(path, follow=True).request["PATH_INFO"] == "/check/"


def test_changing_an_answer_keeps_the_findings(examined):
    """What was found does not go away because the person remembers better."""
    enter(examined, c_slump="positive")

    page = examined.client.post("/change/duration/", {"answer": "3_14d"}, follow=True)
    while key_of(page) is not None:
        page = examined.answer(page, RUNNER)

    assert saved(examined)["answers"]["duration"] == "3_14d"
    assert saved(examined)["answers"]["c_slump"] == "positive"


def test_without_a_visit_or_with_one_that_goes_on_there_is_no_page(walker):
    """The usual pages: the visit has ended, or the next question."""
    ended = walker.client.get("/clinician/", follow=True)
    posted = enter(walker, c_slump="positive")
    walker.begin()
    open_still = walker.client.get("/clinician/", follow=True)

    assert ended.request["PATH_INFO"] == posted.request["PATH_INFO"] == "/ended/"
    assert open_still.request["PATH_INFO"].startswith("/question/")


def test_in_an_emergency_the_examination_can_still_be_entered(walker):
    """The person's pages stay the emergency page."""
    walker.walk(BREATHLESS)

    page = enter(walker, c_calf_circ="ge3")

    assert page.request["PATH_INFO"] == "/clinician/"
    assert "As examined Emergency" in text_of(page)
    assert walker.client.get("/check/", follow=True).request["PATH_INFO"] == "/result/"
