"""The first page: how soon and why, danger signs, what it could be, tests, and what is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from popliteal.answers import DOES_NOT_APPLY, with_inapplicable
from popliteal.assessment import Assessment
from popliteal.differential.ranking import CauseEstimate, Evidence, answer_words
from popliteal.differential.shares import share, share_of_people, span
from popliteal.knowledge.content import NOT_SURE
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import Truth, truth
from popliteal.report import reading
from popliteal.report.blocks import Block, Cell, Fact, Facts, Items, Paragraph, Section, Table
from popliteal.report.names import Said, definite, has_findings, said_of, sign, topic, topics
from popliteal.report.reading import Candidate

# What tells a clinician whom and what it is about.
_COMPLAINT = (
    "age_band",
    "sex",
    "duration",
    "onset_mode",
    "pain_place",
    "severity",
    "mech_pattern",
    "spread",
)
# More than these are not read on a first page; the rest stands further down.
_REASONS = 3
_OPEN = 2
_SIGNS = 12


def advice(result: Assessment, said: Said, kb: Knowledge) -> Section:
    """How soon to be seen, why, and whom it is about."""
    words = kb.report.words
    reasons = reading.deciding(result)
    why = [reason.text for reason in reasons[:_REASONS]] or [words["raised"]]
    if len(reasons) > _REASONS:
        why.append(words["more"].format(count=len(reasons) - _REASONS))
    blocks: list[Block] = [
        Paragraph(" ".join((result.what_to_do, *_within(result, kb)))),
        Items(tuple(why), words["why"]),
    ]
    if missing := reading.unasked_danger_signs(result, kb):
        blocks.append(Paragraph(words["incomplete"].format(count=missing), strong=True))
    known = dict(definite(said))
    about = tuple(said_of(key, known[key], kb) for key in _COMPLAINT if key in known)
    if about:
        line = words["listed"].format(name=words["complaint"], said="; ".join(about))
        blocks.append(Paragraph(line))
    level = words[f"level_{result.disposition}"]
    title = words["listed"].format(name=level, said=result.heading)
    return Section("advice", title, tuple(blocks))


def _within(result: Assessment, kb: Knowledge) -> Iterator[str]:
    if result.within_days is not None:
        name = "within_one" if result.within_days == 1 else "within_many"
        yield kb.report.words[name].format(days=result.within_days)


def flags(result: Assessment, said: Said, kb: Knowledge) -> Section:
    """Every danger sign: told, found, not sure, not there, not asked, or not to be asked."""
    words = kb.report.words
    keys = [q.id for q in kb.questions.values() if q.red_flag]
    known = with_inapplicable({k: str(v) for k, v in said.items() if k in kb.questions}, kb)
    absent = {key: kb.questions[key].absent for key in keys}
    told = [key for key in keys if known.get(key) not in (None, NOT_SURE, "", absent[key])]
    sorts = (
        ("flags_unsure", [key for key in keys if known.get(key) == NOT_SURE]),
        ("flags_not_asked", [key for key in keys if key not in known]),
        ("flags_absent", [key for key in keys if known.get(key) == absent[key]]),
        ("flags_not_applicable", [key for key in keys if known.get(key) == DOES_NOT_APPLY]),
    )
    lines = [said_of(key, said[key], kb) for key in told]
    few = len(lines) <= _SIGNS
    signs = tuple(lines) if few else ("; ".join(lines),)
    rows = [Fact(words["flags_told"], signs or (words["none"],), strong=few)]
    if found := tuple(said_of(key, said[key], kb) for key in _found(result, said, kb)):
        rows.append(Fact(words["flags_found"], found, strong=True))
    rows += [
        Fact(words[name], ("; ".join(sign(key, kb) for key in found),))
        for name, found in sorts
        if found
    ]
    return Section("flags", words["flags"], (Facts("", tuple(rows)),))


def _found(result: Assessment, said: Said, kb: Knowledge) -> Iterator[str]:
    """What a clinician found that made a rule fire, beside what was told."""
    known = {key: str(value) for key, value in definite(said) if key in kb.questions}
    findings = [key for key in known if kb.questions[key].kind == "clinician"]
    told = {key: answer for key, answer in known.items() if key not in findings}
    fired = [kb.when.rules[each.rule] for each in result.reasons if each.rule in kb.when.rules]
    for key in findings:
        with_it = {**told, key: known[key]}
        if any(truth(w, with_it) is Truth.TRUE is not truth(w, told) for w in fired):
            yield key


def causes(result: Assessment, said: Said, kb: Knowledge) -> Section:
    """The likeliest causes with what speaks for and against each."""
    words = kb.report.words
    blocks: list[Block] = []
    if pair := reading.close_pair(result):
        text = words["cannot_tell"].format(first=pair[0], second=pair[1])
        blocks.append(Paragraph(text, strong=True))
    head = (words["cause"], words["supporting"], words["against"])
    shown = reading.candidates(result)
    reasoned = [each for each in shown if each.supporting or each.against]
    blocks.append(Paragraph(words["rough_examined" if has_findings(said, kb) else "rough"]))
    if reasoned:
        blocks.append(Table("", head, tuple(_cause(each, kb) for each in reasoned)))
    less = [*_less_likely(result, [each for each in shown if each not in reasoned], kb)]
    together = "; ".join(
        words["listed"].format(name=kb.words[f"group_{group}"], said=share(p, kb.words))
        for group, p in result.groups.items()
    )
    blocks.append(Paragraph(" ".join((*less, words["groups"].format(groups=together)))))
    return Section("causes", words["causes"], tuple(blocks))


def _cause(candidate: Candidate, kb: Knowledge) -> tuple[Cell, ...]:
    cause = candidate.estimate
    people = share_of_people(cause.probability, kb.words)
    allowed = span(cause.low, cause.high, kb.words)
    likely = f"{people} ({allowed})." if allowed else f"{people}."
    sides = (candidate.supporting, candidate.against)
    return ((cause.name, likely), *(_side(side, kb) for side in sides))


def _less_likely(
    result: Assessment, without_reasons: Sequence[Candidate], kb: Knowledge
) -> Iterator[str]:
    """The others: with how likely where one of the first three, else by name."""
    words = kb.report.words
    also = [
        words["listed"].format(name=cause.name, said=_likely(cause, kb))
        for cause in (candidate.estimate for candidate in without_reasons)
    ]
    if also:
        yield words["also"].format(causes="; ".join(also))
    if rest := reading.less_likely(result):
        yield words["less_likely"].format(causes="; ".join(rest))


def _likely(cause: CauseEstimate, kb: Knowledge) -> str:
    """How likely, with the range in brackets."""
    likely = share(cause.probability, kb.words)
    allowed = span(cause.low, cause.high, kb.words)
    return f"{likely} ({allowed})" if allowed else likely


def _side(side: Sequence[Evidence], kb: Knowledge) -> Cell:
    lines = tuple(_evidence(each, kb) for each in side)
    return lines or (kb.report.words["nothing_supporting"],)


def _evidence(evidence: Evidence, kb: Knowledge) -> str:
    name = topic(evidence.finding, kb)
    if evidence.finding in kb.self_tests:
        name = kb.report.words["own_test"].format(test=name)
    if kb.questions[evidence.finding].kind == "clinician":
        name = kb.report.words["examined"].format(finding=name)
    answer = answer_words(evidence.finding, evidence.answer, evidence.counted, kb)
    return kb.report.words["listed"].format(name=name, said=answer)


def tests(said: Said, kb: Knowledge) -> Section:
    """The tests that were done at home, and those that were not."""
    words = kb.report.words
    known = dict(definite(said))
    done = tuple(said_of(key, known[key], kb) for key in kb.self_tests if key in known)
    unsure = [key for key in kb.self_tests if said.get(key) == NOT_SURE]
    open_ = [key for key in kb.self_tests if key not in said]
    blocks: list[Block] = [Items(done)] if done else []
    left = [] if done else [words["tests_none"]]
    left += [words["tests_unsure"].format(names=topics(unsure, kb))] if unsure else []
    left += [words["tests_not_done"].format(names=topics(open_, kb))] if open_ and done else []
    if left:
        blocks.append(Paragraph(" ".join(left)))
    return Section("tests", words["tests"], tuple(blocks))


def gaps(result: Assessment, said: Said, kb: Knowledge) -> Section:
    """What unsure answers leave open, what was not asked, and how far nobody examined."""
    words = kb.report.words
    rules, counted = reading.open_rules(result)
    rows = []
    if rules:
        lines = [rule.text for rule in rules[:_OPEN]]
        more = len(rules[_OPEN:]) + counted
        lines += [words["more"].format(count=more)] if more else []
        rows.append(Fact(words["gaps_open"], tuple(lines)))
        checks = dict.fromkeys(key for rule in rules for key in rule.unsure)
        rows.append(Fact(words["gaps_to_check"], (topics(checks, kb),)))
    if keys := [*_not_asked(said, kb)]:
        rows.append(Fact(words["gaps_not_asked"], (topics(keys, kb),)))
    blocks: tuple[Block, ...] = (Facts("", tuple(rows)),) if rows else ()
    examined = "gaps_beyond" if has_findings(said, kb) else "gaps_examined"
    return Section("gaps", words["gaps"], (*blocks, Paragraph(words[examined])))


def _not_asked(said: Said, kb: Knowledge) -> Iterable[str]:
    """Questions about anything but danger signs and tests, which have lists of their own."""
    known = with_inapplicable({k: str(v) for k, v in said.items() if k in kb.questions}, kb)
    for key, question in kb.questions.items():
        listed = question.red_flag or key in kb.self_tests or question.kind != "finding"
        if key not in known and not listed:
            yield key
