"""The interview as a picture: every question in its section and its turn, and what it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape

from popliteal.cli.screen import PLAN_SECTION, SECTIONS
from popliteal.knowledge.content import Question
from popliteal.knowledge.load import Knowledge
from popliteal.knowledge.when import questions

_COLUMNS = {
    "screen": "Always, first",
    "core": "Of nearly everyone",
    "adaptive": "When the answer helps",
}
_BOX, _GUTTER, _NAMES, _TOP = 260, 130, 110, 100
_LANE, _LANES = 7, 16
_LETTERS, _LINE, _PAD, _GAP, _BAND = 42, 14, 8, 10, 26
_TEXT = 'role="img" aria-labelledby="title about" font-family="sans-serif" font-size="11"'
_ABOUT = "An exclamation mark: a danger sign. A dashed frame: a test at home."
_STYLE = """
  .page { fill: #fff } .band { fill: #f3f5f7 } .box { fill: #fff; stroke: #50606e }
  .red { stroke: #b10e1e; stroke-width: 2.5 } .test { stroke-dasharray: 5 3 }
  .edge { fill: none; stroke: #5a7fa8; stroke-width: 1.2; opacity: .65 }
  text { fill: #1b2730 } .id { font-weight: bold } .if { fill: #2d5580; font-style: italic }
  .mark { fill: #b10e1e; font-weight: bold }
  @media (prefers-color-scheme: dark) {
    .page { fill: #14191d } .band { fill: #1c2329 } .box { fill: #232c33; stroke: #9fb0bd }
    .red { stroke: #ff7b86 } text { fill: #e6edf2 } .if { fill: #9cc4ef } .mark { fill: #ff7b86 }
    .edge { stroke: #7fa9d6 }
  }
"""


@dataclass(frozen=True, slots=True)
class _Box:
    """One question, placed; `band` is the top of its section, in pixels."""

    question: Question
    lines: tuple[str, ...]
    needs: tuple[str, ...]
    column: int
    y: int
    band: int

    @property
    def x(self) -> int:
        return _NAMES + _GUTTER + self.column * (_BOX + _GUTTER)

    @property
    def height(self) -> int:
        return 2 * _PAD + _LINE * (1 + len(self.lines) + len(self.needs))

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class _Band:
    """One section, from its top to its bottom, in pixels."""

    name: str
    top: int
    bottom: int


def draw_interview(kb: Knowledge) -> str:
    """Draw the interview as SVG.

    Sections run from top to bottom, turns from left to right; a line leads from a question to those
    that are only asked after some of its answers.

    Examples
    --------
    >>> from popliteal.knowledge.load import load
    >>> kb = load()
    >>> asked = [question for question in kb.questions.values() if question.kind != "clinician"]
    >>> draw_interview(kb).count('class="box') == len(asked)
    True
    """
    boxes, bands = _place(kb)
    width = _NAMES + len(_COLUMNS) * (_BOX + _GUTTER) + 20
    height = bands[-1].bottom + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {_TEXT}>',
        '<title id="title">The questions of Popliteal</title>',
        f'<desc id="about">{len(boxes)} questions by section and by turn. {_ABOUT}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="page" width="{width}" height="{height}"/>',
        *_heads(),
        *(part for band in bands for part in _band(band, width)),
        *_edges(boxes),
        *(part for box in boxes.values() for part in _box(box)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _place(kb: Knowledge) -> tuple[dict[str, _Box], list[_Band]]:
    boxes: dict[str, _Box] = {}
    bands: list[_Band] = []
    y = _TOP
    for section, name in {**SECTIONS, "plan": PLAN_SECTION}.items():
        asked = [q for q in kb.questions.values() if q.kind != "clinician" and _row(q) == section]
        ends = dict.fromkeys(range(len(_COLUMNS)), y + _BAND)
        for question in asked:
            column = [*_COLUMNS].index(question.priority)
            words, needs = _lines(question.question), _needs(question.id, kb)
            box = _Box(question, words, needs, column, ends[column], y)
            boxes[question.id] = box
            ends[column] = box.y + box.height + _GAP
        bands.append(_Band(name, y, max(ends.values())))
        y = bands[-1].bottom + _GAP
    return boxes, bands


def _row(question: Question) -> str:
    return "plan" if question.kind == "plan" else question.section


def _lines(text: str) -> tuple[str, ...]:
    return tuple(wrap(text, _LETTERS, max_lines=3, placeholder=" …"))


def _needs(question: str, kb: Knowledge) -> tuple[str, ...]:
    if question not in kb.when.ask_if:
        return ()
    names = ", ".join(key for key in kb.questions if key in questions(kb.when.ask_if[question]))
    return tuple(wrap(f"depends on {names}", _LETTERS))


def _heads() -> Iterator[str]:
    yield '<text class="id" x="12" y="30" font-size="18">The questions of Popliteal</text>'
    yield (
        '<text x="12" y="52"><tspan class="mark">!</tspan> and a red frame: a danger sign. '
        "Dashed frame: a test at home. Blue line: asked only after some answers.</text>"
    )
    for at, name in enumerate(_COLUMNS.values()):
        x = _NAMES + _GUTTER + at * (_BOX + _GUTTER)
        yield f'<text class="id" x="{x}" y="{_TOP - 14}" font-size="14">{name}</text>'


def _band(band: _Band, width: int) -> Iterator[str]:
    height = band.bottom - band.top
    yield f'<rect class="band" x="6" y="{band.top}" width="{width - 12}" height="{height}" rx="6"/>'
    for at, line in enumerate(wrap(band.name, 18)):
        yield f'<text class="id" x="14" y="{band.top + 20 + at * _LINE}">{escape(line)}</text>'


def _box(box: _Box) -> Iterator[str]:
    question = box.question
    red = " red" if question.red_flag else ""
    test = " test" if question.self_test else ""
    yield (
        f'<rect class="box{red}{test}" x="{box.x}" y="{box.y}" width="{_BOX}" '
        f'height="{box.height}" rx="4"/>'
    )
    mark = '<tspan class="mark">! </tspan>' if question.red_flag else ""
    y = box.y + _PAD + 10
    yield f'<text class="id" x="{box.x + _PAD}" y="{y}">{mark}{question.id}</text>'
    for line in _styled(box):
        y += _LINE
        yield line.format(x=box.x + _PAD, y=y)


def _styled(box: _Box) -> Iterable[str]:
    for line in box.lines:
        yield f'<text x="{{x}}" y="{{y}}">{_literal(line)}</text>'
    for line in box.needs:
        yield f'<text class="if" x="{{x}}" y="{{y}}">{_literal(line)}</text>'


def _literal(line: str) -> str:
    return escape(line).replace("{", "{{").replace("}", "}}")


def _edges(boxes: Mapping[str, _Box]) -> Iterator[str]:
    """Lines in the gutters, one lane for each question that others hang on."""
    lanes: dict[tuple[int, str], int] = {}
    for end in boxes.values():
        named = " ".join(end.needs).removeprefix("depends on ").split(", ")
        for name in named:
            if name in boxes:
                yield f'<path class="edge" d="{_route(boxes[name], end, lanes)}"/>'


def _route(start: _Box, end: _Box, lanes: dict[tuple[int, str], int]) -> str:
    """A way that crosses no box: down in the gutters, across between the sections."""
    onward = end.column > start.column
    leaves = start.x + _BOX if onward else start.x
    out, into = start.column + onward, end.column
    first = _lane(out, start.question.id, lanes)
    if out == into:
        return f"M{leaves} {start.middle:g} H{first} V{end.middle:g} H{end.x}"
    last = _lane(into, start.question.id, lanes)
    across = end.band - _GAP / 2
    return f"M{leaves} {start.middle:g} H{first} V{across:g} H{last} V{end.middle:g} H{end.x}"


def _lane(gutter: int, source: str, lanes: dict[tuple[int, str], int]) -> int:
    taken = sum(1 for other, _ in lanes if other == gutter)
    lane = lanes.setdefault((gutter, source), taken % _LANES)
    return _NAMES + gutter * (_BOX + _GUTTER) + 8 + lane * _LANE
