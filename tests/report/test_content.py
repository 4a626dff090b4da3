"""What the report holds, whatever it is rendered as."""

import pytest

import popliteal as pp
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import translated
from popliteal.report.blocks import Fact, Facts, Figure, Items, Paragraph, Table
from popliteal.report.names import sign, topic
from popliteal.report.text import write_text
from tests.report.people import EDGES, TODAY, diary_of, report_of, vignettes, with_angle

SIGNS = [question for question in load().questions.values() if question.red_flag]


def facts_of(report, section):
    """Names and words of the facts of a section."""
    found = next(each for each in report.first if each.id == section)
    return {
        row.name: "; ".join(row.said)
        for block in found.blocks
        if isinstance(block, Facts)
        for row in block.rows
    }


def words_of(section):
    """Every word of a section."""
    found = [section.title]
    for block in section.blocks:
        match block:
            case Paragraph():
                found.append(block.text)
            case Items():
                found += [block.title, *block.items]
            case Facts():
                found += [word for row in block.rows for word in (row.name, *row.said)]
            case Table():
                found += [*block.head, *(w for row in block.rows for cell in row for w in cell)]
            case Figure():
                found += [block.alt, block.caption]
    return "\n".join(found)


@pytest.mark.parametrize("said", [*EDGES.values(), *list(vignettes().values())[::9]])
def test_every_danger_sign_stands_in_just_one_row(said):
    """Told, not sure, not there, not asked or not to be asked: none is lost, none stands twice."""
    kb, rows = load(), facts_of(report_of(said), "flags")
    told = f"; {rows.pop('Sign told')}"
    lines = [line for words in rows.values() for line in words.split("; ")]

    for question in SIGNS:
        stands = told.count(f"; {topic(question.id, kb)}: ")
        answered = said.get(question.id) not in (None, "not_sure", question.absent)
        assert stands == answered, question.id
        assert stands + lines.count(sign(question.id, kb)) == 1, question.id


def test_not_sure_not_asked_and_not_there_are_three_rows():
    """A clinician must not read one for the other."""
    said = {"fever": "not_sure", "breathless": "no"}
    rows = facts_of(report_of(said), "flags")

    assert rows["Not sure"] == "Fever or chills"
    assert rows["Asked, not there"].startswith("Trouble with breathing")
    assert "A cold or pale foot" in rows["Not asked"]
    assert rows["Sign told"] == "None"


def test_what_was_examined_is_not_called_unexamined():
    """With a finding the report no longer says that nobody has looked at the leg."""
    words = load().report.words
    told, examined = report_of({"fever": "no"}), report_of({"fever": "no", "c_slump": "positive"})

    assert told.lead == words["lead"]
    assert examined.lead == words["lead_examined"]
    gaps = [each.text for each in examined.first[-1].blocks if isinstance(each, Paragraph)]
    assert gaps == [words["gaps_beyond"]]


@pytest.mark.parametrize(
    ("finding", "other"),
    [
        ({"c_wells": "likely"}, {"c_calf_circ": "lt3"}),
        ({"c_calf_circ": "ge3"}, {"c_slump": "not_sure"}),
    ],
)
def test_a_finding_that_makes_it_sooner_stands_among_the_danger_signs(finding, other):
    """Not what was found beside it, and not as something that was told."""
    kb, (key, answer) = load(), next(iter(finding.items()))

    rows = facts_of(report_of({"fever": "no", **finding, **other}), "flags")

    assert rows["Sign told"] == "None"
    assert rows["Found on examination"] == f"{topic(key, kb)}: {kb.questions[key].answers[answer]}"


@pytest.mark.parametrize("said", [{}, {"c_slump": "positive"}, {"c_wells": "unlikely"}], ids=str)
def test_what_makes_nothing_sooner_is_no_danger_sign(said):
    """No row, whether nobody looked or nothing grave was found."""
    assert "Found on examination" not in facts_of(report_of({"fever": "no", **said}), "flags")


def test_causes_that_an_examination_moved_say_so():
    """And the table says which reason was found and which was told."""
    said = {"spread": "calf", "c_slump": "positive"}
    told, examined = (report_of({key: said[key] for key in keys}) for keys in (["spread"], said))

    before, after = (
        str(next(each for each in report.first if each.id == "causes").blocks)
        for report in (told, examined)
    )
    assert "From the answers alone" in before
    assert "From the answers alone" not in after
    assert "From the answers and from what a clinician found" in after
    assert "changed by releasing the neck (examined): Positive" in after
    assert "(examined)" not in before


def test_what_does_not_apply_is_not_called_unasked():
    """A man is not asked whether he is pregnant."""
    rows = facts_of(report_of({"sex": "male"}), "flags")

    assert rows["Not asked: would not apply"] == "Pregnant or just gave birth"
    assert "Pregnant" not in rows["Not asked"]


def test_the_first_page_has_its_parts_in_order():
    """How soon and danger signs come first, whatever was said."""
    for said in EDGES.values():
        ids = [section.id for section in report_of(said).first]

        assert ids == ["advice", "flags", "causes", "tests", "angle", "course", "plan", "gaps"]


