"""Adopts patterns, lays a council's settings and words over them, and puts services live."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.services.actions.making import (
    Made,
    effective_columns,
    make,
    source_of,
)
from commonwheel.apps.services.actions.proving import (
    list_unready,
    require_own_examples,
    require_phone,
    require_working,
)
from commonwheel.apps.services.models import PatternSource, Service
from commonwheel.apps.services.queries import ServiceNotFound, ServiceView, view_of, written_digest
from commonwheel.core.patterns.model.reserved import SITE_WORDS
from commonwheel.core.problems import Failure
from commonwheel.foundation import audit
from commonwheel.foundation.transactions import action


class SlugCannotBe(Failure):
    """A service cannot have this place in addresses; says why and how to mend it."""


class ServiceChangedMeanwhile(Failure):
    """A service is no longer what a change of it was begun from."""

    def __init__(self) -> None:
        super().__init__("Somebody else has changed this service meanwhile. Look at what it is now, and begin again.")


@action
def adopt(
    council_id: uuid.UUID,
    *,
    files: Mapping[str, bytes],
    layer: str = "",
    slug: str = "",
    phone: str,
    phone_hours: str = "",
    phone_hours_cy: str = "",
    must_be_welsh: bool = False,
    can_be_paid: bool = False,
    actor: audit.Actor,
    now: dt.datetime,
) -> ServiceView:
    """
    Adopt a pattern for a council, or bring the one it adopted to these files and this layer.

    Args:
        files: of the pattern's folder, by path.
        layer: YAML of the council's layer; "" for none.
        slug: the service's place in addresses; the pattern's own name where "".
        must_be_welsh: as of `put_live`, for a service that is live; so is `can_be_paid`.

    Returns:
        The service; not live where it was not.

    Raises:
        PatternDoesNotCheck: with every error; nothing is changed.
        SlugCannotBe: where the place in addresses is that of another page or service; nothing is changed.
        NothingCanBeSent, TranslationsAreDrafts, PaymentsNotSetUp: where it is live, and would not work for
            residents; nothing is changed.
        OwnExamplesDoNotPass: where an example of the council's own comes out otherwise; nothing is changed.
    """
    made = make(files, layer)
    _require_still_working(council_id, made, files, layer, must_be_welsh=must_be_welsh, can_be_paid=can_be_paid)
    pattern = made.bundle.pattern
    place = slug or pattern.pattern
    _check_slug(council_id, place, pattern_name=pattern.full_name)
    values = {
        "version": pattern.version,
        "source": source_of(pattern.full_name, pattern.version, files, now),
        "layer": layer,
        "phone": phone,
        "phone_hours": phone_hours,
        "phone_hours_cy": phone_hours_cy,
        "changed_at": now,
        **effective_columns(made.effective, now),
    }
    row, is_new = Service.objects.update_or_create(
        council_id=council_id,
        pattern_name=pattern.full_name,
        defaults=values,
        create_defaults={**values, "slug": place, "adopted_at": now},
    )
    _record(row, "service-adopted" if is_new else "service-brought-up-to-date", actor=actor, now=now)
    return view_of(row)


@action
def set_layer(
    council_id: uuid.UUID,
    *,
    slug: str,
    layer: str,
    source_id: uuid.UUID | None = None,
    instead_of: str = "",
    must_be_welsh: bool = False,
    can_be_paid: bool = False,
    actor: audit.Actor,
    now: dt.datetime,
) -> ServiceView:
    """
    Lay another layer over a council's service; journeys and cases under way keep what they began with.

    Args:
        source_id: the files that it is laid over (`keep_source`); those that the service has where None.
        instead_of: the digest of what the service is written in now (`queries.Written`); not looked at where "".

    Raises:
        ServiceChangedMeanwhile: where it is written in something else than that; nothing is changed.
        ServiceNotFound: where the council has no such service.
        PatternDoesNotCheck: with every error; nothing is changed.
        NothingCanBeSent, TranslationsAreDrafts, PaymentsNotSetUp: where it is live, and would not work for
            residents; nothing is changed.
        OwnExamplesDoNotPass: where an example of the council's own comes out otherwise; nothing is changed.
    """
    row = locked(council_id, slug)
    source = PatternSource.objects.get(id=source_id or row.source_id, full_name=row.pattern_name)
    if (row.source_id, row.layer) == (source.id, layer):
        return view_of(row)
    if instead_of not in ("", written_digest(row)):
        raise ServiceChangedMeanwhile
    files = {path: text.encode() for path, text in source.files.items()}
    made = make(files, layer)
    if row.is_live:
        require_working(made, must_be_welsh=must_be_welsh, can_be_paid=can_be_paid)
    require_own_examples(row, files, layer)
    row.source, row.version, row.layer, row.changed_at = source, source.version, layer, now
    for column, value in effective_columns(made.effective, now).items():
        setattr(row, column, value)
    row.save()
    _record(row, "service-changed", actor=actor, now=now)
    return view_of(row)


@action
def put_live(
    council_id: uuid.UUID,
    *,
    slug: str,
    signed_off_by: uuid.UUID,
    must_be_welsh: bool,
    can_be_paid: bool = False,
    actor: audit.Actor,
    now: dt.datetime,
) -> ServiceView:
    """
    Open a service to residents, once it is proved with the council's settings; one that is live stays as it is.

    Args:
        signed_off_by: key of the person who answers for it.
        must_be_welsh: whether the council must treat Welsh no less favourably than English
            (docs/sources.md#welsh-language-measure-2011).
        can_be_paid: whether money that residents pay really reaches the council.

    Raises:
        ServiceNotFound: where the council has no such service.
        PagesAreIncomplete: where a page that the law wants lacks something; nothing is changed.
        PatternDoesNotCheck, NothingCanBeSent, SettingsAreUndecided, TranslationsAreDrafts, PhoneIsMissing,
            PaymentsNotSetUp: nothing is changed.
    """
    row = locked(council_id, slug)
    if row.is_live:
        return view_of(row)
    require_phone(row)
    authorities.require_pages(council_id)
    files = {path: text.encode() for path, text in row.source.files.items()}
    require_working(make(files, row.layer), must_be_welsh=must_be_welsh, can_be_paid=can_be_paid)
    require_own_examples(row, files, row.layer)
    row.is_live, row.live_from, row.signed_off_by_id = True, now, signed_off_by
    row.save(update_fields=["is_live", "live_from", "signed_off_by"])
    _record(row, "service-put-live", actor=actor, now=now)
    return view_of(row)


@action
def take_down(council_id: uuid.UUID, *, slug: str, actor: audit.Actor, now: dt.datetime) -> ServiceView:
    """
    Close a service to new residents; who has begun can finish. One that is not live stays as it is.

    Raises:
        ServiceNotFound: where the council has no such service.
    """
    row = locked(council_id, slug)
    if row.is_live:
        row.is_live = False
        row.save(update_fields=["is_live"])
        _record(row, "service-taken-down", actor=actor, now=now)
    return view_of(row)


def find_unready(council_id: uuid.UUID, *, slug: str, must_be_welsh: bool, can_be_paid: bool) -> tuple[str, ...]:
    """
    List what stands in the way of a council's service going live, each in a sentence; () where nothing does.

    Raises:
        ServiceNotFound: where the council has no such service.
    """
    row = Service.objects.of(council_id).select_related("source").filter(slug=slug).first()
    if row is None:
        raise ServiceNotFound(slug)
    return list_unready(row, must_be_welsh=must_be_welsh, can_be_paid=can_be_paid)


def locked(council_id: uuid.UUID, slug: str) -> Service:
    """
    Return a council's service under lock, with its files.

    Raises:
        ServiceNotFound: where there is none.
    """
    rows = Service.objects.of(council_id).select_related("source").select_for_update(of=("self",))
    row = rows.filter(slug=slug).first()
    if row is None:
        raise ServiceNotFound(slug)
    return row


# Private


def _require_still_working(
    council_id: uuid.UUID,
    made: Made,
    files: Mapping[str, bytes],
    layer: str,
    *,
    must_be_welsh: bool,
    can_be_paid: bool,
) -> None:
    """Refuse what would break a service that the council has of this pattern already."""
    known = Service.objects.of(council_id).filter(pattern_name=made.bundle.pattern.full_name).first()
    if known is None:
        return
    require_own_examples(known, files, layer)
    if known.is_live:
        require_working(made, must_be_welsh=must_be_welsh, can_be_paid=can_be_paid)


def _check_slug(council_id: uuid.UUID, slug: str, *, pattern_name: str) -> None:
    if re.fullmatch(r"[a-z][a-z0-9-]{0,60}", slug) is None:
        raise SlugCannotBe(
            f"“{slug[:61]}” cannot be a service's place in addresses. Use lower-case letters, digits and hyphens, "
            "at most 61 of them, and begin with a letter."
        )
    if slug in SITE_WORDS:
        raise SlugCannotBe(
            f"“{slug}” cannot be a service's place in addresses: a council's site has a page of its own at /{slug}/. "
            "Give the service another one with --slug, or rename the pattern."
        )
    others = Service.objects.of(council_id).filter(slug=slug).exclude(pattern_name=pattern_name)
    if taken := others.values_list("pattern_name", flat=True).first():
        raise SlugCannotBe(f"“{slug}” is the place of {taken} already. Give this service another one with --slug.")


def _record(row: Service, what: str, *, actor: audit.Actor, now: dt.datetime) -> None:
    facts = {"version": row.version, "digest": row.effective_id}
    audit.record(row.council_id, actor=actor, action=what, subject=f"service:{row.id}", at=now, facts=facts)
