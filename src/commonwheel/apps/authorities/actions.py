"""What changes councils and their staff."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from commonwheel.apps.authorities import queries
from commonwheel.apps.authorities.models import Council, StaffMember
from commonwheel.apps.authorities.rules import (
    PageFacts,
    Role,
    check_facts,
    check_languages,
    check_logo,
    check_slug,
    check_theme,
    written_facts,
)
from commonwheel.core.problems import Failure
from commonwheel.design.responses import logo_digest
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.models import new_key
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action


class PersonIsInactive(Failure):
    """Somebody whose sign-in is closed cannot be given work."""

    def __init__(self, user_id: uuid.UUID) -> None:
        super().__init__("This person’s sign-in is closed. Open it again before you give them a role.")
        self.user_id = user_id


@action
def add_council(
    slug: str,
    *,
    name: str,
    tier: str,
    nation: str = "england",
    name_cy: str = "",
    gss_code: str = "",
    languages: Iterable[str] = ("en",),
    phone: str = "",
    email: str = "",
    website: str = "",
    host: str | None = None,
    theme: Mapping[str, str] | None = None,
    actor: audit.Actor,
    now: dt.datetime,
) -> CouncilView:
    """
    Add the council, or bring the one with that slug up to date.

    Raises:
        CouncilCannotBe: where its slug, languages or colours cannot be; nothing is changed.
    """
    spoken = list(languages)
    colours = dict(theme or {})
    check_slug(slug)
    check_languages(spoken)
    check_theme(colours)
    values = {
        "name": name, "tier": tier, "nation": nation, "name_cy": name_cy, "gss_code": gss_code, "languages": spoken,
        "phone": phone, "email": email, "website": website, "host": host.lower() if host else None, "theme": colours,
    }  # fmt: skip
    key = new_key()
    with council_scope(key):
        row, is_new = Council.objects.get_or_create(slug=slug, defaults={"id": key, **values})
    if is_new:
        _record(row.id, "council-added", actor=actor, now=now, facts={"slug": slug, **values})
    else:
        _change(row.id, values, "council-changed", actor=actor, now=now)
    queries.forget_councils()
    return queries.get_council(slug)


@action
def set_open(council_id: uuid.UUID, *, is_open: bool, actor: audit.Actor, now: dt.datetime) -> None:
    """Open the council's pages to residents, or close them all."""
    done = "council-opened" if is_open else "council-closed"
    _change(council_id, {"is_open": is_open}, done, actor=actor, now=now)
    queries.forget_councils()


@action
def set_logo(council_id: uuid.UUID, *, data: bytes, actor: audit.Actor, now: dt.datetime) -> None:
    """
    Show this picture as the council's logo; b"" for none.

    Raises:
        CouncilCannotBe: for what is no picture of a kind that browsers show safely, or too large a one.
    """
    kind = check_logo(data) if data else ""
    values = {"logo_type": kind, "logo_digest": logo_digest(data) if data else ""}
    done = "council-logo-set" if data else "council-logo-removed"
    if _change(council_id, values, done, actor=actor, now=now):
        with council_scope(council_id):
            Council.objects.filter(pk=council_id).update(logo=data)
    queries.forget_councils()


@action
def set_page_facts(council_id: uuid.UUID, *, actor: audit.Actor, now: dt.datetime, **changed: Any) -> PageFacts:
    """
    Change what the council says of itself on the pages that the law wants, and return all of it.

    Args:
        changed: of `rules.PageFacts`, by name; what is not named stays.

    Raises:
        CouncilCannotBe: for what cannot be true; nothing is changed.
    """
    with council_scope(council_id):
        Council.objects.select_for_update().only("id").get(pk=council_id)
        facts = replace(queries.get_page_facts(council_id), **changed)
    check_facts(facts, today=timezone.localdate(now))
    _change(council_id, {"page_facts": written_facts(facts)}, "council-page-facts-set", actor=actor, now=now)
    queries.forget_councils()
    return facts


@action
def set_staff_sign_in(council_id: uuid.UUID, way: str, *, actor: audit.Actor, now: dt.datetime) -> None:
    """Let the council's staff sign in with these accounts only: "local", "council" or "either"."""
    values = {"staff_sign_in": Council.StaffSignIn(way).value}
    _change(council_id, values, "council-sign-in-set", actor=actor, now=now)
    queries.forget_councils()


@action
def add_staff(
    council_id: uuid.UUID,
    *,
    user_id: uuid.UUID,
    roles: Iterable[str],
    teams: Iterable[str] = (),
    by_council_account: bool = False,
    email: str = "",
) -> StaffView:
    """
    Let the person work for the council in these roles (and no others), or bring that up to date.

    Args:
        by_council_account: whether only the council's own sign-in opens it.
        email: where they are written to; "" for the address they sign in with.
    """
    values = {
        "roles": sorted({Role(role) for role in roles}), "teams": list(teams), "is_active": True, "was_ended": False,
        "by_council_account": by_council_account, "email": email,
    }  # fmt: skip
    with council_scope(council_id):
        StaffMember.objects.update_or_create(council_id=council_id, user_id=user_id, defaults=values)
        found = queries.find_staff(council_id, user_id=user_id)
    if found is None:
        raise PersonIsInactive(user_id)
    return found


@action
def end_staff(council_id: uuid.UUID, *, user_id: uuid.UUID, for_good: bool = True) -> None:
    """
    End the person's work for the council; from the next page they open they see nothing of it.

    Args:
        for_good: whether the council's own sign-in must not bring them back.
    """
    with council_scope(council_id):
        rows = StaffMember.objects.filter(council_id=council_id, user_id=user_id)
        rows.update(is_active=False, was_ended=for_good)


@action
def let_back(council_id: uuid.UUID, *, email: str) -> int:
    """Let the council's own sign-in bring those with this address back whose work was ended; return how many."""
    with council_scope(council_id):
        ended = StaffMember.objects.filter(council_id=council_id, email__iexact=email.strip(), was_ended=True)
        return ended.update(was_ended=False)


# Private


def _change(
    council_id: uuid.UUID, values: Mapping[str, Any], done: str, *, actor: audit.Actor, now: dt.datetime
) -> bool:
    """Bring these columns of the council's row to these values, and write down those that were otherwise, if any."""
    with council_scope(council_id):
        row = Council.objects.defer("logo").select_for_update().get(pk=council_id)
        changed = {column: value for column, value in values.items() if getattr(row, column) != value}
        if changed:
            Council.objects.filter(pk=council_id).update(**changed)
            _record(council_id, done, actor=actor, now=now, facts=changed)
    return bool(changed)


def _record(
    council_id: uuid.UUID, done: str, *, actor: audit.Actor, now: dt.datetime, facts: Mapping[str, Any]
) -> None:
    with council_scope(council_id):
        audit.record(council_id, actor=actor, action=done, subject=f"council:{council_id}", at=now, facts=facts)
