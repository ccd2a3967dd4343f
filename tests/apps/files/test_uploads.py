"""Uploads: kept before their row, swept when nobody names them, each council's its own."""

import datetime as dt
import io
import uuid
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.utils import timezone

from commonwheel.apps.files import api as files
from commonwheel.apps.files.models import Upload
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.storage.disk import DiskStorage
from commonwheel.integrations.storage.port import StorageRefused

PDF = b"%PDF-1.7\nstartxref\n%%EOF"
LIMITS = files.Limits(accept=("pdf",), max_mb=1)
JOURNEY = uuid.UUID(int=1)
NOW = timezone.now()
LATER = NOW + dt.timedelta(days=3)


@pytest.fixture(autouse=True)
def _own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.UPLOADS_STORAGE = DiskStorage(tmp_path)


def add(council: CouncilView, data: bytes = PDF, question: str = "proof") -> files.UploadView:
    return files.add_upload(
        council.id,
        journey_id=JOURNEY,
        question=question,
        incoming=files.Incoming(name="a.pdf", size=len(data), content=io.BytesIO(data)),
        limits=LIMITS,
        now=NOW,
    )


def test_the_same_file_given_twice_is_kept_once(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        assert add(council_a) == add(council_a)
        assert add(council_a, question="other") != add(council_a)
        assert len(files.list_uploads(council_a.id, journey_id=JOURNEY)) == 2


def test_a_file_of_a_node_without_a_scanner_says_that_it_was_not_checked(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        assert not add(council_a).is_checked


def test_another_council_and_another_journey_do_not_get_it(council_a: CouncilView, council_b: CouncilView) -> None:
    with council_scope(council_a.id):
        upload = add(council_a)
        with pytest.raises(files.UploadMissing):
            files.open_upload(council_a.id, journey_id=uuid.UUID(int=2), upload_id=upload.id)
    with council_scope(council_b.id), pytest.raises(files.UploadMissing):
        files.open_upload(council_b.id, journey_id=JOURNEY, upload_id=upload.id)


def test_bytes_go_a_day_after_the_last_row_that_named_them(council_a: CouncilView, tmp_path: Path) -> None:
    with council_scope(council_a.id):
        first, second = add(council_a), add(council_a, question="other")
        files.remove_upload(council_a.id, journey_id=JOURNEY, upload_id=first.id)
        assert files.sweep_orphans(council_a.id, now=LATER) == 0
        files.remove_upload(council_a.id, journey_id=JOURNEY, upload_id=second.id)
        assert files.sweep_orphans(council_a.id, now=NOW) == 0
        assert files.sweep_orphans(council_a.id, now=LATER) == 1
        assert files.sweep_orphans(council_a.id, now=LATER) == 0


def test_a_disk_that_refuses_leaves_no_row(council_a: CouncilView, settings: LazySettings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.UPLOADS_STORAGE = DiskStorage(tmp_path / "file")
    with council_scope(council_a.id):
        with pytest.raises(StorageRefused):
            add(council_a)
        assert files.list_uploads(council_a.id, journey_id=JOURNEY) == ()


def test_the_table_refuses_an_empty_file_and_a_repeated_one(council_a: CouncilView) -> None:
    with council_scope(council_a.id):
        add(council_a)
        row = Upload.objects.get(council_id=council_a.id)
        row.pk = uuid.uuid4()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
        row.question, row.size = "another", 0
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
