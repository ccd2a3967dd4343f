"""Two councils that become one, on a node that may be killed (`tests/support/dying_node.py`)."""

import datetime as dt

OLD, NEW = ("harbourside", "seagate"), "coastside"
SLUG = "report-missed-bin"
REQUESTS = 3


def prepare(*, now: dt.datetime) -> None:
    """Add the second council and the one that follows both, with the service, and some requests at either old one."""
    from tests.support.cast import add_council
    from tests.support.missed_bin import adopt, opener

    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.services import api as services
    from commonwheel.foundation.scope import council_scope

    del now
    adopt(add_council(NEW, name="Coastside Council"))
    adopt(add_council("seagate", name="Seagate Council"))
    for slug in OLD:
        council = authorities.get_council(slug)
        with council_scope(council.id):
            service = services.get_service(council.id, SLUG)
        for _ in range(REQUESTS):
            opener(council, service)()


def act(*, now: dt.datetime) -> None:
    """Do the steps of the day: the same command again where the last one died."""
    from commonwheel.core.reorganising.plan import Plan
    from commonwheel.project.reorganising.acting import reorganise

    list(reorganise(Plan(dt.date(2026, 4, 1), {NEW: OLD}), now=now))
