"""What is wrong with a file, in the language of the page.

The rules of the diary say it in English, for every door. Here the same sentences are said in other
words; a line with a sentence that is not known stays as it is, and is marked as English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Line:
    """A problem, and its language where that is not the one of the page."""

    text: str
    lang: str = ""


def in_words(problem: str) -> Line:
    """The problem in the language of the page.

    Examples
    --------
    >>> in_words("line 2: worst_pain: 11 stands here. Use a whole number from 0 to 10.").text
    'line 2: worst_pain: 11 stands here. Use a whole number from 0 to 10.'
    """
    if (get_language() or "en").startswith("en"):
        return Line(problem)
    known = [(re.compile(said), words) for said, words in (*_places(), *_sentences())]
    parts: list[str] = []
    rest = problem
    while rest:
        hit = next(((m, words) for said, words in known if (m := said.match(rest))), None)
        if hit is None:
            return Line(problem, "en")
        found, words = hit
        parts.append(words % found.groupdict())
        rest = rest[found.end() :].lstrip()
    return Line(" ".join(parts))


def _places() -> list[tuple[str, str]]:
    """Where it is wrong."""
    return [
        (r"line (?P<n>\d+): ", _("line %(n)s:")),
        (r"entry (?P<n>\d+): ", _("entry %(n)s:")),
        (r"the file: ", _("the file:")),
        # A part of an entry, as it stands in the file.
        (r"(?P<part>[\w.]+): ", "%(part)s:"),
    ]


def _sentences() -> list[tuple[str, str]]:
    """What is wrong, what is allowed, and what to do."""
    return [*_about_values(), *_about_ids(), *_about_files()]


def _about_values() -> list[tuple[str, str]]:
    return [
        (r"nothing stands here\.", _("nothing stands here.")),
        (r"(?P<value>[^:]+?) stands here\.", _("%(value)s stands here.")),
        (r"(?P<n>\d+) stand here\.", _("%(n)s stand here.")),
        (r"Use a whole number from 0 to 10\.", _("Use a whole number from 0 to 10.")),
        (r"Use a date such as (?P<day>\S+)\.", _("Use a date such as %(day)s.")),
        (r"(?P<day>\S+) has not come yet\.", _("%(day)s has not come yet.")),
        (r"Use (?P<day>\S+) or a day before\.", _("Use %(day)s or a day before.")),
        (
            r"(?P<day>\S+) is more than a year before the plan\.",
            _("%(day)s is more than a year before the plan."),
        ),
        (r"Check the year\.", _("Check the year.")),
        (r"(?P<value>\S+) is out of range\.", _("%(value)s is out of range.")),
        (
            r"Use a number from (?P<low>\S+) to (?P<high>\S+) \([^)]*\)\.",
            _("Use a number from %(low)s to %(high)s."),
        ),
        (r"nothing is written down\.", _("nothing is written down.")),
        (
            r"Give at least the worst pain of the day\.",
            _("Give at least the worst pain of the day."),
        ),
        (r"'(?P<value>.+?)' is no name\.", _("'%(value)s' is no name.")),
        (r"Use 1 to (?P<most>\d+) letters\.", _("Use 1 to %(most)s letters.")),
        (r"Choose (?P<most>\d+) at most\.", _("Choose %(most)s at most.")),
        (r"Use true or false\.", _("Use true or false.")),
        (r"Use a map\.", _("Use a map.")),
    ]


def _about_ids() -> list[tuple[str, str]]:
    return [
        (r"no such part( of an entry)?\.", _("there is no such part.")),
        (r"no such question\.", _("there is no such question.")),
        (r"no answer '(?P<value>.+?)'\.", _("there is no answer '%(value)s'.")),
        (r"'(?P<value>.+?)' is nothing in the plan\.", _("'%(value)s' is nothing in the plan.")),
        (r"no column '(?P<value>.+?)'\.", _("there is no column '%(value)s' in a diary.")),
        (r"there is no column date\.", _("there is no column date.")),
        (r"Did you mean '(?P<value>.+?)'\?", _("Did you mean '%(value)s'?")),
        (r"See the list of ids in docs/reference\.", _("See the list of ids in the manual.")),
        (r"Use version (?P<version>\d+)\.", _("Use version %(version)s.")),
        (r"Use (?P<first>[^.]+) or (?P<last>[^.\s]+)\.", _("Use %(first)s or %(last)s.")),
        (r"Use (?P<names>[^.]+)\.", _("Use %(names)s.")),
    ]


def _about_files() -> list[tuple[str, str]]:
    whole = _("Take the file as it was exported, in one piece.")
    return [
        (r"the same as line (?P<n>\d+)\.", _("the same as line %(n)s.")),
        (r"the same as entry (?P<n>\d+)\.", _("the same as entry %(n)s.")),
        (r"Leave one of them out\.", _("Leave one of them out.")),
        (r"the file ends too early\.", _("the file ends too early.")),
        (r"this is no JSON\.", _("this cannot be read as JSON.")),
        (r"Take the file as it was exported(, in one piece)?\.", whole),
        (r"this is no diary of Popliteal\.", _("this is no diary of Popliteal.")),
        (r"It must say format: (?P<form>[\w-]+)\.", _("It must say format: %(form)s.")),
        (
            r"version (?P<version>.*?) is not known here\.",
            _("version %(version)s is not known here."),
        ),
        (r"lists lie too deep in lists\.", _("lists lie too deep in lists.")),
        (r"(?P<name>\w+) is no number of a diary\.", _("%(name)s is no number of a diary.")),
        (r"'(?P<name>.+?)' stands twice in one place\.", _("%(name)s stands twice.")),
        (r"(?P<name>\w+) stands twice\.", _("%(name)s stands twice.")),
        (r"Keep one\.", _("Keep one.")),
        (r"(?P<n>\d+) cells stand here\.", _("%(n)s cells stand here.")),
        (r"There must be (?P<n>\d+)\.", _("There must be %(n)s.")),
        (r"a quote is not closed\.", _("a quote is not closed.")),
        (r"Is the file whole\?", _("Is the file whole?")),
        (r"(?P<n>\d+) entries stand here\.", _("%(n)s entries stand here.")),
        (r"A diary holds (?P<most>\d+)\.", _("A diary holds %(most)s.")),
        (r"Leave old ones out\.", _("Leave old ones out.")),
        (r"it is empty\.", _("it is empty.")),
        (r"this is no text\.", _("this is no text.")),
        (r"Take the \.json or \.csv file\.", _("Take the .json or .csv file.")),
        (r"Save a spreadsheet as CSV UTF-8\.", _("Save a spreadsheet as CSV UTF-8.")),
        (r"no diary can begin with a table\.", _("no diary can begin with a table.")),
        (
            r"Take the \.json file, or begin a diary first\.",
            _("Take the .json file, or begin a diary first."),
        ),
        (
            r"The diary is full: it holds (?P<most>\d+) entries\. Delete old ones\.",
            _("The diary is full: it holds %(most)s entries. Delete old ones."),
        ),
        (
            r"(?P<day>\S+) has (?P<most>\d+) entries already\. Change one of them, or delete one\.",
            _("%(day)s has %(most)s entries already. Change one of them, or delete one."),
        ),
    ]
