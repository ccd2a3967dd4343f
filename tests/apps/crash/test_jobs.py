"""Killed while a node works by itself: letters, sweeps, address registers, the demonstration."""

import csv
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from tests.apps.crash.sender import ready
from tests.support.killed_nodes import Place, Served, Workshop, only, place, workshop
from tests.support.ports import free_port

AFTER_THE_LEASE = 6
"""Minutes after which somebody else takes a letter that nobody answered for."""
MOST_MOMENTS = 400
SEED_DEATHS = (1, 12, 40, 120, 250)
"""Moments of filling the demonstration: its council, the register, and the reports."""
TWO_MONTHS = 60 * 24 * 60
TWENTY_DAYS = 20 * 24 * 60
COLUMNS = ["UPRN", "X_COORDINATE", "Y_COORDINATE", "STREET_DESCRIPTION", "PAO_START_NUMBER", "POSTCODE_LOCATOR"]


class Letters:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.ids.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        return "250 OK"


@pytest.fixture(scope="module")
def letters() -> Iterator[tuple[Letters, int]]:
    port = free_port()
    taken = Letters()
    controller = Controller(taken, hostname="127.0.0.1", port=port)
    controller.start()
    yield taken, port
    controller.stop()


@pytest.fixture
def with_mail(node_place: Place, letters: tuple[Letters, int]) -> Place:
    return Place(node_place.data, node_place.database, {"COMMONWHEEL_MAIL_URL": f"smtp://127.0.0.1:{letters[1]}"})


def waiting(place: Place) -> int:
    return int(only(place.rows("SELECT COUNT(*) FROM messages_outboxmessage WHERE state = 'WAITING'")[0]))


def test_a_letter_is_repeated_only_with_its_own_id_and_counted(
    with_mail: Place, letters: tuple[Letters, int], dying: Served
) -> None:
    taken, _port = letters
    ready(dying).send()
    wanted = waiting(with_mail)
    assert wanted == 2  # the fixture sent one, too
    with workshop(with_mail) as shop:
        for moment in range(1, MOST_MOMENTS):
            if not shop.do("sweep", at=moment, minutes=moment * AFTER_THE_LEASE):
                break
    (rows,) = with_mail.rows("SELECT message_id, state, repeated, attempts, link FROM messages_outboxmessage")
    assert [row[1] for row in rows] == ["SENT"] * wanted
    for message_id, _state, repeated, attempts, link in rows:
        came = taken.ids.count(message_id)
        assert 1 <= came <= 1 + repeated
        assert repeated < attempts
        assert link == ""
    assert set(taken.ids) == {row[0] for row in rows}
    assert any(taken.ids.count(row[0]) > 1 for row in rows), "The node never died between acceptance and recording."


def test_sweeps_that_are_killed_are_ended_by_the_next(node_place: Place, dying: Served) -> None:
    ready(dying)
    with workshop(node_place) as shop:
        deaths = 0
        for moment in range(1, MOST_MOMENTS, 2):
            if not shop.do("turn", at=moment, minutes=TWO_MONTHS):
                break
            deaths += 1
    assert deaths > 5
    opened, gone = node_place.rows(
        "SELECT COUNT(*) FROM journeys_journey WHERE closed_at IS NULL",
        "SELECT COUNT(*) FROM files_upload WHERE question <> '=copy'",
    )
    assert (only(opened), only(gone)) == (0, 0)


def gazetteer(path: Path, count: int) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [
            [str(1000 + each), "541500", "110100", "SEA LANE", str(each), "BN7 1AA"] for each in range(1, count + 1)
        ]
        csv.writer(file).writerows([COLUMNS, *rows])
    return str(path)


def properties(place: Place) -> int:
    return int(only(place.rows("SELECT COUNT(*) FROM places_property")[0]))


def test_an_address_register_is_loaded_wholly_or_not_at_all(node_place: Place, tmp_path: Path) -> None:
    count = 600
    file = gazetteer(tmp_path / "register.csv", count)
    with workshop(node_place) as shop:
        outcomes = []
        for moment in range(1, MOST_MOMENTS):
            if not shop.do("load", at=moment, file=file):
                break
            outcomes.append(properties(node_place))
        assert {0, count} >= set(outcomes)
        assert outcomes == sorted(outcomes)
        assert outcomes[0] == 0
        assert properties(node_place) == count
        assert not shop.do("load", file=file)
    assert properties(node_place) == count


def test_a_notice_that_something_falls_due_is_sent_once_wherever_the_sweep_is_killed(
    node_place: Place, dying: Served
) -> None:
    for _ in range(2):
        ready(dying).send()
    with workshop(node_place) as shop:
        deaths = 0
        for moment in range(1, MOST_MOMENTS):
            if not shop.do("renew", at=moment, minutes=TWENTY_DAYS):
                break
            deaths += 1
    due, told, left = node_place.rows(
        "SELECT case_id, COUNT(*) FROM cases_caseevent WHERE kind = 'FALLS_DUE' GROUP BY case_id",
        "SELECT case_id, COUNT(*) FROM messages_outboxmessage WHERE case_id IN "
        "(SELECT case_id FROM cases_caseevent WHERE kind = 'FALLS_DUE') GROUP BY case_id",
        "SELECT COUNT(*) FROM cases_case WHERE notice_at IS NOT NULL",
    )
    assert deaths > 5
    assert len(due) >= 2  # Tests before this one may have left requests of their own.
    assert {count for _case, count in due} == {1}
    assert {count for _case, count in told} == {2}  # that it was received, and that it falls due
    assert only(left) == 0


def test_a_printed_copy_is_made_once_wherever_the_worker_is_killed(node_place: Place, dying: Served) -> None:
    for _ in range(2):
        ready(dying).send()
    with workshop(node_place) as shop:
        deaths = 0
        for moment in range(1, MOST_MOMENTS):
            if not shop.do("copy", at=moment):
                break
            deaths += 1
    made, left, wanted = node_place.rows(
        "SELECT journey, COUNT(*) FROM files_upload WHERE question = '=copy' GROUP BY journey",
        "SELECT COUNT(*) FROM cases_case WHERE copy_due_at IS NOT NULL",
        "SELECT COUNT(*) FROM cases_case",
    )
    assert deaths > 5
    assert [count for _case, count in made] == [1] * int(only(wanted))
    assert only(left) == 0


TABLES = (
    "authorities_council", "authorities_staffmember", "accounts_user", "services_service", "places_property",
    "cases_case",
)  # fmt: skip


def counts(place: Place) -> dict[str, int]:
    found = place.rows(*(f"SELECT COUNT(*) FROM {table}" for table in TABLES))
    return {table: int(only(rows)) for table, rows in zip(TABLES, found, strict=True)}


def fill(shop: Workshop, *deaths: int) -> None:
    for moment in deaths:
        assert shop.do("seed", at=moment)
    assert not shop.do("seed")


@pytest.mark.slow
def test_a_demonstration_cut_short_is_filled_by_the_next_start(tmp_path: Path, django_db_setup: None) -> None:
    found = []
    for name, deaths in (("at-once", ()), ("cut-short", SEED_DEATHS)):
        (tmp_path / name).mkdir()
        with place(tmp_path / name) as made:
            made.lay_tables()
            with workshop(made) as shop:
                fill(shop, *deaths)
                found.append(counts(made))
                fill(shop)
                assert counts(made) == found[-1]
    assert found[0] == found[1]
    assert all(found[0].values())
