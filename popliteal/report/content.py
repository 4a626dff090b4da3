"""The clinician's report as one plain structure; text, page, PDF and records are made from it.

Everything stands in the words of the knowledge, so that a report in another language is the same
report.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from popliteal.assessment import Assessment
from popliteal.diary import Diary, advise, remembered
from popliteal.knowledge.load import Knowledge
from popliteal.report import summary
from popliteal.report.angle import angle
from popliteal.report.blocks import Block, Cell, Fact, Facts, Paragraph, Report, Section, Table
from popliteal.report.course import course, entries
from popliteal.report.dates import say_date
from popliteal.report.given import cards, plan
from popliteal.report.names import Said, answered, asked, has_findings


def make_report(
    result: Assessment,
    said: Said,
    kb: Knowledge,
    *,
    today: date,
    diary: Diary | None = None,
    region: str | None = None,
    notice: str = "",
    direction: str = "ltr",
    theme: str = "light",
) -> Report:
    """Put together what a clinician reads.

    Parameters
    ----------
    result : what came of the answers, with the same knowledge
    said : every answer in the order of asking; a measure that was skipped is None
    kb : knowledge, in the language of the report
    today : the day that the report bears, and on which the diary is read
    diary : what was written down since, if anything; a worry that it remembers raises the result
    region : country code that the numbers in the result are for
    notice, direction : of the language, as `popliteal.knowledge.translation` gives them
    theme : as for a body figure; `page` where the page brings the colours

    Examples
    --------
    >>> import popliteal as pp
    >>> kb, said = pp.load(), {"calf_swelling": "clear", "fever": "not_sure"}
    >>> report = make_report(pp.assess(said, kb), said, kb, today=date(2026, 3, 1))
    >>> report.disposition, [section.id for section in report.first][:3]
    ('urgent', ['advice', 'flags', 'causes'])
    """
    if diary is not None:
        answers = {key: value for key, value in said.items() if value is not None}
        day = advise(diary, kb, today=today)
        result = remembered(result, answers, day, kb, region=region)
    words = kb.report.words
    stamp = {"date": say_date(today, kb), "version": kb.version, "mark": kb.fingerprint}
    first = (
        summary.advice(result, said, kb),
        summary.flags(result, said, kb),
        summary.causes(result, said, kb),
        summary.tests(said, kb),
        angle(said, kb, theme),
        course(result, diary, today, kb, theme),
        plan(result, diary, kb),
        summary.gaps(result, said, kb),
    )
    rest = (
        _reasons(result, kb),
        _answers(said, kb),
        cards(result, kb),
        entries(diary, kb),
        _about(kb, stamp, region, notice),
    )
    return Report(
        language=kb.language,
        direction=direction,
        title=words["title"],
        lead=words["lead_examined" if has_findings(said, kb) else "lead"],
        made=words["made"].format(**stamp),
        foot=words["foot"].format(**stamp),
        page=words["page"],
        page_of=words["page_of"],
        notice=notice,
        disposition=result.disposition,
        first=first,
        rest=tuple(section for section in rest if section is not None),
    )


def _reasons(result: Assessment, kb: Knowledge) -> Section:
    """Every rule that fired or stayed open, on whose word."""
    words = kb.report.words
    head = (words["reason"], words["how_soon"], words["sources"])
    fired = [(r.text, r.disposition, r.sources) for r in result.reasons]
    left = [(r.text, r.disposition, r.sources) for r in result.could_not_exclude]
    blocks = [
        Table(title, head, tuple(_row(*each, kb) for each in rows))
        for title, rows in (("", fired), (words["gaps_open"], left))
        if rows
    ]
    said: tuple[Block, ...] = tuple(blocks) or (Paragraph(words["raised"]),)
    return Section("reasons", words["reasons"], said)


def _row(text: str, disposition: str, sources: Iterable[str], kb: Knowledge) -> tuple[Cell, ...]:
    short = kb.dispositions[disposition].short
    return (text,), (short,), tuple(dict.fromkeys(_cited(key, kb) for key in sources))


def _cited(key: str, kb: Knowledge) -> str:
    if key == "expert":
        return kb.report.words["expert"]
    source = kb.sources[key]
    authors = source.authors.split(",")[0] or source.title
    return f"{authors} {source.year}".strip()


def _answers(said: Said, kb: Knowledge) -> Section:
    """Every answer as it was asked and given, by the part of the interview."""
    words = kb.report.words
    parts = [
        Facts(kb.report.sections[part], tuple(_said(key, said, kb) for key in keys))
        for part, keys in _by_part(said, kb)
    ]
    blocks: tuple[Block, ...] = tuple(parts) or (Paragraph(words["nothing_said"]),)
    return Section("answers", words["answers"], blocks)


def _said(key: str, said: Said, kb: Knowledge) -> Fact:
    name = asked(key, kb)
    if key in kb.self_tests or key in kb.measures:
        name = kb.report.words["own_test"].format(test=name)
    return Fact(name, (answered(key, said[key], kb),))


def _by_part(said: Said, kb: Knowledge) -> Iterator[tuple[str, list[str]]]:
    """The questions by part, in the order of the content."""
    order = [key for key in (*kb.questions, *kb.measures) if key in said]
    parts = list(kb.report.sections)
    ordered = sorted(order, key=lambda key: parts.index(_part(key, kb)))
    for part, keys in groupby(ordered, key=lambda key: _part(key, kb)):
        yield part, list(keys)


def _part(key: str, kb: Knowledge) -> str:
    if key in kb.measures:
        return "measure"
    question = kb.questions[key]
    return question.section if question.kind == "finding" else question.kind


def _about(kb: Knowledge, stamp: dict[str, str], region: str | None, notice: str) -> Section:
    """What it is for, how it was made, from which content and when."""
    words = kb.report.words
    country = words["about_no_country"]
    if region is not None:
        country = words["about_country"].format(country=kb.regions[region.upper()].name)
    said = (
        words["about_use"],
        words["about_how"],
        words["about_content"].format(**stamp),
        words["about_date"].format(**stamp),
        country,
    )
    extra = (notice,) if notice else ()
    return Section("about", words["about"], tuple(map(Paragraph, (*said, *extra))))
