"""The page of today, the check-in and what follows from it."""

import re
import uuid
from datetime import timedelta

import pytest

from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from popliteal.web import diaries
from popliteal.web.models import EntryRow
from tests.web.conftest import BREATHLESS, CLOT_RISK, RUNNER, STRETCHER, text_of
from tests.web.diary.conftest import begun_before, entry


def fields_of(keeper, start):
    """The fields of the check-in that begin like this, in the order of the page."""
    page = keeper.get("/diary/check-in/")
    return [name for name in page.context["form"].fields if name.startswith(start)]


def path_of(response):
    """Where somebody stands."""
    return response.request["PATH_INFO"]


def test_without_a_check_no_diary_begins(keeper):
    """Danger signs come first: who has answered nothing is led to the questions."""
    page = keeper.get("/diary/begin/")

    assert path_of(page) == "/diary/"
    assert "The diary begins with the check" in text_of(page)
    assert keeper.book is None


def test_an_emergency_begins_no_diary(keeper):
    """Help comes first."""
    keeper.start(BREATHLESS)

    assert keeper.book is None


def test_the_answers_of_the_check_go_into_the_diary(keeper):
    """So nobody gives them twice."""
    keeper.start()

    assert keeper.book.answers["onset_mode"] == "sprint_kick"
    assert keeper.book.diary.started == keeper.book.today


def test_one_minute_is_enough(keeper):
    """Two numbers and a word on danger signs; today then says that it is done."""
    keeper.start()
    page = keeper.write(worst_pain="4", stretch_pain="3")
    kept = keeper.book.kept[0].entry

    assert path_of(page) == "/diary/"
    assert "Today is written down." in text_of(page)
    assert (kept.worst_pain, kept.stretch_pain, kept.signs) == (4, 3, {})


def test_nothing_is_chosen_beforehand(keeper):
    """Neither a pain nor the absence of danger."""
    keeper.start()
    page = keeper.get("/diary/check-in/").content.decode()

    assert "checked" not in page
    assert len(re.findall(r'name="danger"', page)) == len(load().diary.signs) + 2


def test_danger_signs_cannot_be_passed_over(keeper):
    """A form that says nothing of them is not taken, and what else was said stays in it."""
    keeper.start()
    page = keeper.write(worst_pain="4", danger=[])

    assert page.status_code == 422
    assert "Tick what is new or worse" in text_of(page)
    assert 'value="4" id="worst_pain-5" checked' in page.content.decode()
    assert keeper.book.kept == ()


def test_none_of_these_beside_a_sign_is_asked_back(keeper):
    """Nobody guesses which of the two was meant."""
    keeper.start()
    page = keeper.write(worst_pain="4", danger=["none", "fever"])

    assert page.status_code == 422
    assert keeper.book.kept == ()


def test_a_named_sign_counts_as_unsure_before_its_question_is_answered(keeper):
    """Whoever closes the page there is told to be seen all the same."""
    keeper.start()
    page = keeper.write(worst_pain="4", danger=["fever", "breathless"])

    assert path_of(page) == "/diary/danger/breathless/"
    assert keeper.book.kept[0].entry.signs == {"fever": "not_sure", "breathless": "not_sure"}
    assert "Be seen today" in text_of(keeper.get("/diary/"))


def test_the_whole_questions_follow_and_take_their_place(keeper):
    """One page each; a plain no takes the worry back that the tick alone had raised."""
    keeper.start()
    page = keeper.write(worst_pain="4", danger=["fever", "breathless"])
    page = keeper.post(path_of(page), answer="no")
    assert path_of(page) == "/diary/danger/fever/"
    page = keeper.post(path_of(page), answer="no")

    assert path_of(page) == "/diary/"
    assert keeper.book.kept[0].entry.signs == {"fever": "no", "breathless": "no"}
    assert "Stay at this level" in text_of(page)


def test_an_emergency_ends_the_questions_at_once(keeper):
    """One action, no exercise, and no question more."""
    keeper.start()
    page = keeper.write(worst_pain="4", danger=["breathless", "fever", "leg_weak"])
    page = keeper.post(path_of(page), answer="yes")

    assert path_of(page) == "/diary/"
    assert "Get emergency help now" in text_of(page)
    links = re.findall(r'<a [^>]*href="([^"]+)"', page.content.decode())
    assert [link for link in links if link not in ("#main", "/hide/")] == []
    assert path_of(keeper.get("/diary/plan/")) == "/diary/"


