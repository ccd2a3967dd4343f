"""A rehearsal: the node is looked at, and nothing on it is changed."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import cast

from django.db import connection, transaction

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.changes import api as changes
from commonwheel.apps.handover import api as handover
from commonwheel.apps.journeys import api as journeys
from commonwheel.apps.places import api as places
from commonwheel.apps.reorganising.queries.councils import Councils
from commonwheel.apps.reorganising.queries.sorting import Sorted, sort_requests
from commonwheel.apps.services import api as services
from commonwheel.core.reorganising.agreements import Agreed
from commonwheel.core.reorganising.fields import Field, fields_of
from commonwheel.core.reorganising.plan import Plan
from commonwheel.core.reorganising.report import Report, rehearse
from commonwheel.core.reorganising.running import Route, Run, Running, Way
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope


def rehearse_on_node(plan: Plan, *, now: dt.datetime) -> Report:
    """Return what would happen to the councils of this node; the database refuses every write meanwhile."""
    councils = Councils(plan)
    with _reading_only():
        running = [_running(each, council, councils, now) for each, council in councils.here.items()]
    return rehearse(running, councils.around())


def routes_of(council: CouncilView) -> Mapping[uuid.UUID, Route]:
    """Return where a council said that requests are worked, by the key of the service; within its scope."""
    found = handover.list_destinations(council.id)
    return {key: Route(cast("Way", one.way), one.system, one.email or one.url) for key, one in found.items()}


def agreed_of(council: CouncilView) -> tuple[Agreed, ...]:
    """Return what a council agreed on its duties and has not ended."""
    return tuple(
        Agreed(
            slug=one.slug,
            duty=one.duty,
            holder=one.holder,
            holder_name=one.holder_name,
            districts=one.districts,
            begins_on=one.begins_on,
            ends_on=one.ends_on,
        )
        for one in authorities.list_agreements(council.id)
        if not one.is_ended
    )


def named_by(id_: str, councils: Councils) -> tuple[str, ...]:
    """Return the agreements of other councils that name one of a plan and reach its day, in words."""
    inside = {each.id for each in councils.here.values()}
    return tuple(
        f"“{one.slug}” of {giver.name}"
        for giver, one in authorities.list_all_agreements()
        if one.holder == id_
        and giver.id not in inside
        and not one.is_ended
        and (one.ends_on is None or one.ends_on >= councils.plan.on)
    )


# Private


@contextmanager
def _reading_only() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA query_only = OFF")


def _running(id_: str, council: CouncilView, councils: Councils, now: dt.datetime) -> Running:
    with council_scope(council.id):
        is_ending = id_ in councils.plan.ending
        requests = sort_requests(id_, councils) if is_ending else {}
        routes = routes_of(council)
        return Running(
            id=id_,
            name=council.name,
            slug=council.slug,
            host=council.host or "",
            services=tuple(
                _run(council, one, requests.get(one.id, Sorted()), routes.get(one.id))
                for one in services.list_services(council.id)
            ),
            residents=cases.count_accounts(council.id),
            started=journeys.count_started(council.id, now=now),
            staff=len(authorities.list_staff(council.id)),
            agreements=agreed_of(council),
            addresses=places.count_properties(council.id),
            named_by=named_by(id_, councils) if is_ending else (),
        )


def _run(council: CouncilView, one: services.ServiceView, requests: Sorted, route: Route | None) -> Run:
    has_draft = changes.find_draft(council.id, one.slug) is not None
    return Run(
        pattern=one.pattern_name,
        slug=one.slug,
        title=one.title_in("en"),
        version=one.version,
        is_live=one.is_live,
        fields=fields_of(services.get_effective(one.digest)),
        route=route,
        going=dict(requests.going_count),
        staying=dict(requests.staying),
        has_draft=has_draft,
        drafted=_drafted(council, one) if has_draft else None,
    )


def _drafted(council: CouncilView, one: services.ServiceView) -> Mapping[str, Field] | None:
    try:
        return fields_of(changes.effective_of_draft(council, one.slug))
    except changes.CannotBeRead:
        return None
