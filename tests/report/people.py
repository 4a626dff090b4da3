"""People for the report: the vignettes, the edges, and a long diary."""

from datetime import date, timedelta
from functools import cache

import popliteal as pp
from popliteal.diary import Diary, Entry
from popliteal.interview import SKIPPED
from popliteal.knowledge.load import load
from popliteal.knowledge.translation import languages, translated
from popliteal.knowledge.vignettes import load_vignettes, screened
from popliteal.report.content import make_report

TODAY = date(2026, 3, 31)
LANGUAGES = ("en", "es")
# What somebody may call an activity of their own.
TYPED = '<b>Run</b> & "jump" {date}'


def asked_at_home():
    """Every question that a person answers."""
    return [question for question in load().questions.values() if question.kind != "clinician"]


def with_angle(said):
    """Somebody who measured the sore leg and skipped the other."""
    return {**said, "knee_angle_deg": 25.0, "knee_angle_other_deg": SKIPPED}


@cache
def vignettes():
    """Answers of every vignette by its name."""
    return {vignette.name: screened(vignette, load()) for vignette in load_vignettes()}


EDGES = {
    "nothing said": {},
    "an emergency at once": {"breathless": "yes"},
    "unsure of everything": {question.id: "not_sure" for question in asked_at_home()},
    "the worst of everything": with_angle(
        {q.id: q.worse[0][-1] if q.worse else list(q.answers)[-1] for q in asked_at_home()}
    ),
    "the longest words": with_angle(
        {q.id: max(q.answers, key=lambda key: len(q.answers[key])) for q in asked_at_home()}
    ),
}


def diary_of(days, answers):
    """A diary with an entry on each of the days before today, every part of it filled in."""
    first = TODAY - timedelta(days)
    entries = tuple(
        Entry(
            first + timedelta(at),
            worst_pain=max(0, 7 - 7 * at // days),
            stretch_pain=max(0, 6 - 6 * at // days),
            knee_angle_deg=30 - 20 * at // days,
            done={"pain_free_range": 2, "isometric_hold": None},
            after="settled",
            activities={TYPED: at % 10},
            signs={"fever": "no"},
        )
        for at in range(days)
    )
    given = {key: value for key, value in answers.items() if value is not SKIPPED}
    return Diary(first, given, entries)


def report_of(said, language="en", diary=None, **options):
    """The report on these answers."""
    kb = translated(load(), language)
    notice = next(each.notice for each in languages(load()) if each.code == language)
    answers = {key: value for key, value in said.items() if value is not SKIPPED}
    result = pp.assess(answers, kb, region=options.get("region"))
    return make_report(result, said, kb, today=TODAY, diary=diary, notice=notice, **options)
