"""What the address finder has to say once a postcode was looked up."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwheel.design.fields.view import FieldView


def found_words(field: FieldView) -> str:
    """Return how many addresses were found at the postcode; "" where none was looked up just now."""
    if field.found is None or field.typed:
        return ""
    count = len(field.found)
    if not count:
        return _("No address found")
    return ngettext("%(count)d address found", "%(count)d addresses found", count) % {"count": count}


def news_of(fields: Sequence[FieldView]) -> str:
    """Return what a page's title says first when it comes again with addresses, so that it is heard; "" for nothing."""
    return next(filter(None, map(found_words, fields)), "")
