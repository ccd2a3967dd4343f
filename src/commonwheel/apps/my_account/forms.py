"""What somebody types to track a request, or to add it to their account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.api import CouncilView
from commonwheel.core.values.reference import NotAReference, read_reference

LONGEST = 200


class ReferenceForm(forms.Form):
    """A reference, read forgivingly."""

    reference = forms.CharField(
        max_length=LONGEST,
        error_messages={"required": _("Enter your reference"), "max_length": _("Your reference is shorter than this")},
    )

    def clean_reference(self) -> str:
        """Return the reference in its written form."""
        try:
            return read_reference(self.cleaned_data["reference"])
        except NotAReference:
            raise forms.ValidationError(_("Check your reference. It looks like MB-4K7-9QX-2HDT")) from None


class TrackForm(ReferenceForm):
    """The reference, and the postcode or surname, which only some requests need."""

    proof = forms.CharField(
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": _("Your postcode or surname must be shorter than this")},
    )


class ClaimForm(ReferenceForm):
    """The reference, and the slug of the council that gave it."""

    council = forms.CharField(
        max_length=LONGEST, error_messages={"required": _("Choose a council"), "max_length": _("Choose a council")}
    )

    def clean_council(self) -> CouncilView:
        """Return the council, where it is open here."""
        council = authorities.find_council(self.cleaned_data["council"])
        if council is None or not council.is_open:
            raise forms.ValidationError(_("Choose a council"))
        return council
