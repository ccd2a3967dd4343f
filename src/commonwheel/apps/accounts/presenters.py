"""What the pages of sign-in and of a council's people print."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from commonwheel.apps.accounts.queries import SIGN_INS, ProviderView, councils_to_connect, sign_in_page
from commonwheel.apps.accounts.rules import ROLES
from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.api import CouncilView, LastSignIn, StaffView
from commonwheel.design.frame import Link, StaffFrame
from commonwheel.design.moments import moment
from commonwheel.foundation.frames import node_frame
from commonwheel.foundation.links import council_url


@dataclass(frozen=True, slots=True)
class Colleague:
    """One line of a council's people."""

    key: str
    name: str
    email: str
    work: str
    teams: str
    is_oneself: bool
    is_staff_elsewhere: bool
    is_connected: bool


@dataclass(frozen=True, slots=True)
class Workplace:
    """One council that one works for."""

    name: str
    work: str
    href: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """
    What an act on a colleague would do, and the button that does it.

    Attributes:
        rows: what it changes: words and values.
        sent: names and values that the form sends with it.
    """

    title: str
    words: str
    button: str
    back_url: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    sent: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GroupLine:
    """What the members of one group do."""

    name: str
    work: str
    teams: str


@dataclass(frozen=True, slots=True)
class SignInLine:
    """When somebody last signed in, and how."""

    name: str
    email: str
    when: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSignInPage:
    """
    How a council's staff sign in.

    Attributes:
        provider: name of the provider: the host it is at; "" where the council has none.
        has_local: whether accounts of this node open the council's pages.
    """

    council: str
    provider: str
    issuer: str
    groups_claim: str
    has_local: bool
    groups: tuple[GroupLine, ...]
    people: tuple[SignInLine, ...]


Act = Literal["end", "reset", "disconnect"]
_ACTS: dict[Act, Confirmation] = {
    "end": Confirmation(
        title="End the work of {name}?",
        words="{name} will see nothing of {council} from their next page on. What they did stays in the requests, "
        "under their name. To let them back in, invite them again.",
        button="End their work",
    ),
    "disconnect": Confirmation(
        title="Disconnect the council account of {name}?",
        words="{name} will sign in to {council} with their password and a code from their phone again, at their next "
        "page. Their work and teams stay as they are now, whatever their groups. Do this when the wrong account was "
        "connected. For somebody who leaves, end their work instead.",
        button="Disconnect their council account",
    ),
    "reset": Confirmation(
        title="Reset the second factor of {name}?",
        words="Do this when they have lost their phone, and only when you are sure that it is they who ask. Their old "
        "codes stop working at once. They set up a new second factor when they next sign in.",
        button="Reset their second factor",
    ),
}


def frame_of(request: HttpRequest) -> StaffFrame:
    """Return the frame of a page about one's own sign-in."""
    user = request.user
    if not user.is_authenticated:
        return StaffFrame(council_name="", home_url="/", demonstration=settings.DEMONSTRATION)
    return StaffFrame(
        council_name="",
        home_url=reverse("accounts:home"),
        person=user.get_full_name(),
        account_links=(Link("Your sign-in", reverse("mfa_index")),),
        sign_out_url=reverse("account_logout"),
        demonstration=settings.DEMONSTRATION,
    )


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Give templates the frames of these pages, made only where one asks for them."""
    del request
    return {
        "account_frame": frame_of,
        "node_frame": node_frame,
        "is_demonstration": settings.DEMONSTRATION,
        "council_sign_ins": council_sign_ins,
        "came_by_council": came_by_council,
        "connectable": connectable,
    }


def council_sign_ins() -> list[Link]:
    """Return the councils whose staff sign in with accounts of the council, with the page where they do."""
    councils = [(one, sign_in_page(one)) for one in authorities.list_councils()]
    return [Link(one.name, page) for one, page in councils if page]


def came_by_council(request: HttpRequest) -> bool:
    """Return whether this session came by a council's own sign-in."""
    return bool(request.session.get(SIGN_INS))


