"""`commonwheel run`, `demo`, `migrate` and `manage`: what is refused before anything is served, and what is told."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.ports import free_port

from commonwheel.cli.main import commonwheel
from commonwheel.foundation.councils import CouncilView
from commonwheel.project.demonstration.councils import COUNCILS

PROGRAM = Path(sys.executable).with_name("commonwheel")
NOBODY = "postgresql://web@127.0.0.1:1/node"


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(commonwheel, [str(word) for word in words], catch_exceptions=False)


def run(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMONWHEEL_")}
    return subprocess.run(
        [PROGRAM, *words], env={**kept, **settings}, capture_output=True, text=True, check=False, timeout=300
    )


def test_a_database_that_is_up_to_date_stays_as_it_is(db: None) -> None:
    result = call("migrate")
    assert result.exit_code == 0
    assert "No migrations to apply" in result.stdout


def test_an_empty_folder_becomes_a_node_and_migrating_again_changes_nothing(tmp_path: Path) -> None:
    data = str(tmp_path / "var")
    for words in ("Applying authorities.0001_initial", "No migrations to apply"):
        done = run("migrate", COMMONWHEEL_DATA=data)
        assert (done.returncode, done.stderr) == (0, "")
        assert words in done.stdout
    assert "There is no council" in run("council", "list", COMMONWHEEL_DATA=data).stdout


def test_the_commands_of_django_are_there(db: None) -> None:
    assert "no issues" in call("manage", "check").stdout
    assert call("manage", "nonsense-of-ours").exit_code == 1


@pytest.mark.parametrize("command", ["run", "demo"])
def test_an_address_that_is_taken_is_refused(command: str, tmp_path: Path, environment: None) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = call(command, "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 2
    assert "Choose another with --port" in result.stderr


def test_a_node_that_would_not_be_safe_is_not_served(
    council_a: CouncilView, council_b: CouncilView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(**_: object) -> None:
        pytest.fail("It was served.")

    monkeypatch.setattr("commonwheel.project.server.serve", never)
    result = call("run", "--port", str(free_port()))
    assert result.exit_code == 1
    assert "host" in result.stderr


@pytest.mark.parametrize(
    ("settings", "code", "words"),
    [
        ({"COMMONWHEEL_DEMONSTRATION": "perhaps"}, 2, "yes or no"),
        ({}, 1, "Run `commonwheel migrate` first"),
        (
            {
                "COMMONWHEEL_SECRET_KEY": "k" * 50,
                "COMMONWHEEL_DATABASE_URL": NOBODY,
                "COMMONWHEEL_OWNER_DATABASE_URL": NOBODY,
            },
            1,
            "The database does not answer",
        ),
    ],
)
def test_a_node_that_is_not_set_up_is_told_in_a_sentence(
    tmp_path: Path, settings: Mapping[str, str], code: int, words: str
) -> None:
    done = run("council", "list", COMMONWHEEL_DATA=str(tmp_path), **settings)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment, which `demo` sets up for its node, is as it was after the test."""
    for name in (
        "COMMONWHEEL_DEMONSTRATION", "COMMONWHEEL_DATA", "COMMONWHEEL_ADDRESS", "COMMONWHEEL_COMMONS_FOLDER",
    ):  # fmt: skip
        monkeypatch.setenv(name, os.environ.get(name, ""))


def test_the_people_of_the_demonstration_are_listed(environment: None, tmp_path: Path) -> None:
    people = json.loads(call("demo", "--data", tmp_path, "--people", "--json").stdout)
    emails = [person.email for council in COUNCILS for person in council.people]
    assert [person["email"] for person in people] == emails
    lines = call("demo", "--data", tmp_path, "--people").stdout.splitlines()
    assert len(lines) == len(emails)
    assert all(email in line for email, line in zip(emails, lines, strict=True))
