"""Killed while requests are opened for, and handed over to, another place: none is lost, a repeat shows itself."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.apps.crash.sender import ready
from tests.support.killed_nodes import Place, Served, filled, only, served, workshop
from tests.support.receiver import Receiver, receiving

AFTER_THE_LEASE = 6
"""Minutes after which somebody else takes a request that nobody answered for."""
MOST_MOMENTS = 200
TWO_DAYS = 2 * 24 * 60


@pytest.fixture(scope="module")
def contractor() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, contractor: Receiver, django_db_setup: None) -> Iterator[Place]:
    with filled(tmp_path_factory, "elsewhere", COMMONWHEEL_HANDOVER_PRIVATE_HOSTS="127.0.0.1") as made:
        with workshop(made) as shop:
            assert not shop.do("elsewhere", url=contractor.url)
        yield made


@pytest.fixture(scope="module")
def node(elsewhere: Place) -> Iterator[Served]:
    with served(elsewhere) as running:
        ready(running).send()
        running.browser().get("/health/", headers={"X-Warm": "yes"})
        yield running


def test_a_request_and_its_handing_over_are_written_together_wherever_the_node_is_killed(
    elsewhere: Place, node: Served
) -> None:
    sender, deaths = ready(node), 0
    for moment in range(1, MOST_MOMENTS):
        try:
            sender.send(at=moment)
        except Exception:  # noqa: BLE001  # whatever the browser sees of a node that dies
            deaths += 1
        cases, ways = elsewhere.rows("SELECT COUNT(*) FROM cases_case", "SELECT COUNT(*) FROM handover_delivery")
        assert only(cases) == only(ways)
        if only(cases) > 1:
            break
    assert deaths > 3


def test_each_request_arrives_and_a_repeat_has_its_own_key_and_is_counted(
    elsewhere: Place, node: Served, contractor: Receiver
) -> None:
    ready(node).send()
    with workshop(elsewhere) as shop:
        for moment in range(1, MOST_MOMENTS):
            if not shop.do("hand over", at=moment, minutes=moment * AFTER_THE_LEASE):
                break
    (rows,) = elsewhere.rows("SELECT id, state, attempts, repeated FROM handover_delivery")
    wanted = {str(row[0]).replace("-", "") for row in rows}
    came = [one.replace("-", "") for one in contractor.taken]
    assert {row[1] for row in rows} == {"SENT"}
    assert set(came) == wanted
    for key, _state, attempts, repeated in rows:
        assert 1 <= came.count(str(key).replace("-", "")) <= 1 + repeated
        assert repeated < attempts
    assert len(came) > len(wanted), "The node never died between the receiver's yes and its own commit."


def test_a_daily_file_is_whole_wherever_the_worker_is_killed(elsewhere: Place, node: Served, tmp_path: Path) -> None:
    with workshop(elsewhere) as shop:
        assert not shop.do("elsewhere", way="CSV")
        for _ in range(2):
            ready(node).send()
        deaths, seen = 0, set()
        for moment in range(1, MOST_MOMENTS):
            minutes = TWO_DAYS + moment * AFTER_THE_LEASE
            if not shop.do("write files", at=moment, minutes=minutes, folder=str(tmp_path)):
                break
            deaths += 1
            seen |= {path.read_bytes() for path in tmp_path.rglob("*.csv") if not path.name.startswith(".")}
    (path,) = (path for path in tmp_path.rglob("*.csv") if not path.name.startswith("."))
    (rows,) = elsewhere.rows("SELECT reference, state FROM handover_delivery WHERE way = 'CSV'")
    assert deaths > 5
    assert seen <= {path.read_bytes()}
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert sorted(line["reference"] for line in csv.DictReader(file)) == sorted(row[0] for row in rows)
    assert {row[1] for row in rows} == {"SENT"}
