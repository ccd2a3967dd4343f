"""What other apps may use of uploads."""

from commonwheel.apps.files.actions import (
    Incoming,
    Limits,
    UploadRefused,
    add_upload,
    remove_upload,
    remove_uploads,
    rename_questions,
    sweep_orphans,
)
from commonwheel.apps.files.queries import UploadMissing, UploadView, list_uploads, open_upload

__all__ = [
    "Incoming",
    "Limits",
    "UploadMissing",
    "UploadRefused",
    "UploadView",
    "add_upload",
    "list_uploads",
    "open_upload",
    "remove_upload",
    "remove_uploads",
    "rename_questions",
    "sweep_orphans",
]
