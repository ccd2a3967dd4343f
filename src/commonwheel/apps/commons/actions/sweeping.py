"""What a commons does by itself: the index follows the folder, and what is newest is signed anew before it runs out."""

import datetime as dt
import hashlib

from commonwheel.apps.commons.actions.indexing import index_commons
from commonwheel.apps.commons.queries.folder import folder_path, is_copy, is_open, the_folder, the_running_commons

_looked_at: dict[str, str] = {}
"""What was newest when this process looked last, by folder: most of the time nothing has changed since."""


def sweep_index() -> object:
    """
    Bring the index up to date where anything has changed in the folder since this process looked last.

    So a publishing whose process died between folder and index is made whole.
    """
    if not is_open():
        return "none: no commons is served"
    newest = the_folder().served / "metadata" / "timestamp.json"
    if not newest.exists():
        return "none: the commons has not been started"
    mark = hashlib.sha256(newest.read_bytes()).hexdigest()
    folder = str(folder_path())
    if _looked_at.get(folder) == mark:
        return 0
    written = index_commons()
    _looked_at[folder] = mark
    return written


def renew_newest(*, now: dt.datetime) -> bool:
    """Sign anew what says what is newest, once half of its time has gone; say whether it was."""
    if not is_open() or not (the_folder().served / "metadata" / "timestamp.json").exists() or is_copy():
        return False
    return the_running_commons().renew(now=now)
