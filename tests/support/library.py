"""A commons with the repository's own services in it, as a running node has one: keys for what is newest beside it."""

from dataclasses import dataclass, field
from pathlib import Path

from tests.support.commons import NOW, House, signed
from tests.support.patterns import pattern_files

from commonwheel.core.packages.naming import facts_of, path_of
from commonwheel.core.packages.release import Release, make_release
from commonwheel.integrations.trust import publishing
from commonwheel.integrations.trust.keys import save_key

US = "commonwheel-examples"


@dataclass
class Library(House):
    """A commons whose publisher is that of the repository's services."""

    titles: dict[str, str] = field(default_factory=dict)

    def list_with(self, *releases: Release) -> bytes:
        """The publisher's next list, with these releases, signed."""
        text = self.commons.releases_of(US)
        for number, release in enumerate(releases):
            drafted = publishing.add_release(
                text, path_of(release.manifest), release.data, facts=facts_of(release.manifest), now=NOW
            )
            # Only the last of several counts: what lies between would have numbers of its own.
            text = drafted if number == 0 else _renumbered(drafted, text)
        return signed(text or b"", *self.publishers[US])

    def put(self, *releases: Release) -> None:
        """Publish past the commons' own door, as a mirror would have it."""
        files = {path_of(release.manifest): release.data for release in releases}
        self.commons.publish(US, self.list_with(*releases), files, now=NOW)


def _renumbered(drafted: bytes, before: bytes | None) -> bytes:
    from tuf.api.metadata import Metadata, Targets

    later: Metadata[Targets] = Metadata.from_bytes(drafted)
    earlier: Metadata[Targets] = Metadata.from_bytes(before or b"")
    later.signed.version = earlier.signed.version
    return later.to_bytes()


def library(folder: Path) -> Library:
    """A commons that has been started, with one publisher who has published nothing."""
    made = Library(folder)
    made.start()
    made.join(US)
    for name in ("timestamp", "snapshot"):
        (folder / "online").mkdir(exist_ok=True)
        save_key(getattr(made, name), folder / "online" / name, passphrase="")
    return made


def release_of(name: str, version: str = "", **replaced: tuple[str, str]) -> Release:
    """
    A release of one of the repository's services.

    Args:
        version: to number it otherwise, with an entry in its file of changes.
        replaced: words in `pattern.yaml` or, as `guidance`, in `guidance.md`, each with what stands there instead.
    """
    files = dict(pattern_files(name))
    text = files["pattern.yaml"].decode()
    if version:
        was = next(line for line in text.splitlines() if line.startswith("version:"))
        text = text.replace(was, f"version: {version}", 1)
        changes = files["CHANGELOG.md"].decode()
        heading, rest = changes.split("\n", 1)
        files["CHANGELOG.md"] = f"{heading}\n\n## {version}\n\n- Some words are plainer.\n{rest}".encode()
    old, new = replaced.get("pattern", ("", ""))
    assert old in text
    files["pattern.yaml"] = text.replace(old, new, 1).encode() if old else text.encode()
    return make_release(files)
