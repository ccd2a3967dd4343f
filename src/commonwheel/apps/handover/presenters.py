"""Where requests go, and what was not delivered, ready to print."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonwheel.apps.handover.queries import DestinationView, HandoverView
from commonwheel.apps.messages.api import SentMessage
from commonwheel.apps.services.api import ServiceView
from commonwheel.design.moments import moment
from commonwheel.design.waiting import Waiting
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service, and where its requests are worked."""

    slug: str
    title: str
    where: str
    status_back: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered(Waiting):
    """Something that could not be delivered: why, and what happens next."""

    why: str
    next: str
    retry_url: str


@dataclass(frozen=True, slots=True)
class SettingPage:
    """Where the requests of one service go; `has_secret`, `has_token` say what can be renewed."""

    title: str
    slug: str
    has_secret: bool
    has_token: bool
    is_here: bool
    both_until: str


def service_lines(
    council: CouncilView, services: Sequence[ServiceView], places: Mapping[uuid.UUID, DestinationView]
) -> tuple[ServiceLine, ...]:
    """Return the council's services, each with where its requests are worked."""
    return tuple(
        ServiceLine(
            slug=one.slug,
            title=one.title_in("en"),
            where=where_words(places.get(one.id)),
            status_back=_("can send a status back") if _speaks(places.get(one.id)) else "",
            href=council_url(council, "handover:setting", slug=one.slug),
        )
        for one in services
    )


def where_words(place: DestinationView | None) -> str:
    """Return in words where requests are worked."""
    if place is None or place.way == "HERE":
        return _("Worked here")
    how = {"EMAIL": _("by email to %s") % place.email, "WEBHOOK": _("by webhook"), "CSV": _("in a daily file")}
    return f"{place.system}, {how[place.way]}"


def setting_page(service: ServiceView, place: DestinationView | None) -> SettingPage:
    """Return the page on which an administrator says where requests go."""
    return SettingPage(
        title=service.title_in("en"),
        slug=service.slug,
        has_secret=bool(place and place.has_secret),
        has_token=bool(place and place.has_token),
        is_here=place is None or place.way == "HERE",
        both_until=moment(place.old_secret_until) if place and place.old_secret_until else "",
    )


def undelivered_requests(council: CouncilView, rows: Sequence[HandoverView]) -> tuple[Undelivered, ...]:
    """Return the requests that could not be handed over yet."""
    return tuple(
        Undelivered(
            title=one.reference,
            href=council_url(council, "cases:request", case_id=one.case_id),
            to=one.system,
            since=moment(one.written_at),
            why=one.last_error,
            next=_("Given up: nothing more happens by itself.")
            if one.state == "GIVEN_UP"
            else _("Tried again by itself on %s.") % moment(one.due_at),
            retry_url=council_url(council, "handover:retry", delivery_id=one.id),
        )
        for one in rows
    )


def undelivered_messages(council: CouncilView, rows: Sequence[SentMessage]) -> tuple[Undelivered, ...]:
    """Return the messages that were given up."""
    return tuple(
        Undelivered(
            title=one.subject,
            href=council_url(council, "cases:request", case_id=one.case_id) if one.case_id else "",
            to=one.to,
            since=moment(one.written_at),
            why=one.last_error,
            next="",
            retry_url=council_url(council, "messages:retry", message_id=one.id),
        )
        for one in rows
    )


def _speaks(place: DestinationView | None) -> bool:
    return place is not None and place.way != "HERE" and place.has_token
