"""The words of the page itself in other languages: complete, compiled, and marked."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from docs.messages import asked_for, message_of, read
from popliteal.knowledge.load import load
from popliteal.knowledge.readable import texts
from popliteal.knowledge.translation import languages, translated
from popliteal.web.settings import PACKAGE
from tests.web.conftest import CAST, RUNNER, text_of

LOCALE = PACKAGE / "locale/es/LC_MESSAGES"
CONTEXT = "\x04"
PAGES = ("/", "/check/", "/result/", "/plan/", "/summary/", "/see-why/", "/privacy/", "/choices/")


def key_of(message):
    """The key of a text in the compiled file: its use, if that is said, before it."""
    return CONTEXT.join(filter(None, (message.context, message.text)))


def asked():
    """The keys of all texts that templates and code of the pages ask for."""
    return {key_of(message) for message in asked_for()}


def words_of(entry):
    """The words of an entry, all plural forms of one in a list."""
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@pytest.fixture(scope="module")
def spanish():
    """The Spanish words as they stand in the file that people edit."""
    return {key_of(message_of(entry)): words_of(entry) for entry in read()}


def test_every_text_of_the_pages_is_said_in_spanish(spanish):
    """A new sentence without its translation fails here; nobody reads half a page in English."""
    missing = {text for text in asked() if not all(spanish.get(text, [""]))}

    assert len(spanish) > 200
    assert missing == set()


def test_no_translation_is_left_over(spanish):
    """A sentence that went takes its translation with it."""
    assert set(spanish) - asked() == set()


def test_the_compiled_words_are_those_that_people_edit():
    """`make messages` was run after the last change."""
    assert (LOCALE / "django.mo").read_bytes() == read().to_binary()


def test_no_gap_is_lost_or_made_up(spanish):
    """A number or a name that the English shows is shown in Spanish too."""
    for key, words in spanish.items():
        gaps = set(re.findall(r"%\(\w+\)\w", key))
        for said in words:
            found = set(re.findall(r"%\(\w+\)\w", said))
            assert found == gaps or (len(words) > 1 and found >= gaps), key


def test_spanish_speaks_with_respect_and_promises_nothing(spanish):
    """No *tú*, and nothing is named a diagnosis or safe."""
    said = " ".join(word for words in spanish.values() for word in words).lower()

    assert (
        re.findall(r"\b(?:tú|tu|tus|tienes|puedes|diagnóstico|garantizado|seguro que)\b", said)
        == []
    )


def test_the_language_of_the_footer_is_kept_and_marked_as_made_by_a_machine(walker):
    """One press, the same address, and an honest line about who translated it."""
    answer = walker.client.post("/choices/", {"language": "es", "back": "/"})
    page = walker.client.get(answer.headers["Location"])

    assert answer.headers["Location"] == "/"
    assert '<html lang="es"' in page.content.decode()
    assert "Dolor detrás de la rodilla al estirar" in text_of(page)
    assert "máquina" in text_of(page)


def furniture(spanish):
    """The English sentences of the page itself that read differently in Spanish."""
    return [key for key, words in spanish.items() if len(key.split()) > 3 and words[0] != key]


def clinical():
    """The English sentences of the content that read differently in Spanish."""
    english, other = (dict(texts(translated(load(), code))) for code in ("en", "es"))
    return [text for key, text in english.items() if len(text.split()) > 3 and other[key] != text]


def without_citations(response):
    """The words of a page but the titles of sources, which keep the language they have."""
    page = re.sub(r'<(cite|span)\b[^>]*lang="en".*?</\1>', " ", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("person", CAST.values(), ids=CAST)
def test_a_visit_in_spanish_shows_no_english_sentence(walker, spanish, person):
    """From the first page to the summary, words of the page and of the content alike."""
    walker.client.post("/choices/", {"language": "es", "back": "/"})
    walker.walk(person)
    pages = [*walker.seen, *(walker.client.get(path, follow=True) for path in PAGES)]
    shown = " ".join(map(without_citations, pages))

    assert [text for text in furniture(spanish) if "%" not in text and text in shown] == []
    assert [text for text in clinical() if text in shown] == []


def test_every_page_in_spanish_says_its_language_and_who_translated_it(walker):
    """The page that hides what was read is empty on purpose: no notice there."""
    walker.client.post("/choices/", {"language": "es", "back": "/"})
    walker.walk(RUNNER)
    pages = [*walker.seen, *(walker.client.get(path) for path in (*PAGES, "/no-such-page/"))]
    notice = next(language.notice for language in languages(load()) if language.code == "es")

    assert [page.request["PATH_INFO"] for page in pages if notice not in text_of(page)] == []
    assert all(b'<html lang="es" dir="ltr">' in page.content for page in pages)


@pytest.mark.parametrize(
    ("wanted", "given"), [("es-MX,es;q=0.9,en;q=0.5", "es"), ("fr,en;q=0.5", "en"), ("xx", "en")]
)
def test_the_language_of_the_browser_is_the_first_choice(walker, wanted, given):
    """Nobody has to look for the button whose browser already says it."""
    page = walker.client.get("/", headers={"accept-language": wanted})

    assert f'<html lang="{given}"' in page.content.decode()


def test_only_languages_with_current_words_on_danger_are_offered():
    """The settings take what the content says is current, and nothing else."""
    kb = load()
    changed = replace(kb.rules["em_pe"], because="Another English text than was translated.")
    stale = replace(kb, fingerprint="changed", rules={**kb.rules, "em_pe": changed})

    assert [(language.code, language.name) for language in languages(kb)] == settings.LANGUAGES
    assert [language.code for language in languages(stale)] == ["en"]


def test_a_language_that_is_not_offered_is_shown_to_nobody(walker, settings):
    """Neither the browser's wish nor a cookie of an earlier day brings old words back."""
    settings.LANGUAGES = [("en", "English")]
    walker.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    page = walker.client.get("/", headers={"accept-language": "es"}).content.decode()

    assert '<html lang="en"' in page
    assert 'name="language"' not in page


