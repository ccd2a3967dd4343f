"""
The package index of a commons: static files, made from what its publishers signed, that pip and uv install from.

    FOLDER/served/simple/index.html, index.json            the projects
    FOLDER/served/simple/NAME/index.html, index.json       the files of one
    FOLDER/served/simple/NAME/FILE.whl, FILE.whl.metadata  a wheel (the same bytes on the disk as its release)
    FOLDER/connectors/names.json                           which publisher had a name first
    FOLDER/connectors/KEY.metadata                         what was looked through, with its metadata

Files come before the page that names them, and go after it. Whoever dies between leaves pages that hold; the next run
mends the rest. A run changes only what differs.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from commonwheel.core.connectors import index
from commonwheel.core.connectors.facts import KIND, hold_to_wheel, read_facts
from commonwheel.core.connectors.index import Offer, Project
from commonwheel.core.connectors.refusals import WheelRefused, refusal
from commonwheel.core.connectors.wheels import read_name, read_wheel
from commonwheel.integrations.trust import disk
from commonwheel.integrations.trust.failures import CommonsUnwritable
from commonwheel.integrations.trust.port import SignedRelease

HTML, JSON = "index.html", "index.json"
NAMES = Path("connectors") / "names.json"


@dataclass(frozen=True, slots=True)
class Written:
    """
    What an index holds now.

    Attributes:
        projects: by name.
        changed: how many files of the index were written or removed.
        refused: what is left out, by path, each with its reason.
    """

    projects: tuple[Project, ...]
    changed: int
    refused: Mapping[str, WheelRefused]


def write_index(folder: Path, releases: Iterable[SignedRelease]) -> Written:
    """
    Bring the package index of a commons up to date.

    Args:
        folder: of the commons.
        releases: all that count in it, with their states; those that are no connectors are passed over.

    Raises:
        CommonsUnwritable: the disk refused; the pages that stand hold.
    """
    try:
        with disk.alone(folder / "lock"):
            disk.sweep_drafts(folder, "served/simple/**/.draft-*")
            return _Index(folder).write(releases)
    except OSError as error:
        raise CommonsUnwritable((error.strerror or str(error)).lower()) from error


def owner_of(folder: Path, project: str) -> str:
    """Return which publisher had the name of a project first; "" for a name that nobody has."""
    return _read_owners(folder / NAMES).get(project, "")


def _read_owners(names: Path) -> dict[str, str]:
    return dict(json.loads(names.read_bytes())) if names.exists() else {}


@dataclass(slots=True)
class _Index:
    folder: Path
    changed: int = 0
    refused: dict[str, WheelRefused] = field(default_factory=dict)

    def write(self, releases: Iterable[SignedRelease]) -> Written:
        offers = [offer for release in releases if (offer := self._offer(release)) is not None]
        names = self.folder / NAMES
        owners = _read_owners(names)
        projects, left_out = index.group(offers, owners=owners)
        for offer in left_out:
            self.refused[_path(offer)] = refusal("name-taken", offer.name.project)
        now_owned = owners | {project.name: project.publisher for project in projects}
        self._put(names, json.dumps(now_owned, sort_keys=True, indent=1).encode())
        for project in projects:
            self._write_project(project)
        listed = [project.name for project in projects]
        self._put(self._simple / JSON, index.root_as_json(listed))
        self._put(self._simple / HTML, index.root_as_html(listed))
        self._remove_others(projects)
        return Written(projects, self.changed, self.refused)

    @property
    def _simple(self) -> Path:
        return self.folder / "served" / "simple"

    def _offer(self, release: SignedRelease) -> Offer | None:
        """Return a wheel that can be listed, its file and its metadata in place; None for anything else."""
        if release.facts.get("kind") != KIND:
            return None
        try:
            return self._checked(release)
        except WheelRefused as error:
            self.refused[release.path] = error
            return None

    def _checked(self, release: SignedRelease) -> Offer:
        name, facts = read_name(release.path.split("/")[-1]), read_facts(release.facts)
        offer = Offer(
            release.publisher, name, release.length, release.sha256, facts, release.state, release.reason
        )  # fmt: skip
        if _path(offer) != release.path:
            raise refusal("facts-differ", release.path)
        seen = self._seen(offer)
        if not seen.exists():
            try:
                data = self._target(offer).read_bytes()
            except FileNotFoundError as error:
                raise refusal("file-missing", release.path) from error
            wheel = read_wheel(data, file=name.file)
            hold_to_wheel(facts, release.path, wheel)
            if wheel.sha256 != release.sha256:
                raise refusal("record-differs", release.path)
            self._put(seen, wheel.metadata)
        return offer

    def _seen(self, offer: Offer) -> Path:
        """Return the metadata of a wheel that was looked through: once, since its bytes and its facts are its name."""
        said = f"{_path(offer)} {offer.sha256} {offer.facts.model_dump_json()}"
        return self.folder / "connectors" / f"{hashlib.sha256(said.encode()).hexdigest()}.metadata"

    def _write_project(self, project: Project) -> None:
        here = self._simple / project.name
        for offer in project.files:
            self._link(here / f"{offer.name.file}.metadata", self._seen(offer))
            self._link(here / offer.name.file, self._target(offer))
        self._put(here / JSON, index.project_as_json(project))
        self._put(here / HTML, index.project_as_html(project))
        named = {HTML, JSON, *(f"{offer.name.file}{end}" for offer in project.files for end in ("", ".metadata"))}
        self._remove(path for path in here.iterdir() if path.name not in named)

    def _remove_others(self, projects: Iterable[Project]) -> None:
        """Remove what no page of projects names any more: a name that two publishers have, and nobody knows whose."""
        listed = {project.name for project in projects}
        for here in self._simple.iterdir():
            if here.is_dir() and here.name not in listed:
                self._remove(sorted(here.iterdir(), key=lambda path: path.name not in {HTML, JSON}))
                with contextlib.suppress(OSError):
                    here.rmdir()

    def _target(self, offer: Offer) -> Path:
        folder = self.folder / "served" / "targets" / offer.publisher / offer.name.project
        return folder / f"{offer.sha256}.{offer.name.file}"

    def _put(self, path: Path, content: bytes) -> None:
        if path.exists() and path.read_bytes() == content:
            return
        disk.write_whole(path, content)
        self.changed += 1

    def _link(self, path: Path, source: Path) -> None:
        """Give bytes that never change a second name; where the disk knows no such names, write them again."""
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".draft-{path.name}")
        try:
            os.link(source, draft)
            draft.replace(path)
        except PermissionError:
            disk.write_whole(path, source.read_bytes())
        self.changed += 1

    def _remove(self, paths: Iterable[Path]) -> None:
        for path in list(paths):
            path.unlink()
            self.changed += 1


def _path(offer: Offer) -> str:
    return f"{offer.publisher}/{offer.name.project}/{offer.name.file}"
