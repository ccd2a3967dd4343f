"""What an administrator types of where requests go. Validation only; whether it can be is the action's to say."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwheel.apps.handover.rules import LONGEST_SYSTEM, WAYS


class DestinationForm(forms.Form):
    """Where a service's requests go."""

    way = forms.ChoiceField(
        choices=[(way, way) for way in WAYS],
        error_messages={"required": _("Choose where requests are worked"), "invalid_choice": _("Choose one of these")},
    )
    system = forms.CharField(
        max_length=LONGEST_SYSTEM, required=False, error_messages={"max_length": _("Keep the name to 120 characters")}
    )
    email = forms.CharField(max_length=320, required=False)
    url = forms.CharField(max_length=1_000, required=False)
