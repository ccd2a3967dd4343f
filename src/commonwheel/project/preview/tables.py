"""
The tables of a preview, made once and copied at later starts.

To make them step by step takes longer than all else a preview does to begin. The copy is kept among the caches of
whoever previews, under a name that stands for the code it was made by, so that it never outlives a change of it.
"""

import contextlib
import hashlib
import os
import shutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

import commonwheel
from commonwheel.integrations.trust.disk import write_whole
from commonwheel.project.migrating import migrate_tables

BEGINNING = "preview-tables-"


def lay_tables() -> None:
    """Give the preview's new database its tables."""
    kept = _caches() / f"{BEGINNING}{_made_by()}.sqlite3"
    try:
        shutil.copyfile(kept, connection.settings_dict["NAME"])
    except OSError:
        Path(connection.settings_dict["NAME"]).unlink(missing_ok=True)
        migrate_tables()
        _keep(kept)


# Private


def _caches() -> Path:
    home = os.environ.get("HOME", "")
    return Path(os.environ.get("XDG_CACHE_HOME") or f"{home}/.cache") / "commonwheel"


def _made_by() -> str:
    """Return a digest of all code that has a say in the tables."""
    folders = [Path(commonwheel.__path__[0]), *(Path(app.path) / "migrations" for app in apps.get_app_configs())]
    found = hashlib.sha256()
    for path in sorted({path for folder in folders for path in folder.rglob("*.py")}):
        found.update(f"{path}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:32]


def _keep(kept: Path) -> None:
    """Keep a copy for the next start, in place of older ones; where that cannot be, the next start takes as long."""
    draft = settings.DATA / kept.name
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(draft)])
    with contextlib.suppress(OSError):
        older = list(kept.parent.glob(f"{BEGINNING}*"))
        write_whole(kept, draft.read_bytes())
        for path in older:
            path.unlink(missing_ok=True)
