"""`popliteal diary`: written down, shown, taken out and in, in the store that the pages use."""

import json
from datetime import timedelta

import pytest

from popliteal.cli import diary
from popliteal.interview import choices
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import load
from popliteal.web import diaries

pytestmark = pytest.mark.django_db
PARTS = ["--worst", 4, "--stretch", 3, "--angle", 20, "--spread", "no", "--after", "settled"]
PARTS += ["--done", "pain_free_range=1", "--done", "nerve_slider", "--activity", "run=6"]
PARTS += ["--sign", "fever=no", "--seen"]


def book():
    """The diary of this machine."""
    return diaries.find(None, load())


def test_each_part_of_an_entry_has_an_option(popliteal):
    """What the options say is what the pages would have stored."""
    done = popliteal("diary", "add", *PARTS)

    (entry,) = book().diary.entries
    told = entry.to_dict()
    assert told.pop("date") == book().today.isoformat()
    assert told == {
        "worst_pain": 4,
        "stretch_pain": 3,
        "knee_angle_deg": 20,
        "spread": "no",
        "done": {"nerve_slider": None, "pain_free_range": 1},
        "after": "settled",
        "activities": {"run": 6},
        "signs": {"fever": "no"},
        "seen": True,
    }
    assert done.code == 0
    assert book().row.activities == ["run"]


def test_the_advice_follows_at_once_and_show_tells_it_again(popliteal):
    """An entry is not only kept: what to do now stands below it."""
    added = popliteal("diary", "add", "--worst", 4)
    shown = popliteal("diary", "show")

    for done in (added, shown):
        assert load().diary.advice["hold"].heading in done.out
    assert "Danger signs were not asked" in added.out
    assert "Entries (1)" in shown.out


def test_an_emergency_stands_alone(popliteal):
    """One action and why; nothing to do, no table, no hint about options."""
    done = popliteal("diary", "add", "--worst", 4, "--sign", "breathless=yes")
    shown = popliteal("diary", "show", "--all")

    for said in (done.out, shown.out):
        assert "EMERGENCY" in said
        assert "Which way it goes" not in said
        assert "Entries" not in said
        assert "without a check" not in said


def test_json_is_one_object_with_advice_and_entries(popliteal):
    """For programs: the day as the library gives it, and every entry."""
    popliteal("diary", "add", *PARTS)

    told = json.loads(popliteal("diary", "show", "--json").out)

    assert told["advice"] == "hold"
    assert [entry["worst_pain"] for entry in told["entries"]] == [4]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--worst", 11], "--worst: 11 stands here. Use a whole number from 0 to 10."),
        (["--worst", "many"], "--worst: many stands here. Use a whole number from 0 to 10."),
        (["--angle", 120], "--angle: "),
        (["--date", "2999-01-01", "--worst", 3], "--date: 2999-01-01 has not come yet."),
        (["--date", "yesterday", "--worst", 3], "--date: 'yesterday' stands here."),
        (["--done", "walkk=2"], "--done: 'walkk' is nothing in the plan."),
        (["--done", "nerve_slider=12"], "--done nerve_slider: 12 stands here."),
        (["--activity", "run"], "--activity: 'run' has no =. Write it as run=6."),
        (["--sign", "feverr=yes"], "feverr: no such question. Did you mean 'fever'?"),
        (["--after", "sette"], "--after: no answer 'sette'. Did you mean 'settled'?"),
        ([], "nothing is written down. Give at least the worst pain of the day."),
    ],
)
def test_a_mistake_is_named_by_its_option_and_nothing_is_written(popliteal, words, line):
    """One line, exit code 2, and no diary begins with it."""
    done = popliteal("diary", "add", *words)

    assert done.code == 2
    assert done.err.startswith(line)
    assert len(done.err.splitlines()) == 1
    assert not done.out
    assert book() is None


def test_without_a_diary_there_is_nothing_to_show_or_take_out(popliteal):
    """It says how to begin one."""
    for task in ("show", "export"):
        done = popliteal("diary", task)

        assert done.code == 2
        assert "Begin one with 'popliteal diary add'" in done.err


def test_a_diary_begins_with_the_answers_of_a_check_but_not_with_an_emergency(popliteal, write):
    """Later the check is not read again, and the answers stay."""
    good = write("case.json", '{"answers": {"age_band": "30_44"}}')
    bad = write("worse.json", '{"answers": {"breathless": "yes"}}')

    refused = popliteal("diary", "add", "--worst", 3, "--check", bad)
    assert (refused.code, book()) == (2, None)
    assert "get help first" in refused.err
    popliteal("diary", "add", "--worst", 3, "--check", good)
    again = popliteal("diary", "add", "--worst", 3, "--check", good)

    assert book().answers == {"age_band": "30_44"}
    assert again.code == 2
    assert len(book().kept) == 1


