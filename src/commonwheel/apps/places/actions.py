"""What changes the address register."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

from commonwheel.apps.places.models import Property as PropertyRow
from commonwheel.apps.places.queries import COLUMNS, demonstration_postcodes, row_values
from commonwheel.core.places.invented import invent_properties
from commonwheel.core.places.properties import Property, Reading, RowProblem
from commonwheel.foundation.audit import SYSTEM, Actor, record
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """
    What a load did.

    Attributes:
        added, changed, unchanged: properties of the file.
        withdrawn: properties that the file no longer holds, now marked as not current.
        problems: rows that could not be used. With any, nothing is withdrawn, because what is
            missing may be among them.
    """

    added: int
    changed: int
    unchanged: int
    withdrawn: int
    problems: tuple[RowProblem, ...]


@action
def load_gazetteer(council_id: uuid.UUID, *, reading: Reading, actor: Actor, now: dt.datetime) -> Loaded:
    """
    Bring the council's register up to its gazetteer: wholly or not at all, and the same however often.

    Written down where it changes something.

    Args:
        council_id: whose register.
        reading: the whole gazetteer, as `core.places.gazetteer.read_gazetteer` returns it.
    """
    given = {each.uprn: each for each in reading.properties}
    with council_scope(council_id):
        known = _known(council_id)
        new = [each for uprn, each in given.items() if uprn not in known]
        changed = [each for uprn, each in given.items() if uprn in known and known[uprn] != each]
        _store(council_id, [*new, *changed])
        gone = [] if reading.problems else [u for u, each in known.items() if each.is_current and u not in given]
        _withdraw(council_id, gone)
        loaded = Loaded(len(new), len(changed), len(given) - len(new) - len(changed), len(gone), reading.problems)
        _write_down(council_id, loaded, actor=actor, now=now)
    return loaded


@action
def load_invented_register(council_id: uuid.UUID, *, gss_code: str, town: str, seed: bytes, now: dt.datetime) -> Loaded:
    """
    Fill a demonstration council's register with invented addresses on real postcodes of its area.

    Args:
        council_id: whose register; what it holds is replaced.
        gss_code: of the council, district or county, in the demonstration's extract of postcodes.
        town: what ends each address.
        seed: the same bytes give the same addresses.
    """
    properties = invent_properties(demonstration_postcodes().in_area(gss_code), town=town, seed=seed)
    reading = Reading(properties, (), len(properties))
    return load_gazetteer(council_id, reading=reading, actor=SYSTEM, now=now)


@action
def share_properties(
    council_id: uuid.UUID, follower_id: uuid.UUID, *, goes: Callable[[str], bool], now: dt.datetime
) -> int:
    """
    Put current properties of one council's register into that of one that follows it; return how many came.

    What the follower's register has under the same UPRN stays as it is, and so does the council's own register. Again
    it changes nothing. Written down where something came.

    Args:
        goes: says of a postcode ("" where a property has none) whether it goes to that follower.
    """
    with council_scope(council_id):
        rows = PropertyRow.objects.filter(council_id=council_id, is_current=True).values_list(*COLUMNS)
        theirs = [one for one in (Property(*values) for values in rows.iterator()) if goes(one.postcode)]
    with council_scope(follower_id):
        known = set(PropertyRow.objects.filter(council_id=follower_id).values_list("uprn", flat=True))
        new = [one for one in theirs if one.uprn not in known]
        _store(follower_id, new)
        _write_down(follower_id, Loaded(len(new), 0, len(theirs) - len(new), 0, ()), actor=SYSTEM, now=now)
    return len(new)


def _write_down(council_id: uuid.UUID, loaded: Loaded, *, actor: Actor, now: dt.datetime) -> None:
    if not (loaded.added or loaded.changed or loaded.withdrawn):
        return
    facts = {
        "added": loaded.added, "changed": loaded.changed, "withdrawn": loaded.withdrawn,
        "unchanged": loaded.unchanged, "rows_not_usable": len(loaded.problems),
    }  # fmt: skip
    subject = f"council:{council_id}"
    record(council_id, actor=actor, action="addresses-loaded", subject=subject, at=now, facts=facts)


def _known(council_id: uuid.UUID) -> dict[str, Property]:
    rows = PropertyRow.objects.filter(council_id=council_id).values_list(*COLUMNS)
    return {found.uprn: found for found in (Property(*values) for values in rows.iterator())}


def _store(council_id: uuid.UUID, properties: Iterable[Property]) -> None:
    rest = iter(properties)
    while batch := list(islice(rest, _BATCH)):
        PropertyRow.objects.bulk_create(
            [PropertyRow(council_id=council_id, **row_values(each)) for each in batch],
            update_conflicts=True,
            unique_fields=["council", "uprn"],
            update_fields=[*COLUMNS[1:], "search"],
        )


def _withdraw(council_id: uuid.UUID, uprns: Iterable[str]) -> None:
    rest = iter(uprns)
    while batch := list(islice(rest, _BATCH)):
        PropertyRow.objects.filter(council_id=council_id, uprn__in=batch).update(is_current=False)
