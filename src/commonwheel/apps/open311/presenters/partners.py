"""The administrators' page of partners, ready to print."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwheel.apps.open311.queries import PartnerView, Taken
from commonwheel.design.moments import moment
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner: since when, how many reports came, and where its key is ended; "" where it was."""

    name: str
    since: str
    reports: str
    end_url: str


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One report that partners can send, or why they cannot; `without` are questions that they are not asked."""

    name: str
    code: str
    why: str = ""
    without: str = ""


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """The partners of a council, and what they can report to it."""

    partners: tuple[PartnerLine, ...]
    offers: tuple[OfferLine, ...]
    left_out: tuple[OfferLine, ...]
    base_url: str


def partners_page(
    council: CouncilView, partners: Iterable[PartnerView], taken: Iterable[Taken], *, base_url: str
) -> PartnersPage:
    """Return the page."""
    services = list(taken)
    return PartnersPage(
        partners=tuple(_partner(one, council) for one in partners),
        offers=tuple(
            OfferLine(one.name, one.code, without=", ".join(one.unasked))
            for service in services
            for one in service.offered.offers
        ),
        left_out=tuple(
            OfferLine(one.name, one.code, one.why) for service in services for one in service.offered.left_out
        ),
        base_url=base_url,
    )


def _partner(one: PartnerView, council: CouncilView) -> PartnerLine:
    since = _("Since %s") % moment(one.issued_at)
    count = ngettext("%(count)s report", "%(count)s reports", one.reports) % {"count": f"{one.reports:,}"}
    newest = f", {_('the newest on %s') % moment(one.last_at)}" if one.last_at else ""
    return PartnerLine(
        name=one.name,
        since=f"{since}, {_('ended on %s') % moment(one.ended_at)}" if one.ended_at else since,
        reports=count + newest,
        end_url="" if one.ended_at else council_url(council, "open311:end", partner_id=one.id),
    )
