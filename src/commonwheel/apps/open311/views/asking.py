"""Who asks, and of which council: the key, the jurisdiction, or the place."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.core import ratelimit
from django.utils import timezone

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.journeys import api as journeys
from commonwheel.apps.open311.forms import Given, one_of, read_spot
from commonwheel.apps.open311.presenters import refusals
from commonwheel.apps.open311.queries import PartnerView, Taken, find_offer, find_partner, offers_of
from commonwheel.apps.open311.rules import QuestionIsWrong
from commonwheel.apps.places import api as places
from commonwheel.core.open311.offer import Offer
from commonwheel.core.places.grid import Spot
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.requests import NodeRequest
from commonwheel.foundation.scope import council_scope

WRONG = "wrong_partner_key"
LONGEST_SLUG = 60
FORBIDDEN, NOT_FOUND, TOO_MANY = 403, 404, 429
_WHICH = "Say which council in jurisdiction_id: its short name here, or its GSS code."


@dataclass(frozen=True, slots=True)
class Asking:
    """
    A question of a program.

    Attributes:
        given: its parameters.
        now: the moment from which it counts.
    """

    request: NodeRequest
    given: Given
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day, in London, on which duties are looked up."""
        return timezone.localdate(self.now)

    def language_of(self, council: CouncilView) -> str:
        """Return the language asked for in `locale`, where the council serves in it."""
        asked = one_of(self.given, "locale").partition("-")[0].lower()
        return asked if asked in council.languages else council.languages[0]


def council_named(asking: Asking) -> CouncilView | None:
    """
    Return the council that is asked: of the address, of `jurisdiction_id`, or the only one; its scope is opened.

    None where the node has several and none is named: then the place has to tell.

    Raises:
        QuestionIsWrong: where there is no such council here, or it is another than the address's.
    """
    named, own = one_of(asking.given, "jurisdiction_id"), asking.request.council
    found = _find(named) if named else None
    if named and (found is None or not found.is_open or (own is not None and own.id != found.id)):
        raise QuestionIsWrong(f"jurisdiction_id {named[:80]} is no council here. {_WHICH}", status=NOT_FOUND)
    council = own or found or authorities.find_only_council()
    if own is not None and not own.is_open:
        raise QuestionIsWrong("This council takes no reports here.", status=NOT_FOUND)
    if council is not None and own is None:
        asking.request.scopes.enter_context(council_scope(council.id))
    return council


def council_asked(asking: Asking) -> CouncilView:
    """
    Return the council that is asked, which has to be named.

    Raises:
        QuestionIsWrong: where it is not.
    """
    council = council_named(asking)
    if council is None:
        raise QuestionIsWrong(f"This address serves several councils. {_WHICH}")
    return council


def partner_asking(asking: Asking, council: CouncilView) -> PartnerView:
    """
    Return the partner of a council whose key came with the question; wrong keys are counted, and soon not looked at.

    Raises:
        QuestionIsWrong: where no key came, or one that opens nothing here: which, is not said.
    """
    bearer = asking.request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    key = one_of(asking.given, "api_key") or bearer[:400]
    found = find_partner(council.id, key) if key else None
    if found is not None:
        return found
    if not ratelimit.consume(asking.request, action=WRONG):
        raise QuestionIsWrong("There have been too many tries without a key that works. Wait an hour.", status=TOO_MANY)
    raise QuestionIsWrong(
        f"api_key is missing, or is none of a partner of {council.name}. Ask the council for one.", status=FORBIDDEN
    )


def offers_at(council: CouncilView, spot: Spot | None, asking: Asking) -> list[Offer]:
    """Return what a council offers and has the duty for, or may have: at a place, or anywhere in its area."""
    found = offers_named(council, asking)
    on = asking.today
    areas = places.place_of_point(spot, on=on).areas if spot else places.areas_served(council.gss_code)
    if not areas:
        return found
    serves = any(council.gss_code in {area.district, area.county} for area in areas)
    held = journeys.duties_held(council, {one.duty for one in found if one.duty}, areas=areas, on=on)
    # Of what only the answers decide nothing is known yet: it is offered wherever the council serves.
    return [one for one in found if (one.duty in held if one.duty else serves)]


