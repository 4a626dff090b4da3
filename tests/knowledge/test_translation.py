"""Another language says the same in other words, or it is not offered."""

import re
import shutil
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import popliteal as pp
from popliteal.errors import KnowledgeError
from popliteal.knowledge import content
from popliteal.knowledge.load import FOLDER, load
from popliteal.knowledge.readable import READABLE, gaps, is_critical, mark, texts
from popliteal.knowledge.translation import languages, states, translated
from popliteal.knowledge.translation_file import merge, to_translate
from popliteal.knowledge.vignettes import load_vignettes

VIGNETTES = load_vignettes()
# What only those read who check the content; it stays in English.
# A field that holds text, or a record that does.
WORDED = re.compile(r"^str$|\b(Text|" + "|".join(kind.__name__ for kind in READABLE) + r")\b")
ENGLISH = re.compile(r"\b(the|and|your?|could|with|days?|leg|see|if)\b", re.IGNORECASE)
NOT_CONTENT = ("Wording", "Translation")
FOR_CHECKERS = {
    "Action": {"evidence", "notes"},
    "Path": {"position", "coupling"},
    "Prior": {"note"},
    "Retired": {"how"},
    "Outcome": {"instrument", "use", "licence", "note"},
    "Rule": {"note"},
    "Table": {"note"},
    "Threshold": {"why"},
    "Dependence": {"reason"},
    "Source": {"title", "authors", "year", "where", "url", "doi", "pmid", "note"},
    "Content": {"version", "fingerprint"},
}


@pytest.fixture(scope="module")
def english():
    """The content as it was written."""
    return load()


@pytest.fixture(scope="module")
def spanish(english):
    """The content in Spanish."""
    return translated(english, "es")


def changed(kb, part, key, **words):
    """The knowledge with other English words in one entry; its fingerprint changes with it."""
    entry = replace(getattr(kb, part)[key], **words)
    return replace(kb, fingerprint=f"{key} changed", **{part: {**getattr(kb, part), key: entry}})


def only_state(kb):
    """How the one translation stands to this English."""
    (state,) = states(kb)
    return state


def test_every_text_is_translated_from_the_english_of_today(english):
    """Spanish is complete: nobody meets a question in another language."""
    state = only_state(english)

    assert (state.stale, state.missing, state.notes) == ((), (), ())
    assert list(state.said) == list(texts(english))


def test_english_stands_first_and_spanish_says_what_it_is(english):
    """A machine's words are offered as such."""
    first, second = languages(english)

    assert (first.code, first.status, first.notice) == ("en", "original", "")
    assert (second.code, second.status) == ("es", "machine_translated")
    assert "máquina" in second.notice


@pytest.mark.parametrize(
    ("part", "key", "words"),
    [
        ("questions", "fever", {"question": "Are you hot?"}),
        ("rules", "em_pe", {"because": "It can be a clot."}),
        ("dispositions", "urgent", {"heading": "Be seen this week"}),
        ("warning_signs", "systemic", {"text": "Feeling hot"}),
        ("actions", "clot_no_massage", {"get_help": ("Call somebody.",)}),
    ],
)
def test_a_language_with_an_old_triage_text_vanishes(english, part, key, words):
    """Nobody reads last year's rule in Spanish."""
    kb = changed(english, part, key, **words)

    assert [language.code for language in languages(kb)] == ["en"]
    with pytest.raises(KnowledgeError, match=r"'es' is not offered\. Use en\."):
        translated(kb, "es")


def test_an_old_sign_for_seeking_care_makes_the_language_vanish(english):
    """The signs for getting help stand in a list; they count one by one."""
    first, *rest = english.plan.seek_care
    plan = replace(english.plan, seek_care=(replace(first, signs=("Bleeding",)), *rest))
    kb = replace(english, plan=plan, fingerprint="another sign")

    assert [language.code for language in languages(kb)] == ["en"]
    assert only_state(kb).blocking == ("plan.seek_care.emergency.signs.0",)


