"""Who works for a council that ends, and for the one that follows it."""

import datetime as dt
import uuid
from collections.abc import Mapping

from commonwheel.apps.authorities import api as authorities
from commonwheel.foundation.audit import SYSTEM, record
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action


def same_people(old: CouncilView, new: CouncilView) -> Mapping[uuid.UUID, uuid.UUID]:
    """Return who works for both councils: the key of their work at the new one, by that at the old one."""
    after = {one.user_id: one.id for one in _staff(new)}
    return {one.id: after[one.user_id] for one in _staff(old) if one.user_id in after}


@action
def bring_along(old: CouncilView, new: CouncilView, *, now: dt.datetime) -> int:
    """
    Let the old council's own staff work for the new one too, in the same roles and teams; return how many came.

    Left alone is who works there already, or whose work somebody ended there; who is an officer of a shared service;
    and who signs in with the old council's own accounts, of whom the new council's sign-in will tell.
    """
    there, came = {one.user_id for one in _staff(new)}, 0
    for one in _staff(old):
        is_own = one.services is None and not one.shared_service and not one.by_council_account
        if not is_own or one.user_id in there or _was_ended(new, one.user_id):
            continue
        authorities.add_staff(new.id, user_id=one.user_id, roles=one.roles, teams=one.teams)
        with council_scope(new.id):
            facts = {"from": old.slug, "roles": sorted(one.roles)}
            record(new.id, actor=SYSTEM, action="staff-came-along", subject=f"user:{one.user_id}", at=now, facts=facts)
        came += 1
    return came


def _staff(council: CouncilView) -> list[authorities.StaffView]:
    with council_scope(council.id):
        return authorities.list_staff(council.id)


def _was_ended(council: CouncilView, user_id: uuid.UUID) -> bool:
    with council_scope(council.id):
        return authorities.was_ended(council.id, user_id=user_id)
