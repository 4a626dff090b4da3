"""Day by day to recovery, or to a clinician in time: from entries to trend and advice.

Pure: today is an argument, and nothing is stored here.
"""

from popliteal.diary.advice import Day, Move, Why, advise, follow
from popliteal.diary.entries import Diary, Entry
from popliteal.diary.exchange import read_csv, read_json, write_csv, write_json
from popliteal.diary.planning import assess_today, plan_today, remembered
from popliteal.diary.progress import Change, changes
from popliteal.diary.reading import read_diary, read_entries, read_entry
from popliteal.diary.reassessment import Reassessment, newest_answers, reassess
from popliteal.diary.trend import Trend, judge, slope_with_interval

__all__ = [
    "Change",
    "Day",
    "Diary",
    "Entry",
    "Move",
    "Reassessment",
    "Trend",
    "Why",
    "advise",
    "assess_today",
    "changes",
    "follow",
    "judge",
    "newest_answers",
    "plan_today",
    "read_csv",
    "read_diary",
    "read_entries",
    "read_entry",
    "read_json",
    "reassess",
    "remembered",
    "slope_with_interval",
    "write_csv",
    "write_json",
]
