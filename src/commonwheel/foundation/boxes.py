"""Boxes that staff type in or choose from, and a form of them: for pages whose questions are not known beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from commonwheel.core.patterns.versions.digest import written

LONGEST = 20_000
LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Field:
    """
    One thing to type or choose.

    Attributes:
        kind: `text`, `area`, `radios` or `select`.
        shared: the shared words, shown beside; "" where there are none or they are the same.
        choices: values and their words, for radios and select.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    value: str = ""
    shared: str = ""
    is_required: bool = True
    choices: tuple[tuple[str, str], ...] = ()


class BoxForm(forms.Form):
    """A form of such fields, in their order; `parts/boxes.html` prints it."""

    def __init__(self, fields: Sequence[Field], data: Any = None) -> None:
        super().__init__(data, initial={one.name: one.value for one in fields})
        self.printed = fields
        for one in fields:
            self.fields[one.name] = _field(one)

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, with line ends as files have them."""
        return {name: str(value).replace("\r\n", "\n").strip() for name, value in self.cleaned_data.items()}


def box_of_setting(name: str, setting: Any, value: Any, *, shared: str = "") -> Field:
    """
    Return what an officer types to give a setting its value.

    Args:
        setting: of `core.patterns.model.settings`.
        value: that it has now.
    """
    label, hint, now = setting.label or setting.id, setting.hint or "", written(value)
    if setting.type == "yes-no":
        choices = (("true", said("Yes")), ("false", said("No")))
        return Field(name, label, "radios", hint, str(now).lower(), shared, choices=choices)
    if setting.type == "options":
        return Field(
            name, label, "area", said("One choice on each line"), "\n".join(one["label"] for one in now), shared
        )
    if setting.type == "money":
        return Field(name, label, "text", hint or said("In pounds, such as 12.50"), f"{now / 100:.2f}", shared)
    hints = {"date": said("Year, month and day, such as 2026-11-27"), "time": said("Such as 09:30")}
    return Field(name, label, "text", hint or hints.get(setting.type, ""), str(now), shared)


def _field(one: Field) -> forms.Field:
    if one.choices:
        return forms.ChoiceField(
            choices=one.choices,
            required=one.is_required,
            error_messages={"required": _("Choose one of these"), "invalid_choice": _("Choose one of these")},
        )
    return forms.CharField(
        max_length=LONGEST if one.kind == "area" else LONGEST_LINE,
        required=one.is_required,
        error_messages={"required": _("Say something here"), "max_length": _("Keep this shorter")},
    )
