"""Who may do what, and what a council may be called and coloured."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from PIL import Image

from commonwheel.core.places.duties import duty_named
from commonwheel.core.problems import Failure
from commonwheel.design.theme import ROLES as COLOURS
from commonwheel.design.theme import is_colour
from commonwheel.foundation.addresses import is_free_slug
from commonwheel.foundation.councils import CouncilView, Succession

MOST_LOGO_BYTES = 262_144
MOST_LOGO_PIXELS = 2_000
LOGO_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class Role(StrEnum):
    """What somebody does for a council; a person may have several."""

    OFFICER = "OFFICER"
    ADVISER = "ADVISER"
    SERVICE_OWNER = "SERVICE_OWNER"
    ADMINISTRATOR = "ADMINISTRATOR"


class Permission(StrEnum):
    """One thing that a page may ask of the person who opens it."""

    SEE_REQUESTS = "see-requests"
    WORK_REQUESTS = "work-requests"
    ASSIGN_REQUESTS = "assign-requests"
    ASSIST_RESIDENTS = "assist-residents"
    SEE_SERVICES = "see-services"
    CHANGE_SERVICES = "change-services"
    SHARE_SERVICES = "share-services"
    MANAGE_STAFF = "manage-staff"
    CHANGE_COUNCIL = "change-council"
    READ_AUDIT = "read-audit"


ALLOWED: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.OFFICER: frozenset(
            {
                Permission.SEE_REQUESTS,
                Permission.WORK_REQUESTS,
                Permission.ASSIGN_REQUESTS,
                Permission.ASSIST_RESIDENTS,
                Permission.SEE_SERVICES,
            }
        ),
        Role.ADVISER: frozenset({Permission.SEE_REQUESTS, Permission.ASSIST_RESIDENTS, Permission.SEE_SERVICES}),
        Role.SERVICE_OWNER: frozenset({Permission.SEE_SERVICES, Permission.CHANGE_SERVICES, Permission.SHARE_SERVICES}),
        Role.ADMINISTRATOR: frozenset(
            {
                Permission.SEE_SERVICES,
                Permission.MANAGE_STAFF,
                Permission.CHANGE_COUNCIL,
                Permission.READ_AUDIT,
            }
        ),
    }
)


IN_A_SHARED_SERVICE = frozenset(
    {
        Permission.SEE_REQUESTS,
        Permission.WORK_REQUESTS,
        Permission.ASSIGN_REQUESTS,
        Permission.ASSIST_RESIDENTS,
    }
)
"""The most that somebody may do for a council whose staff they are not."""
SHARED_ROLES = frozenset(role for role, allowed in ALLOWED.items() if allowed & IN_A_SHARED_SERVICE)
LONGEST_AGREEMENT = 1_000
LONGEST_NAME = 120
LONGEST_SLUG = 60


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Return everything that the roles allow together; a role that is not known allows nothing."""
    known = set(roles) & {role.value for role in Role}
    return frozenset().union(*(ALLOWED[Role(role)] for role in known))


class SharedServiceCannotBe(Failure):
    """A shared service cannot be as somebody declares it; says what and how to mend it, and nothing is changed."""


def check_shared_service(
    slug: str, *, name: str, agreement: str, begins_on: dt.date, ends_on: dt.date, councils: int
) -> None:
    """
    Accept what is said of a shared service, before its councils are looked at.

    Raises:
        SharedServiceCannotBe: with what is wrong.
    """
    if not _SHARED_SLUG.match(slug) or len(slug) > LONGEST_SLUG:
        raise SharedServiceCannotBe(
            f"“{slug[:LONGEST_SLUG]}” cannot be its short name. Use lower-case letters, digits, hyphens."
        )
    if not name.strip() or len(name) > LONGEST_NAME:
        raise SharedServiceCannotBe(f"Give the shared service a name of at most {LONGEST_NAME} characters.")
    if not agreement.strip() or len(agreement) > LONGEST_AGREEMENT:
        limit = f"{LONGEST_AGREEMENT:,}"
        raise SharedServiceCannotBe(f"Name the agreement that it rests on, in at most {limit} characters.")
    if ends_on < begins_on:
        raise SharedServiceCannotBe(
            f"It ends on {ends_on}, before it begins on {begins_on}. Give a last day that is not before the first."
        )
    if councils < 2:  # noqa: PLR2004  # one does not share
        raise SharedServiceCannotBe("Name at least two councils. One council alone shares nothing.")


