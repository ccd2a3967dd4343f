"""The address finder on a page: a postcode, then a list to choose from, or boxes to type in."""

from collections.abc import Sequence

from commonwheel.apps.journeys.presenters.stepping import Sent
from commonwheel.apps.journeys.queries.addresses import list_at_postcode
from commonwheel.apps.journeys.views.visit import Visit
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.design.fields import FoundAddress


def pressed_on_address(visit: Visit, pressed: str) -> Sent:
    """Return what was posted, with what a button of the finder (`find.ID`, `again.ID`, `type.ID`) asks."""
    what, _dot, question = pressed.partition(".")
    if what != "find":
        return Sent(visit.posted, modes={question: what})
    found = list_at_postcode(visit.council, postcode=visit.request.POST.get(f"{question}-postcode", ""))
    if found is None:
        return Sent(visit.posted, (AnswerError(question, "postcode", "not-a-postcode"),))
    return Sent(visit.posted, found={question: tuple(FoundAddress(one.uprn, one.line) for one in found)})


def found_again(visit: Visit, questions: Sequence[str]) -> dict[str, tuple[FoundAddress, ...]]:
    """Return the addresses to choose from, for questions whose list was on the page that was sent."""
    found: dict[str, tuple[FoundAddress, ...]] = {}
    for question in questions:
        if f"{question}-uprn" in visit.request.POST:
            postcode = visit.request.POST.get(f"{question}-postcode", "")
            listed = list_at_postcode(visit.council, postcode=postcode) or ()
            found.update({question: tuple(FoundAddress(one.uprn, one.line) for one in listed)} if listed else {})
    return found
