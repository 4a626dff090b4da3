"""Popliteal: what pain behind the knee in a hamstring stretch could be, and what to do today.

Education and research. Not a certified medical device, no replacement for a clinician, and not yet
reviewed by one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from popliteal.assessment import Assessment, assess, next_question
    from popliteal.errors import AnswerError, KnowledgeError, PoplitealError, PostureError
    from popliteal.knowledge.load import load
    from popliteal.mechanics import loads

__version__ = "0.1.0"

# A name is imported when it is first used: a program that only asks for a posture need not load the
# clinical content, and `popliteal --help` needs neither.
_HOME = {
    "AnswerError": "popliteal.errors",
    "Assessment": "popliteal.assessment",
    "KnowledgeError": "popliteal.errors",
    "PoplitealError": "popliteal.errors",
    "PostureError": "popliteal.errors",
    "assess": "popliteal.assessment",
    "load": "popliteal.knowledge.load",
    "loads": "popliteal.mechanics",
    "next_question": "popliteal.assessment",
}

__all__ = [
    "AnswerError",
    "Assessment",
    "KnowledgeError",
    "PoplitealError",
    "PostureError",
    "assess",
    "load",
    "loads",
    "next_question",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'popliteal' has no attribute '{name}'")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
