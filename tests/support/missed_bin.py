"""A service to open requests of: the missed-bin service as it is in this repository, adopted by both councils."""

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.cast import Person

from commonwheel.apps.authorities import api as authorities
from commonwheel.apps.cases import api as cases
from commonwheel.apps.services import api as services
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView, StaffView
from commonwheel.foundation.scope import council_scope

MONDAY = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
FOLDER = Path(__file__).parents[2] / "patterns" / "report-missed-bin"
ANSWERS: dict[str, Any] = {
    "property": {"uprn": "10000000001", "line": "1 Invented Street, Harbourside", "postcode": "BN1 1JE"},
    "container": "refuse",
    "missed_on": "2026-11-20",
    "assisted": False,
    "out_on_time": True,
    "tag": "none",
    "full_name": "Amina Yusuf",
    "email": "amina@residents.example",
}

Open = Callable[..., cases.OpenedCase]


TITLE = ("title: Report a missed bin collection\n", "title: Tell us of a missed bin\n")
"""What stands in the pattern, and what in a newer version of it."""


def files_of(*changes: tuple[str, str], folder: Path = FOLDER) -> dict[str, bytes]:
    """Return the files of a service; each change is what stands in its pattern.yaml and what shall."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for found, wanted in changes:
        assert found in files["pattern.yaml"].decode(), found
        files["pattern.yaml"] = files["pattern.yaml"].replace(found.encode(), wanted.encode(), 1)
    return files


def newer(*changes: tuple[str, str], version: str = "1.2.0") -> dict[str, bytes]:
    """Return the files of a newer version of the service."""
    return files_of(("version: 1.1.0", f"version: {version}"), TITLE, *changes)


def own_example(name: str = "ours", due_on: str = "2026-11-26") -> str:
    """Return an example of a council's own: a report of a bin, and the day on which the crew is due."""
    return (
        f"language: 1\nid: {name}\ntoday: 2026-11-24\nanswers:\n"
        "  property: {uprn: '999000000012', line: '12 Example Street', postcode: BN1 1AA, authority: harbourside}\n"
        "  container: refuse\n  missed_on: 2026-11-23\n  assisted: false\n  out_on_time: true\n  tag: none\n"
        f"expect:\n  case: {{state: received, due_on: {due_on}}}\n"
    )


def adopt(council: CouncilView, *changes: tuple[str, str], folder: Path = FOLDER) -> services.ServiceView:
    """Adopt a service for a council; each change is what stands in its pattern.yaml and what shall."""
    files = files_of(*changes, folder=folder)
    with council_scope(council.id):
        return services.adopt(council.id, files=files, phone="01632 960 000", actor=SYSTEM, now=MONDAY)


def opener(council: CouncilView, service: services.ServiceView, *, base: dict[str, Any] = ANSWERS) -> Open:
    def open_one(**changes: Any) -> cases.OpenedCase:
        answers = {**base, **changes.pop("answers", {})}
        given = {
            "journey_id": uuid.uuid4(),
            "service_id": service.id,
            "digest": service.digest,
            "answers": {name: value for name, value in answers.items() if value is not None},
            "language": "en",
            **changes,
        }
        received_at = given.pop("received_at", MONDAY)
        receipt = {"channel": given.pop("channel", "WEB"), "received_at": received_at}
        receipt["account_id"] = given.pop("account_id", None)
        given["receipt"] = cases.Receipt(**receipt, entered_at=given.pop("entered_at", received_at))
        with council_scope(council.id):
            return cases.open_case(council.id, **given)

    return open_one


def staff_of(person: Person) -> StaffView:
    with council_scope(person.council.id):
        found = authorities.find_staff(person.council.id, user_id=person.id)
    assert found is not None
    return found