def test_what_was_taken_out_goes_back_in_once(popliteal, write):
    """Whole, into a machine without a diary; what is there already is passed over."""
    popliteal("diary", "add", *PARTS)
    before = book().diary
    whole = write("diary.json", popliteal("diary", "export").out)
    table = write("diary.csv", popliteal("diary", "export", "--csv").out)
    diaries.erase(None)

    first, second = (popliteal("diary", "import", name) for name in (whole, table))

    assert (first.code, second.code) == (0, 0)
    assert first.out == "1 entry taken in.\n"
    assert second.out == "0 entries taken in. 1 stood there already.\n"
    assert book().diary == before


def test_graver_answers_of_a_check_in_a_file_are_taken_in_and_said(popliteal, write):
    """What the diary knows milder counts from today on; the same file adds nothing again."""
    popliteal("diary", "add", *PARTS)
    whole = json.loads(popliteal("diary", "export").out)
    answers = {**whole["answers"], "fever": "yes", "breathless": "not_sure"}
    file = write("diary.json", json.dumps({**whole, "answers": answers}))

    first, second = (popliteal("diary", "import", file) for _ in range(2))

    assert "one entry of today: " in first.out
    assert "fever=yes" in first.out
    assert {"fever": "yes", "breathless": "not_sure"} in [k.entry.signs for k in book().kept]
    assert second.out == "0 entries taken in. 1 stood there already.\n"


def test_a_file_with_one_wrong_line_changes_nothing(popliteal, write):
    """Every wrong line is named as file:line, and no good one is taken in."""
    popliteal("diary", "add", "--worst", 3)
    today = book().today
    days = [today - timedelta(days=at) for at in (1, 2, 3)]
    table = f"date,worst_pain\n{days[0]},4\n{days[1]},11\n{days[2]},no\n"

    done = popliteal("diary", "import", write("bad.csv", table))

    assert done.code == 2
    assert [line.split(" ")[0] for line in done.err.splitlines()] == ["bad.csv:3:", "bad.csv:4:"]
    assert len(book().kept) == 1


def test_a_file_is_for_its_owner_and_replaces_none(popliteal, tmp_path):
    """What is there stays as it is."""
    popliteal("diary", "add", "--worst", 3)
    path = tmp_path / "diary.json"

    first, second = (popliteal("diary", "export", "-o", path) for _ in range(2))

    assert path.stat().st_mode & 0o777 == 0o600
    assert (first.code, second.code) == (0, 2)
    assert "is there already" in second.err


def test_without_options_each_part_is_asked_and_signs_need_an_answer(popliteal, monkeypatch):
    """A wrong number is asked again; danger signs cannot be passed by Enter alone."""
    monkeypatch.setattr(diary, "_somebody_is_there", lambda: True)
    fever = [*load().diary.signs].index("fever") + 1

    done = popliteal("diary", "add", piped=f"11\n4\n3\n\n\n{fever}\n1\n1\n\n\n\n")

    (entry,) = book().diary.entries
    assert done.code == 0
    assert (entry.worst_pain, entry.stretch_pain) == (4, 3)
    assert entry.signs == {"fever": "no"}
    assert "Use a whole number from 0 to 10" in done.out
    assert "Type numbers from 1" in done.out
    assert "not asked" not in done.out


def test_the_exercises_of_the_plan_and_the_own_activities_are_asked_too(popliteal, monkeypatch):
    """What the plan offers today; Enter passes each over."""
    absent = {key: q.absent for key, q in load().questions.items() if q.absent}
    told = {**absent, "age_band": "30_44", "duration": "3_14d", "severity": "mild"}
    began = diaries.begin(None, told, load(), time_zone="UTC")
    diaries.settle(began, activities=["run"])
    monkeypatch.setattr(diary, "_somebody_is_there", lambda: True)

    done = popliteal("diary", "add", piped="4\n3\n\n0\n" + 30 * "2\n")

    (entry,) = book().diary.entries
    assert done.code == 0
    assert entry.done
    assert set(entry.done.values()) == {2}
    assert entry.activities == {"run": 2}


def test_who_leaves_after_a_danger_sign_has_told_it_all_the_same(popliteal, monkeypatch):
    """The sign counts as unsure; who leaves before has written nothing down."""
    monkeypatch.setattr(diary, "_somebody_is_there", lambda: True)
    nothing = popliteal("diary", "add", piped="4\nq\n")
    assert (nothing.code, book()) == (0, None)

    popliteal("diary", "add", piped="4\n3\n\n1\nq\n")

    (entry,) = book().diary.entries
    assert entry.signs == {next(iter(load().diary.signs)): NOT_SURE}


def test_an_emergency_ends_the_questions_in_the_terminal(popliteal, monkeypatch):
    """What was told is written down, the advice follows at once, and nothing more is asked."""
    monkeypatch.setattr(diary, "_somebody_is_there", lambda: True)
    kb = load()
    first, second = [*kb.diary.signs][:2]
    yes = [*choices(kb.questions["breathless"])].index("yes") + 1

    done = popliteal("diary", "add", piped=f"4\n3\n\n1 2\n{yes}\n" + 30 * "1\n")

    (entry,) = book().diary.entries
    assert first == "breathless"
    assert entry.signs == {"breathless": "yes", second: NOT_SURE}
    assert "EMERGENCY" in done.out
    assert kb.questions[second].question not in done.out
