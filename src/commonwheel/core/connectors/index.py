"""
The pages of a package index, from values: what pip and uv read.

HTML as PEP 503 has it and JSON as PEP 691, both of version 1.4: digests, `requires-python`, core metadata beside each
file (PEP 658, 714), sizes and versions (PEP 700), yanking with its reason (PEP 592), the status of a project (PEP 792).
Addresses are relative, so the pages can stand anywhere: a file's is its name, beside the page.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from commonwheel.core.connectors.facts import ConnectorFacts
from commonwheel.core.connectors.wheels import WheelName

API_VERSION = "1.4"
HTML_TYPE = "application/vnd.pypi.simple.v1+html"
JSON_TYPE = "application/vnd.pypi.simple.v1+json"

State = Literal["offered", "deprecated", "withdrawn", "quarantined"]
Status = Literal["active", "deprecated", "quarantined"]


@dataclass(frozen=True, slots=True)
class Offer:
    """
    One wheel that its publisher signed.

    Attributes:
        publisher: who signed it.
        length: of its bytes.
        sha256: of its bytes, lower-case hex.
        reason: for the state; "" where it is offered.
    """

    publisher: str
    name: WheelName
    length: int
    sha256: str
    facts: ConnectorFacts
    state: State = "offered"
    reason: str = ""

    @property
    def is_handed_out(self) -> bool:
        """Whether its bytes may be had: also when it is withdrawn, for those who pinned it."""
        return self.state != "quarantined"


@dataclass(frozen=True, slots=True)
class Project:
    """
    All versions of one connector.

    Attributes:
        publisher: the only one that has this name here.
        offers: by version, the lowest first.
    """

    name: str
    publisher: str
    offers: tuple[Offer, ...]

    @property
    def files(self) -> tuple[Offer, ...]:
        """What its pages name."""
        return tuple(offer for offer in self.offers if offer.is_handed_out)

    @property
    def status(self) -> Status:
        """As PEP 792 has it: stopped where every version is, obsolete where none is offered without a warning."""
        states = {offer.state for offer in self.offers}
        if states == {"quarantined"}:
            return "quarantined"
        return "active" if "offered" in states else "deprecated"

    @property
    def reason(self) -> str:
        """Why it is not active, in the words given for its newest version; "" where it is."""
        return "" if self.status == "active" else self.offers[-1].reason


def group(offers: Iterable[Offer], *, owners: Mapping[str, str]) -> tuple[tuple[Project, ...], tuple[Offer, ...]]:
    """
    Return the projects by name, and what is left out because another publisher has its name.

    A name belongs to the publisher that had it first. Where two have it and nobody knows who was first, neither is
    offered: an installer asks for a name alone, and must never get a stranger's wheel.

    Args:
        owners: of the names that are known, by name.
    """
    by_name: dict[str, dict[str, list[Offer]]] = {}
    for offer in offers:
        by_name.setdefault(offer.name.project, {}).setdefault(offer.publisher, []).append(offer)
    projects, left_out = [], []
    for name, by_publisher in sorted(by_name.items()):
        owner = owners.get(name) or (next(iter(by_publisher)) if len(by_publisher) == 1 else "")
        if owner in by_publisher:
            projects.append(Project(name, owner, tuple(sorted(by_publisher[owner], key=_order))))
        left_out += [offer for whose, theirs in sorted(by_publisher.items()) if whose != owner for offer in theirs]
    return tuple(projects), tuple(left_out)


def root_as_json(names: Sequence[str]) -> bytes:
    """Return the list of projects for programs."""
    return _dump({"meta": {"api-version": API_VERSION}, "projects": [{"name": name} for name in names]})


def root_as_html(names: Sequence[str]) -> bytes:
    """Return the list of projects as a page."""
    return _page("Connectors", [], (f'<a href="{escape(name)}/">{escape(name)}</a>' for name in names))


def project_as_json(project: Project) -> bytes:
    """Return the files of a project for programs."""
    status = {"status": project.status} | ({"reason": project.reason} if project.reason else {})
    return _dump(
        {
            "meta": {"api-version": API_VERSION},
            "name": project.name,
            "project-status": status,
            "versions": list(dict.fromkeys(str(offer.name.version) for offer in project.files)),
            "files": [_file_as_json(offer) for offer in project.files],
        }
    )


def project_as_html(project: Project) -> bytes:
    """Return the files of a project as a page."""
    status: list[tuple[str, str]] = [("pypi:project-status", project.status)]
    if project.reason:
        status.append(("pypi:project-status-reason", project.reason))
    return _page(project.name, status, map(_file_as_html, project.files))


# Private


def _order(offer: Offer) -> tuple[Any, str]:
    return offer.name.version, offer.name.file


def _file_as_json(offer: Offer) -> dict[str, Any]:
    metadata = {"sha256": offer.facts.metadata}
    needs = {"requires-python": offer.facts.requires_python} if offer.facts.requires_python else {}
    return {
        "filename": offer.name.file,
        "url": offer.name.file,
        "hashes": {"sha256": offer.sha256},
        **needs,
        "size": offer.length,
        "core-metadata": metadata,
        "dist-info-metadata": metadata,
        "yanked": (offer.reason or True) if offer.state == "withdrawn" else False,
    }


def _file_as_html(offer: Offer) -> str:
    file, digest = escape(offer.name.file), f"sha256={offer.facts.metadata}"
    said = {"data-core-metadata": digest, "data-dist-info-metadata": digest}
    if offer.facts.requires_python:
        said["data-requires-python"] = offer.facts.requires_python
    if offer.state == "withdrawn":
        said["data-yanked"] = offer.reason
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in said.items())
    return f'<a href="{file}#sha256={offer.sha256}"{attributes}>{file}</a>'


def _page(title: str, said: Sequence[tuple[str, str]], links: Iterable[str]) -> bytes:
    metas = [("pypi:repository-version", API_VERSION), *said]
    head = "\n".join(f'    <meta name="{name}" content="{escape(content)}">' for name, content in metas)
    body = "\n".join(f"    {link}<br>" for link in links)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n  <head>\n    <meta charset="utf-8">\n'
        f"{head}\n    <title>{escape(title)}</title>\n  </head>\n"
        f"  <body>\n    <h1>{escape(title)}</h1>\n{body}\n  </body>\n</html>\n"
    ).encode()


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