def test_another_old_text_falls_back_to_english_and_is_listed(english, spanish):
    """One old name of an action does not cost a person the language."""
    key = next(iter(english.actions))
    kb = changed(english, "actions", key, name="Something else")
    said = translated(kb, "es")

    assert only_state(kb).stale == (f"actions.{key}.name",)
    assert any(f"actions.{key}.name says another" in note for note in only_state(kb).notes)
    assert said.actions[key].name == "Something else"
    assert said.actions[key].what_to_do == spanish.actions[key].what_to_do


def test_gaps_and_lists_are_those_of_the_english(english, spanish):
    """What is filled in later is filled in everywhere; no item of a list is lost."""
    said = texts(spanish)

    for text_id, text in texts(english).items():
        assert gaps(said[text_id]) == gaps(text), text_id


def test_only_words_differ(english, spanish):
    """Ids, rules and numbers are the very same."""
    back = only_state(english).said
    spoken = {field.name for field in fields(content.Content)} - set(READABLE[content.Content])

    assert texts(spanish) == back
    assert all(getattr(spanish, name) == getattr(english, name) for name in spoken)
    assert spanish.when is english.when
    assert skeleton(spanish) == skeleton(english)
    assert spanish != english


def skeleton(part):
    """A record without its words."""
    if isinstance(part, str):
        return str
    if is_dataclass(part):
        hidden = READABLE.get(
            content.Content if part.__class__.__name__ == "Knowledge" else type(part), ()
        )
        return {
            field.name: skeleton(getattr(part, field.name))
            if field.name in hidden
            else repr(getattr(part, field.name))
            for field in fields(part)
            if field.name != "language"
        }
    if isinstance(part, dict):
        return {key: skeleton(value) for key, value in part.items()}
    return [skeleton(value) for value in part] if isinstance(part, tuple) else part


def without_words(data):
    """A result without the sentences in it: ids, numbers and their order."""
    if isinstance(data, dict):
        return {key: without_words(value) for key, value in data.items() if key not in SAID}
    if isinstance(data, list):
        return [without_words(value) for value in data]
    return data


SAID = frozenset(
    {
        "text",
        "name",
        "because",
        "heading",
        "notes",
        "what_to_do",
        "tell_the_person",
        "avoid",
        "dose",
        "limit",
        "stop_if",
        "progress",
        "easing_off",
        "moving_on",
        "back_to_stretching",
        "signs",
    }
)


@given(vignette=st.sampled_from(VIGNETTES))
def test_the_same_answers_give_the_same_result_in_spanish(vignette, english, spanish):
    """The language changes no advice: disposition, probabilities and ids are the same."""
    told, said = (pp.assess(vignette.answers, kb).to_dict() for kb in (english, spanish))

    assert without_words(said) == without_words(told)


def sentences_of(data):
    """Every sentence of a result."""
    if isinstance(data, str):
        return [data]
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [text for value in inner for text in sentences_of(value)]


@given(vignette=st.sampled_from(VIGNETTES))
def test_a_result_in_spanish_says_nothing_in_english(vignette, spanish):
    """What code puts together is in the words of the knowledge too."""
    said = sentences_of(pp.assess(vignette.answers, spanish, region="GB").to_dict())

    assert [text for text in said if ENGLISH.search(text)] == []


@given(vignette=st.sampled_from(VIGNETTES))
def test_the_next_question_is_the_same_in_spanish(vignette, english, spanish):
    """The interview takes the same way."""
    assert pp.next_question(vignette.answers, spanish) == pp.next_question(
        vignette.answers, english
    )


def test_every_text_of_a_record_is_for_people_or_for_those_who_check():
    """A new field with words cannot be forgotten: it is named on one of the two sides."""
    for name, record in vars(content).items():
        if getattr(record, "__module__", "") != content.__name__ or name in NOT_CONTENT:
            continue
        worded = {field.name for field in fields(record) if WORDED.search(field.type)}
        for field in worded - set(READABLE.get(record, ())):
            assert field in FOR_CHECKERS.get(name, ()), f"{name}.{field}"


