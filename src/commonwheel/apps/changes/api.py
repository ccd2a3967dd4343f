"""What commands and other apps may use of changing services."""

from commonwheel.apps.changes.actions.updating import UpdateIsNotNewer, UpdateIsOfAnother, begin_update
from commonwheel.apps.changes.queries.drafts import CannotBeRead, DraftNotFound, DraftView, find_draft
from commonwheel.apps.changes.queries.updates import NoUpdate, Update, get_update

__all__ = [
    "CannotBeRead",
    "DraftNotFound",
    "DraftView",
    "NoUpdate",
    "Update",
    "UpdateIsNotNewer",
    "UpdateIsOfAnother",
    "begin_update",
    "find_draft",
    "get_update",
]
