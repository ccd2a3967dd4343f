"""What is said of the parish, town or community council of a place."""

from django.utils.translation import gettext as _

from commonwheel.core.places.responsibility import NO_PARISH
from commonwheel.core.places.serving import Serving

_WELSH = "W"


def parish_words(found: Serving, name: str) -> str:
    """
    Return a sentence on the parish of a place, or that it is not known; "" in Northern Ireland, which has none.

    Args:
        name: of the parish or community; "" where only its code is known.
    """
    if not found.parish:
        return _not_known(found)
    if found.parish.startswith(NO_PARISH):
        return _("The place is in no parish, so no parish or town council serves it.")
    if found.parish.startswith(_WELSH):
        place = (
            _("It is in the community of %(name)s.") if name else _("It is in the community with the code %(code)s.")
        )
        duties = _("A community or town council there may look after allotments, seats and bus shelters.")
    else:
        place = _("It is in the parish of %(name)s.") if name else _("It is in the parish with the code %(code)s.")
        duties = _("A parish or town council there may look after allotments, seats and bus shelters.")
    return f"{place % {'name': name, 'code': found.parish}} {duties}"


def _not_known(found: Serving) -> str:
    nations = {standing.lowest.nation for standing in found.standings}
    if nations == {"northern-ireland"}:
        return ""
    if nations == {"scotland"}:
        return _("Whether a community council serves the place is not known here.")
    if nations == {"wales"}:
        return _("Which community or town council serves the place is not known here.")
    return _("Whether a parish or town council serves the place is not known here.")