def connectable(request: HttpRequest) -> list[Link]:
    """Return the councils whose account the person has yet to connect, with the page where they do."""
    return [Link(one.name, council_url(one, "accounts:connect")) for one in councils_to_connect(request)]


def colleagues(
    people: Iterable[StaffView], *, oneself: StaffView, with_local: Collection[uuid.UUID] = ()
) -> list[Colleague]:
    """
    Return a council's people, ready to print.

    Args:
        with_local: keys of those who have an account of this node.
    """
    return [
        Colleague(
            key=str(one.user_id),
            name=one.name,
            email=one.email,
            work=work_of(one),
            teams=", ".join(one.teams),
            is_oneself=one.user_id == oneself.user_id,
            is_staff_elsewhere=one.services is not None,
            is_connected=one.by_council_account and one.user_id in with_local,
        )
        for one in people
    ]


def confirmation(act: Act, colleague: StaffView, council: CouncilView) -> Confirmation:
    """Return the page that asks for an act on a colleague once more."""
    page, names = _ACTS[act], {"name": colleague.name, "council": council.name}
    return replace(
        page,
        title=page.title.format(**names),
        words=page.words.format(**names),
        back_url=council_url(council, "accounts:people"),
    )


def change_of_work(
    colleague: StaffView, council: CouncilView, *, roles: Collection[str], teams: Collection[str]
) -> Confirmation:
    """Return the page that asks once more whether a colleague is to do this work."""
    return Confirmation(
        title=f"Change what {colleague.name} does?",
        words=f"{colleague.name} notices it at their next page. What they did so far stays as it is.",
        button="Change it",
        back_url=council_url(council, "accounts:change", user_id=colleague.user_id),
        rows=(
            ("Work now", work_in_words(colleague.roles)),
            ("Work from their next page on", work_in_words(roles)),
            ("Teams now", ", ".join(colleague.teams) or "none"),
            ("Teams from their next page on", ", ".join(teams) or "none"),
        ),
        sent=(*(("roles", role) for role in roles), ("teams", ", ".join(teams)), ("confirmed", "yes")),
    )


def staff_sign_in_page(
    council: CouncilView,
    *,
    provider: ProviderView | None,
    people: Iterable[StaffView],
    last: Mapping[uuid.UUID, LastSignIn],
) -> StaffSignInPage:
    """Return how a council's staff sign in, ready to print."""
    groups = sorted(provider.groups.items()) if provider else []
    return StaffSignInPage(
        council=council.slug,
        provider=urlsplit(provider.issuer).hostname or provider.issuer if provider else "",
        issuer=provider.issuer if provider else "",
        groups_claim=provider.groups_claim if provider else "",
        has_local=council.staff_sign_in != "council",
        groups=tuple(GroupLine(name, work_in_words(had["roles"]), ", ".join(had["teams"])) for name, had in groups),
        people=tuple(_sign_in_line(one, last.get(one.user_id)) for one in people if one.home_id is None),
    )


def _sign_in_line(one: StaffView, last: LastSignIn | None) -> SignInLine:
    how = {"node": "Password and code", "council": "Council account"}
    return SignInLine(
        name=one.name,
        email=one.email,
        when=moment(last.at) if last else "Not yet",
        how=how[last.by] if last else "",
    )


def workplace(council: CouncilView, staff: StaffView) -> Workplace:
    """Return one line of the staff's front door."""
    return Workplace(name=council.name, work=work_of(staff), href=first_page(council, staff))


def work_of(staff: StaffView) -> str:
    """Return what the person does, in words."""
    roles = work_in_words(staff.roles)
    return f"{roles} ({staff.shared_service})" if staff.shared_service else roles


def work_in_words(roles: Collection[str]) -> str:
    """Return what these roles do, in words."""
    return "; ".join(label for role, label in ROLES if role in roles)


def first_page(council: CouncilView, staff: StaffView) -> str:
    """Return the page that the person's work begins at."""
    for permission, name in settings.STAFF_FIRST_PAGES:
        if permission in staff.permissions:
            try:
                return council_url(council, name)
            except NoReverseMatch:
                continue
    return reverse("mfa_index")
