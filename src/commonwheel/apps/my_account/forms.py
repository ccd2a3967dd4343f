"""What somebody types to track a request."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwheel.core.values.reference import NotAReference, read_reference

LONGEST = 200


class TrackForm(forms.Form):
    """The reference, read forgivingly, and the postcode or surname, which only some requests need."""

    reference = forms.CharField(
        max_length=LONGEST,
        error_messages={"required": _("Enter your reference"), "max_length": _("Your reference is shorter than this")},
    )
    proof = forms.CharField(
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": _("Your postcode or surname must be shorter than this")},
    )

    def clean_reference(self) -> str:
        """Return the reference in its written form."""
        try:
            return read_reference(self.cleaned_data["reference"])
        except NotAReference:
            raise forms.ValidationError(_("Check your reference. It looks like MB-4K7-9QX-2HDT")) from None