def test_the_likely_causes_have_range_and_reasons():
    """A clinician weighs them: so many in ten, how far that could be off, for and against."""
    said = next(s for name, s in vignettes().items() if name.startswith("A dancer"))
    report = report_of(said)
    causes = next(section for section in report.first if section.id == "causes")
    first = pp.assess(said, load()).causes[0]

    assert first.name in words_of(causes)
    assert "people with answers like yours" in words_of(causes)
    assert "(own test)" in words_of(causes)
    assert "Taken together" in words_of(causes)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Not measured."),
        ({"knee_angle_deg": None}, "Skipped: How far from straight"),
        ({"knee_angle_deg": 25.0, "knee_angle_other_deg": 5.0}, "starts 25° short of straight"),
        ({"knee_angle_deg": 25.0, "knee_angle_other_deg": 5.0}, "Other leg, first pull: 5°"),
    ],
)
def test_the_angle_says_whether_it_was_measured_skipped_or_not_asked(said, words):
    """An angle that nobody measured is no zero."""
    angle = next(section for section in report_of(said).first if section.id == "angle")

    assert words in words_of(angle)
    assert any(isinstance(b, Figure) for b in angle.blocks) == (
        said.get("knee_angle_deg") is not None
    )


def test_the_figure_stands_at_the_angle_of_the_person():
    """The picture is of this knee, and says so to those who cannot see it."""
    report = report_of({"knee_angle_deg": 35.0})
    angle = next(section for section in report.first if section.id == "angle")
    figure = next(block for block in angle.blocks if isinstance(block, Figure))

    assert "Knee bent 35 degrees." in figure.alt
    assert "Gradient" not in figure.svg


def test_a_figure_without_words_is_refused():
    """Nobody gets a picture that says nothing to them."""
    with pytest.raises(ValueError, match="no words"):
        Figure("<svg/>", "  ")


def test_a_diary_shows_its_course_and_every_entry():
    """Trend, stage, what was done, and each day further down."""
    said = with_angle(EDGES["an emergency at once"])
    report = report_of(said, diary=diary_of(60, said))
    course = next(section for section in report.first if section.id == "course")
    entries = next(section for section in report.rest if section.id == "entries")

    assert "Entries: 60, from 30 Jan 2026 to 30 Mar 2026." in words_of(course)
    assert "Stage of the way back" in words_of(course)
    assert any(isinstance(block, Figure) for block in course.blocks)
    assert "(60)" in facts_of(report, "plan")["Done, on so many of 60 days with an entry"]
    assert len(entries.blocks[0].rows) == 60


def test_without_a_diary_nobody_claims_that_the_plan_was_followed():
    """Offered is not done."""
    said = next(iter(vignettes().values()))

    assert "Whether the plan was followed is not known." in write_text(report_of(said))


def test_every_answer_stands_there_as_it_was_asked_and_given():
    """Nothing of what was said is left out, not sure and skipped included."""
    said = with_angle(EDGES["unsure of everything"])
    kb = load()
    answers = next(section for section in report_of(said).rest if section.id == "answers")
    rows = [row for block in answers.blocks for row in block.rows]

    assert len(rows) == len(said)
    assert Fact(kb.measures["knee_angle_other_deg"].question + " (own test)", ("Skipped",)) in rows
    assert "Not sure / cannot say" in words_of(answers)


def test_every_fired_and_open_rule_stands_with_its_sources():
    """On whose word: a clinician can look it up."""
    said = EDGES["the worst of everything"]
    result = pp.assess({k: v for k, v in said.items() if v is not None}, load())
    reasons = next(section for section in report_of(said).rest if section.id == "reasons")
    rows = [row for block in reasons.blocks for row in block.rows]

    assert {row[0][0] for row in rows} == {
        rule.text for rule in (*result.reasons, *result.could_not_exclude)
    }
    assert all(row[2] for row in rows)


def test_version_date_and_intended_use_close_the_report():
    """Who reads it in a year knows from which content and when, and what it is not."""
    kb = load()
    about = words_of(report_of({}, region="GB").rest[-1])

    for words in (kb.version, kb.fingerprint, "31 Mar 2026", "United Kingdom"):
        assert words in about
    assert "not a certified medical device" in about
    assert "No registered clinician has reviewed" in about


def test_the_same_answers_give_the_same_report():
    """Nothing in it comes from a clock or from chance."""
    said = with_angle(next(iter(vignettes().values())))

    assert report_of(said, diary=diary_of(9, said)) == report_of(said, diary=diary_of(9, said))


def english_sentences():
    """What reads differently in Spanish: sentences of the content, and words of the report."""
    kb, other = load(), translated(load(), "es")
    report = zip(kb.report.words.values(), other.report.words.values(), strict=True)
    named = zip(kb.report.topics.values(), other.report.topics.values(), strict=True)
    asked = ((q.question, other.questions[q.id].question) for q in kb.questions.values())
    rules = ((r.because, other.rules[r.id].because) for r in kb.rules.values())
    return {
        mine for mine, theirs in (*report, *named, *asked, *rules) if mine != theirs and " " in mine
    }


@pytest.mark.parametrize("said", [*EDGES.values(), *list(vignettes().values())[::9]])
def test_in_spanish_no_word_is_left_in_english(said):
    """From the title to the last row."""
    report = report_of(said, "es", diary_of(9, said))
    text = " ".join(write_text(report).split())

    assert report.notice
    assert TODAY.strftime("%d") in report.made
    assert {words for words in english_sentences() if words in text} == set()