class AgreementCannotBe(Failure):
    """An agreement cannot be as somebody declares it; says what and how to mend it, and nothing is changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAgreement:
    """
    What is said of an agreement.

    Attributes:
        duty: a name of the closed list of duties.
        holder: id or code in the register of who does it; "" for a body of the councils' own.
        holder_name, holder_page, holder_phone: of such a body; "" where the register knows them.
        districts: ids or codes of the districts in which it holds; none for the whole of the council's area.
        rests_on: in words: who agreed, when, under which law.
        rests_on_page: where it can be read; "" for no page.
        begins_on, ends_on: first and last day, in London; None for without beginning or end.
    """

    duty: str
    holder: str = ""
    holder_name: str = ""
    holder_page: str = ""
    holder_phone: str = ""
    districts: tuple[str, ...] = ()
    rests_on: str
    rests_on_page: str = ""
    begins_on: dt.date | None = None
    ends_on: dt.date | None = None


def check_agreement(slug: str, new: NewAgreement) -> None:
    """
    Accept what is said of an agreement, before its authorities are looked up.

    Raises:
        AgreementCannotBe: with what is wrong.
        DutyIsUnknown: its duty is not on the list.
    """
    duty_named(new.duty)
    if not _SHARED_SLUG.match(slug) or len(slug) > LONGEST_SLUG:
        raise AgreementCannotBe(
            f"“{slug[:LONGEST_SLUG]}” cannot be its short name. Use lower-case letters and hyphens."
        )
    _check_holder(new)
    if not new.rests_on.strip() or len(new.rests_on) > LONGEST_AGREEMENT:
        raise AgreementCannotBe(f"Name what it rests on, in at most {LONGEST_AGREEMENT:,} characters.")
    broken = next((page for page in (new.holder_page, new.rests_on_page) if page and not _PAGE.match(page)), "")
    if broken:
        raise AgreementCannotBe(f"“{broken[:LONGEST_NAME]}” is no address of a page. It begins with https://.")
    if new.begins_on and new.ends_on and new.ends_on < new.begins_on:
        raise AgreementCannotBe(f"It ends on {new.ends_on}, before {new.begins_on}. Give a last day after the first.")


def _check_holder(new: NewAgreement) -> None:
    if bool(new.holder) == bool(new.holder_name.strip()):
        raise AgreementCannotBe("Say who does it: an authority of the register, or the name of a body of your own.")
    if new.holder_name.strip() and not (new.holder_page or new.holder_phone.strip()):
        raise AgreementCannotBe("Give the page or the phone number of who does it, so that residents can reach them.")
    if len(new.holder_name) > LONGEST_NAME or len(new.holder_phone) > LONGEST_PHONE:
        raise AgreementCannotBe(f"Give a name of at most {LONGEST_NAME} characters, and a phone number.")


LONGEST_PHONE = 40
_PAGE = re.compile(r"\Ahttps?://[^\s/]+\.[^\s]{1,180}\Z")
_SHARED_SLUG = re.compile(r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z")


class CouncilCannotBe(Failure):
    """What somebody wants to keep about a council cannot be; says what and how to mend it."""


def check_slug(slug: str) -> None:
    """
    Accept a slug that can stand in an address.

    Raises:
        CouncilCannotBe: where it cannot, or is one of our own words.
    """
    if not is_free_slug(slug):
        message = f"“{slug}” cannot be a council’s place in addresses. Use lower-case letters, digits and hyphens."
        raise CouncilCannotBe(message)


def check_theme(theme: Mapping[str, str]) -> None:
    """
    Accept colours by the names that the design knows; it chooses words on them that can be read.

    Raises:
        CouncilCannotBe: for another name, or for what is not a colour.
    """
    for name, colour in theme.items():
        if name not in COLOURS or not is_colour(colour):
            message = f"“{name}: {colour}” is not a colour of a council. Use {' or '.join(COLOURS)}, such as #0c5a55."
            raise CouncilCannotBe(message)


def check_logo(data: bytes) -> str:
    """
    Accept a picture that can stand beside the council's name, and return its media type.

    Raises:
        CouncilCannotBe: where it is too large, or no PNG, JPEG, WebP or GIF (an SVG may hold scripts).
    """
    if len(data) > MOST_LOGO_BYTES:
        message = f"The logo has {len(data):,} bytes. Save it smaller: at most {MOST_LOGO_BYTES:,}."
        raise CouncilCannotBe(message)
    try:
        with Image.open(io.BytesIO(data), formats=LOGO_FORMATS) as picture:
            kind = Image.MIME[str(picture.format)]
            size = picture.size
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as reason:
        message = "The logo is not a picture that can be shown. Save it as PNG, JPEG, WebP or GIF."
        raise CouncilCannotBe(message) from reason
    if max(size) > MOST_LOGO_PIXELS:
        message = f"The logo is {size[0]} by {size[1]} pixels. Save it smaller: at most {MOST_LOGO_PIXELS} each way."
        raise CouncilCannotBe(message)
    return kind


def check_languages(languages: Iterable[str]) -> None:
    """
    Accept the languages that pages can be served in, at least one.

    Raises:
        CouncilCannotBe: for another, or none.
    """
    chosen = list(languages)
    if not chosen or not set(chosen) <= {"en", "cy"}:
        raise CouncilCannotBe("A council serves its pages in “en”, “cy” or both. Name at least one.")


COMPLIANCE = ("full", "partial", "none")
LONGEST_FACT = 4_000
_ICO_NUMBER = re.compile(r"\AZ[A-Z]?[0-9]{6,7}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """
    What the law wants a council to say of itself beside its services; "" or None for what it has not said.

    Attributes:
        compliance: how far the pages meet WCAG 2.2 AA: `full`, `partial` or `none`.
        problems: what cannot be used and why, one to a line; none where the pages comply fully.
        assessed_by: who tested the pages: `self`, or the name of another body.
        controller_address: postal, lines parted by new lines.
        protection_officer: how to reach the data protection officer.
        ico_number: of the council's registration, such as Z1234567.
        operator: who runs the pages for the council, or `self`.
    """

    compliance: str = ""
    problems: str = ""
    problems_cy: str = ""
    assessed_by: str = ""
    prepared_on: dt.date | None = None
    reviewed_on: dt.date | None = None
    controller_address: str = ""
    protection_officer: str = ""
    ico_number: str = ""
    operator: str = ""


def written_facts(facts: PageFacts) -> dict[str, str]:
    """Return facts as they are stored: texts, days in ISO form, without those that are not said."""
    return {name: str(value) for name, value in asdict(facts).items() if value}


def read_facts(stored: Mapping[str, str]) -> PageFacts:
    """Return facts from what `written_facts` made."""
    known: dict[str, Any] = {one.name: stored[one.name] for one in fields(PageFacts) if one.name in stored}
    for name in ("prepared_on", "reviewed_on"):
        if name in known:
            known[name] = dt.date.fromisoformat(known[name])
    return PageFacts(**known)


def written_succession(one: Succession) -> dict[str, Any]:
    """Return who follows a council as it is stored."""
    return {**asdict(one), "on": str(one.on), "followers": list(one.followers), "services": dict(one.services)}


def read_succession(stored: Mapping[str, Any]) -> Succession | None:
    """Return who follows a council from what `written_succession` made; None where nobody does."""
    if not stored:
        return None
    return Succession(
        on=dt.date.fromisoformat(stored["on"]),
        followers=tuple(stored["followers"]),
        keeps_requests=stored["keeps_requests"],
        services=tuple(stored["services"].items()),
    )


def check_facts(facts: PageFacts, *, today: dt.date) -> None:
    """
    Accept what a council says of itself, complete or not.

    Raises:
        CouncilCannotBe: for what cannot be true, or does not fit on a page.
    """
    if any(len(text) > LONGEST_FACT for text in written_facts(facts).values()):
        raise CouncilCannotBe(f"A text is too long. Use at most {LONGEST_FACT:,} characters.")
    if facts.compliance not in {"", *COMPLIANCE}:
        raise CouncilCannotBe(f"“{facts.compliance}” says nothing of compliance. Use {', '.join(COMPLIANCE)}.")
    if facts.compliance == "full" and (facts.problems or facts.problems_cy):
        raise CouncilCannotBe("Pages that comply fully have no known problems. Say “partial”, or name no problems.")
    if facts.ico_number and not _ICO_NUMBER.match(facts.ico_number):
        raise CouncilCannotBe(f"“{facts.ico_number}” is no registration number of the ICO, such as Z1234567.")
    if any(day and day > today for day in (facts.prepared_on, facts.reviewed_on)):
        raise CouncilCannotBe("A statement is prepared and reviewed today or earlier. Give a date that has been.")
    if facts.prepared_on and facts.reviewed_on and facts.reviewed_on < facts.prepared_on:
        raise CouncilCannotBe("A statement is reviewed after it was prepared. Give a later date of review.")


def missing_facts(council: CouncilView, facts: PageFacts) -> dict[str, list[str]]:
    """Return what each page that the law wants lacks, in words, by the command that fills it in; {} for nothing."""
    has_problems = facts.compliance in {"partial", "none"}
    lacks = {
        "add": [("a phone number or an email address", bool(council.phone or council.email))],
        "accessibility": [
            ("how far the pages comply", bool(facts.compliance)),
            ("the known problems", bool(facts.problems) or not has_problems),
            (
                "the known problems in Welsh",
                bool(facts.problems_cy) or not has_problems or "cy" not in council.languages,
            ),
            ("who tested them", bool(facts.assessed_by)),
            ("the date it was prepared", facts.prepared_on is not None),
            ("the date it was last reviewed", facts.reviewed_on is not None),
        ],
        "privacy": [
            ("the council’s postal address", bool(facts.controller_address)),
            ("how to reach the data protection officer", bool(facts.protection_officer)),
            ("the registration number at the ICO", bool(facts.ico_number)),
            ("who runs the pages", bool(facts.operator)),
        ],
    }
    missing = {command: [words for words, is_there in entries if not is_there] for command, entries in lacks.items()}
    return {command: words for command, words in missing.items() if words}


_PAGES = {"add": "contact page", "accessibility": "accessibility statement", "privacy": "privacy notice"}


class PagesAreIncomplete(Failure):
    """A page that the law wants beside services does not say all it has to; nothing goes live."""

    def __init__(self, council: CouncilView, missing: Mapping[str, list[str]]) -> None:
        lacks = "; ".join(
            f"the {_PAGES[command]} lacks {', '.join(words)} (`commonwheel council {command} {council.slug}`)"
            for command, words in missing.items()
        )
        super().__init__(f"First fill in what the pages beside the service must say: {lacks}.")
