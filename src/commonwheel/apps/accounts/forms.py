"""What people type about sign-in, checked."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from commonwheel.apps.accounts.rules import ROLES


class InviteForm(forms.Form):
    """Whom to invite, and to what."""

    email = forms.EmailField(
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address like name@example.gov.uk",
        }
    )
    name = forms.CharField(max_length=120, error_messages={"required": "Enter a name"})
    roles = forms.MultipleChoiceField(
        choices=ROLES, error_messages={"required": "Choose what this person does for the council"}
    )
    teams = forms.CharField(max_length=200, required=False)

    def clean_teams(self) -> list[str]:
        """Return the teams, which were typed with commas between them."""
        return [team.strip() for team in self.cleaned_data["teams"].split(",") if team.strip()]


class AcceptForm(forms.Form):
    """The password that somebody invited chooses."""

    password = forms.CharField(
        max_length=200, strip=False, widget=forms.PasswordInput, error_messages={"required": "Enter a password"}
    )

    def clean_password(self) -> str:
        """Return the password where it is good enough."""
        password: Any = self.cleaned_data["password"]
        validate_password(password)
        return str(password)
