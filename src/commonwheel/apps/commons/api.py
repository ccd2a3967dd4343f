"""What jobs, commands and other apps may use of the commons that this node serves."""

from commonwheel.apps.commons.actions.indexing import index_commons
from commonwheel.apps.commons.actions.publishing import Sent, Taken, publish
from commonwheel.apps.commons.actions.statements import admit_council
from commonwheel.apps.commons.actions.sweeping import renew_newest, sweep_index
from commonwheel.apps.commons.queries.folder import CommonsClosed, folder_path, the_running_commons
from commonwheel.apps.commons.queries.searching import Asked, search

__all__ = [
    "Asked",
    "CommonsClosed",
    "Sent",
    "Taken",
    "admit_council",
    "folder_path",
    "index_commons",
    "publish",
    "renew_newest",
    "search",
    "sweep_index",
    "the_running_commons",
]
