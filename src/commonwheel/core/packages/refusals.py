"""Why something is no release, or not one that may follow another."""

from collections.abc import Mapping
from types import MappingProxyType

from commonwheel.core.patterns.reading.text import shorten
from commonwheel.core.problems import Failure, Problem

CODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "not-a-release": ("a release", "Give a file that `commonwheel pattern pack` wrote, as it is: not compressed."),
        "truncated": ("the whole release", "Something is missing at its end: fetch it again."),
        "not-a-file": ("files only", "A release holds no links, folders or devices: refuse it."),
        "path-refused": ("the name of a file that a pattern has", "No such file belongs in a release."),
        "duplicate-file": ("each file once", "The file stands twice in it: refuse it."),
        "not-canonical": ("the bytes that these files make", "It was changed after it was packed: pack it anew."),
        "digest-differs": ("the bytes that the manifest names", "It is not what was published: fetch it again."),
        "manifest-differs": ("what the release says itself", "The manifest does not tell of this release: refuse it."),
        "not-a-manifest": ("a manifest", "Give the manifest of a release, as it was written."),
        "not-a-statement": ("a statement of use", "Send what the council's own system made, as it is."),
        "path-differs": (
            "the path that follows from the release",
            "Sign it under its own publisher, name and version: `commonwheel commons publish` does.",
        ),
        "facts-differ": (
            "what follows from the release",
            "Sign of it what is in it: `commonwheel commons publish` does.",
        ),
        "not-signed": (
            "a file that the signed list names",
            "What was sent is not what was signed: sign the list for exactly these bytes.",
        ),
        "page-not-drawn": ("a page of an example that draws", "Try it: `commonwheel pattern preview` shows the page."),
        "page-not-accessible": (
            "a page that is open to everybody",
            "axe says what is wrong and where; mend the words or the question that stands there.",
        ),
        "not-a-profile": ("what a publisher is", "Say it as docs/how-to/publish-a-service.md shows, and sign that."),
        "block-below-one": ("1.0.0 or above", "Patterns use blocks by their major version, which begins at 1."),
        "another-pattern": ("the release before of the same", "Compare a release with one of the same full name."),
        "version-taken": ("a greater version", "Something else was released under this version: number it anew."),
        "version-goes-backwards": ("a greater version", "Releases are numbered upwards: number it anew."),
        "version-too-small": ("a greater version", "Number it as high as what has changed asks for."),
    }
)
"""What could stand there instead, and how to mend it, by code. A code never changes its meaning."""


class ReleaseRefused(Failure):
    """
    Something is no release, or may not follow another one.

    Attributes:
        problems: why, at least one.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.help for problem in problems))
        self.problems = problems


def refusal(code: str, found: str, *, file: str = "", expected: str = "", mend: str = "") -> ReleaseRefused:
    """Return the refusal of a code, in the words of the registry where nothing nearer is known."""
    return ReleaseRefused(problem(code, found, file=file, expected=expected, mend=mend))


def problem(code: str, found: str, *, file: str = "", expected: str = "", mend: str = "") -> Problem:
    """Return what a refusal says; what was found is shown without what a terminal would obey."""
    usual_expected, usual_mend = CODES.get(code, ("", ""))
    shown, where = (text if text.isprintable() else repr(text)[1:-1] for text in (found, file))
    return Problem(where, 0, 0, code, "error", shorten(shown), expected or usual_expected, mend or usual_mend)


def over_limit(code: str, found: str, expected: str) -> ReleaseRefused:
    """Return the refusal of too much, by a code that reading a folder has too."""
    return refusal(code, found, expected=expected, mend="A pattern is smaller: leave out what is none of it.")
