"""What to do today and what to leave, with which dose, when to look again and when to seek care."""

from popliteal.plan.cards import Offer
from popliteal.plan.making import Plan, make_plan
from popliteal.plan.offers import Refusal
from popliteal.plan.regions import Numbers, numbers
from popliteal.plan.timers import ExerciseTimer, IceTimer, exercise_timer, ice_timer

__all__ = [
    "ExerciseTimer",
    "IceTimer",
    "Numbers",
    "Offer",
    "Plan",
    "Refusal",
    "exercise_timer",
    "ice_timer",
    "make_plan",
    "numbers",
]
