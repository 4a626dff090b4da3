"""Write docs/terminal.svg: the terminal as a person sees it, taken from a real run.

One question and the head of the advice, with the person's lines typed in. Nothing in the picture
depends on the day or the machine. `python docs/terminal_picture.py`
"""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from popliteal.interview import Interview, choices
from popliteal.knowledge.content import NOT_SURE, Measure
from popliteal.knowledge.load import load

TARGET = Path(__file__).with_name("terminal.svg")
COLUMNS = 80
# Someone whose pain answers to the neck and the toes: what the article calls the nerve.
ANSWERS = {
    "age_band": "30_44",
    "onset_mode": "gradual",
    "duration": "3_14d",
    "pain_word": "burn_electric",
    "pins_needles": "with_stretch",
    "spread": "calf",
    "mech_pattern": "only_stretch",
    "st_chin_down": "more",
    "st_look_up": "less",
    "st_toes_up": "more",
    "st_other_leg": "none",
    "knee_angle_deg": 25,
}
SHOWN_QUESTION = "calf_swelling"
# So many lines of the advice: the card, why, and the first cause with its reasons.
ADVICE_LINES = 34


def typed() -> list[str]:
    """The lines that this person types; a danger sign that is not named is not there."""
    talk = Interview(load())
    lines = []
    while (step := talk.step()) is not None:
        if isinstance(step, Measure):
            value = ANSWERS.get(step.id)
            lines.append("s" if value is None else f"{value:g}")
            talk.answer(step.id, value)
        else:
            answer = ANSWERS.get(step.id, step.absent or NOT_SURE)
            lines.append(str([*choices(step)].index(answer) + 1))
            talk.answer(step.id, answer)
    return lines


def visit() -> str:
    """What `popliteal ask` prints to them, with its colours."""
    done = subprocess.run(
        [sys.executable, "-m", "popliteal", "ask"],
        input="\n".join(typed()) + "\n",
        env={**os.environ, "COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "TERM": "xterm-256color"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def shown(output: str) -> list[str]:
    """The lines in the picture: the command, one question, and the head of the advice."""
    question = load().questions[SHOWN_QUESTION].question[:30]
    lines = output.splitlines()
    words = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
    at = next(i for i, line in enumerate(words) if question in line) - 2
    end = next(i for i in range(at, len(lines)) if words[i].startswith("> "))
    card = next(i for i, line in enumerate(words) if " AT HOME " in line)
    return ["$ popliteal ask", "", *lines[at : end + 1], "", *lines[card : card + ADVICE_LINES]]


def terminal_picture() -> str:
    """The picture as SVG."""
    console = Console(
        record=True, width=COLUMNS, file=StringIO(), force_terminal=True, color_system="truecolor"
    )
    for line in shown(visit()):
        console.print(Text.from_ansi(line))
    svg = console.export_svg(title="popliteal ask", unique_id="popliteal")
    # Rich names a font on an outside host; the reader's own will do.
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    TARGET.write_text(terminal_picture(), encoding="utf-8")
    print(f"wrote {TARGET.name}")
