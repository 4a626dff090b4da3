"""What a person reads: doses, numbers to call, plain words."""

from dataclasses import fields

import pytest

from popliteal.errors import AnswerError
from popliteal.knowledge.load import load
from popliteal.plan import make_plan, numbers
from popliteal.plan.doses import dose_sentence
from tests.knowledge import test_wording as reading
from tests.plan.people import barred_by_nothing

KB = load()
DOSED = sorted(key for key, action in KB.actions.items() if action.dose)


@pytest.mark.parametrize("key", DOSED)
def test_a_dose_is_one_sentence_that_says_every_number(key):
    """Nothing of the dose is lost on the way to the person."""
    dose = KB.actions[key].dose
    sentence = dose_sentence(dose, KB.plan.words)

    assert sentence[0].isupper() or sentence[0].isdigit()
    assert sentence.endswith(".")
    assert ". " not in sentence
    for field in fields(dose):
        amount = getattr(dose, field.name)
        if isinstance(amount, tuple) and amount not in ((0,), (1,)):
            assert all(str(number) in sentence for number in amount), field.name


def test_no_dose_allows_more_pain_than_the_pain_rule():
    """Alone, 3 of 10 in strength work and 2 in all else; the person reads the same numbers."""
    limits = KB.plan.pain_limits
    for key in DOSED:
        most = KB.actions[key].dose.pain_limit
        loading = "strength work" in " ".join(KB.actions[key].avoid)
        assert most is None or most <= limits["loading_alone" if loading else "stretch"], key

    rule = KB.actions["pain_monitoring"].what_to_do
    assert f"0 to {limits['stretch']:g}" in rule
    assert f"up to {limits['loading_alone']:g}" in rule


@pytest.mark.parametrize("code", sorted(KB.regions))
def test_every_country_has_an_emergency_number_and_its_source(code):
    """Where no national advice line is known, a doctor or the local line is named."""
    found = numbers(KB, code.lower())

    assert any(sign.isdigit() for sign in found.emergency)
    assert found.advice.startswith("your doctor or ")
    assert KB.regions[code].sources


def test_without_a_country_words_stand_for_the_numbers():
    """No number is guessed."""
    assert numbers(KB).emergency == "your local emergency number"


def test_an_unknown_country_is_one_clear_line():
    """It says what is wrong, what is allowed and what to do."""
    with pytest.raises(AnswerError) as caught:
        numbers(KB, "XX")

    assert str(caught.value).count("\n") == 0
    assert "'XX'" in str(caught.value)
    assert "GB" in str(caught.value)
    assert "leave it out" in str(caught.value)


@pytest.mark.parametrize("region", [None, "GB", "FR"])
def test_no_gap_in_a_text_is_left_open(region):
    """Every {emergency} and {advice} is filled in before a person reads it."""
    urgent = barred_by_nothing(KB, calf_swelling="clear", tense_calf="yes", foot_colour="cold_now")
    plans = [
        make_plan(
            "emergency", {"dvt": 0.5, "acute_limb_ischaemia": 0.5}, urgent, KB, region=region
        ),
        make_plan("self_care", {"doms": 0.95}, barred_by_nothing(KB), KB, region=region),
    ]

    for plan in plans:
        assert "{" not in "".join(texts_of(plan))
    if region == "FR":
        assert "15 or 112" in "".join(texts_of(plans[-1]))


def texts_of(plan):
    """Everything that a plan says."""
    yield from (plan.heading, *plan.notes, *plan.avoid)
    for offer in (*plan.do, *plan.exercises):
        yield from (offer.name, offer.what_to_do, offer.dose, offer.limit, offer.stop_if)
        yield from (offer.progress, *offer.tell_the_person, *offer.avoid)
    for rule in (*plan.review, *plan.easing_off, *plan.moving_on, *plan.back_to_stretching):
        yield rule.text
    for care in plan.seek_care_if:
        yield from care.signs


def lay_texts():
    """Name and text of everything that the plan may say."""
    for action in KB.actions.values():
        parts = [action.what_to_do, *action.tell_the_person, *action.avoid, action.stop_if]
        yield action.id, reading.lines_of(action.name, *parts, action.progress, action.bar_reason)
    rules = KB.plan
    for rule in (*rules.progression, *rules.regression, *rules.return_to_stretch, *rules.review):
        yield rule.id, rule.text
    for key, said in KB.dispositions.items():
        yield (
            key,
            reading.lines_of(said.heading, said.what_to_do, said.plan_heading, said.plan_note),
        )
    for key, tests in KB.hidden_tests.items():
        yield key, tests.reason
    for care in rules.seek_care:
        yield f"signs: {care.disposition}", reading.lines_of(*care.signs)


def test_the_plan_is_read_by_an_eleven_year_old_on_the_whole():
    """Grade 6 is read at age 11. Cards about medicines name them, and may lie a little higher."""
    grades = {name: round(reading.school_grade(text), 1) for name, text in lay_texts()}

    assert {
        name: grade for name, grade in grades.items() if grade > reading.HIGHEST_GRADE + 0.5
    } == {}
    assert sum(grades.values()) / len(grades) <= reading.HIGHEST_MEAN_GRADE


def test_no_sentence_of_the_plan_is_long_and_none_promises():
    """The same bars as for the questions."""
    for name, text in lay_texts():
        assert not reading.FORBIDDEN.findall(text), name
        for sentence in reading.sentences(text):
            short = len(reading.words(sentence)) <= reading.LONGEST_SENTENCE
            assert short or reading.is_list(sentence), (name, sentence)
