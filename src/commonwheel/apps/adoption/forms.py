"""What an officer types to take a service from the shared library. Validation only."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from commonwheel.apps.adoption.rules import Box

_LONGEST, _LONGEST_LINE, _LONGEST_SEARCH = 8_000, 400, 100
_OF_A_SETTING = "setting_"


class SearchForm(forms.Form):
    """What is looked for, and the name after which to go on."""

    words = forms.CharField(required=False, max_length=_LONGEST_SEARCH)
    after = forms.CharField(required=False, max_length=200)


class AdoptForm(forms.Form):
    """The settings that each council decides, the number residents are given, and the place in addresses."""

    def __init__(self, boxes: Sequence[Box], data: Any = None) -> None:
        super().__init__(data, initial={one.name: one.value for one in boxes})
        self.printed = boxes
        for one in boxes:
            self.fields[one.name] = _field(one)

    @property
    def given(self) -> dict[str, str]:
        """What was typed for settings, by name, with line ends as files have them."""
        return {
            name.removeprefix(_OF_A_SETTING): str(value).replace("\r\n", "\n").strip()
            for name, value in self.cleaned_data.items()
            if name.startswith(_OF_A_SETTING)
        }

    def text(self, name: str) -> str:
        """What was typed elsewhere; "" where that is not asked."""
        return str(self.cleaned_data.get(name, "")).strip()


def _field(one: Box) -> forms.Field:
    wanted = said("Say something here")
    if one.choices:
        wrong = _("Choose one of these")
        return forms.ChoiceField(choices=one.choices, error_messages={"required": wrong, "invalid_choice": wrong})
    return forms.CharField(
        max_length=_LONGEST if one.kind == "area" else _LONGEST_LINE,
        required=one.is_required,
        error_messages={"required": wanted, "max_length": _("Keep this shorter")},
    )
