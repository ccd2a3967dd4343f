"""Packed files: broken, huge and hostile ones are refused early."""

import gzip
import io
import zipfile

import pytest

from commonwheel.core.forms.archive import files_in, is_archive, unpacked
from commonwheel.core.forms.importing import given_for, import_form
from commonwheel.core.forms.source import FormCannotBeRead
from commonwheel.core.forms.sources import LARGEST


def zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def test_files_are_unpacked_and_folders_left_out() -> None:
    data = zipped({"a.json": b"{}", "b/": b"", "b/c.json": b"[]"})
    assert is_archive(data)
    assert files_in(data, "x.zip") == {"a.json": b"{}", "b/c.json": b"[]"}
    assert unpacked(gzip.compress(b"{}"), "form.json.gz") == (b"{}", "form.json")
    assert unpacked(b"{}", "form.json") == (b"{}", "form.json")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04 and no more", "broken archive"),
        (zipped({"a.json": b"0" * (LARGEST + 1)}), "more than a form can"),
        (zipped({f"{number}.json": b"" for number in range(300)}), "more than a form can"),
    ],
    ids=["broken", "bomb", "many"],
)
def test_an_archive_that_cannot_be_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FormCannotBeRead, match=why):
        files_in(data, "x.zip")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x1f\x8b not packed", "packed, and broken"),
        (gzip.compress(b"0" * (LARGEST + 1)), "unpacks to more"),
        (gzip.compress(b"{}" * 500)[:-9], "packed, and not whole"),
    ],
    ids=["broken", "bomb", "cut"],
)
def test_a_packed_file_that_cannot_be_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FormCannotBeRead, match=why):
        unpacked(data, "x.gz")


@pytest.mark.parametrize("name", ["formSteps.json", "unpacked/forms.json"])
def test_one_file_out_of_an_export_asks_for_the_whole_of_it(name: str) -> None:
    with pytest.raises(FormCannotBeRead, match=r"one of the files of an Open Forms export\. Give the whole zip"):
        import_form(b"[]", name, given_for(publisher="harbourside"))