def offers_named(council: CouncilView, asking: Asking) -> list[Offer]:
    """Return what a council's live services take, whoever has the duty."""
    language = asking.language_of(council)
    return [each for one in offers_of(council, language=language, now=asking.now) for each in one.offered.offers]


def require_offer(asking: Asking, council: CouncilView, code: str) -> tuple[Offer, Taken]:
    """
    Return what a council takes under a code.

    Raises:
        QuestionIsWrong: where it takes nothing under it.
    """
    found = find_offer(council, code, language=asking.language_of(council), now=asking.now)
    if found is None:
        says = f"service_code {code[:80]} is none that {council.name} takes. See services.json for those it does."
        raise QuestionIsWrong(says, status=NOT_FOUND)
    return found


def councils_at(spot: Spot, asking: Asking) -> list[CouncilView]:
    """
    Return the councils of this node that serve a place.

    Raises:
        QuestionIsWrong: where none does; says whose place it is.
    """
    areas = places.place_of_point(spot, on=asking.today).areas
    codes = dict.fromkeys(code for area in areas for code in (area.district, area.county) if code)
    here = [found for code in codes if (found := authorities.find_council_by_code(code)) is not None]
    if here:
        return here
    known = [known for code in codes if (known := authorities.the_register().find(code)) is not None]
    serve = [f"{one.name.full}: {one.page}." if one.page else f"{one.name.full}." for one in known]
    if not serve:
        raise QuestionIsWrong(f"Nothing tells in which council’s area lat and long lie. {_WHICH}", status=NOT_FOUND)
    says = " ".join(("No council of this place takes reports here. It is served by:", *serve))
    raise QuestionIsWrong(says, status=NOT_FOUND)


def offered_at(spot: Spot, asking: Asking) -> list[tuple[CouncilView, Offer]]:
    """Return what the councils of this node that serve a place offer there, each with its council."""
    found: list[tuple[CouncilView, Offer]] = []
    for council in councils_at(spot, asking):
        with council_scope(council.id):
            found += [(council, one) for one in offers_at(council, spot, asking)]
    return found


def council_of_report(asking: Asking, code: str) -> CouncilView:
    """
    Return the council that a report goes to: the one named, else the one that has the duty at the place.

    Raises:
        QuestionIsWrong: where neither tells one; says whose it is, or may be.
    """
    named = council_named(asking)
    if named is not None:
        return named
    spot = read_spot(asking.given)
    if spot is None:
        raise QuestionIsWrong(f"This address serves several councils. {_WHICH} Or send lat and long.")
    here = [council for council, offer in offered_at(spot, asking) if offer.code == code]
    if len(here) == 1:
        asking.request.scopes.enter_context(council_scope(here[0].id))
        return here[0]
    if here:
        raise QuestionIsWrong(refusals.several_words(here))
    raise QuestionIsWrong(*_whose(spot, asking, code), status=NOT_FOUND)


# Private


def _find(named: str) -> CouncilView | None:
    if len(named) > LONGEST_SLUG:
        return None
    by_name = authorities.find_council(named) or authorities.find_council_by_code(named)
    return by_name or authorities.find_council_by_host(named.lower())


def _whose(spot: Spot, asking: Asking, code: str) -> Iterable[str]:
    """Return whose a report is that no council of this node takes at the place: by its duty, where it is known here."""
    for council in councils_at(spot, asking):
        with council_scope(council.id):
            offers = [one for one in offers_named(council, asking) if one.code == code]
        if offers and offers[0].duty:
            place = {"lat": spot.lat, "lon": spot.lon}
            holding = journeys.who_holds(council, duty=offers[0].duty, place=place, pattern_name="", on=asking.today)
            return (refusals.elsewhere_words(holding),)
    return (f"service_code {code[:80]} is taken by no council here at this place. See services.json?lat=…&long=….",)
