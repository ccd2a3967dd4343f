"""The error summary at the top of a page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from markupsafe import Markup

from commonwheel.design.fields.boxes import PARTS
from commonwheel.design.fields.view import FieldError, FieldView
from commonwheel.design.macros import render


def error_summary(errors: Sequence[FieldError]) -> Markup:
    """Return the summary of what is wrong, each line a link to its control; nothing where nothing is."""
    if not errors:
        return Markup()
    listed = [{"text": one.message, "href": f"#{one.target}"} for one in errors]
    return render("error-summary", {"titleText": _("There is a problem"), "errorList": listed})


def errors_of(fields: Sequence[FieldView]) -> tuple[FieldError, ...]:
    """Return the lines of the summary for the questions of a page, in their order."""
    return tuple(FieldError(target(field), field.error) for field in fields if field.error)


def target(field: FieldView) -> str:
    """Return the id of the control that the question's error leads to."""
    first = (_address_part(field),) if field.type == "address" else PARTS.get(field.type, ())[:1]
    parts = field.error_parts or first
    return f"{field.id}-{parts[0]}" if parts else field.id


def _address_part(field: FieldView) -> str:
    """Return the control that stands first at the stage the address finder is at."""
    if field.typed:
        return "line_1"
    if field.found:
        return "uprn"
    return "again" if field.value and field.found is None else "postcode"
