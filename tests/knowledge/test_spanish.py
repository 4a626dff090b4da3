"""The Spanish words: plain, formal, without promises."""

import re
from statistics import median

import pytest

from popliteal.knowledge.load import load
from popliteal.knowledge.readable import texts
from popliteal.knowledge.translation import translated
from tests.knowledge.test_wording import answered_texts, asked_texts

# The INFLESZ scale: above 80 very easy, 65 to 80 fairly easy, 55 to 65 normal. Barrio-Cantalejo and
# others, Validación de la Escala INFLESZ, Anales del Sistema Sanitario de Navarra 31:135, 2008.
FAIRLY_EASY = 65
VERY_EASY = 80
LONGEST_SENTENCE = 30
# "Diagnosis", "you have", "guaranteed", and whoever speaks to a stranger as to a friend.
FORBIDDEN = re.compile(
    r"\b(diagn[oó]stic\w*|usted tiene|garant\w*|tu|tú|tus|te|ti|vosotros)\b", re.IGNORECASE
)
# Names on a box or of a profession; no plainer word says the same. They count as one syllable.
NAMES = re.compile(
    r"\b(warfarina|apixabán|rivaroxabán|heparina|clopidogrel|ciprofloxacin[oa]|levofloxacin[oa]"
    r"|moxifloxacino|ofloxacino|floxacin[oa]|antibióticos?|corticoides?|anticoagulantes?|ibuprofeno"
    r"|antiinflamatori[oa]s?|fisioterapeuta|Extender|Diver|Glider)\b",
    re.IGNORECASE,
)
# What is written in the same way in both languages.
THE_SAME = re.compile(
    r"No|[<>=]*3 cm|Paracetamol|Australia|Healthline\.|India|Austria|Portugal|SNS 24\.|Hong Kong"
    r"|[^a-z]*(\{\w+\}[^a-z]*)+"
)

SPANISH = translated(load(), "es")
READ = {name: text for make in (asked_texts, answered_texts) for name, text in make(SPANISH)}
HEEDED = [
    name for name in READ if name.startswith(("questions", "measures", "triage", "dispositions"))
]


def sentences(text):
    """Split at full stops, question marks, colons, semicolons and line ends."""
    return [part for part in re.split(r"[.?!:;](?=\s|$)|\n", text) if words(part)]


def words(text):
    """Every word of a text, without numbers."""
    return re.findall(r"[^\W\d_]+", text)


def syllables(word):
    """Count the vowels that carry a syllable: two weak ones, or a weak and a strong one, share it.

    >>> [
    ...     syllables(word)
    ...     for word in ("rodilla", "pie", "día", "quiste", "siguiente", "leer", "muy")
    ... ]
    [3, 1, 2, 2, 3, 2, 1]
    """
    if NAMES.fullmatch(word):
        return 1
    spoken = re.sub(r"([qg])u(?=[eiéí])", r"\1", word.lower())
    spoken = re.sub(r"y(?![aeiouáéíóú])", "i", spoken)
    groups = re.findall(r"[aeiouáéíóúü]+", spoken)
    return max(1, sum(max(1, len(re.findall(r"[aeoáéíóú]", group))) for group in groups))


def ease(text):
    """Give the Szigriszt-Pazos ease: 206.835 - 62.3 syllables a word - words a sentence."""
    said = words(text)
    pace = len(said) / len(sentences(text))
    return 206.835 - 62.3 * sum(map(syllables, said)) / len(said) - pace


@pytest.mark.parametrize("name", READ)
def test_a_lay_text_is_at_least_fairly_easy(name):
    """Whoever reads a daily paper reads this with ease."""
    assert ease(READ[name]) >= FAIRLY_EASY


def test_questions_rules_and_advice_are_very_easy_on_the_whole():
    """Half of them are read at the age of eleven or before."""
    assert median(ease(READ[name]) for name in HEEDED) >= VERY_EASY


@pytest.mark.parametrize("name", READ)
def test_no_sentence_is_too_long(name):
    """Someone in pain reads it once."""
    assert max(len(words(sentence)) for sentence in sentences(READ[name])) <= LONGEST_SENTENCE


def test_nothing_is_promised_and_everybody_is_spoken_to_with_respect():
    """It could be something; nobody is told what they have."""
    said = texts(SPANISH)

    assert {text_id: text for text_id, text in said.items() if FORBIDDEN.search(text)} == {}


def test_a_text_ends_as_its_english_does():
    """A sentence stays a sentence, an answer an answer, a list a list."""
    said = texts(SPANISH)
    for text_id, text in texts(load()).items():
        other = said[text_id]
        if not text_id.startswith("words."):
            assert (text[-1] in ".?") == (other[-1] in ".?"), text_id
        assert text.count("\n") == other.count("\n"), text_id
        assert other.count("¿") == other.count("?"), text_id
        assert other.count("«") == other.count("»"), text_id


def test_no_two_answers_of_a_question_read_the_same():
    """Who cannot tell two answers apart cannot choose between them."""
    for question in SPANISH.questions.values():
        assert len({*question.answers.values()}) == len(question.answers), question.id


def test_every_home_test_says_when_to_stop():
    """A test that hurts must end before it harms."""
    tested = [q for q in load().questions.values() if "stop at once" in q.how.lower()]

    assert tested
    assert [
        q.id for q in tested if "pare enseguida" not in SPANISH.questions[q.id].how.lower()
    ] == []


def test_a_reason_says_that_it_could_be_and_not_that_it_is():
    """Answers alone never name an illness."""
    could = r"\b(podrían?|pued[ae]n?|deben?|debería|hay que|necesitan?|va con)\b"
    careful = re.compile(could, re.IGNORECASE)
    certain = [r.id for r in SPANISH.rules.values() if r.when and not careful.search(r.because)]

    assert certain == []


def test_nothing_was_left_in_english():
    """The same letters in both languages only where the word is the same."""
    said = texts(SPANISH)
    left = [text for text_id, text in texts(load()).items() if said[text_id] == text]

    assert [text for text in left if not THE_SAME.fullmatch(text)] == []
