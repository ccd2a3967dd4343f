"""The address finder on a page: a postcode, then a list to choose from, or boxes to type in."""

from collections.abc import Sequence

from commonwheel.apps.journeys.views.visit import Visit
from commonwheel.apps.places import api as places
from commonwheel.design.fields import FoundAddress
from commonwheel.design.questions import sending
from commonwheel.design.questions.sending import Sent


def pressed_on_address(visit: Visit, pressed: str) -> Sent:
    """Return what was posted, with what a button of the finder (`find.ID`, `again.ID`, `type.ID`) asks."""
    return sending.pressed_on_address(visit.posted, pressed, find=lambda postcode: _find(visit, postcode))


def found_again(visit: Visit, questions: Sequence[str]) -> dict[str, Sequence[FoundAddress]]:
    """Return the addresses to choose from, for questions whose list was on the page that was sent."""
    return sending.found_again(visit.posted, questions, find=lambda postcode: _find(visit, postcode))


def _find(visit: Visit, postcode: str) -> list[FoundAddress] | None:
    found = places.list_at_postcode(visit.council, postcode=postcode)
    return None if found is None else [FoundAddress(one.uprn, one.line) for one in found]
