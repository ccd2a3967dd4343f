"""What jobs, commands and other apps may use of the commons that this node serves."""

from commonwheel.apps.commons.actions.indexing import index_commons
from commonwheel.apps.commons.actions.publishing import Sent, Taken, publish
from commonwheel.apps.commons.actions.software import FileSaysNothing, let_go, list_file
from commonwheel.apps.commons.actions.statements import admit_council
from commonwheel.apps.commons.actions.sweeping import renew_newest, sweep_index
from commonwheel.apps.commons.queries.folder import CommonsClosed, folder_path, the_running_commons
from commonwheel.apps.commons.queries.searching import Asked, search
from commonwheel.apps.commons.queries.software import SoftwareView, list_addresses, list_software

__all__ = [
    "Asked",
    "CommonsClosed",
    "FileSaysNothing",
    "Sent",
    "SoftwareView",
    "Taken",
    "admit_council",
    "folder_path",
    "index_commons",
    "let_go",
    "list_addresses",
    "list_file",
    "list_software",
    "publish",
    "renew_newest",
    "search",
    "sweep_index",
    "the_running_commons",
]
