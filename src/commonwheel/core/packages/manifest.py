"""What a release is, told in one small file: its name and number, what it holds, and the digests of it all."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import StringConstraints, ValidationError

from commonwheel.core.packages.archive import MOST_BYTES
from commonwheel.core.packages.refusals import over_limit, refusal
from commonwheel.core.patterns.model.keys import Digest, FullName, Plain, Shape, Slug, Version, Whole, doc
from commonwheel.core.patterns.model.pattern import Licence
from commonwheel.core.patterns.reading.text import MAX_FILE_BYTES, MAX_FILES
from commonwheel.core.patterns.versions.digest import canonical

FORMAT = 1
MOST_MANIFEST_BYTES = 200_000
"""Five hundred files with the longest names make less."""
_Path = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class ReleasedFile(Shape):
    """One file of a release."""

    path: Annotated[str, StringConstraints(min_length=1, max_length=200)] = doc(
        "Inside the folder, with forward slashes."
    )
    size: Whole = doc("In bytes.", ge=0, le=MAX_FILE_BYTES)
    digest: Digest = doc("SHA-256 of its bytes.")


class ReleasedBlock(Shape):
    """A block that a pattern uses and carries."""

    name: FullName = doc("`publisher/name`.")
    version: Version = doc("Its own version.")
    digest: Digest = doc("Of the release that its files make by themselves.")


class Manifest(Shape):
    """What one release says of itself. It follows from the release's bytes alone."""

    format: Literal[1] = doc("The version of this form.")
    kind: Literal["pattern", "block"] = doc("What was released.")
    publisher: Slug = doc("Who publishes it.")
    name: Slug = doc("Its name; the full name is `publisher/name`.")
    version: Version = doc("`major.minor.patch`.")
    language: Whole = doc("The version of the pattern language that it is written in.", ge=1)
    title: Plain = doc("What residents call it.")
    summary: str = doc("One sentence: what it does and for whom; empty for a block.", max_length=2_000)
    licence: Licence = doc("The licences.")
    needs: tuple[Whole, ...] = doc("The services it meets, in the Local Government Service List, ascending.")
    languages: tuple[_Language, ...] = doc("The languages it has words in, the source language first.", min_length=1)
    blocks: tuple[ReleasedBlock, ...] = doc("The blocks it carries, by name.", max_length=MAX_FILES)
    files: tuple[ReleasedFile, ...] = doc("What it holds, by path.", min_length=1, max_length=MAX_FILES)
    length: Whole = doc("Of the release, in bytes.", ge=1, le=MOST_BYTES)
    digest: Digest = doc("SHA-256 of the release's bytes: its name for ever.")
    effective: Digest | None = doc("The digest of the pattern as it runs without any layer; none for a block.")

    @property
    def full_name(self) -> str:
        """The name that cannot be confused: `publisher/name`."""
        return f"{self.publisher}/{self.name}"

    def to_json(self) -> bytes:
        """Return it as RFC 8785 (JCS) JSON: the same bytes on every machine."""
        return canonical(self)


def read_manifest(data: bytes) -> Manifest:
    """
    Return the manifest in some bytes.

    Raises:
        ReleaseRefused: where `to_json` did not write them, down to the last byte.
    """
    if len(data) > MOST_MANIFEST_BYTES:
        raise over_limit("too-large", f"{len(data):,} bytes", f"at most {MOST_MANIFEST_BYTES:,} bytes")
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise refusal("not-a-manifest", f"{where}: {fault['msg']}" if where else fault["msg"]) from None
    if manifest.to_json() != data:
        raise refusal("not-canonical", "the same in other bytes", mend="Write a manifest as RFC 8785 has it.")
    return manifest


def digest_of(data: bytes) -> str:
    """Return the digest of a release or a file: SHA-256, 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def files_of(files: Mapping[str, bytes]) -> Iterator[ReleasedFile]:
    """Yield what a manifest says of the files of a release."""
    for path, data in files.items():
        yield ReleasedFile(path=path, size=len(data), digest=digest_of(data))
