"""Who may do what, and what a council may be called and coloured."""

import io
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from PIL import Image

from commonwheel.core.problems import Failure
from commonwheel.design.theme import ROLES as COLOURS
from commonwheel.design.theme import is_colour
from commonwheel.foundation.addresses import is_free_slug

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
                Permission.SEE_SERVICES,
            }
        ),
        Role.ADVISER: frozenset({Permission.SEE_REQUESTS, Permission.ASSIST_RESIDENTS, Permission.SEE_SERVICES}),
        Role.SERVICE_OWNER: frozenset({Permission.SEE_SERVICES, Permission.CHANGE_SERVICES}),
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


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Return everything that the roles allow together; a role that is not known allows nothing."""
    known = set(roles) & {role.value for role in Role}
    return frozenset().union(*(ALLOWED[Role(role)] for role in known))


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
