"""What the catalogue tells of a release, from its bytes alone."""

import re
from dataclasses import dataclass

from commonwheel.core.packages.archive import read_archive
from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.packages.release import Release
from commonwheel.core.packages.succession import weigh_releases
from commonwheel.core.patterns.versions.weights import greatest

_MOST_TOLD = 200
_TOLD_ANYWAY = ("version", "CHANGELOG.md")
_MOST_GUIDANCE = 100_000
_HEADING = re.compile(r"^##\s+v?([0-9][0-9.]*)\b.*$", re.MULTILINE)
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Told:
    """
    What one release says, and how it differs from the one before it.

    Attributes:
        weight: of the heaviest difference: `patch`, `minor` or `major`; "" for a first release.
        differences: (weight, sentence, why) of each, the heaviest first.
    """

    changelog: str
    weight: str
    differences: tuple[tuple[str, str, str], ...]


def tell(release: Release, before: Release | None) -> Told:
    """Return what the catalogue tells of a release."""
    changelog = changes_in(release.files.get("CHANGELOG.md", b"").decode(), release.manifest.version)
    if before is None:
        return Told(changelog, "", ())
    weighed = weigh_releases(before, release)
    heaviest = greatest(weighed)
    # Each version has another number, and its list of changes is told by itself.
    telling = [one for one in weighed if not one.difference.address.startswith(_TOLD_ANYWAY)]
    listed = sorted(telling, key=lambda one: one.weight, reverse=True)[:_MOST_TOLD]
    told = tuple((one.weight.word, one.difference.sentence, one.why) for one in listed)
    return Told(changelog, heaviest.word if heaviest else "patch", told)


def changes_in(changelog: str, version: str) -> str:
    """Return what a file of changes says of one version; "" where it says nothing."""
    found = list(_HEADING.finditer(changelog))
    for number, heading in enumerate(found):
        if heading.group(1) == version:
            end = found[number + 1].start() if number + 1 < len(found) else len(changelog)
            return changelog[heading.end() : end].strip()
    return ""


def guidance_in(data: bytes) -> str:
    """Return the guidance in a release's bytes; "" where there is none."""
    try:
        return read_archive(data).get("guidance.md", b"").decode(errors="replace")[:_MOST_GUIDANCE]
    except ReleaseRefused:
        return ""


def in_order(version: str) -> str:
    """Return a text that stands where its version does: 1.10.0 after 1.9.0."""
    return _DIGITS.sub(lambda number: number.group().zfill(6), version)[:120]
