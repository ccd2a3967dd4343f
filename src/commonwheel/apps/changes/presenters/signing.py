"""Sign-offs, ready to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from commonwheel.apps.authorities.api import Role
from commonwheel.apps.changes.queries.signing import PartToSign, Signing
from commonwheel.apps.changes.rules.signing import Rule
from commonwheel.core.patterns.versions.parts import Part
from commonwheel.design.moments import moment
from commonwheel.foundation.boxes import Field


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part: what it covers, how it stands, and whether whoever looks can sign it now."""

    part: str
    digest: str
    name: str
    covers: str
    standing: str
    is_done: bool
    can_sign: bool


@dataclass(frozen=True, slots=True)
class SignOffPage:
    """
    What is to be signed off of a service.

    Attributes:
        lead: what it is about, in a sentence.
        missing: what stands in the way of going live, in sentences.
        can_go_live: whether only the press of a button is left.
        undecided: what whoever signs decides by it, in sentences.
    """

    title: str
    slug: str
    is_live: bool
    is_draft: bool
    lead: str
    parts: tuple[PartLine, ...]
    missing: tuple[str, ...]
    can_go_live: bool
    undecided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """How a council has one part signed off, in words."""

    part: str
    name: str
    covers: str
    says: str


def sign_off_page(signing: Signing, missing: Sequence[str]) -> SignOffPage:
    """Return what is to be signed off; `missing` is what else stands in the way of going live."""
    service = signing.service
    left = left_to_sign(signing)
    return SignOffPage(
        title=service.title_in("en"),
        slug=service.slug,
        is_live=service.is_live,
        is_draft=bool(signing.seen),
        lead=_lead(signing),
        parts=tuple(_line(signing, one) for one in signing.parts),
        missing=tuple(missing),
        can_go_live=not service.is_live and not signing.seen and not missing and not left,
        undecided=signing.undecided,
    )


def left_to_sign(signing: Signing) -> tuple[str, ...]:
    """Return whose sign-offs are missing before whoever asks could go on: theirs as the owner comes with that."""
    names = part_names()
    return tuple(names[one.rule.part] for one in signing.open if one.rule.part != "owner" or not one.may_sign)


def rule_lines(rules: Mapping[Part, Rule]) -> tuple[RuleLine, ...]:
    """Return how a council has each part signed off."""
    names, covers = part_names(), _covers()
    return tuple(RuleLine(part, names[part], covers[part], _says(rule)) for part, rule in rules.items())


def rule_fields(rule: Rule) -> list[Field]:
    """Return what an administrator says of one part."""
    yes_no = (("yes", _("Yes")), ("no", _("No")))
    roles = (*_roles().items(), ("none", _("Only the people named below")))
    asked = Field("is_asked", _("Is it asked for?"), "radios", value=_yes(on=rule.is_asked), choices=yes_no)
    hint = _("Email addresses of staff, one on each line")
    return [
        *([] if rule.part == "owner" else [asked]),
        Field("role", _("Who may sign?"), "radios", value=rule.role or "none", choices=roles),
        Field("emails", _("More people who may sign"), "area", hint, "\n".join(rule.emails), is_required=False),
        Field(
            "by_another",
            _("Must it be another person than the one who sent it?"),
            "radios",
            value=_yes(on=rule.by_another),
            choices=yes_no,
        ),
    ]


def part_names() -> dict[str, str]:
    """Return what each part is called."""
    return {
        "owner": _("Service owner"),
        "data": _("Data protection"),
        "accessibility": _("Accessibility"),
        "welsh": _("Welsh"),
        "finance": _("Finance"),
    }


# Private


def _covers() -> dict[str, str]:
    return {
        "owner": _("The whole service"),
        "data": _("What is asked, on which ground, who gets it, and how long it is kept"),
        "accessibility": _("The pages and their words"),
        "welsh": _("The Welsh of everything that residents read"),
        "finance": _("What it costs, and when it falls due again. Asked only where there is a fee"),
    }


def _roles() -> dict[str, str]:
    return {
        Role.SERVICE_OWNER: _("Service owners"),
        Role.ADMINISTRATOR: _("Administrators"),
        Role.OFFICER: _("Officers"),
    }


def _lead(signing: Signing) -> str:
    if signing.sent_by:
        return _("%(by)s sent these changes for sign-off.") % {"by": signing.sent_by}
    if signing.seen:
        return _("The draft was not sent for sign-off yet.")
    if signing.service.is_live:
        return _("It is live, and nobody is changing it.")
    return _("It is not live yet.")


def _line(signing: Signing, one: PartToSign) -> PartLine:
    part = one.rule.part
    return PartLine(
        part=part,
        digest=one.digest,
        name=part_names()[part],
        covers=_covers()[part],
        standing=_standing(one),
        is_done=not one.is_open,
        can_sign=one.is_open and one.may_sign and signing.is_ready,
    )


def _standing(one: PartToSign) -> str:
    if one.is_unchanged:
        return _("As residents have it now")
    if one.signed_at is not None:
        return _("Signed off on %(at)s by %(by)s") % {"at": moment(one.signed_at), "by": one.signed_by}
    return _("To be signed off by %(who)s") % {"who": _who(one.rule)}


def _who(rule: Rule) -> str:
    roles = {role: words.lower() for role, words in _roles().items()}
    return ", ".join([*([roles.get(rule.role, rule.role.lower())] if rule.role else []), *rule.emails])


def _says(rule: Rule) -> str:
    if not rule.is_asked:
        return _("Not asked for")
    if rule.by_another:
        return _("Asked for: %(who)s, but not whoever sent it") % {"who": _who(rule)}
    return _("Asked for: %(who)s") % {"who": _who(rule)}


def _yes(*, on: bool) -> str:
    return "yes" if on else "no"
