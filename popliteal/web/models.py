"""The tables: a diary and its entries, and who came to it when. All SQL of Popliteal begins here.

The pure rules check every entry before it gets here. What must hold whatever the code does is said
once more as a constraint of the database.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

_ID = 40


def _from_0_to(most: int, name: str) -> models.CheckConstraint:
    """Nothing, or a number of the scale."""
    told = Q(**{f"{name}__gte": 0, f"{name}__lte": most})
    return models.CheckConstraint(
        condition=Q(**{f"{name}__isnull": True}) | told, name=f"{name}_in_range"
    )


class DiaryRow(models.Model):
    """The diary of one account, or of this device.

    Attributes
    ----------
    answers : pairs of question id and answer, in the order of asking
    activities : names of up to three things that the person wants to do again
    time_zone : where the person is, so that *today* is their day
    keep_days : days after the last use until it is deleted; None: kept until it is erased
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="diary"
    )
    on_device = models.BooleanField(default=False)
    started = models.DateField()
    began = models.DateField(null=True)
    answers = models.JSONField(default=list)
    activities = models.JSONField(default=list)
    region = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64)
    keep_days = models.PositiveSmallIntegerField(null=True)
    used_at = models.DateTimeField()

    class Meta:
        """One diary for each account, and one for the device."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, on_device=False)
                | Q(owner__isnull=True, on_device=True),
                name="account_or_device",
            ),
            models.UniqueConstraint(
                fields=["on_device"], condition=Q(on_device=True), name="one_for_the_device"
            ),
        ]

    def __str__(self) -> str:
        return f"diary {self.pk}"


class EntryRow(models.Model):
    """One entry.

    Attributes
    ----------
    key : made with the form that the entry was written in, so that a form sent twice counts once
    revision : grows with each change; who changes an old one is told
    before : what stood here before the last change, to be taken back
    removed_at : deleted, and for a while still to be brought back
    """

    diary = models.ForeignKey(DiaryRow, models.CASCADE, related_name="entries")
    key = models.UUIDField(default=uuid.uuid4)
    revision = models.PositiveIntegerField(default=1)
    day = models.DateField()
    worst_pain = models.SmallIntegerField(null=True)
    stretch_pain = models.SmallIntegerField(null=True)
    knee_angle_deg = models.FloatField(null=True)
    spread = models.CharField(max_length=_ID, null=True)  # noqa: DJ001  # not said is not empty
    morning_stiff = models.CharField(max_length=_ID, null=True)  # noqa: DJ001  # as above
    after = models.CharField(max_length=_ID, null=True)  # noqa: DJ001  # as above
    done = models.JSONField(default=dict)
    activities = models.JSONField(default=dict)
    signs = models.JSONField(default=dict)
    seen = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    before = models.JSONField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """An entry is found by its key, inside its diary; scales hold in the database as well."""

        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["diary", "key"], name="each_form_once"),
            _from_0_to(10, "worst_pain"),
            _from_0_to(10, "stretch_pain"),
            _from_0_to(90, "knee_angle_deg"),
        ]
        indexes: ClassVar = [models.Index(fields=["diary", "day"], name="entries_by_day")]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class AccessRow(models.Model):
    """That somebody came to an account, and what for; never what was written there."""

    class What(models.TextChoices):
        """What was done."""

        OPENED = "opened", _("The diary was opened")
        SIGNED_IN = "signed_in", _("Somebody signed in")
        REFUSED = "refused", _("A wrong passphrase was given")
        EXPORTED = "exported", _("The diary was saved as a file")
        IMPORTED = "imported", _("Entries were taken in from a file")
        NEW_PASSPHRASE = "new_passphrase", _("The passphrase was changed")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="accesses")
    at = models.DateTimeField()
    what = models.CharField(max_length=_ID, choices=What.choices)

    class Meta:
        """The newest first."""

        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["owner", "-at"], name="accesses_by_owner")]

    def __str__(self) -> str:
        return f"access {self.pk}"
