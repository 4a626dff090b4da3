"""Checks of the diary's content: every number, word and measure that the code asks for is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from string import Formatter

from popliteal.knowledge.checker import Checker
from popliteal.knowledge.when import nearest

NUMBERS = (
    "slope_values",
    "slope_span_days",
    "window_days",
    "project_days",
    "early_entries",
    "early_points",
    "rise_above_start",
    "first_days",
    "first_rise_above",
    "recovered_entries",
    "recovered_most",
    "recovered_worst_most",
    "low_start",
    "flare_points",
    "ease_days",
    "confirm_entries",
    "review_day",
    "last_review_day",
    "care_share",
    "stale_days",
    "good_sessions",
    "morning_points",
    "relapse_points",
    "finish_days",
    "function_least",
    "moved_least",
)
OUTCOMES = ("nprs_stretch", "nprs_worst24", "psfs", "ake_home")
VERDICTS = (
    "too_early",
    "early_worse",
    "worse",
    "recovered",
    "clearly_better",
    "slightly_better",
    "no_change",
)
ADVICE = ("advance", "hold", "ease", "seek_care", "finished")
# The worst pain of the days tells how bad it is, so nobody is asked again.
DERIVED = "severity"
AFTER = ("settled", "sore", "worse", "tingling")
# What is filled into each reason; the others have no gap.
REASONS: Mapping[str, tuple[str, ...]] = {
    "first_entry": (),
    "stale": ("days",),
    "early_worse": (),
    "worse": (),
    "recovered": (),
    "clearly_better": (),
    "slightly_better": (),
    "no_change": (),
    "flare": (),
    "over_limit": ("exercise", "most"),
    "next_day": (),
    "tingling": (),
    "spreads": (),
    "good_sessions": ("exercise",),
    "two_weeks": (),
    "stuck": (),
    "relapse": (),
    "stage_done": ("stage",),
    "back_to_normal": (),
    "stands": ("date",),
    "looked": (),
    "unsure": (),
    "wrong_date": (),
    "care_little": (),
}


class DiaryChecker(Checker):
    """Whether nothing is missing, nothing is spare, and every range is in order."""

    def run(self) -> None:
        """Check all parts."""
        diary, outcomes = self.content.diary, self.content.outcomes
        self._just("outcomes.yaml", (), outcomes, OUTCOMES)
        for part, wanted in (
            ("numbers", NUMBERS),
            ("verdicts", VERDICTS),
            ("advice", ADVICE),
            ("after", AFTER),
            ("reasons", REASONS),
            ("signs", self._danger_signs()),
        ):
            self._just("diary.yaml", (part,), getattr(diary, part), wanted)
        for key, number in diary.numbers.items():
            where = ("numbers", key)
            self.ordered("diary.yaml", where, (number.low, number.value, number.high))
        for key, outcome in outcomes.items():
            values = (outcome.worthwhile_low, outcome.worthwhile, outcome.worthwhile_high)
            self.ordered("outcomes.yaml", (key, "worthwhile"), values)
            self._sources("outcomes.yaml", (key,), outcome.sources)
        for part in ("numbers", "reasons", "stages"):
            for key, record in getattr(diary, part).items():
                self._sources("diary.yaml", (part, key), record.sources)
        for key, reason in diary.reasons.items():
            self._gaps(key, reason.text)

    def _danger_signs(self) -> list[str]:
        """The questions that are asked again at each entry."""
        return [
            key
            for key, question in self.content.questions.items()
            if question.red_flag and question.priority == "screen" and key != DERIVED
        ]

    def _just(
        self, name: str, where: tuple[str, ...], given: Collection[str], wanted: Iterable[str]
    ) -> None:
        """Whether these ids stand there and no others."""
        wanted = list(wanted)
        for key in wanted:
            if key not in given:
                self.say(name, where, f"'{key}' is missing. Add it.")
        for key in given:
            if key not in wanted:
                self.say(name, (*where, key), f"'{key}' steers nothing. {nearest(key, wanted)}")

    def _sources(self, name: str, where: tuple[str, ...], sources: Iterable[str]) -> None:
        for source in sources:
            self.known(name, where, source, self.content.sources, "source in sources.yaml")

    def _gaps(self, key: str, text: str) -> None:
        where = ("reasons", key)
        try:
            found = [gap for _, gap, _, _ in Formatter().parse(text) if gap is not None]
        except ValueError:
            self.say("diary.yaml", where, f"{key} has a brace that is not closed. Close it.")
            return
        for gap in found:
            if gap not in REASONS.get(key, ()):
                text = f"{key} has the gap {{{gap}}}, which stays empty. Take it out."
                self.say("diary.yaml", where, text)
