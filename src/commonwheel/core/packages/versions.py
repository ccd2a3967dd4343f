"""The numbers of releases: `major.minor.patch`, their order, and which one comes next."""

import re
from typing import NamedTuple

from commonwheel.core.patterns.versions.weighing import Weight
from commonwheel.core.problems import Failure

_FORM = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")
_MOST = 999_999


class NotAVersion(Failure):
    """A text is no version of a release; the language has none that are preliminary (`1.0.0-beta`)."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"`{text[:40]}` is no version: write three whole numbers, such as 1.2.0.")


class NoVersionLeft(Failure):
    """A number has no successor that the language can write."""

    def __init__(self, version: str) -> None:
        self.version = version
        super().__init__(f"No version can follow {version}: each of its numbers is at most {_MOST:,}.")


class Version(NamedTuple):
    """The number of a release; the order of such tuples is the order of releases."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """Return it as files write it."""
        return f"{self.major}.{self.minor}.{self.patch}"


def read_version(text: str) -> Version:
    """
    Return the number in a text such as `1.2.0`.

    Raises:
        NotAVersion: where it is none.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise NotAVersion(text)
    return Version(*map(int, found.groups()))


def next_version(old: str, weight: Weight) -> str:
    """
    Return the least number that a change of a weight may have after an older release.

    Major versions begin at 0 like the others: before 1.0.0 a major change leads to 1.0.0.

    Raises:
        NotAVersion, NoVersionLeft.
    """
    major, minor, patch = read_version(old)
    grown = {
        Weight.MAJOR: Version(major + 1, 0, 0),
        Weight.MINOR: Version(major, minor + 1, 0),
        Weight.PATCH: Version(major, minor, patch + 1),
    }[weight]
    if max(grown) > _MOST:
        raise NoVersionLeft(old)
    return str(grown)
