"""Checks of the report's words: each that the program asks for is there, with its gaps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from string import Formatter

from popliteal.knowledge.checker import Checker
from popliteal.knowledge.when import nearest

# What is filled into each; the others have no gap.
WORDS: Mapping[str, tuple[str, ...]] = {
    "title": (),
    "lead": (),
    "lead_examined": (),
    "made": ("date", "version", "mark"),
    "foot": ("date", "version", "mark"),
    "page": (),
    "page_of": (),
    "listed": ("name", "said"),
    "more": ("count",),
    "none": (),
    "nothing_said": (),
    "level_emergency": (),
    "level_urgent": (),
    "level_soon": (),
    "level_self_care": (),
    "within_one": (),
    "within_many": ("days",),
    "why": (),
    "raised": (),
    "incomplete": ("count",),
    "complaint": (),
    "flags": (),
    "flags_told": (),
    "flags_found": (),
    "flags_unsure": (),
    "flags_absent": (),
    "flags_not_asked": (),
    "flags_not_applicable": (),
    "causes": (),
    "rough": (),
    "rough_examined": (),
    "cause": (),
    "supporting": (),
    "against": (),
    "nothing_supporting": (),
    "own_test": ("test",),
    "examined": ("finding",),
    "cannot_tell": ("first", "second"),
    "also": ("causes",),
    "less_likely": ("causes",),
    "groups": ("groups",),
    "tests": (),
    "tests_none": (),
    "tests_unsure": ("names",),
    "tests_not_done": ("names",),
    "angle": (),
    "angle_said": ("deg",),
    "angle_other": ("deg",),
    "angle_error": ("deg",),
    "angle_skipped": ("question",),
    "angle_not_asked": (),
    "course": (),
    "course_span": ("entries", "first", "last", "started"),
    "course_empty": ("started",),
    "course_change": ("change", "low", "high"),
    "course_stage": ("stage",),
    "course_advice": ("date", "advice"),
    "course_none": (),
    "course_moved": ("first", "last", "change", "meaning"),
    "change_better": (),
    "change_worse": (),
    "change_small": (),
    "chart": ("first", "last"),
    "chart_series": ("name", "start", "most", "end"),
    "plan": (),
    "plan_do": (),
    "plan_exercises": (),
    "plan_avoid": (),
    "plan_nothing": (),
    "followed": ("days",),
    "followed_on": ("name", "days"),
    "followed_unknown": (),
    "gaps": (),
    "gaps_open": (),
    "gaps_to_check": (),
    "gaps_not_asked": (),
    "gaps_examined": (),
    "gaps_beyond": (),
    "reasons": (),
    "reason": (),
    "how_soon": (),
    "sources": (),
    "expert": (),
    "answers": (),
    "skipped": (),
    "cards": (),
    "card_what": (),
    "card_how": (),
    "card_stop": (),
    "refusals": (),
    "refusal_why": (),
    "entries": (),
    "date": (),
    "worst_pain": (),
    "stretch_pain": (),
    "knee_angle": (),
    "done": (),
    "after": (),
    "notes": (),
    "seen": (),
    "about": (),
    "about_use": (),
    "about_how": (),
    "about_content": ("version", "mark"),
    "about_date": ("date",),
    "about_country": ("country",),
    "about_no_country": (),
}
# Parts that go by the kind of question, whatever its section.
KINDS = ("plan", "clinician", "measure")


class ReportChecker(Checker):
    """Whether nothing is missing, nothing is spare, and every question has a short name."""

    def run(self) -> None:
        """Check all parts."""
        report, questions = self.content.report, self.content.questions
        asked = [question for question in questions.values() if question.kind == "finding"]
        self._just("words", report.words, WORDS)
        self._just("sections", report.sections, [*(q.section for q in asked), *KINDS])
        known = {**questions, **self.content.measures}
        for part in ("topics", "signs"):
            for key in getattr(report, part):
                self.known("report.yaml", (part, key), key, known, "question")
        named = (report.topics, self.content.plan.topics, self.content.self_tests)
        for key in (*(q.id for q in asked), *self.content.measures):
            if not any(key in names for names in named):
                self.say("report.yaml", ("topics",), f"'{key}' has no short name. Add it.")
        for key, text in report.words.items():
            self._gaps(key, text)

    def _just(self, part: str, given: Collection[str], wanted: Iterable[str]) -> None:
        """Whether these ids stand there and no others."""
        wanted = list(dict.fromkeys(wanted))
        for key in wanted:
            if key not in given:
                self.say("report.yaml", (part,), f"'{key}' is missing. Add it.")
        for key in given:
            if key not in wanted:
                where = (part, key)
                self.say(
                    "report.yaml", where, f"'{key}' is never asked for. {nearest(key, wanted)}"
                )

    def _gaps(self, key: str, text: str) -> None:
        allowed = WORDS.get(key, ())
        try:
            found = {gap for _, gap, _, _ in Formatter().parse(text) if gap is not None}
        except ValueError:
            found = {""}
        if found != set(allowed):
            gaps = " and ".join(f"{{{gap}}}" for gap in allowed)
            use = f"Use {gaps}, each in its braces." if gaps else "Take every brace out."
            self.say("report.yaml", ("words", key), f"{key} has other gaps than are filled. {use}")
