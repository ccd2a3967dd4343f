"""The daily file: each request in one file and one file only, whole, the same when it is written again."""

import csv
import datetime as dt
import io
import uuid
from pathlib import Path

import pytest
from tests.support.contractor import delivery, send_to
from tests.support.missed_bin import MONDAY, Open

from commonwheel.apps.cases import api as cases
from commonwheel.apps.handover import api as handover
from commonwheel.apps.handover.actions import filing
from commonwheel.apps.handover.models import Delivery
from commonwheel.apps.services.api import ServiceView
from commonwheel.foundation import deliveries
from commonwheel.foundation.audit import SYSTEM
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.deliveries import Swept
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.drop.disk import DiskDrop

TUESDAY = dt.datetime(2026, 11, 24, 0, 10, tzinfo=dt.UTC)
SUMMER = dt.datetime(2026, 7, 6, 22, 59, tzinfo=dt.UTC)


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    return tmp_path / "drop"


@pytest.fixture(autouse=True)
def daily(council_a: CouncilView, service_a: ServiceView) -> None:
    send_to(council_a, "CSV")


def write(council: CouncilView, drop: Path, *, at: dt.datetime = TUESDAY) -> Swept:
    return handover.sweep_daily_files(council.id, drop=DiskDrop(drop), content=cases.handed, clock=lambda: at)


def files(drop: Path) -> dict[str, list[dict[str, str]]]:
    found = drop.glob("harbourside/report-missed-bin/*")
    return {
        path.name: list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
        for path in sorted(found)
    }


def references(drop: Path) -> dict[str, list[str]]:
    return {name: [row["reference"] for row in rows] for name, rows in files(drop).items()}


def test_a_day_s_requests_are_in_one_file_once_the_day_is_over(
    council_a: CouncilView, open_a: Open, drop: Path
) -> None:
    opened = [open_a(), open_a(received_at=MONDAY + dt.timedelta(hours=14, minutes=59))]
    next_day = open_a(received_at=MONDAY + dt.timedelta(hours=15))
    assert write(council_a, drop, at=TUESDAY - dt.timedelta(seconds=1)) == Swept()
    assert write(council_a, drop) == Swept(sent=2)
    assert references(drop) == {"2026-11-23.csv": [one.reference for one in opened]}
    assert delivery(council_a, next_day.id).state == "WAITING"
    assert write(council_a, drop) == Swept()


def test_a_day_is_london_s(council_a: CouncilView, open_a: Open, drop: Path) -> None:
    open_a(received_at=SUMMER)
    open_a(received_at=SUMMER + dt.timedelta(minutes=1))
    write(council_a, drop)
    assert {name: len(rows) for name, rows in files(drop).items()} == {"2026-07-06.csv": 1, "2026-07-07.csv": 1}


def test_a_line_says_what_was_answered_and_starts_no_formula(council_a: CouncilView, open_a: Open, drop: Path) -> None:
    opened = open_a(answers={"full_name": '=HYPERLINK("http://evil.example","Ŵyn")', "email": "+44@residents.example"})
    write(council_a, drop)
    (row,) = files(drop)["2026-11-23.csv"]
    assert row["delivery"] == str(delivery(council_a, opened.id).id)
    assert row["name"] == '\'=HYPERLINK("http://evil.example","Ŵyn")'
    assert row["email"] == "'+44@residents.example"
    (container,) = [name for name in row if name.startswith("container: ")]
    assert row[container]
    assert row["link"].endswith(f"/staff/harbourside/requests/{opened.id}/")


def test_a_file_that_was_written_but_not_recorded_is_written_again_the_same(
    council_a: CouncilView, open_a: Open, drop: Path
) -> None:
    opened = open_a()
    write(council_a, drop)
    path = drop / "harbourside" / "report-missed-bin" / "2026-11-23.csv"
    first = path.read_bytes()
    with council_scope(council_a.id):
        Delivery.objects.update(state="WAITING", sent_at=None, leased_until=TUESDAY + deliveries.LEASE)
    late = open_a(received_at=MONDAY + dt.timedelta(hours=1))
    later = TUESDAY + deliveries.LEASE
    assert write(council_a, drop, at=later) == Swept(sent=2)
    assert path.read_bytes() == first
    assert references(drop) == {"2026-11-23.csv": [opened.reference], "2026-11-23-2.csv": [late.reference]}
    assert delivery(council_a, opened.id).repeated == 1


def test_a_full_folder_leaves_everything_waiting_listed_and_written_later(
    council_a: CouncilView, open_a: Open, drop: Path
) -> None:
    opened = [open_a().reference, open_a().reference]
    drop.write_text("Not a folder: nothing can be written here.")
    now = TUESDAY
    assert write(council_a, drop, at=now) == Swept(put_off=2)
    with council_scope(council_a.id):
        listed = handover.list_undelivered(council_a.id)
    assert {one.reference for one in listed} == set(opened)
    assert "could not be written" in listed[0].last_error
    for wait in deliveries.WAITS:
        now += wait
        write(council_a, drop, at=now)
    with council_scope(council_a.id):
        assert {one.state for one in handover.list_undelivered(council_a.id)} == {"GIVEN_UP"}
        handover.try_again(council_a.id, delivery_id=listed[0].id, actor=SYSTEM, now=now)
    drop.unlink()
    assert write(council_a, drop, at=now) == Swept(sent=2)
    assert sorted(references(drop)["2026-11-23.csv"]) == sorted(opened)


def test_two_workers_write_a_request_once(council_a: CouncilView, open_a: Open, drop: Path) -> None:
    open_a()
    with council_scope(council_a.id):
        (destination_id,) = Delivery.objects.values_list("destination_id", flat=True)
    filing._fix(council_a.id, destination_id, content=cases.handed, now=TUESDAY)
    keys = filing._keys(council_a.id, destination_id, "2026-11-23.csv")
    assert deliveries.lease_all(Delivery, council_a.id, keys, now=TUESDAY)
    assert write(council_a, drop) == Swept()
    assert files(drop) == {}


def test_a_request_that_is_gone_is_in_no_file(council_a: CouncilView, open_a: Open, drop: Path) -> None:
    kept, gone = open_a(), open_a()
    with council_scope(council_a.id):
        Delivery.objects.filter(case_id=gone.id).update(case_id=uuid.uuid4())
    assert write(council_a, drop) == Swept(sent=1)
    assert references(drop) == {"2026-11-23.csv": [kept.reference]}
