"""Why it is this authority, and what kind of authority it is, in the page's language."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonwheel.core.places.register.authority import Authority, Kind
from commonwheel.core.places.responsibility import Reason

_WHY: Mapping[Reason, object] = {
    "county": _("There are two councils for this place. The county council has this duty."),
    "district": _("There are two councils for this place. The district or borough council has this duty."),
    "only-council": _("It is the only council for this place, so it has this duty."),
    "either": _("Both councils of this place can have this duty."),
    "shared": _("For a time it shares this duty with another authority of this place."),
    "combined": _("It has this duty for several councils, by the law that made it."),
    "joint": _("The councils of this place have this duty together, through it."),
    "national": _("In Northern Ireland it has this duty, and the councils do not."),
    "park": _("The place is in a national park, and its authority has this duty there."),
    "park-or-not": _("It depends on whether the place is inside the national park."),
    "trunk-road": _("The road is a trunk road, and it looks after all of them."),
    "red-route": _("The road is a red route, and it looks after all of them."),
    "agreed": _("The councils of this place agreed that it does this."),
}
_KINDS: Mapping[Kind, object] = {
    "county": _("County council"),
    "district": _("District or borough council"),
    "unitary": _("Council"),
    "metropolitan": _("Metropolitan borough council"),
    "london": _("London borough council"),
    "combined": _("Combined authority"),
    "national-park": _("National park"),
    "fire": _("Fire and rescue"),
    "police": _("Police"),
    "waste": _("Waste disposal"),
    "transport": _("Public transport"),
    "joint": _("Joint body of councils"),
    "national": _("National body"),
    "parish": _("Parish or town council"),
}


def why(reason: Reason) -> str:
    """Return why an authority has a duty, as a sentence."""
    return str(_WHY[reason])


def kind_words(kind: Kind) -> str:
    """Return what kind of authority it is, as residents say."""
    return str(_KINDS[kind])


def name_of(authority: Authority) -> str:
    """Return the name of an authority; a council of Wales is called by its area in Welsh, as residents do."""
    name = authority.name
    return name.welsh or name.full if get_language() == "cy" else name.full
