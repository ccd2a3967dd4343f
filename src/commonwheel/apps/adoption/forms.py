"""What an officer types to take a service from the shared library. Validation only."""

from django import forms

from commonwheel.apps.adoption.rules import OF_A_SETTING
from commonwheel.foundation.boxes import BoxForm

_LONGEST_SEARCH = 100


class SearchForm(forms.Form):
    """What is looked for, and the name after which to go on."""

    words = forms.CharField(required=False, max_length=_LONGEST_SEARCH)
    after = forms.CharField(required=False, max_length=200)


class AdoptForm(BoxForm):
    """The settings that each council decides, the number residents are given, and the place in addresses."""

    @property
    def given(self) -> dict[str, str]:
        """What was typed for settings, by name."""
        typed = self.texts.items()
        return {name.removeprefix(OF_A_SETTING): text for name, text in typed if name.startswith(OF_A_SETTING)}
