"""What other apps may use of uploads."""

from commonwheel.apps.files.actions import (
    TAKES_FILES,
    FilesOf,
    Incoming,
    Limits,
    UploadRefused,
    add_upload,
    copy_uploads,
    incoming_of,
    remove_upload,
    remove_uploads,
    rename_questions,
    sweep_orphans,
    taking_files,
)
from commonwheel.apps.files.queries import UploadMissing, UploadView, list_uploads, open_upload

__all__ = [
    "TAKES_FILES",
    "FilesOf",
    "Incoming",
    "Limits",
    "UploadMissing",
    "UploadRefused",
    "UploadView",
    "add_upload",
    "copy_uploads",
    "incoming_of",
    "list_uploads",
    "open_upload",
    "remove_upload",
    "remove_uploads",
    "rename_questions",
    "sweep_orphans",
    "taking_files",
]
