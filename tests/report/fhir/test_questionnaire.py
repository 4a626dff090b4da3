"""The questionnaire asks what our pages ask, and hides nothing that they would ask."""

import random

import pytest

from popliteal.answers import with_inapplicable
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.translation import languages, translated
from popliteal.knowledge.when import Truth, truth
from popliteal.report.fhir import QUESTIONNAIRES, check_resource, write_questionnaire
from popliteal.report.fhir.enabling import is_exact
from popliteal.report.fhir.questionnaire import flat
from tests.report.fhir.forms import ITEMS, KB, shown


def people(count, seed=6):
    """Random people who have answered some of the questions, in any way."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        share = chance.random()
        yield {
            key: chance.choice([*question.answers, NOT_SURE])
            for key, question in KB.questions.items()
            if chance.random() < share
        }


@pytest.mark.parametrize("language", [language.code for language in languages(KB)])
@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_it_is_valid_in_every_language(name, language):
    """The models and our own checks have nothing against it."""
    form = write_questionnaire(name, translated(KB, language))

    assert check_resource(form)["language"] == language


def test_every_question_is_asked_once_with_all_its_answers():
    """One item a question, its answers in the order of our pages, *not sure* the last."""
    choices = {key: item for key, item in ITEMS.items() if item["type"] == "choice"}

    assert choices.keys() == KB.questions.keys()
    for key, item in choices.items():
        codes = [option["valueCoding"]["code"] for option in item["answerOption"]]
        assert codes == [f"{key}.{answer}" for answer in (*KB.questions[key].answers, NOT_SURE)]


def test_a_person_is_not_asked_what_a_clinician_finds():
    """Somebody who is shown the name of a test can only guess."""
    asked = {item["linkId"] for item in flat(write_questionnaire("check", KB)["item"])}
    found = {key for key, question in KB.questions.items() if question.kind == "clinician"}

    assert found
    assert asked.isdisjoint(found)
    assert {*KB.questions, *KB.measures} - found <= asked


def test_the_order_is_that_of_our_pages():
    """Danger signs come first; only home tests of one kind stand together."""
    alone = [key for key, question in KB.questions.items() if question.self_test is None]
    asked = [key for key in ITEMS if key in alone]

    assert asked == alone


def test_no_question_is_hidden_that_our_pages_would_ask():
    """Whatever somebody has answered: shown too often at worst, never too seldom."""
    asked = 0
    for given in people(3000):
        known = with_inapplicable(given, KB)
        for key in KB.when.ask_if:
            if key not in known:
                assert shown(ITEMS[key], given), (key, given)
                asked += 1
    assert asked > 1000


def test_what_is_said_exactly_hides_what_our_pages_skip():
    """Where one level of conditions is enough, the form is as short as our pages."""
    skipped = 0
    for given in people(3000):
        for key, when in KB.when.ask_if.items():
            if is_exact(key, KB) and key not in KB.plan.questions:
                is_false = truth(when, given, Truth.UNKNOWN) is Truth.FALSE
                assert shown(ITEMS[key], given) is not is_false, (key, given)
                skipped += is_false
    assert skipped > 1000


def test_who_says_what_speaks_against_a_home_test_is_not_shown_it():
    """A swollen, hot or newly numb leg is not stretched, and not sure counts as yes."""
    group = ITEMS["home_tests"]
    assert shown(group, {})
    hidden = 0
    for given in people(3000):
        if truth(KB.when.hidden["provocation"], given) is not Truth.FALSE:
            assert not shown(group, given), given
            assert not shown(ITEMS["knee_angles"], given), given
            hidden += 1
    assert hidden > 1000


def test_measures_have_their_range_and_unit():
    """A client can refuse 200 degrees by itself."""
    for key, measure in KB.measures.items():
        extensions = {e["url"].rpartition("/")[2]: e for e in ITEMS[key]["extension"]}
        assert extensions["minValue"]["valueDecimal"] == measure.low
        assert extensions["maxValue"]["valueDecimal"] == measure.high
        assert extensions["questionnaire-unit"]["valueCoding"]["code"] == "deg"
