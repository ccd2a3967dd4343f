"""What the pages of sign-in and of a council's people print."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from commonwheel.apps.accounts.rules import ROLES
from commonwheel.apps.authorities.api import CouncilView, StaffView
from commonwheel.design.frame import Link, NodeFrame, StaffFrame
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


@dataclass(frozen=True, slots=True)
class Workplace:
    """One council that one works for."""

    name: str
    work: str
    href: str


def frame_of(request: HttpRequest, council: CouncilView | None = None) -> StaffFrame:
    """Return the frame of a page about one's own sign-in, or about a council's people."""
    user = request.user
    if not user.is_authenticated:
        return StaffFrame(council_name="", home_url="/", demonstration=settings.DEMONSTRATION)
    return StaffFrame(
        council_name=council.name if council else "",
        home_url=reverse("accounts:home"),
        person=user.get_full_name(),
        account_links=(Link("Your sign-in", reverse("mfa_index")),),
        sign_out_url=reverse("account_logout"),
        demonstration=settings.DEMONSTRATION,
    )


def node_frame() -> NodeFrame:
    """Return the frame of the node's plain pages."""
    return NodeFrame(demonstration=settings.DEMONSTRATION)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Give templates the frames of these pages, made only where one asks for them."""
    del request
    return {"account_frame": frame_of, "node_frame": node_frame, "is_demonstration": settings.DEMONSTRATION}


def colleagues(people: Iterable[StaffView], *, oneself: StaffView) -> list[Colleague]:
    """Return a council's people, ready to print."""
    return [
        Colleague(
            key=str(one.user_id),
            name=one.name,
            email=one.email,
            work=work_of(one),
            teams=", ".join(one.teams),
            is_oneself=one.user_id == oneself.user_id,
        )
        for one in people
    ]


def workplace(council: CouncilView, staff: StaffView) -> Workplace:
    """Return one line of the staff's front door."""
    return Workplace(name=council.name, work=work_of(staff), href=first_page(council, staff))


def work_of(staff: StaffView) -> str:
    """Return what the person does, in words."""
    return "; ".join(label for role, label in ROLES if role in staff.roles)


def first_page(council: CouncilView, staff: StaffView) -> str:
    """Return the page that the person's work begins at."""
    for permission, name in settings.STAFF_FIRST_PAGES:
        if permission in staff.permissions:
            try:
                return council_url(council, name)
            except NoReverseMatch:
                continue
    return reverse("mfa_index")
