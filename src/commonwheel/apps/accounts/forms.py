"""What people type about sign-in, checked."""

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from commonwheel.apps.accounts.rules import ROLES


class WorkForm(forms.Form):
    """What somebody does for the council."""

    roles = forms.MultipleChoiceField(
        choices=ROLES, error_messages={"required": "Choose what this person does for the council"}
    )
    teams = forms.CharField(max_length=200, required=False)

    def clean_teams(self) -> list[str]:
        """Return the teams, which were typed with commas between them."""
        return [team.strip() for team in self.cleaned_data["teams"].split(",") if team.strip()]


class InviteForm(WorkForm):
    """Whom to invite, and to what."""

    field_order = ("email", "name", "roles", "teams")
    email = forms.EmailField(
        error_messages={
            "required": "Enter an email address",
            "invalid": "Enter an email address like name@example.gov.uk",
        }
    )
    name = forms.CharField(max_length=120, error_messages={"required": "Enter a name"})


class EmailForm(forms.Form):
    """Where a resident's code goes."""

    email = forms.EmailField(
        error_messages={
            "required": _("Enter your email address"),
            "invalid": _("Enter an email address like name@example.com"),
            "max_length": _("Enter an email address like name@example.com"),
        }
    )

    def clean_email(self) -> str:
        """Return the address as accounts keep it."""
        return str(self.cleaned_data["email"]).lower()


class CodeForm(forms.Form):
    """The code that was sent, read forgivingly."""

    code = forms.CharField(
        max_length=100,
        error_messages={"required": _("Enter the code from the email"), "max_length": _("The code has 6 digits")},
    )

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._expected = expected

    def clean_code(self) -> str:
        """Return the code where it is the one that was sent."""
        code = str(self.cleaned_data["code"])
        if not compare_user_code(actual=code, expected=self._expected):
            raise forms.ValidationError(_("This is not the code we sent. Check the newest email from us."))
        return code


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
