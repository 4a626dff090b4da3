"""The addresses. None of them ever holds an answer; a question's id says only what was asked."""

from __future__ import annotations

from django.urls import path

from popliteal.web import pages
from popliteal.web.views import choices, figure, leaving, outcome, question, start

urlpatterns = [
    path("", start.start, name="start"),
    path("begin/", start.begin, name="begin"),
    path("question/<slug:key>/", question.ask, name="question"),
    path("change/<slug:key>/", question.change, name="change"),
    path("check/", outcome.check, name="check"),
    path("result/", outcome.result, name="result"),
    path("plan/", outcome.plan, name="plan"),
    path("summary/", outcome.summary, name="summary"),
    path("plan/calendar/", figure.calendar, name="calendar"),
    path("see-why/", figure.see_why, name="see_why"),
    path("knee/", figure.knee, name="knee"),
    path("save/", outcome.save, name="save"),
    path("keep/", outcome.keep, name="keep"),
    path("choices/", choices.choose, name="choices"),
    path("again/", leaving.again, name="again"),
    path("erased/", leaving.erased, name="erased"),
    path("ended/", leaving.ended, name="ended"),
    path("hide/", leaving.hide, name="hide"),
    path("privacy/", start.privacy, name="privacy"),
    path("health/", start.health, name="health"),
]
handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.broken
