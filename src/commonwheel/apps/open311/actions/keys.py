"""Use cases: a council gives a partner a key, and ends it."""

import datetime as dt
import uuid

from commonwheel.apps.open311.models import Partner
from commonwheel.apps.open311.queries.partners import PartnerNotFound, PartnerView, view_of
from commonwheel.apps.open311.rules import MOST_A_MINUTE, PartnerCannotBe, check_partner, hash_key
from commonwheel.foundation.audit import Actor, record
from commonwheel.foundation.transactions import action


@action
def give_key(
    council_id: uuid.UUID,
    *,
    name: str,
    key: str,
    most_a_minute: int = MOST_A_MINUTE,
    actor: Actor,
    now: dt.datetime,
) -> PartnerView:
    """
    Let a partner send reports to a council with a key, of which only a hash is kept.

    Args:
        key: made by `new_key`; the same for several councils that let the partner in together.

    Raises:
        PartnerCannotBe: with what is wrong; or where a partner of that name has a key that works.
    """
    name = " ".join(name.split())
    check_partner(name, most_a_minute)
    if Partner.objects.filter(council_id=council_id, name=name, ended_at=None).exists():
        raise PartnerCannotBe(f"“{name}” has a key already. End it first, or give the other one another name.")
    row = Partner(council_id=council_id, name=name, key_hash=hash_key(key), most_a_minute=most_a_minute, issued_at=now)
    row.save(force_insert=True)
    facts = {"name": name, "most_a_minute": most_a_minute}
    record(council_id, actor=actor, action="partner-key-given", subject=f"partner:{row.id}", at=now, facts=facts)
    return view_of(row)


@action
def end_key(council_id: uuid.UUID, *, partner_id: uuid.UUID, actor: Actor, now: dt.datetime) -> PartnerView:
    """
    End a partner's key: from now on it opens nothing. Ended twice it is ended once.

    Raises:
        PartnerNotFound: where the council has no such partner.
    """
    row = Partner.objects.select_for_update().filter(council_id=council_id, id=partner_id).first()
    if row is None:
        raise PartnerNotFound(str(partner_id))
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        facts = {"name": row.name}
        record(council_id, actor=actor, action="partner-key-ended", subject=f"partner:{row.id}", at=now, facts=facts)
    return view_of(row)
