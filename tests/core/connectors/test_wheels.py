"""A wheel is looked through before a commons takes it: what is not whole, plain and true is refused with a reason."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.support.wheels import METADATA, file_name, parts, record_of, recorded, wheel, zipped

from commonwheel.core.connectors.facts import facts_of, hold_to_wheel, path_of, read_facts
from commonwheel.core.connectors.refusals import CODES, WheelRefused
from commonwheel.core.connectors.unpacking import MOST_BYTES
from commonwheel.core.connectors.wheels import MOST_METADATA_BYTES, read_name, read_wheel

INFO = "lewes_highways-1.0.0.dist-info"
GOOD = wheel()


def code_of(data: bytes, file: str | None = None) -> str:
    with pytest.raises(WheelRefused) as refused:
        read_wheel(data, file=file or file_name())
    for problem in refused.value.problems:
        assert problem.help
        assert problem.expected
        assert problem.found.isprintable()
        assert problem.help in str(refused.value)
    return refused.value.problems[0].code


def test_a_good_wheel_says_what_a_catalogue_shows() -> None:
    found = read_wheel(GOOD, file=file_name())
    assert (found.name.project, str(found.name.version)) == ("lewes-highways", "1.0.0")
    assert (found.title, found.licence, found.owner) == ("lewes-highways", "MIT", "Lewes District Council")
    assert (found.requires_python, found.length) == (">=3.11", len(GOOD))
    assert found.summary == "Hands reports over to the highways system"
    assert path_of("lewes", found) == "lewes/lewes-highways/lewes_highways-1.0.0-py3-none-any.whl"


def test_what_is_signed_follows_from_the_wheel() -> None:
    found = read_wheel(GOOD, file=file_name())
    facts = read_facts(facts_of(found, run_by=["Lewes", "Hove"]))
    assert facts.run_by == ["Lewes", "Hove"]
    hold_to_wheel(facts, path_of("lewes", found), found)
    for differs, path in (
        (facts.model_copy(update={"licence": "EUPL-1.2"}), path_of("lewes", found)),
        (facts, path_of("lewes", found).replace("1.0.0", "1.0.1")),
    ):
        with pytest.raises(WheelRefused):
            hold_to_wheel(differs, path, found)


@pytest.mark.parametrize(
    "wrong",
    [
        {}, {"kind": "pattern"}, {"run_by": "Lewes"}, {"run_by": [""]}, {"run_by": ["x" * 81]}, {"run_by": ["a\nb"]},
        {"run_by": ["Lewes"] * 21}, {"requires_python": "three"}, {"metadata": "12"}, {"owner": ""}, {"title": 3},
    ],
)  # fmt: skip
def test_facts_of_another_shape_are_refused(wrong: dict[str, object]) -> None:
    facts = facts_of(read_wheel(GOOD, file=file_name()))
    with pytest.raises(WheelRefused) as refused:
        read_facts({**facts, **wrong} if wrong else {})
    assert refused.value.problems[0].code == "facts-differ"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("highways.zip", "not-a-wheel-name"),
        ("highways-1.0-any.whl", "not-a-wheel-name"),
        ("../highways-1.0-py3-none-any.whl", "not-a-wheel-name"),
        ("highways-1.0-py3-none-any.whl\n", "not-a-wheel-name"),
        ("highways-new-py3-none-any.whl", "not-a-wheel-name"),
        ("9lives-1.0-py3-none-any.whl", "name-refused"),
        (f"{'h' * 62}-1.0-py3-none-any.whl", "name-refused"),
    ],
)
def test_names_that_no_wheel_has_are_refused(file: str, code: str) -> None:
    with pytest.raises(WheelRefused) as refused:
        read_name(file)
    assert refused.value.problems[0].code == code


def with_files(change: Callable[[dict[str, bytes]], object]) -> bytes:
    files = parts()
    change(files)
    return recorded(files, INFO)


def with_record(change: Callable[[bytes], bytes]) -> bytes:
    files = parts()
    record = change(record_of(files, f"{INFO}/RECORD"))
    return zipped({**files, f"{INFO}/RECORD": record})


def with_metadata(old: str, new: str) -> bytes:
    assert old in METADATA
    return wheel(metadata=METADATA.replace(old, new))


def with_entry(name: str, mode: int = 0o100644, content: bytes = b"x") -> bytes:
    held = io.BytesIO(GOOD)
    with zipfile.ZipFile(held, "a") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, content)
    return held.getvalue()


def end_with(**fields: int) -> bytes:
    names = ("mark", "disk", "start_disk", "here", "files", "length", "start", "comment")
    values = dict(zip(names, struct.unpack("<4s4H2LH", GOOD[-22:]), strict=True)) | fields
    return GOOD[:-22] + struct.pack("<4s4H2LH", *values.values())


SPOILT: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("not-a-zip", lambda: b""),
    "another file": ("not-a-zip", lambda: b"\x7fELF" + bytes(2_000)),
    "cut short": ("not-plain", lambda: GOOD[:-30]),
    "more behind it": ("not-plain", lambda: GOOD + b"more"),
    "more before it": ("not-a-zip", lambda: b"#!/bin/sh\n" + GOOD),
    "another zip before it": ("not-plain", lambda: GOOD + GOOD),
    "a comment": ("not-plain", lambda: end_with(comment=4) + b"note"),
    "the long form": ("not-plain", lambda: GOOD[:-22] + b"PK\x06\x07" + bytes(16) + GOOD[-22:]),
    "so many files": ("too-many-files", lambda: end_with(files=2_001)),
    "too large": ("too-large", lambda: GOOD + bytes(MOST_BYTES)),
    "a directory of nonsense": ("not-a-zip", lambda: GOOD[:-100] + bytes(78) + GOOD[-22:]),
    "bytes turned in a file": ("not-a-zip", lambda: GOOD[:60] + b"\xff\xff\xff" + GOOD[63:]),
    "a bomb": ("bomb", lambda: with_files(lambda files: files.update({"zeros": bytes(2_000_000)}))),
    "a path out of the folder": ("path-refused", lambda: with_entry("../../etc/passwd")),
    "a path from the root": ("path-refused", lambda: with_entry("/etc/passwd")),
    "a path of Windows": ("path-refused", lambda: with_entry("a\\b")),
    "a drive of Windows": ("path-refused", lambda: with_entry("c:/b")),
    "a path that is cut at a zero": ("path-refused", lambda: with_entry("a/b.txt").replace(b"a/b.txt", b"a/b\x00txt")),
    "a long path": ("path-refused", lambda: with_entry("a" * 251)),
    "a path that ends in dots": ("path-refused", lambda: with_entry("a/..")),
    "the same file in capitals": ("duplicate-file", lambda: with_entry("LEWES_HIGHWAYS/__init__.py")),
    "a link": ("not-a-file", lambda: with_entry("link", 0o120777)),
    "a device": ("not-a-file", lambda: with_entry("device", 0o020666)),
    "a packing of its own": ("not-plain", lambda: zipped(parts(), packing=zipfile.ZIP_LZMA)),
    "two folders of facts": ("file-missing", lambda: with_entry("other-1.dist-info/METADATA")),
    "no METADATA": ("file-missing", lambda: with_files(lambda files: files.pop(f"{INFO}/METADATA"))),
    "no RECORD": ("file-missing", lambda: zipped(parts())),
    "a file that is not recorded": ("record-differs", lambda: with_entry("extra.py")),
    "a file that is recorded and not there": ("record-differs", lambda: with_record(lambda text: text + b"more.py,,\n")),
    "a file recorded twice": ("record-differs", lambda: with_record(lambda text: text + text)),
    "a file recorded without digest": ("record-differs", lambda: with_record(lambda text: text.replace(b"sha256=", b"md5="))),
    "a record of another form": ("record-differs", lambda: with_record(lambda text: b"a;b;c\n")),
    "a record that is no text": ("record-differs", lambda: with_record(lambda text: b"\xff\xfe,,\n")),
    "a record with a field without end": ("record-differs", lambda: with_record(lambda text: b"a" * 140_000 + b",,\n")),
    "other tags": ("wheel-differs", lambda: with_files(lambda files: files.update({f"{INFO}/WHEEL": b"Wheel-Version: 1.0\nTag: cp311-cp311-win32\n"}))),
    "another version of wheels": ("wheel-differs", lambda: with_files(lambda files: files.update({f"{INFO}/WHEEL": b"Wheel-Version: 2.0\nTag: py3-none-any\n"}))),
    "another version": ("name-differs", lambda: with_metadata("Version: {version}", "Version: 1.0.1")),
    "another name": ("name-differs", lambda: with_metadata("Name: {name}", "Name: requests")),
    "a field that nobody knows": ("metadata-refused", lambda: with_metadata("Summary", "Sumary")),
    "a licence that is none": ("metadata-refused", lambda: with_metadata("Expression: MIT", "Expression: ask us")),
    "a licence of brackets": ("metadata-refused", lambda: with_metadata("Expression: MIT", "Expression: " + "MIT AND (" * 300 + "MIT" + ")" * 300)),
    "a licence without end": ("too-large", lambda: with_metadata("Expression: MIT", "Expression: MIT" + " OR\n MIT" * 6_000)),
    "no licence": ("licence-missing", lambda: with_metadata("License-Expression: MIT\n", "")),
    "no text of the licence": ("file-missing", lambda: with_files(lambda files: files.pop(f"{INFO}/licenses/LICENCE"))),
    "no owner": ("owner-missing", lambda: with_metadata("Lewes District Council <digital@example.org>", "digital@example.org")),
    "a requirement by address": ("fetches-elsewhere", lambda: with_metadata("Requires-Python: >=3.11", "Requires-Dist: x @ https://example.org/x.whl")),
    "metadata without end": ("too-large", lambda: with_metadata("Requires-Python: >=3.11", "Description: " + "é ß ç ø " * (MOST_METADATA_BYTES // 11))),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOILT)
def test_what_is_spoilt_is_refused_with_a_reason(how: str) -> None:
    code, make = SPOILT[how]
    assert code_of(make()) == code


def test_every_reason_is_met_in_these_tests() -> None:
    met = {code for code, _ in SPOILT.values()} | {"not-a-wheel-name", "name-refused", "facts-differ", "name-taken"}
    assert met == set(CODES)


def test_a_long_description_is_no_fault() -> None:
    data = wheel(metadata=METADATA + "\n" + "What it does.\n" * 10_000)
    assert read_wheel(data, file=file_name()).licence == "MIT"


def test_an_encrypted_file_is_refused() -> None:
    held = bytearray(with_entry("secret"))
    at = held.rindex(b"PK\x01\x02")
    held[at + 8] |= 1
    assert code_of(bytes(held)) == "not-a-file"


def test_folders_and_signatures_of_records_may_stand_in_a_wheel() -> None:
    held = io.BytesIO(with_entry(f"{INFO}/RECORD.jws"))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr(zipfile.ZipInfo("empty/"), b"")
    assert read_wheel(held.getvalue(), file=file_name()).licence == "MIT"


def test_the_owner_may_be_an_author_without_an_address_of_email() -> None:
    data = with_metadata("Maintainer-email: Lewes District Council <digital@example.org>", "Author: Lewes")
    assert read_wheel(data, file=file_name()).owner == "Lewes"


def test_a_connector_may_say_nothing_of_python_or_need_others_by_name() -> None:
    data = with_metadata("Requires-Python: >=3.11", "Requires-Dist: requests>=2")
    assert read_wheel(data, file=file_name()).requires_python == ""


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, len(GOOD) - 1), value=st.integers(0, 255))
@example(at=0, value=0)
def test_one_byte_turned_is_refused_or_says_the_same(at: int, value: int) -> None:
    turned = GOOD[:at] + bytes([value]) + GOOD[at + 1 :]
    try:
        found = read_wheel(turned, file=file_name())
    except WheelRefused:
        return
    assert found.metadata == read_wheel(GOOD, file=file_name()).metadata


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused_and_never_crash(data: bytes) -> None:
    code_of(b"PK\x03\x04" + data + GOOD[-22:])
