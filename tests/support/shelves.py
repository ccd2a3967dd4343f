"""A commons with real releases in it, for tests of those who adopt from it."""

import datetime as dt
from pathlib import Path

from tests.support.commons import NOW, House
from tests.support.patterns import pattern_files

from commonwheel.core.packages.naming import facts_of, path_of
from commonwheel.core.packages.release import make_release

EXAMPLES = "commonwheel-examples"
MISSED_BIN = f"{EXAMPLES}/report-missed-bin"


def shelves(folder: Path, *names: str) -> House:
    """A commons in which the publisher of our examples has released these patterns."""
    made = House(folder)
    made.start()
    made.join(EXAMPLES)
    for name in names or ("report-missed-bin",):
        put(made, pattern_files(name))
    return made


def put(house: House, files: dict[str, bytes], *, now: dt.datetime = NOW) -> str:
    """Publish a release of a folder, with what is signed of it; return its path."""
    release = make_release(files)
    path = path_of(release.manifest)
    house.publish(path, release.data, now=now, **facts_of(release.manifest))
    return path


def at_version(files: dict[str, bytes], old: str, new: str) -> dict[str, bytes]:
    """The same folder under another version, with a line in its list of changes."""
    text = files["pattern.yaml"].replace(f"version: {old}".encode(), f"version: {new}".encode())
    assert text != files["pattern.yaml"]
    log = files["CHANGELOG.md"].replace(b"\n", f"\n\n## {new}\n\nAnother version.\n".encode(), 1)
    return {**files, "pattern.yaml": text, "CHANGELOG.md": log}


def asks_for_collection_days(files: dict[str, bytes]) -> dict[str, bytes]:
    """The missed bins, where each council decides for itself what it says about collection days."""
    days = b"  - id: collection_days\n"
    assert days in files["pattern.yaml"]
    return {**files, "pattern.yaml": files["pattern.yaml"].replace(days, days + b"    decide: true\n")}
