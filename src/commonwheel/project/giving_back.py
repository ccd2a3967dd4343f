"""
Everything of one council in a folder that needs no program of ours: text, and files as residents sent them.

    FOLDER/council.json            the council
    FOLDER/people.json             who works for it
    FOLDER/tables/APP.TABLE.jsonl  each table, one row a line, as JSON
    FOLDER/services/SLUG/          the shared service as adopted, and `layer.yaml`, the council's own changes
    FOLDER/effective/DIGEST.json   what each request's service was when it was sent
    FOLDER/uploads/SHA256          uploaded files; `tables/files.upload.jsonl` says which is which

Secrets and digests of tokens stay behind: they open nothing elsewhere.
"""

import dataclasses
import json
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db.models import Model

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.services import api as services
from commonwheel.core.patterns.versions.effective import to_bytes
from commonwheel.core.problems import Failure
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.models import CouncilOwned
from commonwheel.integrations.storage.port import StoredFileMissing

SECRET_FIELDS = frozenset(
    {
        "secret",
        "old_secret",
        "token_hash",
        "secret_hashes",
        "sealed_key",
        "token",
        "link",
        "sid",
        "key_hash",
        "said_hash",
    }
)
LEFT_OUT = frozenset({"my_account.TrackingTries"})
"""Tables that say nothing of the council: how often somebody mistyped a reference."""


class FolderIsThere(Failure):
    """Nothing is written over what somebody has."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is there already. Name a folder that is not.")


@dataclasses.dataclass(frozen=True, slots=True)
class GivenBack:
    """
    What was written.

    Attributes:
        rows: by table.
        uploads: how many files.
        missing: the storage's names of uploads whose bytes are gone.
    """

    rows: dict[str, int]
    uploads: int
    missing: tuple[str, ...]


def give_back(council: CouncilView, folder: Path) -> GivenBack:
    """
    Write everything of a council, seen within its scope, to a new folder: it gets its name when it is complete.

    Raises:
        FolderIsThere.
        OSError: it cannot be written; nothing is left behind.
    """
    if folder.exists():
        raise FolderIsThere(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        given = _write(council, draft)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return given


def tables() -> Iterator[type[Model]]:
    """Yield every table that belongs to councils and is given back."""
    for model in apps.get_models():
        if issubclass(model, CouncilOwned) and model._meta.label not in LEFT_OUT:  # noqa: SLF001  # Django's own name
            yield model


# Private


def _write(council: CouncilView, draft: Path) -> GivenBack:
    _json(draft / "council.json", dataclasses.asdict(council))
    _json(draft / "people.json", [dataclasses.asdict(one) for one in authorities.list_staff(council.id)])
    rows = {model._meta.label: _table(model, council.id, draft / "tables") for model in tables()}  # noqa: SLF001  # as above
    for one in services.list_services(council.id):
        _service(council.id, one, draft / "services" / one.slug)
    for digest in _digests(draft / "tables"):
        _bytes(draft / "effective" / f"{digest}.json", to_bytes(services.get_effective(digest)))
    uploads, missing = _uploads(draft)
    return GivenBack(rows, uploads, missing)


def _table(model: type[Model], council_id: uuid.UUID, folder: Path) -> int:
    """Write the rows of a table, by their keys, without secrets; return how many."""
    meta = model._meta  # noqa: SLF001  # Django's own name for what a table is
    folder.mkdir(exist_ok=True)
    kept = [one.name for one in meta.concrete_fields if one.name not in SECRET_FIELDS]
    rows = model._default_manager.filter(council_id=council_id).order_by("pk")  # noqa: SLF001  # Django's own name
    number = 0
    with (folder / f"{meta.label_lower}.jsonl").open("w", encoding="utf-8") as file:
        for row in rows.iterator(chunk_size=500):
            file.write(serializers.serialize("jsonl", [row], fields=kept, ensure_ascii=False))
            number += 1
    return number


def _service(council_id: uuid.UUID, one: services.ServiceView, folder: Path) -> None:
    for path, content in services.get_files(council_id, one.slug).items():
        _bytes(folder / path, content)
    layer = services.get_written(council_id, one.slug).layer
    if layer:
        _bytes(folder / "layer.yaml", layer.encode())


def _digests(folder: Path) -> Iterator[str]:
    """Yield the digest of each effective pattern that a row names, once."""
    seen: set[str] = set()
    for table in sorted(folder.glob("*.jsonl")):
        for fields in _fields(table):
            digest = fields.get("effective")
            if digest and digest not in seen:
                seen.add(digest)
                yield digest


def _uploads(draft: Path) -> tuple[int, tuple[str, ...]]:
    number, missing = 0, []
    (draft / "uploads").mkdir()
    for fields in _fields(draft / "tables" / "files.upload.jsonl"):
        try:
            with (
                settings.UPLOADS_STORAGE.open(fields["stored"]) as kept,
                (draft / "uploads" / fields["sha256"]).open("wb") as file,
            ):
                shutil.copyfileobj(kept, file)
        except StoredFileMissing as gone:
            missing.append(gone.name)
            continue
        number += 1
    return number, tuple(missing)


def _fields(table: Path) -> Iterator[dict[str, Any]]:
    with table.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["fields"]


def _json(path: Path, value: Any) -> None:
    _bytes(path, json.dumps(value, ensure_ascii=False, indent=1, default=str).encode())


def _bytes(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
