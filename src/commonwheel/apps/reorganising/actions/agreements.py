"""What a council that ends agreed on its duties: it goes on at those that follow, with its days, and ends here."""

import datetime as dt

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.reorganising.queries.councils import Councils
from commonwheel.apps.reorganising.queries.looking import agreed_of, named_by
from commonwheel.core.places.register.register import AuthorityIsUnknown
from commonwheel.core.reorganising.agreements import Agreed, Passage, passages
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.transactions import action, atomic

DAY = dt.timedelta(days=1)


@action
def pass_agreements_on(council: str, councils: Councils, *, now: dt.datetime) -> tuple[str, ...]:
    """
    Declare at the councils that follow what goes on there, and end it at this one; return what was done, in sentences.

    Where a council that follows agreed on that duty otherwise, or the register does not know who is meant, it is left
    to be declared by hand, and said. Again it changes nothing: what ended before the day goes nowhere.
    """
    old = councils.here[council]
    agreed = agreed_of(old)
    said = [_passed(council, one, councils, now) for one in passages(council, agreed, councils.around())]
    for one in agreed:
        authorities.close_agreement(old.id, one.slug, last_day=councils.plan.on - DAY, actor=SYSTEM, now=now)
    said += [
        f"The agreement {each} names {old.name}: that council declares it anew." for each in named_by(council, councils)
    ]
    return tuple(said)


# Private


def _passed(council: str, passage: Passage, councils: Councils, now: dt.datetime) -> str:
    if passage.goes_on is None:
        return passage.says
    old, new = councils.here[council], councils.here[passage.council]
    declared = _new(authorities.get_agreement(old.id, passage.slug), passage.goes_on, f"{old.name}'s, gone on here.")
    slug = f"{old.slug}-{passage.slug}"[: authorities.LONGEST_SLUG].strip("-")
    try:
        with atomic():
            authorities.declare_agreement(new.id, slug, declared, actor=SYSTEM, now=now)
    except (authorities.AgreementCannotBe, AuthorityIsUnknown) as reason:
        return f"The agreement “{passage.slug}” of {old.name} was not taken over at {new.name}: {reason}"
    return passage.says


def _new(before: authorities.AgreementView, goes_on: Agreed, whose: str) -> authorities.NewAgreement:
    rests_on = f"{before.rests_on} {whose}"
    return authorities.NewAgreement(
        duty=goes_on.duty,
        holder=goes_on.holder,
        holder_name="" if goes_on.holder else goes_on.holder_name,
        holder_page=before.holder_page,
        holder_phone=before.holder_phone,
        districts=goes_on.districts,
        rests_on=rests_on if len(rests_on) <= authorities.LONGEST_AGREEMENT else before.rests_on,
        rests_on_page=before.rests_on_page,
        begins_on=goes_on.begins_on,
        ends_on=goes_on.ends_on,
    )
