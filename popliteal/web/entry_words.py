"""An entry in words, as the history shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from popliteal.diary import Entry
from popliteal.interview import choices
from popliteal.knowledge.load import Knowledge

Fact = tuple[str, str]


def facts(entry: Entry, kb: Knowledge) -> list[Fact]:
    """What was written down, each part with its name; what was not is left out."""
    return [*_pains(entry), *_exercises(entry, kb), *_activities(entry), *_answers(entry, kb)]


def _pains(entry: Entry) -> Iterator[Fact]:
    if entry.worst_pain is not None:
        yield _("Worst pain"), of_ten(entry.worst_pain)
    if entry.stretch_pain is not None:
        yield _("At the usual stretch"), of_ten(entry.stretch_pain)
    if entry.knee_angle_deg is not None:
        degrees = f"{entry.knee_angle_deg:g}"
        yield (
            _("Where the pain starts"),
            _("%(degrees)s degrees short of straight") % {"degrees": degrees},
        )


def _exercises(entry: Entry, kb: Knowledge) -> Iterator[Fact]:
    for action, pain in entry.done.items():
        said = _("done") if pain is None else _("done, pain %(pain)s") % {"pain": of_ten(pain)}
        yield kb.actions[action].name, said
    if entry.after is not None:
        yield _("The hours after"), kb.diary.after[entry.after]


def _activities(entry: Entry) -> Iterator[Fact]:
    for name, score in entry.activities.items():
        yield name, of_ten(score)


def _answers(entry: Entry, kb: Knowledge) -> Iterator[Fact]:
    for key, answer in entry.answers.items():
        question = kb.questions[key]
        yield question.question, choices(question)[answer]
    if entry.seen:
        yield _("A clinician"), _("has looked at it")


def listed(told: Iterable[Fact]) -> SafeString:
    """Names and words as the rows of a list; a page with many entries is drawn faster so."""
    return format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", told)


def of_ten(value: int) -> str:
    """A number of a scale that ends at ten."""
    return _("%(value)s of 10") % {"value": value}
