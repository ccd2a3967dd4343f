"""The operator's choices are read once, and a wrong one says how to mend it."""

import stat
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from commonwheel.integrations.trust.choice import Publishing
from commonwheel.project.environment import SettingIsWrong, kept_secret, read_environment

KEY = "k" * 50


def test_the_embedded_default_needs_nothing(tmp_path: Path) -> None:
    found = read_environment({"COMMONWHEEL_DATA": str(tmp_path / "var")})
    assert (found.database, found.demonstration, found.web_role) == (None, False, "")
    assert len(found.secret_key) >= 40


def test_the_secret_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret-key"
    assert kept_secret(path) == kept_secret(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["secret-key"]


def test_processes_that_start_at_once_agree_on_the_secret_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: kept_secret(tmp_path / "secret-key"), range(32)))
    assert len(keys) == 1


def test_postgresql_is_reached_by_two_roles() -> None:
    found = read_environment(
        {
            "COMMONWHEEL_DATABASE_URL": "postgresql://web:p%40ss@db.example:5433/node",
            "COMMONWHEEL_OWNER_DATABASE_URL": "postgresql://owner@db.example/node",
            "COMMONWHEEL_SECRET_KEY": KEY,
        }
    )
    assert found.database
    assert found.owner_database
    assert (found.database.password, found.database.port, found.web_role) == ("p@ss", "5433", "web")
    assert found.owner_database.user == "owner"


def test_the_mail_server_is_one_address() -> None:
    address = "smtp+starttls://node:secret@mail.example"
    server = read_environment({"COMMONWHEEL_SECRET_KEY": KEY, "COMMONWHEEL_MAIL_URL": address}).mail_server
    assert server
    assert (server.host, server.port, server.security, server.user) == ("mail.example", 587, "starttls", "node")


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"COMMONWHEEL_DATABASE_URL": "postgresql://web@db/node"}, "COMMONWHEEL_SECRET_KEY is missing"),
        ({"COMMONWHEEL_SECRET_KEY": "short"}, "too short"),
        ({"COMMONWHEEL_DATABASE_URL": "mysql://web@db/node"}, "not a PostgreSQL address"),
        ({"COMMONWHEEL_DATABASE_URL": "postgresql://web@db"}, "not a PostgreSQL address"),
        ({"COMMONWHEEL_PROXIES": "many"}, "number from 0 to 9"),
        ({"COMMONWHEEL_DEMONSTRATION": "perhaps"}, "yes or no"),
        ({"COMMONWHEEL_MAIL_URL": "mail.example"}, "not the address of a mail server"),
    ],
)
def test_a_wrong_setting_is_named_with_how_to_mend_it(variables: Mapping[str, str], words: str) -> None:
    given = {"COMMONWHEEL_SECRET_KEY": KEY, **variables}
    if "missing" in words:
        del given["COMMONWHEEL_SECRET_KEY"]
    with pytest.raises(SettingIsWrong, match=words):
        read_environment(given)


def test_each_council_that_publishes_has_its_own_key_and_passphrase(tmp_path: Path) -> None:
    given = {
        "COMMONWHEEL_PUBLISHER_KEYS": f"lewes={tmp_path}/lewes, brighton-and-hove={tmp_path}/brighton",
        "COMMONWHEEL_PUBLISHER_PASSPHRASE_BRIGHTON_AND_HOVE": "correct horse, battery",
        "COMMONWHEEL_PUBLISH_TO": "https://commons.example.org",
    }
    assert read_environment(given).publishing == {
        "lewes": Publishing(tmp_path / "lewes", "", "https://commons.example.org"),
        "brighton-and-hove": Publishing(tmp_path / "brighton", "correct horse, battery", "https://commons.example.org"),
    }
    assert read_environment({}).publishing == {}


@pytest.mark.parametrize(
    "given",
    [
        {"COMMONWHEEL_PUBLISHER_KEYS": "lewes=/key"},
        {"COMMONWHEEL_PUBLISH_TO": "https://commons.example.org"},
        {"COMMONWHEEL_PUBLISHER_KEYS": "lewes=/key", "COMMONWHEEL_PUBLISH_TO": "ftp://commons.example.org"},
        {"COMMONWHEEL_PUBLISHER_KEYS": "/key", "COMMONWHEEL_PUBLISH_TO": "https://commons.example.org"},
    ],
)
def test_a_publishers_key_and_the_library_belong_together(given: Mapping[str, str]) -> None:
    with pytest.raises(SettingIsWrong, match="COMMONWHEEL_PUBLISHER_KEYS"):
        read_environment(given)


def test_councils_keys_are_read_and_a_fault_names_no_key() -> None:
    given = {"COMMONWHEEL_GOVUK_PAY_KEYS": "harbourside=api_live_a=b, fellgate=api_test_c"}
    assert read_environment(given).govuk_pay_keys == {"harbourside": "api_live_a=b", "fellgate": "api_test_c"}
    assert read_environment({}).govuk_pay_keys == {}
    for wrong in ("api_live_secret", "harbourside=", "Harbour Side=api_live_secret", "a=api_live_secret,a=other"):
        with pytest.raises(SettingIsWrong) as refused:
            read_environment({"COMMONWHEEL_GOVUK_PAY_KEYS": wrong})
        assert "COMMONWHEEL_GOVUK_PAY_KEYS" in str(refused.value)
        assert "secret" not in str(refused.value)
