"""The addresses. None of them ever holds an answer; a question's id says only what was asked."""

from __future__ import annotations

from django.urls import path

from popliteal.web import pages
from popliteal.web.views import (
    accounts,
    choices,
    examination,
    figure,
    leaving,
    outcome,
    question,
    start,
)
from popliteal.web.views.diary import (
    checkin,
    entries,
    erasing,
    files,
    history,
    picture,
    reminders,
    report,
    settings,
    today,
)

urlpatterns = [
    path("", start.start, name="start"),
    path("begin/", start.begin, name="begin"),
    path("question/<slug:key>/", question.ask, name="question"),
    path("change/<slug:key>/", question.change, name="change"),
    path("check/", outcome.check, name="check"),
    path("result/", outcome.result, name="result"),
    path("plan/", outcome.plan, name="plan"),
    path("summary/", outcome.summary, name="summary"),
    path("summary/report.pdf", outcome.report, name="report"),
    path("clinician/", examination.clinician, name="clinician"),
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
    path("diary/", today.today, name="today"),
    path("diary/begin/", settings.begin, name="diary_begin"),
    path("diary/settings/", settings.change, name="diary_settings"),
    path("diary/check-in/", checkin.check_in, name="check_in"),
    path("diary/ask-again/", checkin.ask_again, name="ask_again"),
    path("diary/danger/<slug:key>/", checkin.danger, name="danger"),
    path("diary/plan/", today.plan, name="diary_plan"),
    path("diary/report/", report.page, name="diary_report"),
    path("diary/report.pdf", report.file, name="diary_report_file"),
    path("diary/check-again/", picture.check_again, name="check_again"),
    path("diary/take-over/", picture.take_over, name="take_over"),
    path("diary/changed/", picture.picture, name="picture"),
    path("diary/history/", history.history, name="history"),
    path("diary/entry/<uuid:key>/edit/", entries.edit, name="entry_edit"),
    path("diary/entry/<uuid:key>/delete/", entries.remove, name="entry_delete"),
    path("diary/entry/<uuid:key>/bring-back/", entries.bring_back, name="entry_bring_back"),
    path("diary/entry/<uuid:key>/undo/", entries.undo, name="entry_undo"),
    path("diary/files/", files.files, name="files"),
    path("diary/files/diary.json", files.whole, name="file_whole"),
    path("diary/files/diary.csv", files.table, name="file_table"),
    path("diary/files/look/", files.upload, name="upload"),
    path("diary/files/take-in/", files.confirm, name="file_confirm"),
    path("diary/reminders/", reminders.reminders, name="reminders"),
    path("diary/erase/", erasing.erase, name="diary_erase"),
    path("account/new/", accounts.sign_up, name="sign_up"),
    path("account/sign-in/", accounts.sign_in, name="sign_in"),
    path("account/sign-out/", accounts.sign_out, name="sign_out"),
    path("account/", accounts.account, name="account"),
    path("privacy/", start.privacy, name="privacy"),
    path("health/", start.health, name="health"),
]
handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.broken
