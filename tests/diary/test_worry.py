"""Worry only grows: no good day takes back what asks for a clinician."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popliteal.diary import Diary, Entry, advise, follow
from popliteal.diary.worry import concerns, duration, severity, worse_of
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from popliteal.triage import LEVEL
from tests.diary.courses import FIRST, courses, on

KB = load()
ANSWERS = courses(KB)[0].answers
ABSENT = {key: q.absent for key, q in KB.questions.items() if q.absent}
ASKED = [key for key, q in KB.questions.items() if q.red_flag and q.kind == "finding"]
SIGNS = st.dictionaries(st.sampled_from(ASKED), st.integers(0, 9), max_size=3).map(
    lambda picked: {
        key: [*KB.questions[key].answers, NOT_SURE][at % (len(KB.questions[key].answers) + 1)]
        for key, at in picked.items()
    }
)
PAIN = st.integers(0, 10)
ENTRIES = st.lists(
    st.builds(
        Entry,
        day=st.integers(0, 30).map(on),
        worst_pain=PAIN,
        stretch_pain=PAIN,
        signs=SIGNS,
    ),
    min_size=1,
    max_size=8,
)


VISITED = ENTRIES.flatmap(
    lambda entries: st.lists(
        st.sampled_from([False, False, True]), min_size=len(entries), max_size=len(entries)
    ).map(lambda seen: [replace(e, seen=s) for e, s in zip(entries, seen, strict=True)])
)


def last(entries, today=None):
    """What the diary says after these entries."""
    return follow(Diary(FIRST, ANSWERS, tuple(entries)), KB, today=today or on(40))[-1]


@settings(max_examples=150, deadline=None)
@given(ENTRIES)
def test_what_stands_stays_until_a_clinician_has_looked(entries):
    """Day by day no concern goes, and the disposition that they ask for never falls."""
    told = follow(Diary(FIRST, ANSWERS, tuple(entries)), KB, today=on(30))

    for before, after in pairwise(told):
        assert {c.rule for c in before.concerns} <= {c.rule for c in after.concerns}
        least = max((LEVEL[c.disposition] for c in before.concerns), default=0)
        assert LEVEL[after.disposition] >= least


@settings(max_examples=150, deadline=None)
@given(ENTRIES, st.integers(0, 30))
def test_a_good_day_in_between_hides_no_danger_sign(entries, day):
    """Every sign absent on one day takes back none of another day, before or after it."""
    signs_only = [replace(entry, worst_pain=None, stretch_pain=None) for entry in entries]
    good = Entry(on(day), signs={key: ABSENT[key] for key in ASKED if key != "selfcare_response"})

    without, beside = last(signs_only), last([*signs_only, good])

    assert {c.rule for c in without.concerns} <= {c.rule for c in beside.concerns}


@settings(max_examples=60, deadline=None)
@given(ENTRIES, st.randoms())
def test_the_order_of_writing_changes_nothing(entries, random):
    """A day that is written down later counts as if it had been written on the day."""
    one_a_day = list({entry.day: entry for entry in entries}.values())
    mixed = random.sample(one_a_day, len(one_a_day))

    assert last(mixed).to_dict() == last(sorted(one_a_day, key=lambda e: e.day)).to_dict()


@pytest.mark.parametrize("rule", ["em_pe", "em_cauda_equina", "ur_dvt_swelling", "so_warmth"])
def test_a_sign_at_an_entry_fires_the_rule_of_the_check(rule):
    """The diary has no red flags of its own: the rules of triage.yaml decide."""
    sign = {
        "em_pe": {"breathless": "yes"},
        "em_cauda_equina": {"saddle_numb": "yes"},
        "ur_dvt_swelling": {"calf_swelling": "clear"},
        "so_warmth": {"skin_heat": "warm"},
    }[rule]

    said = last([Entry(on(3), worst_pain=1, signs=sign)], on(3))

    assert rule in {concern.rule for concern in said.concerns}
    assert said.disposition == KB.rules[rule].disposition
    assert said.move == "seek_care"


def test_night_pain_that_gets_worse_is_seen_today():
    """Constant pain at night alone is soon; with entries that rise it is urgent."""
    night = {"rest_night": "constant"}
    rising = [Entry(on(d), worst_pain=p, stretch_pain=p) for d, p in enumerate((3, 5, 6))]

    calm = last([Entry(on(2), worst_pain=3, signs=night)], on(2))
    worse = last([*rising, Entry(on(2), worst_pain=6, signs=night)], on(2))

    assert (calm.disposition, worse.disposition) == ("soon", "urgent")


def test_numbness_that_spreads_while_it_gets_worse_is_seen_today():
    """A patch of numb skin is soon; once the entries get worse the nerve may need help today."""
    old = {**ANSWERS, "numb_area": "comes_goes", "neuro_since": "weeks"}
    rising = tuple(Entry(on(d), worst_pain=p, stretch_pain=p) for d, p in enumerate((3, 5, 6)))
    spread = Entry(on(2), signs={"numb_area": "patch"})

    said = follow(Diary(FIRST, old, (*rising, spread)), KB, today=on(2))[-1]

    assert said.disposition == "urgent"


def test_after_a_clinician_has_looked_the_same_sign_counts_anew():
    """What was known then is quiet; a sign that is told again is not."""
    told = Entry(on(2), signs={"calf_swelling": "clear"})
    seen = Entry(on(4), worst_pain=2, seen=True)
    again = Entry(on(6), signs={"calf_swelling": "clear"})

    assert last([told, seen], on(5)).disposition == "self_care"
    assert last([told, seen, again], on(6)).disposition == "urgent"


def test_what_has_no_improvement_after_a_visit_is_sent_again_after_two_weeks():
    """The two weeks count anew from the day on which a clinician looked."""
    done = {"pain_free_range": 1}
    days = [Entry(on(d), worst_pain=5, stretch_pain=5, done=done) for d in range(0, 40, 2)]
    seen = Entry(on(16), seen=True)

    told = {d.day: d for d in follow(Diary(FIRST, ANSWERS, (*days, seen)), KB, today=on(38))}

    assert told[on(14)].move == "seek_care"
    assert {told[on(day)].disposition for day in (16, 20, 28)} == {"self_care"}
    assert told[on(30)].move == "seek_care"


def test_two_weeks_count_from_the_start_of_the_problem_too():
    """Pain that began six weeks before the plan brings the rules of long pain."""
    began = FIRST - timedelta(45)
    entry = Entry(on(1), worst_pain=5, stretch_pain=5)
    limited = {**ANSWERS, "limits": "sport"}

    short = follow(Diary(FIRST, limited, (entry,)), KB, today=on(1))[-1]
    long = follow(Diary(FIRST, limited, (entry,), began), KB, today=on(1))[-1]

    assert short.disposition == "self_care"
    assert "so_over_six_weeks" in {concern.rule for concern in long.concerns}


def test_who_has_used_the_plan_on_few_days_is_asked_before_it_is_called_useless():
    """Care that was not used has not failed; the person is asked how it goes."""
    idle = [Entry(on(d), worst_pain=5, stretch_pain=5) for d in range(0, 15, 2)]

    said = last(idle, on(14))

    assert "care_little" in {why.id for why in said.reasons}
    assert "selfcare_response" in said.ask
    told = last([*idle, Entry(on(14), signs={"selfcare_response": "two_weeks_no"})], on(14))
    assert "so_two_weeks" in {concern.rule for concern in told.concerns}


@given(st.sampled_from(sorted(KB.questions)), st.data())
def test_the_worse_of_two_answers_is_kept(key, data):
    """In either order, and unsure never takes back a sign."""
    question = KB.questions[key]
    chains = [chain for chain in question.worse if len(chain) > 1]
    if not chains:
        return
    chain = data.draw(st.sampled_from(chains))
    low, high = sorted(data.draw(st.lists(st.integers(0, len(chain) - 1), min_size=2, max_size=2)))

    assert worse_of(question, chain[low], chain[high]) == chain[high]
    assert worse_of(question, chain[high], chain[low]) == chain[high]
    if chain[high] != question.absent:
        assert worse_of(question, chain[high], NOT_SURE) == chain[high]


@given(st.integers(0, 400), st.integers(0, 400))
def test_longer_and_stronger_never_sound_milder(one, other):
    """Days of trouble and points of pain keep their order as answers."""
    durations, severities = (list(KB.questions[k].answers) for k in ("duration", "severity"))
    low, high = sorted((one, other))

    assert durations.index(duration(low)) <= durations.index(duration(high))
    assert severities.index(severity(low % 11)) <= severities.index(severity(10))


def test_an_unsure_answer_that_raises_is_told_with_what_stays_open():
    """Not sure is no comfort: what it leaves open is said, and it asks for a clinician."""
    found = concerns({**ABSENT, "breathless": NOT_SURE}, FIRST, KB)

    assert found
    assert LEVEL[found[0].disposition] > 0
    assert found[0].text
    assert found[0].sources


def test_days_before_the_plan_break_nothing():
    """Somebody writes down how it was before the plan began, and nothing else yet."""
    before = Entry(FIRST - timedelta(days=1), worst_pain=4, stretch_pain=3)
    day = advise(Diary(FIRST, {}, (before,)), load(), today=FIRST)

    assert (day.move, day.disposition) == ("hold", "self_care")


@settings(max_examples=300, deadline=None)
@given(VISITED, st.integers(0, 30), SIGNS)
def test_no_visit_and_no_old_answer_hides_a_sign_that_is_written_later(entries, day, signs):
    """Whatever was known, looked at or answered before: the new signs alone are the least.

    Written last, for any day; unsure too, and beside milder answers of before.
    """
    said = last([*entries, Entry(on(day), signs=signs)])
    alone = concerns(signs, on(day), KB)
    named = NOT_SURE in {signs.get(key) for key in KB.diary.signs}

    least = max((LEVEL[concern.disposition] for concern in alone), default=int(named))
    assert LEVEL[said.disposition] >= least


@settings(max_examples=200, deadline=None)
@given(ENTRIES, st.integers(0, 30), SIGNS)
def test_an_entry_more_never_lowers_the_advice_while_nobody_has_looked(entries, day, signs):
    """Signs on any day, also on a day that has an entry already."""
    before, after = last(entries), last([*entries, Entry(on(day), signs=signs)])

    assert LEVEL[after.disposition] >= LEVEL[before.disposition]


def test_who_looked_before_the_plan_did_not_look_at_what_the_check_found():
    """A visit that is written for a day before the plan takes nothing of the check back."""
    told = {**ANSWERS, "fever": "yes"}
    visit = Entry(FIRST - timedelta(days=9), seen=True)

    said = follow(Diary(FIRST, told, (visit,)), KB, today=on(1))[-1]

    assert said.disposition == "urgent"


def test_a_sign_of_yesterday_that_is_written_after_the_visit_of_today_counts():
    """The form asks what is new since one last wrote, so it is news of now."""
    visit, late = Entry(on(5), seen=True), Entry(on(4), signs={"fever": "yes"})

    assert last([visit, late], on(5)).disposition == "urgent"
    assert last([late, visit], on(5)).disposition == "self_care"


@pytest.mark.parametrize(
    ("key", "milder"), [("weight_bearing", "limp"), ("tense_calf", "hard_only")]
)
def test_a_sign_that_is_named_counts_beside_a_milder_answer_of_before(key, milder):
    """Whoever ticks it and closes the page is told to be seen, also who limped before."""
    old = Diary(FIRST, {**ANSWERS, key: milder}, (Entry(on(2), signs={key: NOT_SURE}),))

    assert LEVEL[advise(old, KB, today=on(2)).disposition] >= LEVEL["soon"]


def test_how_bad_it_is_counts_as_it_was_told_for_some_days():
    """Ten of ten that is told in the check again is not argued away by a three in an entry."""
    old = {**ANSWERS, "weight_bearing": "limp"}
    entries = (Entry(on(1), worst_pain=3), Entry(on(1), signs={"severity": "extreme"}))

    assert advise(Diary(FIRST, old, entries), KB, today=on(1)).disposition == "urgent"


def test_a_first_day_that_is_set_later_takes_nothing_back():
    """How long was told in the check, and the date of the settings, both count."""
    old = {**ANSWERS, "duration": "over_6w", "weight_bearing": "limp"}
    told = advise(Diary(FIRST, old), KB, today=FIRST)
    dated = advise(Diary(FIRST, old, (), FIRST), KB, today=FIRST)

    assert LEVEL[dated.disposition] >= LEVEL[told.disposition]
    assert told.disposition == "soon"
