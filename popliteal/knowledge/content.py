"""What the clinical content consists of, as frozen records.

The YAML files in this folder hold the values; `schema.py` checks them into these records and
`load.py` brings them in. Every record that carries a clinical number also carries its grade and
its sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen

Id = Annotated[str, MinLen(1)]
Text = Annotated[str, MinLen(1)]
Probability = Annotated[float, Gt(0), Lt(1)]
Disposition = Literal["self_care", "soon", "urgent", "emergency"]
Grade = Literal["A", "B", "C", "D"]
Basis = Literal["direct", "adapted", "expert"]
Sources = Annotated[tuple[Id, ...], MinLen(1)]
Group = Literal["muscle_tendon", "nerve", "nothing_wrong", "something_else"]
# What a clinician's finding looks at.
BodyPart = Literal["nerve", "muscle_tendon", "joint", "vessel"]
# How the body of a picture rests.
Position = Literal[
    "sitting_knee_extension",
    "sitting_slump",
    "sitting_on_edge",
    "lying_leg_raise",
    "standing_toe_touch",
    "long_sitting",
]
# A condition as written: {question: answer}, {all: [...]}, ... `when.py` reads it.
Condition = dict[str, Any]
AngleRange = tuple[float, float]
# [low, high], or [exactly].
Amount = Annotated[tuple[int, ...], MinLen(1), MaxLen(2)]

DISPOSITIONS: tuple[Disposition, ...] = ("self_care", "soon", "urgent", "emergency")
NOT_SURE = "not_sure"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked, its answers, and which answer is worse than which.

    Attributes
    ----------
    examines : what a clinician's finding looks at
    replaces : questions whose answers say nothing about causes once this one is answered: the
        finding measures what they guessed
    defers : answers of this finding under which the one question that it replaces tells more and
        counts instead; with them, which of its answers are read as which
    sums_up : share of this finding that the answer to another question has told already
    """

    id: Id
    section: Id
    question: Text
    answers: Annotated[dict[str, Text], MinLen(2)]
    why: Text
    sources: Sources
    kind: Literal["finding", "plan", "clinician"] = "finding"
    priority: Literal["screen", "core", "adaptive"] = "adaptive"
    red_flag: bool = False
    absent: str | None = None
    worse: tuple[tuple[Id, ...], ...] = ()
    ask_if: Condition | None = None
    how: str = ""
    self_test: Literal["provocation", "safety_check"] | None = None
    unsure_raises: bool = False
    not_sure: Text = "Not sure / cannot say"
    examines: BodyPart | None = None
    replaces: tuple[Id, ...] = ()
    defers: dict[Id, dict[Id, Id]] = field(default_factory=dict)
    sums_up: dict[Id, Probability] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """An answer that is a number; it sets limits in the plan and never acts on triage."""

    id: Id
    question: Text
    how: Text
    unit: Text
    low: float
    high: float
    why: Text
    sources: Sources


@dataclass(frozen=True, slots=True)
class Table:
    """How often each answer is given: by people with one cause, or by everybody (background).

    `n` is the effective sample size: the table is the mean of a Dirichlet with that total weight,
    which gives every probability its range.
    """

    p: dict[str, Probability]
    n: Annotated[float, Gt(0)]
    basis: Basis
    grade: Grade
    sources: Sources
    note: str = ""


