"""Reads what of a service is signed off, and by whom the rest is to be."""

import datetime as dt
import uuid
from dataclasses import dataclass

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.changes.models import Draft, SignOff, SignOffRule
from commonwheel.apps.changes.queries.drafts import beneath_of, laid_of, row_of, seen_digest
from commonwheel.apps.changes.rules.signing import DEFAULTS, Rule
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.versions.effective import Effective, effective_of
from commonwheel.core.patterns.versions.parts import PARTS, Part, part_digest, parts_of
from commonwheel.foundation.councils import CouncilView, StaffView


@dataclass(frozen=True, slots=True)
class PartToSign:
    """
    One part of a service that its council has signed off.

    Attributes:
        digest: of the part as it shall be.
        is_unchanged: whether residents have it as it is already.
        signed_by, signed_at: name and time; "" and None where nobody has signed it so.
        may_sign: whether whoever asks may.
    """

    rule: Rule
    digest: str
    is_unchanged: bool
    signed_by: str
    signed_at: dt.datetime | None
    may_sign: bool

    @property
    def is_open(self) -> bool:
        """Whether it is to be signed yet."""
        return not self.is_unchanged and self.signed_at is None


@dataclass(frozen=True, slots=True)
class Signing:
    """
    What is to be signed off: a draft that was sent, or a service before it goes live.

    Attributes:
        seen: digest of the draft; "" where there is none.
        is_ready: whether it can be signed: a draft that was sent, or a service that is not live and has no draft.
        sent_by: who sent the draft; "" where nobody did.
        undecided: what its author left to be decided, in sentences: whoever signs decides that it stands as it is.
    """

    service: services.ServiceView
    seen: str
    is_ready: bool
    sent_by: str
    parts: tuple[PartToSign, ...]
    undecided: tuple[str, ...]

    @property
    def open(self) -> tuple[PartToSign, ...]:
        """Those that are to be signed yet."""
        return tuple(part for part in self.parts if part.is_open)


def get_signing(council: CouncilView, slug: str, *, by: StaffView) -> Signing:
    """
    Return what of a service is to be signed off.

    Raises:
        ServiceNotFound: where there is none.
        CannotBeRead: where its changes do not fit.
    """
    written = services.get_written(council.id, slug)
    return signing_of(council, written, row_of(written), by=by)


def signing_of(council: CouncilView, written: services.Written, row: Draft | None, *, by: StaffView) -> Signing:
    """
    Return what of a draft, or of a service without one, is to be signed off.

    Raises:
        CannotBeRead: where the changes do not fit.
    """
    service = written.service
    now = services.get_effective(service.digest)
    shall = now if row is None else _effective_of(row, written, owner=council.slug)
    rules = rules_of(council.id)
    asked = [part for part in parts_of(shall, serves_welsh="cy" in council.languages) if rules[part].is_asked]
    digests = {part: part_digest(shall, part) for part in asked}
    signed = {
        (one.part, one.digest): one
        for one in SignOff.objects.of(council.id).filter(service_id=service.id, part__in=asked)
    }
    sender = row.sent_by_id if row else None
    names = authorities.names_of_staff(
        council.id, {one.signed_by_id for one in signed.values()} | ({sender} if sender else set())
    )
    parts = []
    for part, digest in digests.items():
        rule, found = rules[part], signed.get((part, digest))
        parts.append(
            PartToSign(
                rule=rule,
                digest=digest,
                is_unchanged=service.is_live and part_digest(now, part) == digest,
                signed_by=names.get(found.signed_by_id, "") if found else "",
                signed_at=found.signed_at if found else None,
                may_sign=rule.may_sign(by) and not (rule.by_another and sender == by.id),
            )
        )
    return Signing(
        service=service,
        seen=seen_digest(row, row.layer) if row else "",
        is_ready=row.sent_at is not None if row else not service.is_live,
        sent_by=names.get(sender, "") if sender else "",
        parts=tuple(parts),
        undecided=tuple(shall.pattern.undecided.values()),
    )


def rules_of(council_id: uuid.UUID) -> dict[Part, Rule]:
    """Return how a council has each part signed off."""
    rows = {row.part: row for row in SignOffRule.objects.of(council_id)}
    return {part: _rule(rows[part], part) if part in rows else DEFAULTS[part] for part in PARTS}


# Private


def _rule(row: SignOffRule, part: Part) -> Rule:
    return Rule(part, is_asked=row.is_asked, role=row.role, emails=tuple(row.emails), by_another=row.by_another)


def _effective_of(row: Draft, written: services.Written, *, owner: str) -> Effective:
    laid = laid_of(beneath_of(row, written), row.layer, owner=owner)
    return effective_of(laid.bundle, laid.values)
