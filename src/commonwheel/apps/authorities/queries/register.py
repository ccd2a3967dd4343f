"""The register of authorities that comes with Commonwheel, and what the councils of this node agreed."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

from commonwheel.apps.authorities.models import Agreement
from commonwheel.apps.authorities.queries.councils import find_council, find_council_by_code, list_councils
from commonwheel.core.places.holders import holders_of
from commonwheel.core.places.register.authority import COUNCILS, Authority, Dated, Days, Name
from commonwheel.core.places.register.reading import read_register
from commonwheel.core.places.register.register import Register
from commonwheel.core.places.responsibility import Area, Arrangement, Ground
from commonwheel.core.problems import Failure
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope

_FILE = Path(__file__).parents[1] / "data" / "register.json"
_DAY = dt.timedelta(days=1)
_ONE_AT_A_TIME = Lock()
_MOST_KEPT = 64


class AgreementNotFound(Failure):
    """The council never declared an agreement of that short name."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"The council has declared no agreement “{slug}”. `commonwheel agreement list` shows all.")


@dataclass(frozen=True, slots=True)
class AgreementView:
    """
    What a council agreed on a duty.

    Attributes:
        council_id: whose duty it is by law.
        holder: id in the register of who does it; "" for a body of the councils' own.
        holder_name: its name, whoever it is.
        districts: ids of those in which it holds; empty for everywhere.
        begins_on, ends_on: first and last day, in London; None for without end.
        is_ended: it was ended before its last day.
    """

    slug: str
    council_id: uuid.UUID
    duty: str
    holder: str
    holder_name: str
    holder_page: str
    holder_phone: str
    districts: tuple[str, ...]
    rests_on: str
    rests_on_page: str
    begins_on: dt.date | None
    ends_on: dt.date | None
    is_ended: bool


def the_register() -> Register:
    """Return the register: every principal council of the UK, and the others that residents are sent to."""
    # Several threads may ask at once for the first time, and each would make one.
    with _ONE_AT_A_TIME:
        return _compiled()


@cache
def _compiled() -> Register:
    return read_register(_FILE.read_text(encoding="utf-8"))


def ground_on(on: dt.date, areas: Iterable[Area]) -> Ground:
    """Return what is known on a day of who is responsible in some areas: the register, and what was agreed there."""
    register = the_register()
    serving = {
        each.id: each
        for area in areas
        for standing in register.standing(area.district, on=on)
        for each in (standing.lowest, *standing.above)
        if each.kind_on(on) in COUNCILS
    }
    return Ground(register, on, tuple(one for each in serving.values() for one in _arrangements(each)))


@lru_cache(_MOST_KEPT)
def holders_by_law(duties: tuple[str, ...], on: dt.date) -> tuple[Authority, ...]:
    """Return everybody who has one of some duties by law on a day, by nation, kind and id; agreements aside."""
    return holders_of(duties, ground=Ground(the_register(), on))


def list_agreements(council_id: uuid.UUID) -> tuple[AgreementView, ...]:
    """List what a council agreed, ended ones too, by short name; in its scope or out of any."""
    with council_scope(council_id):
        return tuple(_view(row) for row in Agreement.objects.filter(council_id=council_id).order_by("slug"))


def list_all_agreements() -> tuple[tuple[CouncilView, AgreementView], ...]:
    """List what all councils of this node agreed."""
    return tuple((council, one) for council in list_councils() for one in list_agreements(council.id))


def get_agreement(council_id: uuid.UUID, slug: str) -> AgreementView:
    """
    Return what a council agreed, by its short name.

    Raises:
        AgreementNotFound: it never declared it.
    """
    found = next((one for one in list_agreements(council_id) if one.slug == slug), None)
    if found is None:
        raise AgreementNotFound(slug)
    return found


def find_council_of(authority: Authority) -> CouncilView | None:
    """
    Return the council of this node that an authority of the register is, whichever of its codes it was given.

    One that is announced and has no code yet is the council whose place in addresses is its id.
    """
    if not authority.codes:
        return find_council(authority.id)
    found = (find_council_by_code(code.value) for code in authority.codes)
    return next((each for each in found if each is not None), None)


def _arrangements(authority: Authority) -> tuple[Arrangement, ...]:
    council = find_council_of(authority)
    if council is None:
        return ()
    return tuple(_arrangement(authority, one) for one in list_agreements(council.id) if not one.is_ended)


def _arrangement(giver: Authority, one: AgreementView) -> Arrangement:
    return Arrangement(
        giver.id,
        one.duty,
        the_register().find(one.holder) or _own_body(giver, one),
        one.rests_on,
        Days(one.begins_on, one.ends_on + _DAY if one.ends_on else None),
        frozenset(one.districts),
        one.rests_on_page,
    )


def _own_body(giver: Authority, one: AgreementView) -> Authority:
    """Return a body that councils set up themselves, which no register has."""
    return Authority(
        id=f"{giver.id}/{one.slug}",
        names=(Dated(Name(one.holder_name, one.holder_name)),),
        codes=(),
        kinds=(Dated("joint"),),
        nation=giver.nation,
        page=one.holder_page,
        phone=one.holder_phone,
        source=one.rests_on,
        source_page=one.rests_on_page,
    )


def _view(row: Agreement) -> AgreementView:
    known = the_register().find(row.holder)
    return AgreementView(
        slug=row.slug,
        council_id=row.council_id,
        duty=row.duty,
        holder=row.holder,
        holder_name=known.name.full if known else row.holder_name or row.holder,
        holder_page=row.holder_page,
        holder_phone=row.holder_phone,
        districts=tuple(row.districts),
        rests_on=row.rests_on,
        rests_on_page=row.rests_on_page,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        is_ended=row.ended_at is not None,
    )