def test_no_translation_waits_to_be_looked_at():
    """What a program guessed is marked as fuzzy, and left out of the pages."""
    assert [entry.msgid for entry in read() if entry.fuzzy] == []


def numbers(result):
    """Ids, probabilities and ranges of the causes, in their order."""
    return [
        [cause[part] for part in ("id", "probability", "low", "high")] for cause in result["causes"]
    ]


def test_the_result_is_the_same_in_every_language(walker):
    """Language changes words, never the advice."""
    walker.walk(RUNNER)
    english = walker.client.get("/save/").json()["result"]
    walker.client.post("/choices/", {"language": "es", "back": "/"})
    other = walker.client.get("/save/").json()["result"]

    assert other["disposition"] == english["disposition"]
    assert numbers(other) == numbers(english)
    assert other["knowledge"] == english["knowledge"]


def test_an_unknown_language_changes_nothing(walker):
    """A forged choice is shown the page of choices again."""
    answer = walker.client.post("/choices/", {"language": "xx", "back": "/"})

    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_right_to_left_pages_say_so():
    """The style sheet has logical sides only, so the direction is all that such a page needs.

    Places on the picture of a leg are no matter of reading: they stay where they are.
    """
    style = (PACKAGE / "static/web/popliteal.css").read_text(encoding="utf-8")
    text = re.sub(r"^\.(?:spot|leg)-.*$", "", style, flags=re.MULTILINE)
    with override("ar"):
        pages = [render_to_string(f"web/{name}.html") for name in ("base", "refusal", "hide")]

    assert all('dir="rtl"' in page for page in pages)
    assert re.findall(r"(?:margin|padding|border)-(?:left|right)|\b(?:left|right):", text) == []
