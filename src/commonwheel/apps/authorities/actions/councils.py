"""What changes councils."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from commonwheel.apps.authorities import queries
from commonwheel.apps.authorities.actions.noting import record
from commonwheel.apps.authorities.models import Council
from commonwheel.apps.authorities.rules import (
    PageFacts,
    check_facts,
    check_languages,
    check_logo,
    check_slug,
    check_theme,
    written_facts,
    written_succession,
)
from commonwheel.design.responses import logo_digest
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView, Succession
from commonwheel.foundation.models import new_key
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action


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
        record(row.id, "council-added", actor=actor, now=now, facts={"slug": slug, **values})
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
def set_succession(council_id: uuid.UUID, succession: Succession, *, actor: audit.Actor, now: dt.datetime) -> None:
    """Say who follows the council, and from when: its addresses lead on from that day. Its own rows stay its own."""
    _change(council_id, {"succession": written_succession(succession)}, "council-followed", actor=actor, now=now)
    queries.forget_councils()


def _change(
    council_id: uuid.UUID, values: Mapping[str, Any], done: str, *, actor: audit.Actor, now: dt.datetime
) -> bool:
    """Bring these columns of the council's row to these values, and write down those that were otherwise, if any."""
    with council_scope(council_id):
        row = Council.objects.defer("logo").select_for_update().get(pk=council_id)
        changed = {column: value for column, value in values.items() if getattr(row, column) != value}
        if changed:
            Council.objects.filter(pk=council_id).update(**changed)
            record(council_id, done, actor=actor, now=now, facts=changed)
    return bool(changed)