def test_who_is_unsure_of_all_is_asked_all(keeper):
    """*I am not sure* is never none of them."""
    keeper.start()
    page = keeper.write(worst_pain="4", danger=["unsure"])
    asked = []
    while path_of(page).startswith("/diary/danger/"):
        asked.append(path_of(page).split("/")[3])
        page = keeper.post(path_of(page), answer="not_sure")

    assert asked == [*load().diary.signs]
    assert "Be seen today" in text_of(page)


def test_a_good_day_takes_no_warning_back_until_a_clinician_has_looked(keeper):
    """Then the person says so, and the warning is quiet."""
    keeper.start()
    entry(keeper.book, before=2, signs={"fever": "yes"})
    good = keeper.write(worst_pain="0", stretch_pain="0")
    assert "Be seen today" in text_of(good)
    assert "A good day does not change that" in text_of(good)

    seen = keeper.write(worst_pain="1", stretch_pain="0", seen="on")
    assert "Be seen today" not in text_of(seen)


def test_the_same_form_sent_twice_is_one_entry(keeper):
    """A double click, or a page loaded again, counts once and says so."""
    keeper.start()
    key = str(uuid.uuid4())
    keeper.write(key=key, worst_pain="4")
    page = keeper.write(key=key, worst_pain="4")

    assert "written down already" in text_of(page)
    assert len(keeper.book.kept) == 1


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"day": "tomorrow"}, "Give the day as year-month-day"),
        ({"day": ""}, "Give the day."),
        ({"worst_pain": "11"}, "Choose one of the answers"),
        ({"knee_angle_deg": "95"}, "from 0 to 90"),
        ({"knee_angle_deg": "x"}, "from 0 to 90"),
        ({"knee_angle_deg": "nan"}, "from 0 to 90"),
        ({"danger": ["dragon"]}, "dragon"),
        ({"worst_pain": ""}, "nothing is written down. Give at least"),
        ({"day": "1999-01-01"}, "more than a year before"),
        ({"key": "no-key"}, "valid UUID"),
    ],
)
def test_what_cannot_be_is_refused_with_one_clear_line(keeper, form, says):
    """On top and beside the field; nothing is stored, and what was typed is still there."""
    keeper.start()
    page = keeper.write(**{"worst_pain": "4", **form})

    assert page.status_code == 422
    assert says in text_of(page)
    assert not EntryRow.objects.exists()


def test_a_day_before_the_plan_without_a_word_is_not_called_too_old(keeper):
    """The problem is that nothing is written, and no other."""
    keeper.start()
    day = keeper.book.today - timedelta(days=3)
    page = keeper.write(day=day.isoformat())

    assert page.status_code == 422
    assert "nothing is written down" in text_of(page)
    assert "more than a year" not in text_of(page)


def test_too_many_scores_are_called_that(keeper):
    """An old entry with three activities, and one more in the settings since."""
    keeper.start(activity_0="drive")
    old = {"stairs": 3, "bend down": 4, "kneel": 5}
    entry(keeper.book, activities=old)
    (kept,) = keeper.book.kept
    address = f"/diary/entry/{kept.key}/edit/"
    form = keeper.get(address).context["form"]
    scores = {name: "5" for name in form.fields if name.startswith("activity_")}
    sent = {"key": kept.key, "revision": 1, "day": keeper.book.today.isoformat(), **scores}
    page = keeper.post(address, **sent)

    assert page.status_code == 422
    assert "activities: 4 stand here. Choose 3 at most." in text_of(page)
    assert "nothing is written down" not in text_of(page)


def test_a_day_that_has_not_come_is_refused(keeper):
    """With the day, and what is allowed."""
    keeper.start()
    day = (keeper.book.today + timedelta(days=1)).isoformat()
    page = keeper.write(worst_pain="4", day=day)

    assert f"{day} has not come yet. Give today or a day before." in text_of(page)


def test_yesterday_can_be_written_down_today(keeper):
    """And counts as if it had been written then."""
    keeper.start()
    day = keeper.book.today - timedelta(days=1)
    keeper.write(worst_pain="4", day=day.isoformat())

    assert keeper.book.kept[0].entry.day == day


