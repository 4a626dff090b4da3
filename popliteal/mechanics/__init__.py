"""Tissue loads of a posture, and the region where it stays pain-free."""

from __future__ import annotations

from popliteal.mechanics.body import Person, fit_person
from popliteal.mechanics.loading import Loads, MuscleLoad, NerveLoad, loads

__all__ = ["Loads", "MuscleLoad", "NerveLoad", "Person", "fit_person", "loads"]
