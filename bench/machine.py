"""The machine that a figure was measured on: without it, no time means anything."""

import os
import platform
from pathlib import Path

IDLE_LOAD = 1.0


def machine() -> str:
    """Processor, system and Python."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), "")
    return f"{model or platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0))


def load_average() -> float:
    """How many processes wanted a core, on average over the last minute."""
    return os.getloadavg()[0]


def business(load: float) -> str:
    """Whether others worked on it too when the run began, in a sentence."""
    said = f"Before the run its load was {load:.1f}"
    if load > IDLE_LOAD:
        return f"It was not idle. {said}: others waited for the cores as well."
    return f"It was idle. {said}."
