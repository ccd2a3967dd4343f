"""What changes a council's agreements on its duties."""

import datetime as dt
import uuid
from typing import Any

from commonwheel.apps.authorities import queries
from commonwheel.apps.authorities.actions.noting import record
from commonwheel.apps.authorities.models import Agreement, Council
from commonwheel.apps.authorities.rules import AgreementCannotBe, NewAgreement, check_agreement
from commonwheel.foundation import audit
from commonwheel.foundation.scope import council_scope
from commonwheel.foundation.transactions import action


@action
def declare_agreement(
    council_id: uuid.UUID, slug: str, new: NewAgreement, *, actor: audit.Actor, now: dt.datetime
) -> queries.AgreementView:
    """
    Declare what a council agreed on a duty of its own, or bring the agreement with that short name up to date.

    Written down where it changes something; declaring the same again changes nothing.

    Raises:
        AgreementCannotBe, AuthorityIsUnknown, DutyIsUnknown: nothing is changed.
    """
    values = _values(slug, new)
    with council_scope(council_id):
        Council.objects.select_for_update().only("id").get(pk=council_id)
        _refuse_contradiction(council_id, slug, values)
        row, is_new = Agreement.objects.get_or_create(
            council_id=council_id, slug=slug, defaults={**values, "declared_at": now}
        )
        is_same = all(getattr(row, name) == value for name, value in values.items())
        if is_new or not is_same:
            Agreement.objects.filter(pk=row.pk).update(**values, declared_at=now)
            facts = {name: value if isinstance(value, list) else str(value) for name, value in values.items() if value}
            record(council_id, "agreement-declared", actor=actor, now=now, facts={"slug": slug, **facts})
    return queries.get_agreement(council_id, slug)


@action
def end_agreement(council_id: uuid.UUID, slug: str, *, actor: audit.Actor, now: dt.datetime) -> queries.AgreementView:
    """
    End an agreement at once. Ending it twice is as good as once.

    Raises:
        AgreementNotFound: the council never declared it.
    """
    queries.get_agreement(council_id, slug)
    with council_scope(council_id):
        if Agreement.objects.filter(council_id=council_id, slug=slug, ended_at=None).update(ended_at=now):
            record(council_id, "agreement-ended", actor=actor, now=now, facts={"slug": slug})
    return queries.get_agreement(council_id, slug)


@action
def close_agreement(
    council_id: uuid.UUID, slug: str, *, last_day: dt.date, actor: audit.Actor, now: dt.datetime
) -> None:
    """
    Let an agreement hold no longer than a day; one that ends before stays as it is, one that would begin later ends.

    Raises:
        AgreementNotFound: the council never declared it.
    """
    found = queries.get_agreement(council_id, slug)
    if found.begins_on is not None and found.begins_on > last_day:
        end_agreement(council_id, slug, actor=actor, now=now)
    elif not found.is_ended and (found.ends_on is None or found.ends_on > last_day):
        with council_scope(council_id):
            Agreement.objects.filter(council_id=council_id, slug=slug).update(ends_on=last_day)
            facts = {"slug": slug, "last_day": str(last_day)}
            record(council_id, "agreement-ends", actor=actor, now=now, facts=facts)


def _values(slug: str, new: NewAgreement) -> dict[str, Any]:
    """Return the columns, with ids of the register in the place of codes."""
    check_agreement(slug, new)
    register = queries.the_register()
    return {
        "duty": new.duty,
        "holder": register.get(new.holder).id if new.holder else "",
        "holder_name": new.holder_name.strip(),
        "holder_page": new.holder_page,
        "holder_phone": new.holder_phone.strip(),
        "districts": sorted({register.get(each).id for each in new.districts}),
        "rests_on": new.rests_on.strip(),
        "rests_on_page": new.rests_on_page,
        "begins_on": new.begins_on,
        "ends_on": new.ends_on,
        "ended_at": None,
    }


def _refuse_contradiction(council_id: uuid.UUID, slug: str, values: dict[str, Any]) -> None:
    """Two agreements on one duty, district and day would send residents two ways."""
    others = Agreement.objects.filter(council_id=council_id, duty=values["duty"], ended_at=None).exclude(slug=slug)
    for other in others:
        districts, given = set(other.districts), set(values["districts"])
        same_place = not districts or not given or districts & given
        begins, ends = values["begins_on"] or dt.date.min, values["ends_on"] or dt.date.max
        if same_place and (other.begins_on or dt.date.min) <= ends and begins <= (other.ends_on or dt.date.max):
            raise AgreementCannotBe(
                f"The agreement “{other.slug}” is about the same duty, days and districts. End it, or change its days."
            )