@dataclass(frozen=True, slots=True)
class Prior:
    """Share of people with this complaint who have the cause, with a 90 % range."""

    value: Probability
    low: Probability
    high: Probability
    basis: Basis
    grade: Grade
    note: Text
    sources: Sources


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest disposition that the differential asks for, and why."""

    to: Disposition | None
    why: Text


@dataclass(frozen=True, slots=True)
class Course:
    """How long it usually takes."""

    text: Text
    expected_days: tuple[int, int]
    grade: Grade
    sources: Sources


@dataclass(frozen=True, slots=True)
class Cause:
    """One of the things that the pain could come from."""

    id: Id
    name: Text
    clinical_name: Text
    group: Group
    tissue: Text
    picture: Text
    seriousness: Literal["benign", "needs clinician", "urgent", "emergency"]
    prior: Prior
    when_leading: Disposition | None
    when_possible: Floor
    modifiers: dict[str, str]
    course: Course
    sources: Sources
    icd10: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A triage rule: when it fires, how soon to be seen, why, and on whose word.

    A person reads `sign` and `because`; `note` holds what only a clinician needs.
    """

    id: Id
    disposition: Disposition
    sign: Text
    because: Text
    grade: Grade
    sources: Sources
    when: Condition | None = None
    catches: tuple[Id, ...] = ()
    if_unsure: Literal["same", "one_lower", "list_only"] = "list_only"
    within_days: Annotated[int, Ge(1)] | None = None
    warning_sign: Id | None = None
    hidden_by: tuple[Id, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class WarningSign:
    """One of the four signs of the source article, in words and as answers."""

    id: Id
    text: Text
    definition: Condition
    sources: Sources


@dataclass(frozen=True, slots=True)
class QuickWords:
    """What is said instead when a rule gives no more than so many days to be seen."""

    days: Annotated[int, Ge(1)]
    heading: Text
    what_to_do: Text


@dataclass(frozen=True, slots=True)
class DispositionWords:
    """What a disposition says to a person."""

    id: Disposition
    heading: Text
    what_to_do: Text
    short: Text
    plan_heading: Text
    plan_note: Text
    quick: QuickWords | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """Range of joint angles that an exercise passes through: low and high, in degrees."""

    position: Text
    hip_flexion_deg: AngleRange
    knee_flexion_deg: AngleRange
    ankle_dorsiflexion_deg: AngleRange
    neck_flexion_deg: AngleRange
    grade: Grade
    trunk_flexion_deg: AngleRange = (0, 0)
    coupling: str = ""


@dataclass(frozen=True, slots=True)
class Dose:
    """How much and how often. The words of each field stand in `plan.yaml`."""

    start: Text | None = None
    ice_minutes: Amount | None = None
    ice_minutes_at_most: int | None = None
    hold_s: Amount | None = None
    reps: Amount | None = None
    sets: Amount | None = None
    seconds_per_rep: Amount | None = None
    rest_s: Amount | None = None
    effort_percent: Amount | None = None
    times_per_day: Amount | None = None
    sessions_per_week: Amount | None = None
    rest_hours: Amount | None = None
    every_hours: Amount | None = None
    every_minutes: Amount | None = None
    walk_minutes: Amount | None = None
    walks_per_day: Amount | None = None
    days: Amount | None = None
    days_at_least: int | None = None
    days_at_most: int | None = None
    on_days: tuple[int, ...] | None = None
    weeks: Amount | None = None
    until: Text | None = None
    pain_limit: float | None = None
    pain_limit_supervised: float | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do or to leave, whom it suits and what bars it.

    `get_help` says whom to call and when; an emergency page, which says so already, leaves it out.
    `goes_with` names actions of which one must be offered too. A `fallback` is offered when nothing
    else is but what everybody reads. A `stretch` is led to the best posture inside the own limit.
    """

    id: Id
    name: Text
    kind: Literal[
        "first_aid", "modify", "exercise", "rule", "advice", "analgesia", "safety", "review"
    ]
    what_to_do: Text
    evidence: Text
    grade: Grade
    sources: Sources
    bar_grade: Grade
    bar_sources: Sources
    who: Literal["lay", "clinician"] = "lay"
    safe_while_waiting: bool = False
    tell_the_person: tuple[Text, ...] = ()
    get_help: tuple[Text, ...] = ()
    avoid: tuple[Text, ...] = ()
    dose: Dose | None = None
    path: Path | None = None
    suits: tuple[Id, ...] = ()
    suits_all: bool = False
    dispositions: Annotated[tuple[Disposition, ...], MinLen(1)] = DISPOSITIONS
    fallback: bool = False
    stretch: bool = False
    goes_with: tuple[Id, ...] = ()
    offered_if: Condition | None = None
    offer_mode: Literal["all", "any", "offered_if_only"] = "all"
    barred_if: Condition | None = None
    barred_causes: tuple[Id, ...] = ()
    exclusive_group: str | None = None
    rank: int = 0
    not_with: tuple[Id, ...] = ()
    in_source_article: bool = False
    stop_if: str = ""
    progress: str = ""
    bar_reason: str = ""
    review: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Guidance:
    """A graded sentence of the plan: progression, regression, return to stretching, review.

    A review holds for its dispositions, and for plans made for a cause of one of its groups (none:
    any). Of several for one day the first that holds is said.
    """

    id: Id
    text: Text
    grade: Grade
    sources: Sources
    day: int | None = None
    dispositions: tuple[Disposition, ...] = ("self_care",)
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class CareSigns:
    """Signs that, once they appear, mean seeking care at one level."""

    disposition: Disposition
    signs: Annotated[tuple[Text, ...], MinLen(1)]
    grade: Grade
    sources: Sources


@dataclass(frozen=True, slots=True)
class PlanWords:
    """Sentences that the plan puts together; words in {} are filled in."""

    combined: Text
    bar_cause: Text
    bar_answer: Text
    bar_not_sure: Text
    bar_not_asked: Text
    waits: Text
    not_with: Text
    beyond_limit: Text
    hold: Text
    knee_range: Text
    knee_at: Text
    limit_unknown: Text
    limit_known: Text
    limit_eased: Text
    limit_free: Text
    best_stretch: Text
    best_foot: Text
    hip_limit: Text
    foot_limit: Text
    foot_pointed: Text
    head_limit: Text
    angles: dict[Id, Text]
    amount_range: Text
    listed: Text
    dose: dict[Id, Text]
    emergency_anywhere: Text
    advice_anywhere: Text
    advice_with_number: Text


@dataclass(frozen=True, slots=True)
class PlanRules:
    """What holds for every plan; `topics` names what a question is about."""

    questions: tuple[Id, ...]
    barred_from_probability: Annotated[float, Gt(0), Le(1)]
    barred_grade: Grade
    pain_limits: dict[str, float]
    progression: tuple[Guidance, ...]
    regression: tuple[Guidance, ...]
    return_to_stretch: tuple[Guidance, ...]
    review: tuple[Guidance, ...]
    seek_care: tuple[CareSigns, ...]
    topics: dict[Id, Text]
    words: PlanWords
    sources: Sources


@dataclass(frozen=True, slots=True)
class Dependence:
    """Questions whose answers show one underlying state, and how strongly they do.

    `members` say together what the state is; `followers` obey it and have no say.
    """

    id: Id
    members: Annotated[tuple[Id, ...], MinLen(2)]
    strength: Annotated[float, Ge(0)]
    low: Annotated[float, Ge(0)]
    high: Annotated[float, Ge(0)]
    grade: Grade
    reason: Text
    sources: Sources
    followers: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class HiddenTests:
    """When a kind of home test is not offered."""

    dispositions: tuple[Disposition, ...]
    hidden_if: Condition
    reason: Text
    sources: Sources


@dataclass(frozen=True, slots=True)
class JointAngles:
    """One posture of a picture, in degrees: what the figure can show."""

    hip_flexion_deg: Annotated[float, Ge(-20), Le(120)]
    knee_flexion_deg: Annotated[float, Ge(0), Le(120)]
    ankle_dorsiflexion_deg: Annotated[float, Ge(-40), Le(30)]
    neck_flexion_deg: Annotated[float, Ge(-20), Le(40)] = 0
    trunk_flexion_deg: Annotated[float, Ge(0), Le(40)] = 0


@dataclass(frozen=True, slots=True)
class SelfTest:
    """How a home test is shown: the movement, three short steps, and when to stop."""

    id: Id
    name: Text
    position: Position
    start: JointAngles
    end: JointAngles
    start_words: Text
    end_words: Text
    steps: tuple[Text, Text, Text]
    stop_if: Text
    grade: Grade
    sources: Sources


@dataclass(frozen=True, slots=True)
class Preset:
    """A posture that one tap brings up."""

    id: Id
    name: Text
    words: Text
    position: Position
    posture: JointAngles
    grade: Grade
    sources: Sources


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number that steers a decision."""

    value: float
    low: float
    high: float
    grade: Grade
    why: Text
    sources: Sources


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the diary measures, and the smallest change of it that counts, with its range.

    `much` is what people call much better; the percentages are shares of where somebody began.
    """

    id: Id
    name: Text
    instrument: Text
    use: Text
    licence: Text
    low: float
    high: float
    better: Literal["lower", "higher"]
    worthwhile: Annotated[float, Gt(0)]
    worthwhile_low: Annotated[float, Gt(0)]
    worthwhile_high: Annotated[float, Gt(0)]
    grade: Grade
    sources: Sources
    much: Annotated[float, Gt(0)] | None = None
    worthwhile_percent: Annotated[float, Gt(0), Lt(100)] | None = None
    much_percent: Annotated[float, Gt(0), Lt(100)] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One piece of advice of the diary, in words."""

    heading: Text
    text: Text


@dataclass(frozen=True, slots=True)
class DiaryReason:
    """Why the diary advises something; words in {} are filled in."""

    text: Text
    grade: Grade
    sources: Sources


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the way back: what it is for, and what must hold before the next one.

    `sessions` says whether sessions of exercise must have gone well before moving on.
    """

    name: Text
    what: Text
    move_on: Text
    most_worst_pain: Annotated[float, Ge(0), Le(10)]
    most_stretch_pain: Annotated[float, Ge(0), Le(10)]
    least_days: Annotated[int, Ge(1)]
    sessions: bool
    grade: Grade
    sources: Sources


@dataclass(frozen=True, slots=True)
class DiaryRules:
    """What holds for every diary: its numbers, what they mean, and the words for it."""

    numbers: dict[Id, Threshold]
    verdicts: dict[Id, Text]
    advice: dict[Id, NextStep]
    reasons: dict[Id, DiaryReason]
    stages: Annotated[dict[Id, Stage], MinLen(2)]
    after: dict[Id, Text]
    signs: dict[Id, Text]
    relapse: Text


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The words of the clinician's report.

    `topics` says in a few words what a question is about, where nothing else does; `signs` what the
    danger sign is called where the topic does not name one; `sections` names the parts of the
    interview.
    """

    words: dict[Id, Text]
    topics: dict[Id, Text]
    signs: dict[Id, Text]
    sections: dict[Id, Text]


@dataclass(frozen=True, slots=True)
class Source:
    """A reference."""

    id: Id
    title: Text
    authors: str = ""
    year: str = ""
    where: str = ""
    url: str = ""
    doi: str = ""
    pmid: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """Whom to call in one country."""

    id: Id
    name: Text
    emergency: Text
    sources: Sources
    advice: Text | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Retired:
    """An id that had to go, and how a stored answer is read now."""

    question: Id
    how: Text
    answer: str | None = None
    read_as: str | None = None
    also_for: tuple[Id, ...] = ()
    keep_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """All clinical content, as it stands in the files."""

    version: Text
    fingerprint: Text
    questions: Mapping[str, Question]
    measures: Mapping[str, Measure]
    causes: Mapping[str, Cause]
    likelihoods: Mapping[str, Mapping[str, Table]]
    background: Mapping[str, Table]
    rules: Mapping[str, Rule]
    warning_signs: Mapping[str, WarningSign]
    dispositions: Mapping[str, DispositionWords]
    actions: Mapping[str, Action]
    plan: PlanRules
    dependence: Mapping[str, Dependence]
    hidden_tests: Mapping[str, HiddenTests]
    self_tests: Mapping[str, SelfTest]
    presets: Mapping[str, Preset]
    thresholds: Mapping[str, Threshold]
    outcomes: Mapping[str, Outcome]
    diary: DiaryRules
    report: ReportWords
    sources: Mapping[str, Source]
    regions: Mapping[str, Region]
    retired: tuple[Retired, ...]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """One text in another language, and the mark of the English text that it says."""

    of: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Translation:
    """The words of one language. `notice` tells its readers how far to trust them.

    `name` is what its speakers call it; `texts` holds the words by the id of the text.
    """

    name: Text
    status: Literal["machine_translated", "translated", "clinically_reviewed"]
    notice: Text
    texts: dict[Id, Wording]
    direction: Literal["ltr", "rtl"] = "ltr"
