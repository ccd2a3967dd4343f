"""What officers say of a letter or a call. Validation only."""

from django import forms
from django.utils.translation import gettext_lazy

from commonwheel.apps.cases.forms.listing import LONGEST_NOTE


class DoneForm(forms.Form):
    """What came of it, and a note if there is something to say."""

    how = forms.ChoiceField(
        choices=[(one, one) for one in ("POSTED", "CALLED", "UNREACHED")],
        error_messages={
            "required": gettext_lazy("Say what came of it: use one of the buttons"),
            "invalid_choice": gettext_lazy("Say what came of it: use one of the buttons"),
        },
    )
    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": gettext_lazy("Keep the note to 5,000 characters")},
    )
