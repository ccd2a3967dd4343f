"""Signs parts of a service off, says who may, and puts a service live that all have signed."""

import datetime as dt
from collections.abc import Sequence

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.changes.actions.rows import DraftChangedMeanwhile, record
from commonwheel.apps.changes.models import Draft, SignOff, SignOffRule
from commonwheel.apps.changes.queries.signing import PartToSign, Signing, signing_of
from commonwheel.apps.changes.rules.signing import Rule
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.versions.parts import Part
from commonwheel.core.problems import Failure
from commonwheel.foundation import audit
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.transactions import action

NAMES: dict[Part, str] = {
    "owner": "service owner", "data": "data protection", "accessibility": "accessibility", "welsh": "Welsh",
    "finance": "finance",
}  # fmt: skip


class NothingToSign(Failure):
    """There is no such part, or it cannot be signed off now."""

    def __init__(self) -> None:
        super().__init__(
            "This is not to be signed off now: it was changed or published meanwhile, or was not sent yet."
        )


class MayNotSign(Failure):
    """Somebody else signs this part off."""

    def __init__(self) -> None:
        super().__init__("Somebody else signs this off. The council’s administrators say who.")


class NotSignedOff(Failure):
    """
    Parts are to be signed off first.

    Attributes:
        parts: which, at least one.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        super().__init__(f"To be signed off first: {', '.join(NAMES[part] for part in parts)}.")


class NobodyCouldSign(Failure):
    """A part that is asked for needs somebody who may sign it."""

    def __init__(self) -> None:
        super().__init__("Say who may sign this: a role, or at least one person.")


class NobodyCalledSo(Failure):
    """
    Nobody of the council's own staff has one of the addresses.

    Attributes:
        emails: which.
    """

    def __init__(self, emails: Sequence[str]) -> None:
        self.emails = tuple(emails)
        super().__init__(f"Nobody at the council signs in as {', '.join(emails)}.")


@action
def sign(council: CouncilView, slug: str, *, part: str, digest: str, by: StaffView, now: dt.datetime) -> None:
    """
    Sign one part of a service off, as it was seen; signing it twice is as good as once.

    Args:
        digest: of the part (`queries.signing.PartToSign`).

    Raises:
        ServiceNotFound: where the council has no such service.
        DraftChangedMeanwhile: where the part is another one now; nothing is signed.
        NothingToSign, MayNotSign: nothing is signed.
    """
    written = services.get_written(council.id, slug)
    signing = signing_of(council, written, _locked(written), by=by)
    found = next((one for one in signing.parts if one.rule.part == part), None)
    if found is None:
        raise NothingToSign
    if found.digest != digest:
        raise DraftChangedMeanwhile
    if not found.is_open:
        return
    if not signing.is_ready:
        raise NothingToSign
    if not found.may_sign:
        raise MayNotSign
    _keep(signing, found, by=by, now=now)


@action
def set_rule(council: CouncilView, rule: Rule, *, by: audit.Actor, now: dt.datetime) -> None:
    """
    Say whether a council has a part signed off, and who may.

    Raises:
        NobodyCouldSign: where it is asked for, and nobody may.
        NobodyCalledSo: where an address is nobody's of the council's own staff; nothing is changed.
    """
    if rule.is_asked and not (rule.role or rule.emails):
        raise NobodyCouldSign
    known = {one.email for one in authorities.list_staff(council.id) if one.services is None}
    unknown = sorted(set(rule.emails) - known)
    if unknown:
        raise NobodyCalledSo(unknown)
    values = {
        "is_asked": rule.is_asked,
        "role": rule.role,
        "emails": sorted(set(rule.emails)),
        "by_another": rule.by_another,
    }
    row = SignOffRule.objects.of(council.id).select_for_update().filter(part=rule.part).first()
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return
    SignOffRule.objects.update_or_create(council_id=council.id, part=rule.part, defaults=values)
    facts = {**values, "part": rule.part}
    audit.record(council.id, actor=by, action="sign-off-rule-set", subject=f"council:{council.id}", at=now, facts=facts)


@action
def put_live(
    council: CouncilView, slug: str, *, can_be_paid: bool, by: StaffView, now: dt.datetime
) -> services.ServiceView:
    """
    Open a service to residents that is signed off; whoever may sign for its owner does so with it.

    Raises:
        NotSignedOff: where more is to be signed off first; nothing is changed.
        Whatever `services.put_live` raises; nothing is changed.
    """
    written = services.get_written(council.id, slug)
    if written.service.is_live:
        return written.service
    require_signed(council, written, None, by=by, now=now)
    return services.put_live(
        council.id,
        slug=slug,
        signed_off_by=by.user_id,
        must_be_welsh=council.nation == "wales",
        can_be_paid=can_be_paid,
        actor=audit.Actor("STAFF", str(by.id)),
        now=now,
    )


def require_signed(
    council: CouncilView, written: services.Written, row: Draft | None, *, by: StaffView, now: dt.datetime
) -> None:
    """
    Refuse what is not signed off; the owner's part is signed by whoever goes on with it, where they may.

    Raises:
        NotSignedOff: where more is to be signed off first.
    """
    signing = signing_of(council, written, row, by=by)
    left = [one for one in signing.open if one.rule.part != "owner" or not one.may_sign]
    if left:
        raise NotSignedOff([one.rule.part for one in left])
    for one in signing.open:
        _keep(signing, one, by=by, now=now)


# Private


def _locked(written: services.Written) -> Draft | None:
    service = written.service
    return Draft.objects.of(service.council_id).select_for_update().filter(service_id=service.id).first()


def _keep(signing: Signing, part: PartToSign, *, by: StaffView, now: dt.datetime) -> None:
    service = signing.service
    _, is_new = SignOff.objects.get_or_create(
        council_id=service.council_id,
        service_id=service.id,
        part=part.rule.part,
        digest=part.digest,
        defaults={"signed_at": now, "signed_by_id": by.id},
    )
    if is_new:
        record(service, "part-signed-off", by, now, facts={"part": part.rule.part, "digest": part.digest})
