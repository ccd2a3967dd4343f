"""A rehearsal: the node is looked at, and nothing on it is changed."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.changes import api as changes
from commonwheel.apps.handover import api as handover
from commonwheel.apps.journeys import api as journeys
from commonwheel.apps.services import api as services
from commonwheel.core.reorganising.fields import fields_of
from commonwheel.core.reorganising.plan import Plan
from commonwheel.core.reorganising.report import Report, rehearse
from commonwheel.core.reorganising.running import Run, Running
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.project.reorganising.councils import Councils
from commonwheel.project.reorganising.sorting import Sorted, sort_requests


def rehearse_on_node(plan: Plan, *, now: dt.datetime) -> Report:
    """Return what would happen to the councils of this node; the database refuses every write meanwhile."""
    councils = Councils(plan)
    with _reading_only():
        running = [_running(each, council, councils, now) for each, council in councils.here.items()]
    return rehearse(plan, running, names=councils.names)


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
        systems = handover.list_destinations(council.id)
        return Running(
            id=id_,
            name=council.name,
            slug=council.slug,
            host=council.host or "",
            services=tuple(
                _run(one, requests.get(one.id, Sorted()), systems[one.id].system if one.id in systems else "")
                for one in services.list_services(council.id)
            ),
            residents=cases.count_accounts(council.id),
            started=journeys.count_started(council.id, now=now),
            staff=len(authorities.list_staff(council.id)),
            agreements=sum(not one.is_ended for one in authorities.list_agreements(council.id)),
        )


def _run(one: services.ServiceView, requests: Sorted, system: str) -> Run:
    return Run(
        pattern=one.pattern_name,
        slug=one.slug,
        title=one.title_in("en"),
        version=one.version,
        is_live=one.is_live,
        fields=fields_of(services.get_effective(one.digest)),
        system=system,
        going=dict(requests.going_count),
        staying=dict(requests.staying),
        has_draft=changes.find_draft(one.council_id, one.slug) is not None,
    )
