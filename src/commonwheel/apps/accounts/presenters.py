"""What the pages of sign-in and of a council's people print."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from commonwheel.apps.accounts.queries import SIGN_INS, councils_to_connect, sign_in_page
from commonwheel.apps.accounts.rules import ROLES
from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.authorities.api import CouncilView, StaffView
from commonwheel.design.frame import Link, StaffFrame
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
    """What an act on a colleague would do, and the button that does it."""

    title: str
    words: str
    button: str
    back_url: str = ""


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


def workplace(council: CouncilView, staff: StaffView) -> Workplace:
    """Return one line of the staff's front door."""
    return Workplace(name=council.name, work=work_of(staff), href=first_page(council, staff))


def work_of(staff: StaffView) -> str:
    """Return what the person does, in words."""
    roles = "; ".join(label for role, label in ROLES if role in staff.roles)
    return f"{roles} ({staff.shared_service})" if staff.shared_service else roles


def first_page(council: CouncilView, staff: StaffView) -> str:
    """Return the page that the person's work begins at."""
    for permission, name in settings.STAFF_FIRST_PAGES:
        if permission in staff.permissions:
            try:
                return council_url(council, name)
            except NoReverseMatch:
                continue
    return reverse("mfa_index")
