"""The words that a lay person reads: plain, kind, without promises."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from popliteal.knowledge.load import load

# Grade 6 is read at age 11. Short answers read easily, so the mean must lie lower.
HIGHEST_GRADE = 6.0
HIGHEST_MEAN_GRADE = 3.0
LONGEST_SENTENCE = 25
FORBIDDEN = re.compile(r"\b(diagnos\w*|you have|safe|safely|guarantee\w*|NHS)\b", re.IGNORECASE)
LONGEST_REASON = 60
# What clinicians write to each other; it belongs in a rule's note.
JARGON = re.compile(
    r"\b(DVT|SUFE|CES|MRI|LR|OR|GP|NICE|ischaemia|syndrome|avulsion|septic|thrombosis|urine|bilateral"
    r"|prosthesis|sarcoma|rhabdomyolysis|neuro\w*|vascular|palsy|stenosis|fluoroquinolone|prescriber)\b"
    r"|[0-9]\s?%"
)

# Names on a box or in a letter; no plainer word says the same. They count as one syllable.
NAMES = frozenset(
    {
        "warfarin",
        "apixaban",
        "rivaroxaban",
        "heparin",
        "clopidogrel",
        "aspirin",
        "ibuprofen",
        "ciprofloxacin",
        "levofloxacin",
        "floxacin",
        "antibiotic",
        "steroid",
        "steroids",
        "lithium",
        "methotrexate",
        "oestrogen",
        "melanoma",
        "aneurysm",
        "rheumatoid",
        "arthritis",
        "diabetes",
        "sciatica",
        "popliteus",
        "semitendinosus",
    }
)


def lay_texts(knowledge) -> Iterator[tuple[str, str]]:
    """Name and text of everything in the content that a lay person reads."""
    yield from asked_texts(knowledge)
    yield from answered_texts(knowledge)


def asked_texts(knowledge) -> Iterator[tuple[str, str]]:
    """What people read while they answer."""
    for question in knowledge.questions.values():
        if question.kind != "clinician":
            parts = [question.question, question.how, *question.answers.values(), question.why]
            yield f"questions.yaml: {question.id}", lines_of(*parts, question.not_sure)
    for measure in knowledge.measures.values():
        yield f"measures.yaml: {measure.id}", lines_of(measure.question, measure.how, measure.why)


def answered_texts(knowledge) -> Iterator[tuple[str, str]]:
    """What people read when they have answered."""
    for rule in knowledge.rules.values():
        yield f"triage.yaml: {rule.id}", lines_of(f"{rule.sign}.", rule.because)
    for sign in knowledge.warning_signs.values():
        yield f"warning_signs.yaml: {sign.id}", sign.text
    for said in knowledge.dispositions.values():
        parts = [said.heading, said.short, said.what_to_do, said.plan_heading, said.plan_note]
        yield f"dispositions.yaml: {said.id}", lines_of(*parts)
    for action in knowledge.actions.values():
        parts = [action.name, action.what_to_do, *action.tell_the_person, *action.avoid]
        parts += [action.stop_if, action.progress, action.bar_reason, action.review]
        yield f"actions.yaml: {action.id}", lines_of(*parts)
    yield from diary_texts(knowledge)
    for cause in knowledge.causes.values():
        parts = [cause.name, cause.picture, cause.when_possible.why, cause.course.text]
        yield f"causes.yaml: {cause.id}", lines_of(*parts)


def diary_texts(knowledge) -> Iterator[tuple[str, str]]:
    """What people read in the diary; what fills a gap has words of its own."""
    diary = knowledge.diary
    for outcome in knowledge.outcomes.values():
        yield f"outcomes.yaml: {outcome.id}", f"{outcome.name}."
    for key, said in diary.advice.items():
        yield f"diary.yaml: {key}", lines_of(f"{said.heading}.", said.text)
    for key, reason in diary.reasons.items():
        yield f"diary.yaml: reason {key}", re.sub(r"\{\w+\}", "7", reason.text)
    for key, stage in diary.stages.items():
        yield f"diary.yaml: stage {key}", lines_of(f"{stage.name}.", stage.what, stage.move_on)
    yield (
        "diary.yaml: rest",
        lines_of(
            *diary.verdicts.values(), *diary.after.values(), *diary.signs.values(), diary.relapse
        ),
    )


def lines_of(*parts):
    """Join the parts that say something, one a line."""
    return "\n".join(part for part in parts if part)


def sentences(text):
    """Split at full stops, question marks, colons, semicolons and line ends.

    >>> sentences("Sit down. Press 1.5 cm: does it hurt?")
    ['Sit down', 'Press 1.5 cm', 'does it hurt']
    """
    found = re.split(r"[.?!:;](?=\s|$)|\n", text)
    return [s.strip(" -()") for s in found if words(s)]


def words(text):
    """Every word of a text, without numbers.

    >>> words("It's 3 cm, or the whole leg.")
    ["It's", 'cm', 'or', 'the', 'whole', 'leg']
    """
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", text)


def syllables(word):
    """Count the groups of vowels, as readability measures do.

    >>> [syllables(w) for w in ("knee", "tendon", "whole", "injury", "moved", "little", "warfarin")]
    [1, 2, 1, 3, 1, 2, 1]
    """
    word = word.lower()
    if word in NAMES:
        return 1
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"(([^aeiouyl]|[aeiouy]l)e|[^aeiouydt]ed|[^aeiouyszcxgh]es)$", word)
    return max(1, groups - bool(silent))


def school_grade(text):
    """Give the Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59.

    Kincaid and others, Derivation of new readability formulas for Navy enlisted personnel, 1975.
    Grade 6 is read at age 11.
    """
    said = words(text)
    pace = len(said) / len(sentences(text))
    return 0.39 * pace + 11.8 * sum(map(syllables, said)) / len(said) - 15.59


def is_list(sentence):
    """Tell a list, which the eye takes item by item, from a sentence."""
    return sentence.count(",") >= 3


@pytest.fixture(scope="module")
def texts():
    """Everything that a lay person reads, by the place where it stands."""
    return dict(lay_texts(load()))


def test_the_measure_tells_plain_words_from_hard_ones():
    """The bar can fail: a sentence of the evidence pack, since rewritten, does not pass it."""
    hard = (
        "Gout or other inflammatory arthritis, vasculitis, referred hip pain, fabella syndrome, "
        "varicose or superficial vein thrombosis, medication-related, mixed pictures."
    )
    easy = "Bend the knee a little. What happens?"

    assert school_grade(hard) > HIGHEST_GRADE > HIGHEST_MEAN_GRADE > school_grade(easy)


def test_an_eleven_year_old_can_read_each_text(texts):
    """Someone in pain reads worse than usual: no question and no cause asks for more schooling."""
    grades = {name: round(school_grade(text), 1) for name, text in texts.items()}

    assert {name: grade for name, grade in grades.items() if grade > HIGHEST_GRADE} == {}
    assert sum(grades.values()) / len(grades) <= HIGHEST_MEAN_GRADE


def test_no_sentence_is_long(texts):
    """More than 25 words are lost on the way, unless they are a list."""
    long = [
        (name, sentence)
        for name, text in texts.items()
        for sentence in sentences(text)
        if len(words(sentence)) > LONGEST_SENTENCE and not is_list(sentence)
    ]

    assert long == []


def test_nothing_promises_or_names_an_illness_as_certain(texts):
    """Popliteal says what it could be: it neither diagnoses nor promises, and is no NHS service."""
    found = {name: FORBIDDEN.findall(text) for name, text in texts.items()}

    assert {name: hits for name, hits in found.items() if hits} == {}


def test_a_reason_reads_as_sentences():
    """People see "{sign}. {because}": what in their answers it was, then what it could be."""
    broken = [
        rule.id
        for rule in load().rules.values()
        if not re.fullmatch(r"[A-Z0-9][^.]*[^.:;, ]", rule.sign)
        or not re.fullmatch(r"[A-Z].*\.", rule.because)
    ]

    assert broken == []


def test_a_reason_says_that_it_could_be_and_not_that_it_is():
    """Answers alone never name an illness: what it might be stands beside could, can or may."""
    careful = re.compile(r"\b(could|can|may|should|must|needs?|fit)\b")
    certain = [
        rule.id
        for rule in load().rules.values()
        if rule.when is not None and not careful.search(rule.because)
    ]

    assert certain == []


def test_a_reason_is_short_and_without_shop_talk():
    """Someone who must act reads little; ratios and Latin stand in the note for clinicians."""
    spoken = {rule.id: f"{rule.sign}. {rule.because}" for rule in load().rules.values()}

    assert {key for key, text in spoken.items() if len(words(text)) > LONGEST_REASON} == set()
    assert {key: hits for key, text in spoken.items() if (hits := JARGON.findall(text))} == {}


def test_every_question_asks():
    """A question mark tells a tired reader that an answer is wanted."""
    asked = {q.id: q.question for q in load().questions.values() if q.kind != "clinician"}
    asked |= {m.id: m.question for m in load().measures.values()}

    assert {key: text for key, text in asked.items() if "?" not in text} == {}


def test_every_home_test_says_when_to_stop():
    """A test that hurts must end before it harms."""
    tests = [q for q in load().questions.values() if q.self_test]
    silent = [q.id for q in tests if "stop at once" not in q.how.lower()]

    assert silent == []


def test_no_two_answers_of_a_question_read_the_same():
    """Who cannot tell two answers apart cannot choose between them."""
    twins = [
        q.id for q in load().questions.values() if len(set(q.answers.values())) < len(q.answers)
    ]

    assert twins == []


def test_the_page_on_the_questions_names_only_what_exists():
    """A page that names an answer which is gone misleads the next clinician."""
    knowledge = load()
    page = (Path(__file__).parents[2] / "docs/explanation/questions.md").read_text(encoding="utf-8")
    known = {answer for q in knowledge.questions.values() for answer in q.answers}
    known |= set(knowledge.questions) | set(knowledge.causes)
    fields = {"worse", "ask_if", "unsure_raises"}
    named = {name for name in re.findall(r"`([a-z0-9_]+)`", page) if "." not in name}

    assert named - known - fields == set()
