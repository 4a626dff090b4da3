"""The fields of the diary's forms: scales of 0 to 10, choices, lists, each with its problem."""

from __future__ import annotations

from typing import Any

from django import forms, template

from popliteal.knowledge.content import Disposition
from popliteal.triage import LEVEL

register = template.Library()


def _field(form: forms.BaseForm, name: str, legend: str) -> dict[str, Any]:
    """What every field shows."""
    bound = form[name]
    field: Any = form.fields[name]
    value = bound.value()
    return {
        "name": name,
        "legend": legend or field.label,
        "errors": [*bound.errors],
        "value": "" if value is None else value,
        "options": getattr(field, "choices", []),
    }


@register.inclusion_tag("diary/scale.html")
def scale(form: forms.BaseForm, name: str, legend: str, low: str, high: str) -> dict[str, Any]:
    """A row of numbers with words at both ends."""
    return {**_field(form, name, legend), "low": low, "high": high}


@register.inclusion_tag("diary/pick.html")
def pick(form: forms.BaseForm, name: str, legend: str = "") -> dict[str, Any]:
    """One of a few answers."""
    return _field(form, name, legend)


@register.inclusion_tag("diary/tick.html")
def tick(form: forms.BaseForm, name: str, legend: str, apart: int = 0) -> dict[str, Any]:
    """Any of a list; the last ones stand apart."""
    found = _field(form, name, legend)
    at = len(found["options"]) - apart
    return {**found, "rest": found["options"][at:], "options": found["options"][:at]}


@register.inclusion_tag("diary/select.html")
def select(form: forms.BaseForm, name: str, legend: str = "", hint: str = "") -> dict[str, Any]:
    """One of a longer list."""
    return {**_field(form, name, legend), "hint": hint}


@register.inclusion_tag("diary/text.html")
def text(
    form: forms.BaseForm,
    name: str,
    legend: str,
    *,
    hint: str = "",
    kind: str = "text",
    most: str = "",
) -> dict[str, Any]:
    """Something that is typed; `kind` is the type of the field, such as date."""
    return {**_field(form, name, legend), "hint": hint, "kind": kind, "most": most}


@register.filter
def fields_named(form: forms.BaseForm, start: str) -> list[str]:
    """The names of the fields that begin like this."""
    return [name for name in form.fields if name.startswith(start)]


@register.filter
def is_grave(disposition: Disposition) -> bool:
    """Whether somebody should look today or at once."""
    return LEVEL[disposition] >= LEVEL["urgent"]
