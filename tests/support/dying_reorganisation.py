"""Two councils that become one, on a node that may be killed (`tests/support/dying_node.py`)."""

import datetime as dt

OLD, NEW = ("carlisle", "harbourside"), "cumberland"
"""The first and the one that follows are in the register: only whoever it knows can be held to an agreement."""
SLUG = "report-missed-bin"
REQUESTS = 3
ADDRESSES = 2


def prepare(*, now: dt.datetime) -> None:
    """
    Add the second council and the one that follows both, with the service.

    Either old one has some requests, an agreement, some addresses, and a place where new requests are worked.
    """
    from tests.support.cast import BY_THE_OPERATOR, add_council
    from tests.support.contractor import send_to
    from tests.support.missed_bin import adopt, opener

    from commonwheel.apps.authorities import api as authorities
    from commonwheel.apps.places import api as places
    from commonwheel.apps.services import api as services
    from commonwheel.core.places.properties import Property, Reading
    from commonwheel.foundation.scope import council_scope

    del now
    adopt(add_council(NEW, name="Cumberland Council"))
    adopt(add_council("carlisle", name="Carlisle City Council"))
    for slug in OLD:
        council = authorities.get_council(slug)
        with council_scope(council.id):
            service = services.get_service(council.id, SLUG)
        for _ in range(REQUESTS):
            opener(council, service)()
        new = authorities.NewAgreement(
            duty="parking-permits", holder_name="Wheels Ltd", holder_page="https://wheels.example.org/",
            rests_on="Contract of 2024",
        )  # fmt: skip
        authorities.declare_agreement(council.id, "permits", new, **BY_THE_OPERATOR)
        first = 1000 * (1 + OLD.index(slug))
        houses = tuple(
            Property(str(first + each), f"{each} Mill Lane", "BN1 1JE", "", None, None, None, None, "", True)
            for each in range(ADDRESSES)
        )
        places.load_gazetteer(council.id, reading=Reading(houses, (), len(houses)), **BY_THE_OPERATOR)
        send_to(council, "EMAIL", email="depot@contractor.example")


def act(*, now: dt.datetime) -> None:
    """Do the steps of the day: the same command again where the last one died."""
    from commonwheel.core.reorganising.plan import Plan
    from commonwheel.project.reorganising.acting import reorganise

    list(reorganise(Plan(dt.date(2023, 4, 1), {NEW: OLD}), now=now))
