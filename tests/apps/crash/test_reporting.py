"""Killed while a report by Open311 is taken: no request or one, whole; and sent again it is that one."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from tests.support.killed_nodes import ROOT, Died, Place, Served, filled, only, served

CODE = "report-street-problem.litter"
MOST_MOMENTS = 80


@dataclass(frozen=True)
class Sender:
    """A partner's program: the node, and the key."""

    node: Served
    key: str

    def send(self, words: str, *, at: int = 0) -> str:
        """Send a report; return the reference that is told."""
        said = {
            "api_key": self.key, "service_code": CODE, "address_string": "By the pond", "description": words,
            "email": "amina@residents.example", "attribute[land]": "street", "attribute[danger]": "no",
        }  # fmt: skip
        headers = {"X-Crash-At": str(at)} if at else {}
        try:
            answer = requests.post(f"{self.node.address}{BASE}/requests.json", said, headers=headers, timeout=30)
        except requests.ConnectionError as error:
            raise Died from error
        assert answer.status_code == 200, answer.text
        (told,) = answer.json()
        return str(told["service_request_id"])


BASE = "/api/harbourside/open311/v2"


def command(place: Place, *words: str) -> str:
    program = str(Path(sys.executable).with_name("commonwheel"))
    done = subprocess.run(
        [program, *words], check=False, cwd=ROOT, env=place.environment(), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def streets_place(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Place]:
    with filled(tmp_path_factory, "reports") as made:
        made.run("streets")
        yield made


@pytest.fixture(scope="module")
def sender(streets_place: Place) -> Iterator[Sender]:
    key = json.loads(command(streets_place, "open311", "give-key", "harbourside", "--partner", "App", "--json"))["key"]
    with served(streets_place) as running:
        found = Sender(running, key)
        found.send("The first.")
        running.browser().get("/health/", headers={"X-Warm": "yes"})
        yield found


def kept(place: Place, words: str) -> dict[str, Any]:
    """Return what the database holds of the report with these words, read at one moment."""
    mine = f"SELECT id FROM cases_case WHERE {details(place)} = '{words}'"
    references, reports, clocks, events, letters = place.rows(
        f"SELECT reference FROM cases_case WHERE id IN ({mine})",
        f"SELECT reference FROM open311_report WHERE case_id IN ({mine})",
        f"SELECT clock FROM cases_caseclock WHERE case_id IN ({mine})",
        f"SELECT kind FROM cases_caseevent WHERE case_id IN ({mine}) ORDER BY number",
        f"SELECT COUNT(*) FROM messages_outboxmessage WHERE case_id IN ({mine})",
    )
    return {
        "references": [each for (each,) in references],
        "reports": [each for (each,) in reports],
        "clocks": [each for (each,) in clocks],
        "opened": [each for (each,) in events][:1],
        "letters": only(letters),
    }


def details(place: Place) -> str:
    return "answers ->> 'details'" if place.database else "json_extract(answers, '$.details')"


def assert_whole(place: Place, words: str, reference: str) -> None:
    assert kept(place, words) == {
        "references": [reference],
        "reports": [reference],
        "clocks": ["look"],
        "opened": ["OPENED"],
        "letters": 1,
    }


def assert_nothing_hangs_loose(place: Place) -> None:
    loose = place.rows(
        "SELECT COUNT(*) FROM open311_report WHERE case_id IS NULL OR case_id NOT IN (SELECT id FROM cases_case)",
        "SELECT COUNT(*) FROM cases_case WHERE channel = 'PARTNER' AND id NOT IN (SELECT case_id FROM open311_report)",
        "SELECT COUNT(*) FROM cases_caseclock WHERE case_id NOT IN (SELECT id FROM cases_case)",
    )
    assert [only(rows) for rows in loose] == [0, 0, 0]


def test_killed_at_every_moment_of_a_report_leaves_no_request_or_one(sender: Sender, streets_place: Place) -> None:
    outcomes = []
    for moment in range(1, MOST_MOMENTS):
        words = f"Killed at {moment}."
        try:
            sender.send(words, at=moment)
        except Died:
            outcomes.append(bool(kept(streets_place, words)["references"]))
            reference = sender.send(words)
            assert sender.send(words) == reference
            assert_whole(streets_place, words, reference)
        else:
            break
    assert len(outcomes) > 10, "Taking a report has more moments than that."
    assert len(outcomes) < MOST_MOMENTS - 1
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {False, True}
    assert_nothing_hangs_loose(streets_place)


def test_a_report_sent_many_times_at_once_opens_one_request(streets_place: Place, sender: Sender) -> None:
    program = str(Path(sys.executable).with_name("commonwheel"))
    with served(streets_place, program, "run", "--port", "PORT") as running:
        together = Sender(running, sender.key)
        for number in range(5):
            words = f"All at once, number {number}."
            with ThreadPoolExecutor(8) as pool:
                told = set(pool.map(together.send, [words] * 8))
            (reference,) = told
            assert_whole(streets_place, words, reference)
    assert_nothing_hangs_loose(streets_place)