def test_every_id_of_a_text_is_its_own(english):
    """Two entries under one id would share their words."""
    assert len(texts(english)) == len({*texts(english)})
    assert {is_critical(i) for i in texts(english)} == {True, False}


def test_a_language_that_has_no_file_is_refused(english):
    """In one line, with what there is."""
    with pytest.raises(KnowledgeError, match=r"'xx' is not offered\. Use en or es\."):
        translated(english, "xx")


def test_a_text_that_is_gone_is_named_and_costs_nothing(english, tmp_path):
    """Who takes out an action need not touch the translations."""
    (tmp_path / "translations").mkdir()
    text = (FOLDER / "translations/es.yaml").read_text(encoding="utf-8")
    line = '  actions.gone.name: {of: "00000000", text: "Algo"}\n'
    (tmp_path / "translations/es.yaml").write_text(text + line, encoding="utf-8")
    (state,) = states(english, tmp_path)
    (note,) = state.notes

    assert note.endswith(
        "actions.gone.name is no text of the content (any more). Take it out, or mend its spelling."
    )
    assert state.blocking == ()


def test_the_marks_are_those_of_the_english(spanish):
    """A translation is never measured against another one."""
    with pytest.raises(ValueError, match="pass the English knowledge"):
        languages(spanish)


# What a translator does.


@pytest.fixture
def file(tmp_path):
    """A copy of the Spanish file to work on."""
    return shutil.copy(FOLDER / "translations/es.yaml", tmp_path / "es.yaml")


def test_nothing_is_left_to_translate_and_merging_nothing_changes_nothing(english, file):
    """The shipped file is what the command would write."""
    text = file.read_text(encoding="utf-8")

    assert to_translate(english, file) == ""
    assert merge(english, file, "", "none") == text


def test_a_changed_text_is_listed_under_its_english_and_merged(english, file):
    """List, fill in, merge: the text is current again and in its place."""
    picture = "Swelling.\nAnd pain."
    kb = changed(english, "causes", "dvt", picture=picture)
    listed = to_translate(kb, file)
    filled = listed.partition('text: "')[0] + 'text: "Otra cosa."}\n'
    merged = merge(kb, file, filled, "filled.yaml")

    assert listed.startswith("# Swelling.\n# And pain.\ncauses.dvt.picture: {of: ")
    assert f'  causes.dvt.picture: {{of: "{mark(picture)}", text: "Otra cosa."}}\n' in merged
    assert len(merged.splitlines()) == len(file.read_text(encoding="utf-8").splitlines())


def test_a_text_that_moved_takes_its_words_with_it(english, file):
    """Who splits a list in English leaves nothing to do."""
    key, action = next((k, a) for k, a in english.actions.items() if len(a.avoid) > 1)
    kb = changed(english, "actions", key, avoid=(*action.avoid[1:], action.avoid[0]))
    file.write_text(merge(kb, file, "", "none"), encoding="utf-8")

    assert only_state(kb).stale
    assert to_translate(kb, file) == ""


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ('causes.dvt.pictur: {of: "a", text: "b"}', "Did you mean 'causes.dvt.picture'?"),
        ('causes.dvt.picture: {of: "a", text: "b"}', "marked for another English text"),
        ("causes.dvt.picture: Otra cosa", "Write {of: ..., text: ...}."),
        ("causes.dvt.picture: {of: a, text: 3}", "Put it in quotes."),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_merged(english, file, filled, said):
    """Each with its place and what is allowed."""
    with pytest.raises(KnowledgeError) as refused:
        merge(english, file, filled, "filled.yaml")

    assert refused.value.problems[0].startswith("filled.yaml:1: causes.dvt.pictur")
    assert said in str(refused.value)
