"""What other apps may use of authorities."""

from commonwheel.apps.authorities.actions import PersonIsInactive, add_council, add_staff, end_staff, set_logo, set_open
from commonwheel.apps.authorities.queries import (
    CouncilNotFound,
    count_councils_by_path,
    find_council,
    find_council_by_host,
    find_staff,
    forget_councils,
    get_council,
    get_council_by_id,
    list_councils,
    list_staff,
    staff_of,
)
from commonwheel.apps.authorities.rules import CouncilCannotBe, Permission, Role, permissions_of
from commonwheel.foundation.councils import CouncilView, StaffView

__all__ = [
    "CouncilCannotBe",
    "CouncilNotFound",
    "CouncilView",
    "Permission",
    "PersonIsInactive",
    "Role",
    "StaffView",
    "add_council",
    "add_staff",
    "count_councils_by_path",
    "end_staff",
    "find_council",
    "find_council_by_host",
    "find_staff",
    "forget_councils",
    "get_council",
    "get_council_by_id",
    "list_councils",
    "list_staff",
    "permissions_of",
    "set_logo",
    "set_open",
    "staff_of",
]
