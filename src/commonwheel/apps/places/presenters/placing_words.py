"""How it was found where a place lies, in the page's language."""

from django.utils.translation import gettext as _

from commonwheel.core.places.placing import Placing


def placing_words(found: Placing) -> str:
    """Return how it was found in which area a place lies, as a sentence."""
    words = {
        "postcode": _("The postcode tells the council."),
        "outline": _("The point lies in the area of this council."),
        "border": _("The point lies near a border. It may be each of these councils."),
        "nearest": _("The point lies in no council’s area. The nearest one is %(metres)d metres away."),
        "postcodes-around": _("The postcodes around the point tell the council."),
        "council": _("The council was named."),
        "nowhere": _("Nothing tells in which council’s area this place lies."),
    }
    return words[found.how] % {"metres": round(found.metres)}
