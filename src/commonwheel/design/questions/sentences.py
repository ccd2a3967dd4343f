"""What is wrong with an answer, as a sentence that says what to do."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.answering.fields import LONGEST_FIELD
from commonwheel.design.fields import FieldView
from commonwheel.design.moments import day, pounds

Values = Mapping[str, Any]
_CHOICES = frozenset({"radios", "select", "checkboxes", "slot"})


def sentence_for(error: AnswerError, field: FieldView) -> str:
    """
    Return the sentence for an error of a rule that every answer of this type has.

    Args:
        error: of any code but `check`, whose words are the pattern's own.
        field: of the question, for its label and type.
    """
    said = {**error.values, "label": field.label}
    words = _BY_CODE.get(error.code)
    return words(field, said) if words else _("Check your answer to “%(label)s”") % said


def _required(field: FieldView, said: Values) -> str:
    sentences: Mapping[str, str] = {
        "date": _("Enter a date for “%(label)s”"),
        "time": _("Enter a time for “%(label)s”"),
        "email": _("Enter an email address for “%(label)s”"),
        "phone": _("Enter a phone number for “%(label)s”"),
        "name": _("Enter a full name for “%(label)s”"),
        "number": _("Enter a number for “%(label)s”"),
        "money": _("Enter an amount for “%(label)s”"),
        "yes-no": _("Choose yes or no for “%(label)s”"),
        "checkboxes": _("Choose at least one answer to “%(label)s”"),
        "address": _("Find the address for “%(label)s”, or enter it yourself"),
        "place": _("Say where it is for “%(label)s”"),
        "file": _("Upload a file for “%(label)s”"),
        "signature": _("Type your full name, or upload a picture of your signature"),
        "group": _("Add at least one answer to “%(label)s”"),
        "declaration": _("Tick the box to agree before you go on"),
    }
    chosen = _("Choose an answer to “%(label)s”") if field.type in _CHOICES else _("Enter an answer to “%(label)s”")
    return sentences.get(field.type, chosen) % said


def _outside(field: FieldView, _said: Values) -> str:
    if field.type == "address":
        return _(
            "This postcode is outside the council’s area. Check it. If it is right, contact the council "
            "that the address is in"
        )
    return _("This place is outside the council’s area. Check it, or contact the council that it is in")


def _too_short(_field: FieldView, said: Values) -> str:
    least = int(said.get("min", 1))
    return ngettext(
        "“%(label)s” must be %(min)s character or more", "“%(label)s” must be %(min)s characters or more", least
    ) % {**said, "min": least}


def _too_long(_field: FieldView, said: Values) -> str:
    most = int(said.get("max", LONGEST_FIELD))
    return ngettext(
        "“%(label)s” must be %(max)s character or fewer", "“%(label)s” must be %(max)s characters or fewer", most
    ) % {**said, "max": f"{most:,}"}


def _too_few(field: FieldView, said: Values) -> str:
    if field.type == "file":
        return _("Upload at least %(min)s files for “%(label)s”") % said
    if field.type == "group":
        return _("Add at least %(min)s for “%(label)s”") % said
    return _("Choose at least %(min)s answers to “%(label)s”") % said


def _too_many(field: FieldView, said: Values) -> str:
    if field.type == "file":
        return _("Remove files until there are %(max)s or fewer for “%(label)s”") % said
    if field.type == "group":
        return _("Remove entries until there are %(max)s or fewer for “%(label)s”") % said
    return _("Choose %(max)s answers or fewer to “%(label)s”") % said


def _bound(field: FieldView, value: Any) -> str:
    if field.type == "money":
        return pounds(int(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _too_small(field: FieldView, said: Values) -> str:
    return _("“%(label)s” must be %(min)s or more") % {**said, "min": _bound(field, said.get("min"))}


def _too_large(field: FieldView, said: Values) -> str:
    return _("“%(label)s” must be %(max)s or less") % {**said, "max": _bound(field, said.get("max"))}


def _day(value: Any) -> str:
    try:
        return day(value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _too_early(_field: FieldView, said: Values) -> str:
    return _("“%(label)s” must be %(min)s or later") % {**said, "min": _day(said.get("min"))}


def _too_late(_field: FieldView, said: Values) -> str:
    return _("“%(label)s” must be %(max)s or earlier") % {**said, "max": _day(said.get("max"))}


def _says(words: Callable[[], str]) -> Callable[[FieldView, Values], str]:
    """Make a sentence that is the same for every type."""
    return lambda _field, said: words() % said


_BY_CODE: Mapping[str, Callable[[FieldView, Values], str]] = {
    "required": _required,
    "not-agreed": _says(lambda: _("Tick the box to agree before you go on")),
    "not-readable": _says(lambda: _("Check your answer to “%(label)s”")),
    "character": _says(lambda: _("“%(label)s” holds a character that cannot be used. Type it again")),
    "too-short": _too_short,
    "too-long": _too_long,
    "too-few": _too_few,
    "too-many": _too_many,
    "too-small": _too_small,
    "too-large": _too_large,
    "too-early": _too_early,
    "too-late": _too_late,
    "too-precise": _says(lambda: _("“%(label)s” must have %(decimals)s digits or fewer after the point")),
    "not-an-option": _says(lambda: _("Choose one of the answers to “%(label)s”")),
    "not-a-number": _says(lambda: _("“%(label)s” must be a number, like 30")),
    "not-a-whole-number": _says(lambda: _("“%(label)s” must be a whole number, like 30")),
    "not-an-amount": _says(lambda: _("“%(label)s” must be an amount of money, like 12.50")),
    "not-a-date": _says(lambda: _("“%(label)s” must be a real date")),
    "day-missing": _says(lambda: _("“%(label)s” must include a day")),
    "month-missing": _says(lambda: _("“%(label)s” must include a month")),
    "year-missing": _says(lambda: _("“%(label)s” must include a year")),
    "year-too-short": _says(lambda: _("The year of “%(label)s” must have 4 numbers")),
    "not-a-time": _says(lambda: _("“%(label)s” must be a time, like 9:30am or 14:30")),
    "not-an-email": _says(lambda: _("Enter an email address in the correct format, like name@example.com")),
    "not-a-phone": _says(lambda: _("Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192")),
    "not-a-national-insurance": _says(
        lambda: _("Enter a National Insurance number in the correct format, like QQ 12 34 56 C")
    ),
    "not-a-vehicle": _says(lambda: _("Enter a registration number in the correct format, like AB51 ABC")),
    "not-a-sort-code": _says(lambda: _("Enter a sort code of 6 numbers, like 30 94 30")),
    "not-an-account-number": _says(lambda: _("Enter an account number of 6 to 8 numbers, like 00733445")),
    "not-an-address": _says(lambda: _("Choose the address from the list, or enter it yourself")),
    "not-a-postcode": _says(lambda: _("Enter a full UK postcode, like AA3 1AB")),
    "line-missing": _says(lambda: _("Enter address line 1, typically the building and street")),
    "town-missing": _says(lambda: _("Enter a town or city")),
    "outside-authority": _outside,
    "not-a-place": _says(lambda: _("Say where it is: describe it, or give a postcode nearby")),
    "off-the-map": _says(
        lambda: _("This grid reference or position is not in Great Britain. Check it, or say in words where it is")
    ),
    "not-a-slot": _says(lambda: _("Choose one of the times for “%(label)s”")),
    "not-a-file": _says(lambda: _("The file could not be read. Upload it again")),
    "file-kind": _says(
        lambda: _("“%(name)s” is not a kind of file that we can take. Save it as another kind and upload that")
    ),
    "file-too-large": _says(lambda: _("“%(name)s” is too large. Files must be %(max)s MB or smaller")),
    "not-a-group": _says(lambda: _("Check your answers to “%(label)s”")),
    "empty": _says(lambda: _("“%(name)s” is empty. Choose another file")),
    "infected": _says(lambda: _("“%(name)s” contains a virus. Choose another file")),
    "scanner-away": _says(
        lambda: _(
            "We cannot check files for viruses at the moment. Nothing is lost: try again in a few minutes, or phone us"
        )
    ),
    "not-asked": _says(lambda: _("“%(label)s” is not asked any more. Go back and check your answers")),
}
