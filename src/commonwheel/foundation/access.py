"""
Marks that open a view; a view without one is closed (403).

The nearest mark to the view decides; `Access` in `middleware` enforces it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from commonwheel.foundation.councils import StaffView

View = TypeVar("View", bound=Callable[..., Any])
MARK = "commonwheel_access"


class Audience(Enum):
    """Who may open a view."""

    ALL = "anybody, with or without a council"
    RESIDENTS = "anybody, within an open council"
    SIGNED_IN = "anybody signed in, second factor and all"
    ACCOUNT = "a resident signed in to My account"
    STAFF = "staff of the council in the address"


@dataclass(frozen=True, slots=True)
class Openness:
    """
    To whom a view is open.

    Attributes:
        permissions: what a member of staff must be allowed, each of them; empty for any role.
        keeps_to_services: whether officers of a shared service may open it too.
    """

    audience: Audience
    permissions: frozenset[str] = frozenset()
    keeps_to_services: bool = False


def open_to_all(view: View) -> View:
    """Open the view to anybody; no council is needed."""
    return _mark(view, Openness(Audience.ALL))


def open_to_residents(view: View) -> View:
    """Open the view to anybody, for the council in the address (`request.council`)."""
    return _mark(view, Openness(Audience.RESIDENTS))


def open_to_signed_in(view: View) -> View:
    """Open the view to whoever has signed in with a second factor."""
    return _mark(view, Openness(Audience.SIGNED_IN))


def open_to_account(view: View) -> View:
    """Open the view to a resident who has signed in to My account (`request.account_id`), on the node's own host."""
    return _mark(view, Openness(Audience.ACCOUNT))


def staff_only(*permissions: str, keeps_to_services: bool = False) -> Callable[[View], View]:
    """
    Open the view to staff of the council in the address (`request.staff`) who have every permission named.

    Args:
        keeps_to_services: whether all that the view shows and does starts from a selection that keeps to
            `scope.current_services`. Only such a view is open to officers of a shared service.
    """

    def mark(view: View) -> View:
        return _mark(view, Openness(Audience.STAFF, frozenset(permissions), keeps_to_services))

    return mark


def openness_of(view: object) -> Openness | None:
    """Return to whom the view is open, or None where nobody said so."""
    found = getattr(view, MARK, None)
    return found if isinstance(found, Openness) else None


def opens_to(view: object, staff: StaffView) -> bool:
    """Return whether a view that is for staff opens to one of them, so that a page offers nothing that is closed."""
    found = openness_of(view)
    if found is None or not found.permissions <= staff.permissions:
        return False
    return staff.services is None or found.keeps_to_services


def _mark(view: View, openness: Openness) -> View:
    setattr(view, MARK, openness)
    return view
