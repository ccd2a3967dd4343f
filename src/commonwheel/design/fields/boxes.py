"""The boxes of each type of question: their names, widths and what a browser may fill in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Box:
    """
    One text control.

    Attributes:
        part: what follows the question's id in the control's name: `day` makes `missed_on-day`.
        autocomplete: by the HTML standard's list of purposes (WCAG 1.3.5); empty for none.
        type: of the HTML control; empty for text.
    """

    part: str
    label: Words
    width: str = ""
    inputmode: str = ""
    autocomplete: str = ""
    spellcheck: bool | None = None
    optional: bool = False
    type: str = ""


DATE = (
    Box("day", _("Day"), "2", "numeric"),
    Box("month", _("Month"), "2", "numeric"),
    Box("year", _("Year"), "4", "numeric"),
)
BANK = (
    Box("sort_code", _("Sort code"), "5", "numeric", spellcheck=False),
    Box("account_number", _("Account number"), "10", "numeric", spellcheck=False),
)
TYPED_ADDRESS = (
    Box("line_1", _("Address line 1"), autocomplete="address-line1"),
    Box("line_2", _("Address line 2"), autocomplete="address-line2", optional=True),
    Box("town", _("Town or city"), "20", autocomplete="address-level2"),
    Box("postcode", _("Postcode"), "10", autocomplete="postal-code", spellcheck=False),
)
POSTCODE = Box("postcode", _("Postcode"), "10", autocomplete="postal-code", spellcheck=False)
PLACE = (
    Box("words", _("Describe where it is")),
    Box("postcode", _("Postcode nearby, if you know it"), "10", spellcheck=False, optional=True),
)
COORDINATES = (
    Box("lat", _("Latitude"), "10", "decimal", spellcheck=False, optional=True),
    Box("lon", _("Longitude"), "10", "decimal", spellcheck=False, optional=True),
)
# Where no calendar offers slots, the resident says when it suits them. Browsers send such a box as `YYYY-MM-DDTHH:MM`.
SLOT = (Box("from", _("From"), "20", type="datetime-local"), Box("until", _("Until"), "20", type="datetime-local"))
TYPED_SIGNATURE = Box("name", _("Type your full name"), "20", autocomplete="name", spellcheck=False)

# Of each type with several boxes, the parts in order; a type that is not here has one control, called as the question.
PARTS: Mapping[str, tuple[str, ...]] = {
    "date": tuple(box.part for box in DATE),
    "bank-account": tuple(box.part for box in BANK),
    "address": ("postcode", "uprn", "typed", "line_1", "line_2", "town"),
    "place": tuple(box.part for box in (*PLACE, *COORDINATES)),
    "slot": tuple(box.part for box in SLOT),
    "signature": ("name", "picture"),
}

# The one-box types: what the macro is told beside label, hint and value.
ONE_BOX: Mapping[str, Mapping[str, Any]] = {
    "text": {},
    "email": {"type": "email", "autocomplete": "email", "spellcheck": False, "classes": "govuk-!-width-two-thirds"},
    "phone": {"type": "tel", "autocomplete": "tel", "classes": "govuk-input--width-20"},
    "name": {"autocomplete": "name", "spellcheck": False, "classes": "govuk-!-width-two-thirds"},
    "national-insurance": {"spellcheck": False, "classes": "govuk-input--width-10 govuk-input--extra-letter-spacing"},
    "vehicle": {"spellcheck": False, "classes": "govuk-input--width-10 govuk-input--extra-letter-spacing"},
    "number": {"inputmode": "numeric", "spellcheck": False, "classes": "govuk-input--width-5"},
    "money": {"inputmode": "decimal", "spellcheck": False, "classes": "govuk-input--width-10", "prefix": {"text": "£"}},
    "time": {"classes": "govuk-input--width-5", "spellcheck": False},
}

# Purposes of the HTML standard for the facts about a resident.
AUTOCOMPLETE: Mapping[str, str] = {
    "full-name": "name",
    "name": "name",
    "email": "email",
    "phone": "tel",
    "date-of-birth": "bday",
    "postcode": "postal-code",
}
BIRTHDAY = {"day": "bday-day", "month": "bday-month", "year": "bday-year"}
