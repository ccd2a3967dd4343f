"""A wheel: what it is called, whether it is whole, and what it says of itself."""

import base64
import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parseaddr

from packaging.metadata import Metadata
from packaging.tags import Tag
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import Version

from commonwheel.core.connectors.refusals import WheelRefused, refusal
from commonwheel.core.connectors.unpacking import unpack
from commonwheel.core.patterns.reading.text import shorten

MOST_METADATA_BYTES = 250_000
MOST_FIELD_BYTES = 40_000
"""Before the description, which may be long."""
_NAME = re.compile(r"[a-z][a-z0-9-]{0,60}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+!-]{0,180}")
_UNSIGNED = ("RECORD", "RECORD.jws", "RECORD.p7s")
_WHEEL_VERSION = re.compile(r"1\.[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class WheelName:
    """
    What the name of a wheel's file says.

    Attributes:
        file: `NAME-VERSION(-BUILD)-PYTHON-ABI-PLATFORM.whl`.
        project: its name as indexes compare it: small letters, digits and hyphens.
        tags: what it can be installed on.
    """

    file: str
    project: str
    version: Version
    tags: frozenset[Tag]


@dataclass(frozen=True, slots=True)
class Wheel:
    """
    A wheel that was looked through.

    Attributes:
        length: of its bytes.
        sha256: of its bytes, lower-case hex.
        metadata: its METADATA file.
        title: its name as its authors write it.
        licence: an SPDX expression.
        owner: who maintains it, or wrote it.
        requires_python: "" where it does not say.
    """

    name: WheelName
    length: int
    sha256: str
    metadata: bytes
    title: str
    summary: str
    licence: str
    owner: str
    requires_python: str


def read_name(file: str) -> WheelName:
    """
    Return what a file name says.

    Raises:
        WheelRefused: where it is no wheel's, or the project is named as no connector can be.
    """
    try:
        project, version, _, tags = parse_wheel_filename(file if _FILE.fullmatch(file) else "")
    except InvalidWheelFilename as error:
        raise refusal("not-a-wheel-name", file) from error
    if not _NAME.fullmatch(project):
        raise refusal("name-refused", project)
    return WheelName(file, project, version, tags)


def read_wheel(data: bytes, *, file: str) -> Wheel:
    """
    Return the wheel in some bytes, from wherever they come. Nothing of it is written, imported or run.

    Args:
        file: its name.

    Raises:
        WheelRefused: it is none, was changed after it was built, or does not say what a commons must know.
    """
    name = read_name(file)
    files = unpack(data)
    folder = _folder(files, name)
    _hold_to_record(files, folder)
    _hold_to_tags(files[f"{folder}/WHEEL"], name)
    text = files[f"{folder}/METADATA"]
    metadata = _read_metadata(text)
    if (canonicalize_name(metadata.name), metadata.version) != (name.project, name.version):
        raise refusal("name-differs", f"{metadata.name} {metadata.version}", file="METADATA")
    _hold_to_index(metadata)
    return Wheel(
        name=name,
        length=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        metadata=text,
        title=metadata.name,
        summary=shorten(metadata.summary or ""),
        licence=_licence(metadata, files, folder),
        owner=_owner(metadata),
        requires_python=str(metadata.requires_python or ""),
    )


# Private


def _folder(files: Mapping[str, bytes], name: WheelName) -> str:
    """Return the one folder of what the wheel says of itself, with its three files."""
    folders = {path.split("/")[0] for path in files if path.split("/")[0].endswith(".dist-info")}
    wanted = "-".join(name.file.split("-")[:2]) + ".dist-info"
    missing = {"METADATA", "WHEEL", "RECORD"} - {path.removeprefix(f"{wanted}/") for path in files}
    if folders != {wanted} or missing:
        raise refusal("file-missing", ", ".join(sorted(folders - {wanted} or missing)), file=wanted)
    return wanted


def _hold_to_record(files: Mapping[str, bytes], folder: str) -> None:
    unsigned = {f"{folder}/{file}" for file in _UNSIGNED}
    recorded: set[str] = set()
    for path, digest, size in _rows(files[f"{folder}/RECORD"]):
        if path in recorded or path not in files:
            raise refusal("record-differs", path, file="RECORD")
        recorded.add(path)
        if path not in unsigned and (digest, size) not in _digests(files[path]):
            raise refusal("record-differs", f"other bytes of {path}", file="RECORD")
    if left := set(files) - recorded - unsigned:
        raise refusal("record-differs", f"{min(left)} is not in it", file="RECORD")


def _rows(record: bytes) -> Iterator[tuple[str, str, str]]:
    try:
        for row in csv.reader(record.decode().splitlines()):
            path, digest, size = row
            yield path, digest, size
    except (ValueError, csv.Error) as error:
        raise refusal("record-differs", "a line that is not path, digest and size", file="RECORD") from error


def _digests(content: bytes) -> set[tuple[str, str]]:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    return {(f"sha256={digest}", str(len(content))), (f"sha256={digest}", "")}


def _hold_to_tags(text: bytes, name: WheelName) -> None:
    said = [line.partition(":") for line in text.decode("utf-8", "replace").splitlines()]
    version = "".join(value.strip() for key, _, value in said if key == "Wheel-Version")
    tags = [value.strip() for key, _, value in said if key == "Tag"]
    if not _WHEEL_VERSION.fullmatch(version) or set(tags) != {str(tag) for tag in name.tags}:
        raise refusal("wheel-differs", f"version {version}, {', '.join(tags)}", file="WHEEL")


def _read_metadata(text: bytes) -> Metadata:
    fields, _, _ = text.replace(b"\r\n", b"\n").partition(b"\n\n")
    if len(text) > MOST_METADATA_BYTES or len(fields) > MOST_FIELD_BYTES:
        raise refusal("too-large", f"{len(text):,} bytes", file="METADATA")
    try:
        return Metadata.from_email(text)
    except MemoryError as error:
        # So the library ends where brackets of a licence are nested without end.
        raise refusal("metadata-refused", "brackets in brackets", file="METADATA") from error
    except ExceptionGroup as group:
        problems = [refusal("metadata-refused", str(error), file="METADATA").problems[0] for error in group.exceptions]
        raise WheelRefused(*problems) from group


def _hold_to_index(metadata: Metadata) -> None:
    """Refuse a requirement by address: it would be fetched past every index, without anybody's digest."""
    for requirement in metadata.requires_dist or ():
        if requirement.url:
            raise refusal("fetches-elsewhere", str(requirement), file="METADATA")


def _licence(metadata: Metadata, files: Mapping[str, bytes], folder: str) -> str:
    if not metadata.license_expression:
        raise refusal("licence-missing", "", file="METADATA")
    for file in metadata.license_files or ():
        if f"{folder}/licenses/{file}" not in files:
            raise refusal("file-missing", f"licenses/{file}", file=folder)
    return metadata.license_expression


def _owner(metadata: Metadata) -> str:
    """Return who maintains it, or wrote it: a name, never an address of email."""
    by_email = (parseaddr(text or "")[0] for text in (metadata.maintainer_email, metadata.author_email))
    named = (*by_email, metadata.maintainer, metadata.author)
    for name in named:
        if name and name.isprintable():
            return shorten(name)
    raise refusal("owner-missing", "", file="METADATA")
