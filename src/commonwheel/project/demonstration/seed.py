"""
Fills a new demonstration node; run again it changes nothing, and finishes what was cut short.

Every part is idempotent by itself, so a process that dies in the middle is simply followed by another.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from itertools import islice

from django.utils import timezone

from commonwheel.apps.accounts import api as accounts
from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.places import api as places
from commonwheel.apps.services import api as services
from commonwheel.core.layers.apply import made_against
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import atomic
from commonwheel.integrations.pattern_folder.shipped import folder_files, shipped_pattern
from commonwheel.project.demonstration.councils import COUNCILS, MISSED_BIN, PASSWORD, SHARED, DemonstrationCouncil
from commonwheel.project.demonstration.people import secret_of
from commonwheel.project.invented_facts import invented_page_facts

POSTCODES = 40
"""From how many postcodes of a council its invented reports come."""
SHARED_FOR = dt.timedelta(days=365)
Say = Callable[[str], None]
Files = Mapping[str, bytes]


def seed(*, now: dt.datetime, say: Say, councils: Sequence[DemonstrationCouncil] = COUNCILS) -> None:
    """
    Bring the demonstration's councils, people, services, addresses and reports into being.

    Args:
        now: the moment from which the age of every report is counted.
        say: told in a few words what is being done, for whoever waits.
    """
    shipped = {name: folder_files(shipped_pattern(name)) for one in councils for name in one.services}
    for council in councils:
        say(council.name)
        _seed_council(council, shipped=shipped, now=now)
    if {one.slug for one in councils}.issuperset(SHARED.councils):
        _share(now=now)


def _share(*, now: dt.datetime) -> None:
    """Declare what councils run together, from the day the demonstration was first filled for a year."""
    if authorities.list_shared_services(SHARED.slug):
        return
    shared: dict[uuid.UUID, list[uuid.UUID]] = {}
    officers: set[uuid.UUID] = set()
    for council in map(authorities.get_council, SHARED.councils):
        with council_scope(council.id):
            shared[council.id] = [services.get_service(council.id, slug).id for slug in SHARED.services]
            officers |= {one.user_id for one in authorities.list_staff(council.id) if one.email in SHARED.officers}
    today = timezone.localdate(now)
    new = authorities.NewSharedService(
        name=SHARED.name,
        agreement=SHARED.agreement,
        begins_on=today,
        ends_on=today + SHARED_FOR,
        services=shared,
        officers=officers,
    )
    authorities.declare_shared_service(SHARED.slug, new, actor=audit.SYSTEM, now=now)


def bundle_of(files: Files) -> Bundle:
    """Return a pattern that came with Commonwheel, read whole."""
    bundle = read_folder(files).bundle
    if bundle is None:
        message = "The pattern that came with Commonwheel cannot be read. Install it again."
        raise FileNotFoundError(message)
    return bundle


def layer_text(council: DemonstrationCouncil, name: str, files: Files) -> str:
    """
    Return the invented local changes of a council as its layer file says them, made against these files.

    "" where it has none of the service of that name.
    """
    layer = resources.files(__package__).joinpath("layers", council.slug, f"{name}.yaml")
    if not layer.is_file():
        return ""
    text = layer.read_text(encoding="utf-8")
    beneath = made_against(effective_of(bundle_of(files)))
    return f"{text}made_against:\n  version: {beneath.version}\n  digest: {beneath.digest}\n"


def _seed_council(council: DemonstrationCouncil, *, shipped: Mapping[str, Files], now: dt.datetime) -> None:
    view = authorities.add_council(
        council.slug,
        name=council.name,
        name_cy=council.name_cy,
        tier=council.tier,
        gss_code=council.gss_code,
        languages=council.languages,
        phone=council.phone,
        email=f"hello@{council.slug}.example",
        theme={"brand": council.colour},
        actor=audit.SYSTEM,
        now=now,
    )
    facts = invented_page_facts(council.name, council.slug)
    authorities.set_page_facts(view.id, actor=audit.SYSTEM, now=now, **facts)
    people = _seed_people(view, council)
    with council_scope(view.id):
        if MISSED_BIN in council.services:
            places.load_invented_register(
                view.id, gss_code=council.gss_code, town=council.town, seed=council.slug.encode(), now=now
            )
            service = _running(view, council, MISSED_BIN, files=shipped[MISSED_BIN], people=people, now=now)
            _seed_reports(view, council, service=service, now=now)
        for name in council.services:
            _running(view, council, name, files=shipped[name], people=people, now=now)


def _seed_people(view: CouncilView, council: DemonstrationCouncil) -> list[uuid.UUID]:
    keys = []
    for person in council.people:
        key = accounts.add_person(person.email, name=person.name, password=PASSWORD)
        accounts.enrol(key, secret=secret_of(person.email))
        authorities.add_staff(view.id, user_id=key, roles=person.roles)
        keys.append(key)
    return keys


def _running(
    view: CouncilView,
    council: DemonstrationCouncil,
    name: str,
    *,
    files: Files,
    people: list[uuid.UUID],
    now: dt.datetime,
) -> services.ServiceView:
    """Return the council's live service made from these files, put live where it is not yet."""
    pattern = bundle_of(files).pattern
    full_name = f"{pattern.publisher}/{pattern.pattern}"
    live = services.find_live_by_pattern(view.id, pattern_name=full_name)
    if live is not None:
        return live
    adopted = services.adopt(
        view.id,
        files=files,
        layer=layer_text(council, name, files),
        phone=council.phone,
        phone_hours="Monday to Friday, 9am to 5pm",
        phone_hours_cy="dydd Llun i ddydd Gwener, 9am i 5pm",
        can_be_paid=True,
        actor=audit.SYSTEM,
        now=now,
    )
    return services.put_live(
        view.id,
        slug=adopted.slug,
        signed_off_by=people[-1],
        must_be_welsh=view.nation == "wales",
        can_be_paid=True,
        actor=audit.SYSTEM,
        now=now,
    )


def _seed_reports(
    view: CouncilView, council: DemonstrationCouncil, *, service: services.ServiceView, now: dt.datetime
) -> None:
    plans = cases.invented_plans(
        services.get_effective(service.digest),
        number=council.reports,
        seed=council.slug,
        addresses=_addresses(view, council),
        languages=view.languages,
        now=now,
    )
    staff = [one for one in authorities.list_staff(view.id) if authorities.Permission.WORK_REQUESTS in one.permissions]
    # One transaction a council: hundreds of commits would take most of the time.
    with atomic():
        for plan in plans:
            cases.invent_case(view.id, service_id=service.id, digest=service.digest, plan=plan, people=staff, now=now)


def _addresses(view: CouncilView, council: DemonstrationCouncil) -> list[dict[str, str]]:
    """Return some addresses of the council's register, as a journey stores them."""
    postcodes = islice(places.demonstration_postcodes().in_area(council.gss_code), POSTCODES)
    found = (
        each for place in postcodes for each in places.find_properties(view.id, postcode=place.postcode).properties
    )
    return [
        {"uprn": each.uprn, "line": each.line, "postcode": each.postcode, "authority": council.slug} for each in found
    ]
