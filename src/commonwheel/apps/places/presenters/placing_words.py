"""How it was found where a place lies, in the page's language."""

from collections.abc import Mapping
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonwheel.core.places.placing import How, Placing

_WORDS: Mapping[How, object] = {
    "postcode": _("The postcode tells the council."),
    "outline": _("The point lies in the area of this council."),
    "border": _("The place lies near a border. We name every council that it may be."),
    "nearest": _("The point lies in no council’s area. The nearest one is %(metres)d metres away."),
    "postcodes-around": _("The postcodes around the point tell the council."),
    "council": _("The council was named."),
    "nowhere": _("Nothing tells in which council’s area this place lies."),
}


def placing_words(found: Placing) -> str:
    """Return how it was found in which area a place lies, as a sentence; where it may be several, that."""
    is_several = found.how != "nearest" and len(found.areas) > 1
    return _said("border" if is_several else found.how, get_language() or "") % {"metres": round(found.metres)}


@cache
def _said(how: How, _language: str) -> str:
    return str(_WORDS[how])