def test_a_day_has_room_for_twenty_entries(keeper):
    """More is a mistake, and said in a line."""
    keeper.start()
    for pain in range(20):
        entry(keeper.book, worst_pain=pain % 10)
    page = keeper.write(worst_pain="4")

    assert page.status_code == 422
    assert "20 entries already" in text_of(page)


def test_rising_pain_is_asked_about_and_sent_on(keeper):
    """The diary wants the warning questions answered, one page each, into an entry of today."""
    keeper.start()
    begun_before(keeper.book, 4)
    for before, pain in ((3, 2), (2, 5), (1, 6)):
        entry(keeper.book, before=before, worst_pain=pain, stretch_pain=pain)
    page = keeper.write(worst_pain="7", stretch_pain="7")
    assert "See a doctor or physiotherapist soon" in text_of(page)
    assert "Please answer this now" in text_of(page)

    page = keeper.post("/diary/ask-again/")
    assert path_of(page) == "/diary/danger/breathless/"
    page = keeper.post(path_of(page), answer="no")
    assert {"breathless": "no"} in [kept.entry.signs for kept in keeper.book.kept]
    assert path_of(page).startswith("/diary/danger/")


def test_an_old_page_of_a_danger_sign_asks_nothing(keeper):
    """An address typed by hand stores nothing and leads to today."""
    keeper.start()
    page = keeper.post("/diary/danger/fever/", answer="yes")

    assert path_of(page) == "/diary/"
    assert not EntryRow.objects.exists()
    assert keeper.client.get("/diary/danger/nothing/").status_code == 404


def test_a_sign_is_not_lost_with_its_entry(keeper):
    """The entry was deleted in another window while its question was open."""
    keeper.start()
    page = keeper.write(worst_pain="4", danger=["fever"])
    EntryRow.objects.all().delete()
    keeper.post(path_of(page), answer="yes")

    assert [kept.entry.signs for kept in keeper.book.kept] == [{"fever": "yes"}]


def test_a_changed_picture_goes_through_the_check_again(keeper):
    """With the old answers filled in; what changed goes into the diary, and what moved is shown."""
    keeper.start()
    page = keeper.post("/diary/check-again/")
    while path_of(page).startswith("/question/"):
        page = keeper.answer(page, RUNNER)
    assert path_of(page) == "/check/"
    keeper.post("/change/calf_swelling/", answer="clear")
    page = keeper.get("/result/")
    assert "Put these answers into my diary" in text_of(page)
    page = keeper.post("/diary/take-over/")

    assert path_of(page) == "/diary/changed/"
    assert keeper.book.kept[0].entry.signs["calf_swelling"] == "clear"
    assert "Now: Be seen today" in text_of(page)
    assert "Be seen today" in text_of(keeper.get("/diary/"))


def test_who_must_be_seen_today_may_keep_a_diary_and_is_told_so_each_time(keeper):
    """The diary never says less than the check did."""
    page = keeper.start(CLOT_RISK)

    assert "Be seen today" in text_of(page)
    assert 'class="course"' not in page.content.decode()


def test_activities_are_scored_at_each_entry(keeper):
    """In the person's own words, whatever signs stand in them."""
    hostile = '<script>alert("x")</script>'
    keeper.start(activity_0=hostile, activity_1="  bend down ", activity_2="bend down")
    first, second = fields_of(keeper, "activity_")
    keeper.write(worst_pain="2", **{first: "6", second: "7"})
    page = keeper.get("/diary/check-in/")

    assert keeper.book.kept[0].entry.activities == {hostile: 6, "bend down": 7}
    assert b"<script>alert" not in page.content


@pytest.mark.parametrize("sign", ["\x1b[31m", "\u202e"])
def test_an_activity_with_a_sign_that_nobody_sees_is_refused(keeper, sign):
    """It could turn a line round, or write over a screen."""
    page = keeper.start(activity_0=f"run{sign}")

    assert page.status_code == 422
    assert "is no name. Use 1 to 80 letters." in text_of(page)
    assert "Line(" not in text_of(page)
    assert sign not in page.content.decode().replace(f'value="run{sign}"', "")
    assert keeper.book is None


