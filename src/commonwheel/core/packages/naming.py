"""What a release is called in a commons, and the little that its publisher signs of what is in it."""

import re
from typing import Any, NamedTuple

from commonwheel.core.packages.manifest import Manifest
from commonwheel.core.packages.versions import NotAVersion, Version, read_version
from commonwheel.core.patterns.reading.text import shorten
from commonwheel.core.problems import Failure

_SLUG = r"[a-z][a-z0-9-]{0,60}"
_WANTED = re.compile(rf"({_SLUG})/({_SLUG})(?:@(.+))?")
_PATH = re.compile(rf"({_SLUG})/({_SLUG})/\2-([0-9.]+)\.tar")
_LONGEST_FACT = 250
_MOST_LISTED = 60


class NotAName(Failure):
    """What was typed names no release."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{shorten(text)}” names no shared service. Write PUBLISHER/NAME, or PUBLISHER/NAME@VERSION, "
            "such as commonwheel-examples/report-missed-bin@1.2.0."
        )


class Wanted(NamedTuple):
    """What somebody asks for: a full name, and a version where they ask for one."""

    publisher: str
    name: str
    version: Version | None

    @property
    def full_name(self) -> str:
        """Return `publisher/name`."""
        return f"{self.publisher}/{self.name}"


def read_wanted(text: str) -> Wanted:
    """
    Read `PUBLISHER/NAME` or `PUBLISHER/NAME@VERSION`.

    Raises:
        NotAName, NotAVersion: where it is neither.
    """
    found = _WANTED.fullmatch(text.strip())
    if found is None:
        raise NotAName(text)
    publisher, name, version = found.groups()
    return Wanted(publisher, name, None if version is None else read_version(version))


def path_of(manifest: Manifest) -> str:
    """Return where a commons has a release: `PUBLISHER/NAME/NAME-VERSION.tar`."""
    return f"{manifest.publisher}/{manifest.name}/{manifest.name}-{manifest.version}.tar"


def version_of(path: str) -> Version | None:
    """Return the version that a path in a commons names; None where no pattern or block is there."""
    found = _PATH.fullmatch(path)
    try:
        return read_version(found.group(3)) if found else None
    except NotAVersion:
        return None


def facts_of(manifest: Manifest) -> dict[str, Any]:
    """
    Return what is signed of a release beside its bytes, so that it can be listed without them; under 4 KB.

    Keys: `kind`, `version`, `title`, `summary`, `licence`, `needs` (LGSL numbers), `languages`.
    """
    return {
        "kind": manifest.kind,
        "version": manifest.version,
        "title": manifest.title[:_LONGEST_FACT],
        "summary": manifest.summary[:_LONGEST_FACT],
        "licence": {"code": manifest.licence.code[:_LONGEST_FACT], "words": manifest.licence.words[:_LONGEST_FACT]},
        "needs": list(manifest.needs[:_MOST_LISTED]),
        "languages": list(manifest.languages[:_MOST_LISTED]),
    }
