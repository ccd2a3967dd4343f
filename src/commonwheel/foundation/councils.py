"""
What foundation knows about councils and their staff, and where it asks.

Foundation stands below the apps and so cannot import one: the setting `COUNCIL_DIRECTORY` names
the module that answers.
"""

import datetime as dt
import importlib
import uuid
from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """
    Who follows a council that ended, or is to end.

    Attributes:
        on: the first day, in London, on which the others have its functions.
        followers: slugs of those that follow it, at least one.
        keeps_requests: whether requests stayed with it, or may still come of forms that were begun: they are tracked
            and worked at its own address.
        services: place in addresses of the same service at its one follower, by its own, where the two differ.
    """

    on: dt.date
    followers: tuple[str, ...]
    keeps_requests: bool
    services: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilView:
    """
    A council as pages and other apps see it.

    Attributes:
        slug: its place in paths; the register's id, lower case with hyphens.
        name_cy: "" where it has no Welsh name.
        languages: language codes it serves in, its first language first ("en", "cy").
        phone: as it is printed; "" for none.
        host: its own host name, or None where it is served by path.
        theme: name of a colour role to "#rrggbb".
        logo_digest: the part of the logo's address that changes with it; "" for no logo.
        nation: "england", "scotland", "wales" or "northern-ireland".
        tier: "county", "district", "unitary", "combined", …
        staff_sign_in: with what its staff sign in: "local" (an account of this node), "council" (the council's own
            sign-in) or "either".
        succession: who follows it; None where nobody does.
    """

    id: uuid.UUID
    slug: str
    name: str
    name_cy: str
    gss_code: str
    tier: str
    nation: str
    languages: tuple[str, ...]
    phone: str
    email: str
    website: str
    host: str | None
    theme: tuple[tuple[str, str], ...]
    is_open: bool
    logo_digest: str = ""
    staff_sign_in: str = "local"
    succession: Succession | None = None

    def name_in(self, language: str) -> str:
        """Return the council's name in the language, or in English where it has none there."""
        return self.name_cy if language == "cy" and self.name_cy else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffView:
    """
    One person's work for one council: who, which roles, what they may do.

    Attributes:
        by_council_account: whether only the council's own sign-in opens it.
        services: keys of the only services that it is about; None for all of the council's.
        shared_service: name of the shared service that it is done in; "" for the council's own staff.
        home_id: key of the council whose staff the person is, where that is another.
        works_elsewhere: whether the person works for another council of this node too.
    """

    id: uuid.UUID
    council_id: uuid.UUID
    user_id: uuid.UUID
    name: str
    email: str
    roles: frozenset[str]
    permissions: frozenset[str]
    teams: tuple[str, ...]
    by_council_account: bool = False
    services: frozenset[uuid.UUID] | None = None
    shared_service: str = ""
    works_elsewhere: bool = False
    home_id: uuid.UUID | None = None

    def works_on(self, service_id: uuid.UUID) -> bool:
        """Return whether requests of the service are part of the work."""
        return self.services is None or service_id in self.services


class CouncilDirectory(Protocol):
    """The questions foundation asks."""

    def find_council(self, slug: str) -> CouncilView | None:
        """Return the council of that slug, or None."""

    def find_council_by_host(self, host: str) -> CouncilView | None:
        """Return the council that has that host for itself, or None."""

    def get_council_by_id(self, council_id: uuid.UUID) -> CouncilView:
        """Return the council with that key, which is here."""

    def find_staff(self, council_id: uuid.UUID, *, user_id: uuid.UUID) -> StaffView | None:
        """Return what the user does for the council, or None where nothing, or no longer."""

    def spoken_languages(self) -> tuple[str, ...]:
        """Return the codes of all languages that an open council serves in, English first."""

    def count_councils_by_path(self) -> int:
        """Return how many councils have no host of their own."""


def directory() -> CouncilDirectory:
    """Return the module that answers."""
    return cast("CouncilDirectory", importlib.import_module(settings.COUNCIL_DIRECTORY))