def test_a_score_goes_to_the_activity_that_stood_beside_it(keeper):
    """The settings changed while the page was open: the list of today is another one."""
    keeper.start(activity_0="bend down", activity_1="drive")
    _bend, drive = fields_of(keeper, "activity_")
    keeper.post("/diary/settings/", time_zone="UTC", activity_0="drive")
    keeper.write(worst_pain="2", **{drive: "7"})

    assert keeper.book.kept[0].entry.activities == {"drive": 7}


@pytest.mark.parametrize("field", ["activity", "done_no_such_exercise"])
def test_what_the_list_does_not_hold_any_more_is_said_and_not_written(keeper, field):
    """Nobody guesses what the answer was about; the rest of what was typed stays."""
    keeper.start(activity_0="bend down")
    field = fields_of(keeper, "activity_")[0] if field == "activity" else field
    keeper.post("/diary/settings/", time_zone="UTC", activity_0="drive")
    page = keeper.write(worst_pain="4", **{field: "7"})

    assert page.status_code == 422
    assert "The list changed meanwhile. Look at it again." in text_of(page)
    assert 'value="4" id="worst_pain-5" checked' in page.content.decode()
    assert keeper.book.kept == ()


def test_each_exercise_has_its_own_field_whatever_the_plan_offers(keeper):
    """The plan may offer others when the form comes back."""
    keeper.start(STRETCHER)
    offered = [offer.offer.id for offer in keeper.get("/diary/").context["seen"].exercises]

    assert offered
    assert fields_of(keeper, "done_") == [f"done_{action}" for action in offered]


def test_today_is_the_day_where_the_person_is(keeper):
    """Far east of Greenwich it is tomorrow already, far west still yesterday, or the same day."""
    keeper.start(time_zone="Pacific/Kiritimati")
    east = keeper.book.today
    keeper.post("/diary/settings/", time_zone="Pacific/Pago_Pago")

    assert (east - keeper.book.today).days in (1, 2)


def test_the_settings_refuse_a_start_after_the_plan(keeper):
    """And a zone that is none."""
    keeper.start()
    day = (keeper.book.today + timedelta(days=1)).isoformat()
    late = keeper.client.post("/diary/settings/", {"time_zone": "UTC", "began": day})
    nowhere = keeper.client.post("/diary/settings/", {"time_zone": "Mars/Base"})

    assert (late.status_code, nowhere.status_code) == (422, 422)
    assert "after your plan began" in text_of(late)


def test_the_report_of_a_diary_remembers_its_worries(keeper):
    """Weeks after the check, and after a milder answer, the clinician reads the gravest of them."""
    keeper.start()
    entry(keeper.book, before=1, worst_pain=4, signs={"fever": "yes"})
    entry(keeper.book, worst_pain=3, signs={"fever": "no"})
    keeper.post("/again/")
    page = keeper.get("/diary/report/")
    words = text_of(page)

    assert path_of(page) == "/diary/report/"
    assert "Be seen today" in words
    assert "You can look after this at home" not in words
    assert 'href="/diary/report.pdf"' in page.content.decode()
    assert keeper.get("/diary/report.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("zone", ["Africa", "x" * 5000, "../../etc/passwd", "a\0b", "Nowhere/City"])
def test_a_time_zone_that_is_none_is_refused_and_breaks_nothing(keeper, zone):
    """The day is taken as that of Greenwich, and the choice is asked for again."""
    assert diaries.local_day(zone) == diaries.local_day("UTC")
    page = keeper.start(time_zone=zone, began="2026-01-01")

    assert page.status_code == 422
    assert keeper.book is None


def test_every_field_of_an_entry_may_be_filled_in_at_once(keeper):
    """An entry with every danger sign is read; nobody with many signs is turned away."""
    keeper.start()
    signs = dict.fromkeys(load().diary.signs, NOT_SURE)
    entry(keeper.book, worst_pain=3, signs=signs)
    [kept] = keeper.book.kept
    form = keeper.get(f"/diary/entry/{kept.key}/edit/").context["form"]
    sent = {name: str(form[name].value() or "") for name in form.fields if name != "seen"}
    # As many as the list could hold besides: every exercise, by another version of the plan.
    more = {f"done_{action}": "" for action in load().actions}
    page = keeper.post(f"/diary/entry/{kept.key}/edit/", **{**more, **sent}, seen="on")

    assert len({**more, **sent}) > 50
    assert page.status_code == 200
    assert keeper.book.kept[0].entry.seen
