"""A knowledge folder small enough to break: two causes, four questions, two rules."""

import json
import shutil
from dataclasses import MISSING, fields
from pathlib import Path

from popliteal.knowledge import yamlfile
from popliteal.knowledge.check_diary import ADVICE, AFTER, NUMBERS, OUTCOMES, REASONS, VERDICTS
from popliteal.knowledge.check_numbers import THRESHOLDS
from popliteal.knowledge.check_report import KINDS, WORDS
from popliteal.knowledge.content import DISPOSITIONS, DispositionWords, Dose, PlanWords
from popliteal.knowledge.phrases import PHRASES

SMALL = Path(__file__).with_name("small")
BROKEN = Path(__file__).with_name("broken")


def small_folder(parent):
    """Write the small folder, complete and without a mistake; it lies in the parent folder."""
    folder = parent / "knowledge"
    shutil.copytree(SMALL, folder)
    for path in SMALL.glob("*.yaml"):
        replace_file(folder, path.name, path.read_text(encoding="utf-8"))
    return folder


def replace_file(folder, name, text):
    """Write another text in place of one file, and add what no test is about."""
    (folder / name).write_text(text + FILLED_IN.get(name, lambda _: "")(text), encoding="utf-8")


def other_thresholds(text):
    """Write the numbers that the code steers by; which they are changes with the code."""
    line = "{value: 1, low: 1, high: 1, why: Any., grade: D, sources: [expert]}\n"
    return "".join(f"{key}: {line}" for key in THRESHOLDS if f"{key}:" not in text)


def plan_words(_):
    """Write the sentences of the plan; no test is about them."""
    words = {field.name: "Any." for field in fields(PlanWords)}
    words |= {"angles": {"5": "straight"}, "dose": {field.name: "Any." for field in fields(Dose)}}
    return f"words: {json.dumps(words)}\n"


def other_dispositions(text):
    """Write the words for the dispositions that the file leaves out."""
    needed = [field.name for field in fields(DispositionWords)[1:] if field.default is MISSING]
    words = json.dumps(dict.fromkeys(needed, "Any."))
    return "".join(f"{key}: {words}\n" for key in DISPOSITIONS if f"{key}:" not in text)


def other_words(text):
    """Write the words that the program asks for; no test is about them."""
    return "".join(f"{key}: Any.\n" for key in PHRASES if f"{key}:" not in text)


def other_outcomes(text):
    """Write what the diary measures; most tests are not about it."""
    entry = json.dumps(
        dict.fromkeys(("name", "instrument", "use", "licence"), "0.")
        | {"low": 0, "high": 10, "better": "lower", "grade": "D", "sources": ["expert"]}
        | dict.fromkeys(("worthwhile", "worthwhile_low", "worthwhile_high"), 1)
    )
    return "".join(f"{key}: {entry}\n" for key in OUTCOMES if f"{key}:" not in text)


def diary_parts(text):
    """Write the parts of the diary that a file leaves out; words without letters are no text."""
    graded = {"grade": "D", "sources": ["expert"]}
    number = {"value": 1, "low": 1, "high": 1, "why": "0.", **graded}
    limits = {"most_worst_pain": 1, "most_stretch_pain": 1, "least_days": 1, "sessions": False}
    stage = {"name": "0.", "what": "0.", "move_on": "0.", **limits, **graded}
    parts = {
        "numbers": dict.fromkeys(NUMBERS, number),
        "verdicts": dict.fromkeys(VERDICTS, "0."),
        "advice": {key: {"heading": "0.", "text": "0."} for key in ADVICE},
        "reasons": {key: {"text": "0.", **graded} for key in REASONS},
        "stages": {"first": stage, "second": stage},
        "after": dict.fromkeys(AFTER, "0."),
        "signs": {"calf_swelling": "0."},
        "relapse": "0.",
    }
    return "".join(
        f"{key}: {json.dumps(part)}\n" for key, part in parts.items() if f"{key}:" not in text
    )


def report_parts(text):
    """Write the words of the report; words without letters are no text, and gaps are gaps."""
    words = {key: "".join(f"{{{gap}}}" for gap in gaps) or "0." for key, gaps in WORDS.items()}
    asked = yamlfile.parse((SMALL / "questions.yaml").read_text(encoding="utf-8"), "small").data
    measures = yamlfile.parse((SMALL / "measures.yaml").read_text(encoding="utf-8"), "small").data
    sections = dict.fromkeys((*(q["section"] for q in asked.values()), *KINDS), "0.")
    parts = {
        "words": words,
        "topics": dict.fromkeys((*asked, *measures), "0."),
        "signs": {},
        "sections": sections,
    }
    return "".join(
        f"{key}: {json.dumps(part)}\n" for key, part in parts.items() if f"{key}:" not in text
    )


FILLED_IN = {
    "outcomes.yaml": other_outcomes,
    "diary.yaml": diary_parts,
    "report.yaml": report_parts,
    "words.yaml": other_words,
    "thresholds.yaml": other_thresholds,
    "plan.yaml": plan_words,
    "dispositions.yaml": other_dispositions,
}


def said_in(text):
    """Read off a broken text which file it stands for, and what must be said of it."""
    lines = text.splitlines()
    name = lines[0].removeprefix("# in: ")
    return name, [x.removeprefix("# says: ") for x in lines if x.startswith("# says: ")]
